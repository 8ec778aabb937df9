import { readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import t from 'tap'
import { MediaKind } from '../../../classroom/media.ts'
import { kindOfFile } from '../../../http/media/file-kind.ts'
import { temporaryFolder } from './temporary.ts'

const { audio, video } = MediaKind

/*
 * A third of a second of a tone, films with a blue picture besides, as ffmpeg writes them: an index behind the samples
 * (mp4), samples in fragments, and a WebM that did not know its length while it was written, as browsers record.
 */
const SAMPLES = {
  'sound.webm': [audio, 'audio/webm'],
  'sound-live.webm': [audio, 'audio/webm'],
  'sound.mp4': [audio, 'audio/mp4'],
  'sound-fragments.mp4': [audio, 'audio/mp4'],
  'sound.m4a': [audio, 'audio/mp4'],
  'sound.ogg': [audio, 'audio/ogg'],
  'film.webm': [video, 'video/webm'],
  'film.mp4': [video, 'video/mp4']
} as const
const pathOf = (name: string): string => new URL(`samples/${name}`, import.meta.url).pathname

t.test('H20 a recording without a picture is a sound, whatever its container', async (t) => {
  for (const [name, [kind, type]] of Object.entries(SAMPLES)) t.same(await kindOfFile(pathOf(name)), { kind, type }, name)
})

t.test('H20 what is damaged, or only says that it is a container, is looked at no longer than it takes, and never taken for a sound', async (t) => {
  const path = join(temporaryFolder(t), 'hostile')
  const kind = async (bytes: Buffer): Promise<unknown> => {
    await writeFile(path, bytes)
    return await kindOfFile(path).then((found) => found.kind, ({ code }: { code: string }) => code)
  }
  const [film, tracks] = [await readFile(pathOf('film.webm')), await readFile(pathOf('film.mp4'))]
  for (const whole of [film, tracks]) {
    for (let length = 0; length < whole.length; length += 41) t.ok(['bad-media', video].includes(await kind(whole.subarray(0, length)) as never), `cut at ${length}`)
  }
  const type = (await readFile(pathOf('sound.mp4'))).subarray(0, 28)
  const box = (size: number, name: string, large = 0n): Buffer => {
    const head = Buffer.alloc(16)
    head.writeUInt32BE(size)
    head.write(name, 4)
    head.writeBigUInt64BE(large, 8)
    return head.subarray(0, size === 1 ? 16 : 8)
  }
  const hostile = [
    Array.from({ length: 5000 }, () => box(8, 'free')), [box(7, 'moov')], [box(0, 'moov')], [box(1, 'moov', 2n ** 64n - 1n)], [box(1, 'moov', 3n)], [box(2 ** 32 - 1, 'moov')],
    [box(0, 'moov'), box(0, 'trak'), box(0, 'mdia'), box(8, 'hdlr')], [Buffer.from('moov')]
  ]
  for (const boxes of hostile) t.equal(await kind(Buffer.concat([type, ...boxes])), video)
  const segment = film.indexOf(Buffer.from([0x18, 0x53, 0x80, 0x67]))
  for (const rest of [[0], [0xff], [0x18, 0x53, 0x80, 0x67], [0x18, 0x53, 0x80, 0x67, 0], [0x18, 0x53, 0x80, 0x67, 0xff, 0x16, 0x54, 0xae, 0x6b, 0xff, 0xae, 0xff, 0x83, 0x80]]) {
    t.equal(await kind(Buffer.concat([film.subarray(0, segment), Buffer.from(rest), Buffer.alloc(20, rest[0])])), video)
  }
})
