import { createHash } from 'node:crypto'
import { readdir } from 'node:fs/promises'
import { join } from 'node:path'
import t from 'tap'
import { MediaAct } from '../../classroom/media.ts'
import { Verdict } from '../../classroom/model.ts'
import type { MediaPlace, MediaReceipt, RoomReply } from '../../wire/api.ts'
import { Down, Up } from '../../wire/messages.ts'
import { wav } from '../http/media/files.ts'
import { Phone } from '../relay/phone.ts'
import type { Links, RunningProgram } from './running-program.ts'
import { linksOf, openHouse, privateSettings, temporaryFolder } from './running-program.ts'

/** A sound of some megabytes. */
const sound = Buffer.concat([wav(), Buffer.alloc(4_000_000, 128)])
sound.writeUInt32LE(sound.length - 8, 4)
sound.writeUInt32LE(sound.length - 44, 40)
const upload = { kind: 1, bytes: sound.length, sha256: createHash('sha256').update(sound).digest('base64'), name: 'bell.wav', alt: '' }

t.test('H22 a server killed in the midst of an upload has nothing half-shared after it, and the upload can be repeated', async (t) => {
  const folder = await temporaryFolder(t)
  const env = await privateSettings(folder)
  const http = `http://127.0.0.1:${env['PORT_HTTP']}`
  const files = async (): Promise<string[]> => (await readdir(join(folder, 'media'), { recursive: true, withFileTypes: true }).catch(() => [])).filter((each) => each.isFile()).map(({ name }) => name)
  const enter = async ({ classCode, teacherKey }: Links): Promise<Phone> => {
    const reply = await fetch(`${http}/api/classrooms/getRealRoom`, { method: 'POST', headers: { 'content-type': 'application/json' }, body: JSON.stringify({ classCode, usrTpCd: 'TE', userName: '김서연', uuid: 't-1', teacherKey }) })
    const { socketUrl, ticket } = await reply.json() as RoomReply
    return new Phone(socketUrl, ticket)
  }
  const passOf = async (phone: Phone): Promise<string> => {
    const pass = phone.next((frame) => frame[0] === Down.mediaPass)
    phone.send([Up.mediaPass])
    return String((await pass)[1])
  }
  const call = async <T>(pass: string, path: string, body?: object): Promise<{ status: number, body: T }> => {
    const reply = await fetch(`${http}/api/media${path}`, { method: 'POST', headers: { authorization: `Bearer ${pass}`, ...(body === undefined ? {} : { 'content-type': 'application/json' }) }, ...(body === undefined ? {} : { body: JSON.stringify(body) }) })
    return { status: reply.status, body: await reply.json() as T }
  }
  const put = async ({ url, headers }: MediaPlace, body: ReadableStream | Uint8Array): Promise<number> =>
    (await fetch(new URL(url, http), { method: 'PUT', headers, body, duplex: 'half' } as RequestInit)).status

  let program: RunningProgram = openHouse(t, env)
  const teacher = await enter(await linksOf(program))
  await teacher.enter()
  await teacher.steer(['open', '7주차'])
  const pass = await passOf(teacher)
  const { body: place } = await call<MediaPlace>(pass, '', upload)
  const half = new ReadableStream({ start (controller) { controller.enqueue(sound.subarray(0, sound.length / 2)) } })
  const broken = put(place, half).then(() => 'arrived', () => 'broken')
  while (!(await files()).includes('incoming')) await new Promise((resolve) => { setTimeout(resolve, 20) })
  await program.kill('SIGKILL')
  t.equal(await broken, 'broken')
  teacher.cut()

  program = openHouse(t, env)
  const again = await enter(await linksOf(program))
  again.startCounterAt(1000)
  await again.join()
  t.notOk(again.parts.get(Down.sharing), 'nothing is shared')
  t.equal((await fetch(`${http}/media/${place.id}`)).status, 404, 'nothing of it is shown')
  t.match(await call(pass, `/${place.id}/finish`), { status: 422, body: { error: 'changed-media' } }, 'half a file is none')
  t.same(await files(), [], 'and nothing of it is left')

  const fresh = await passOf(again)
  const { body: second } = await call<MediaPlace>(fresh, '', upload)
  t.equal(await put(second, sound), 204)
  const { body: { receipt, medium } } = await call<MediaReceipt>(fresh, `/${second.id}/finish`)
  t.equal((await again.command((n) => [Up.sendMedia, n, receipt]))[2], Verdict.accepted)
  t.equal((await again.command((n) => [Up.media, n, MediaAct.show, medium.id, 1]))[2], Verdict.accepted)
  t.match(await again.until(Down.shown, (part) => part[1] !== null), [Down.shown, [medium.id], false, 1])
  t.equal(Buffer.from(await (await fetch(`${http}/media/${medium.id}`)).arrayBuffer()).equals(sound), true)
  again.cut()
  t.match(await program.kill('SIGTERM'), { code: 0 })
})
