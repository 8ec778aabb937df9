import t from 'tap'
import { encode } from '../../../server/wire/codec.ts'
import { Down } from '../../../server/wire/messages.ts'
import { readFrames } from '../../swarm/frame-reader.ts'
import type { FrameListener } from '../../swarm/frame-reader.ts'

/** What a listener was told of the frames of one message, as plain values; `more` are what it wants to know besides. */
function told (...frames: unknown[]): unknown[] {
  return toldOf([], frames)
}

function toldOf (more: Array<'refreshed' | 'clock' | 'heard' | 'inked'>, frames: unknown[]): unknown[] {
  const heard: unknown[] = []
  const note = (name: string) => (...values: unknown[]): void => {
    heard.push([name, ...values.map((value) => (value instanceof Float64Array ? [...value] : value))])
  }
  const listener: FrameListener = {
    view: note('view'),
    batch: note('batch'),
    beat: note('beat'),
    ack: note('ack'),
    error: note('error'),
    resume: note('resume'),
    question: note('question'),
    ...Object.fromEntries(more.map((name) => [name, note(name)])),
    control (index, bytes, start, end) { heard.push(['control', index, [...bytes.subarray(start, end)]]) }
  }
  const bytes = Buffer.concat([Buffer.from('before'), ...frames.map((frame) => Buffer.from(encode(frame))), Buffer.from('after')])
  readFrames(7, bytes, 6, bytes.length - 5, listener)
  return heard
}

const QUESTION = { type: 'single', text: '질문'.repeat(200), choices: ['a', 'b'], seconds: 0, live: true, points: 1.5 }

t.test('a view tells batch, positions, token, spread, and what stands in it', async (t) => {
  const positions = [1, 70_000, 2 ** 40]
  const connected = [Down.connected, 3, 0, 0, positions, 300, 1.7e12, 'token', 2000, true, [Down.lesson, 1, 'l', 't', 'x', 1.7e12, false, false], [Down.question, 4, 0, 1, QUESTION], [Down.me, -1, '가', 1, '']]
  t.same(told(connected), [['view', 7, 300, positions, 'token', 2000, true], ['question', 7, 4]])
  t.same(told([...connected.slice(0, 7), null, ...connected.slice(8, 10)]), [['view', 7, 300, positions, null, 2000, true]])
})

t.test('a batch tells its number and the control messages in it', async (t) => {
  const payload = Uint8Array.from({ length: 120 }, (_, k) => k)
  const batch = [Down.batch, 65_536, [1, 2, 3], [Down.tally, 0, 0, 9, [1, 2, 3, 3], [['x', 1]]], [Down.control, 9, 1, 'bench', payload], [Down.question, -1, -1, 0, null]]
  t.same(told(batch), [['batch', 7, 65_536, [1, 2, 3]], ['control', 7, [...payload]], ['question', 7, -1]])
})

t.test('several frames in one message, among them ones the swarm does not know', async (t) => {
  const frames = [[Down.ack, 2, 1, 88, 1.7e12], [Down.error, 3, 'slow-down', 500, ''], [Down.roster, -1, [[0, 'a', '', 0, true, 1.5, 0, true, 1, 0]]], [Down.beat, 12, 1.7e12, true], [Down.resume, 'next'], [Down.score, 0, 1, 100, 100, 1, 9, false, 2]]
  t.same(told(...frames), [['ack', 7, 2, 1, 88], ['error', 7, 3, 'slow-down', 500], ['beat', 7, 12], ['resume', 7, 'next']])
})

t.test('a view that was asked for again, and where a question stands', async (t) => {
  const clock = [Down.clock, 4, 1, 1, 1.7e12, 20_000, 0, 0]
  const view = [Down.view, [1, 2, 3], 300, 1.7e12, false, [Down.counts, 9, 8, true], clock]
  t.same(toldOf(['refreshed', 'clock'], [view]), [['refreshed', 7, 300, [1, 2, 3], false], ['clock', 7, 4, 1, 1, 20_000]])
  t.same(told(view, [Down.batch, 301, [1, 2, 3], clock]), [['batch', 7, 301, [1, 2, 3]]], 'nobody asks, nobody is told')
})

t.test('each frame tells its bytes, and whether it came by the clock', async (t) => {
  const frames = [
    [Down.beat, 12, 1.7e12, true],
    [Down.batch, 1, [1, 2, 3], [Down.progress, 0, 0, 17], [Down.counts, 9, 8, true]],
    [Down.batch, 2, [1, 2, 3], [Down.tally, 0, 0, 9, [1, 2, 3, 3], []], [Down.reveal, 0, null, '', [], null]],
    [Down.ack, 2, 1, 88, 1.7e12]
  ]
  const heard = toldOf(['heard'], frames).filter((each) => (each as unknown[])[0] === 'heard')
  t.same(heard, frames.map((frame, place) => ['heard', 7, encode(frame).length, place < 2]))
})

t.test('ink is counted with its batch where that holds nothing else, and else alone', async (t) => {
  const ink = [Down.ink, 9, [[0, 4_294_967_297, 0, 8, 0, 0, 12, 3, [new Uint8Array(50)]]]]
  const counts = [Down.counts, 9, 8, true]
  const frames = [[Down.batch, 1, [1, 2, 3], ink], [Down.batch, 2, [1, 2, 3], counts, ink], [Down.batch, 3, [1, 2, 3], counts], [Down.beat, 3, 1.7e12, true]]
  t.same(toldOf(['inked'], frames).filter((each) => (each as unknown[])[0] === 'inked'), [['inked', 7, encode(frames[0]).length], ['inked', 7, encode(ink).length]])
})

t.test('numbers of every width are read as they were written', async (t) => {
  const numbers = [0, 127, 128, 255, 256, 65_535, 65_536, 2 ** 32 - 1, 2 ** 32, -1, -32, -33, -129, -40_000, 1.25]
  for (const number of numbers) t.same(told([Down.beat, number, 0, true]), [['beat', 7, number]])
  t.same(told([Down.beat, 2n ** 50n, 0, true], [Down.beat, -(2n ** 50n), 0, true]), [['beat', 7, 2 ** 50], ['beat', 7, -(2 ** 50)]])
})

t.test('long arrays, maps, strings and bytes are stepped over', async (t) => {
  const wide = [Array(20).fill(1), Array(70_000).fill(null), Object.fromEntries(Array.from({ length: 20 }, (_, k) => [`k${k}`, k])), 'x'.repeat(300), 'y'.repeat(70_000), new Uint8Array(300), new Uint8Array(70_000), true, 2n ** 60n]
  t.same(told([99, ...wide], [Down.beat, 1, 0, true]), [['beat', 7, 1]])
})

t.test('bytes that are not the protocol are refused', async (t) => {
  t.throws(() => told('text'), TypeError)
  t.throws(() => told(['kind']), TypeError)
  t.throws(() => told([Down.resume, 5]), TypeError)
  t.throws(() => told([Down.batch, 1, [1, 2, 3], [Down.control, 1, 1, 'a', 'text']]), TypeError)
  t.throws(() => told([...[Down.connected, 3, 0, 0, [1, 2, 3], 1, 1, 'token', 2000], 'yes']), TypeError)
  t.throws(() => told([99, new Date()]), TypeError)
})
