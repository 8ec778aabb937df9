import t from 'tap'
import { pino } from 'pino'
import { Presence } from '../../classroom/events.ts'
import type { Checkpointed } from '../../classroom/events.ts'
import { Media } from '../../classroom/media-events.ts'
import type { MediaEvent } from '../../classroom/media-events.ts'
import { Draw } from '../../classroom/whiteboard-model.ts'
import type { DrawAct } from '../../classroom/whiteboard-model.ts'
import { decode, encode } from '../../wire/codec.ts'
import { decodeMediaEvent, decodeUserEvent } from '../../wire/event-codec.ts'
import { MemoryLog } from './memory-log.ts'
import { points, stroke } from './painter.ts'
import { CLASS } from './relay-under-test.ts'
import { oneOfMany, relaysUnderTest, sameState, until } from './relays-under-test.ts'
import type { RelayOfMany } from './relays-under-test.ts'

const ALONE = { place: { relay: 1, relays: 1 } }
const WRITTEN = 'lectern_checkpoints_total'
const REPLAYED = 'lectern_replayed_total{lane="media"}'

/** The checkpoints in a lane, and the words that tell of them. */
function checkpointsIn (log: MemoryLog, partition: number): { pieces: Array<Extract<MediaEvent, [typeof Media.checkpoint, ...unknown[]]>>, told: Checkpointed[] } {
  const pieces = log.records(partition, 'media').map(({ payload }) => decodeMediaEvent(payload)).filter((event) => event[0] === Media.checkpoint)
  const told = log.records(partition, 'user').map(({ payload }) => decodeUserEvent(payload)).filter((event) => event[0] === Presence.checkpoint)
  return { pieces, told }
}

/** Waits until a relay has written a round. */
async function written (relay: RelayOfMany): Promise<void> {
  await until(() => relay.counter(WRITTEN), (rounds) => rounds > 0)
}

/** What a teacher did to the board of a lesson that only the `media` lane tells of. */
function drawn (n: number, act: DrawAct): Uint8Array {
  return encode([Media.board, 'L1', 5000, 5000 + n, [[n, 0, true, act]]] satisfies MediaEvent)
}

t.test('M3 M4 a relay that starts goes on from the last checkpoints, and has what those have that read all', async (t) => {
  const log = new MemoryLog(2)
  const store = (n: number, act: DrawAct): void => { log.store(partition, 'media', CLASS, drawn(n, act)) }
  const partition = log.connect().partitionOf(CLASS)
  for (let n = 1; n <= 60; n++) store(n, [Draw.ink, 0, n - n % 6 + 1, n % 6, 1, 12, points(n, n)])
  const a = await oneOfMany(t, log, { ...ALONE, settings: { checkpointMs: 40 } })
  await written(a)
  store(100, [Draw.undo, 55])
  const b = await oneOfMany(t, log, ALONE)
  await sameState([a, b])
  t.equal(await b.counter(REPLAYED), 2, 'one checkpoint, and what stands behind it')
  t.equal(await b.counter('lectern_skipped_total{lane="media"}'), 0)
  store(101, [Draw.redo, 55])
  await until(() => a.state(), ({ positions }) => positions[2] === log.lane(partition, 'media').next - 1024)
  await sameState([a, b])
})

t.test('M4 what is drawn while checkpoints are written is neither lost nor there twice', async (t) => {
  const log = new MemoryLog(1)
  // other classes make a round last
  for (let n = 0; n < 20; n++) log.store(0, 'media', `other-${n}`, drawn(1, [Draw.add, 1]))
  const a = await oneOfMany(t, log, { ...ALONE, settings: { checkpointMs: 1 } })
  a.connection.delay(0, 3)
  let n = 0
  const drawing = setInterval(() => { log.store(0, 'media', CLASS, drawn(++n, [Draw.ink, 0, n, 0, 1, 12, points(n % 100, 9)])) }, 2)
  t.teardown(() => { clearInterval(drawing) })
  const interrupted = (): number => {
    const boards = log.records(0, 'media').filter(({ payload }) => decodeMediaEvent(payload)[0] === Media.board)
    return checkpointsIn(log, 0).told.filter(([, , , , from, until]) => boards.some(({ position }) => position >= from && position < until)).length
  }
  for (let starts = 0; starts < 3; starts++) {
    await until(interrupted, (rounds) => rounds > starts)
    const b = await oneOfMany(t, log, { ...ALONE, settings: { checkpointMs: 0 } })
    t.ok(await b.counter(REPLAYED) < log.records(0, 'media').length)
    await sameState([a, b])
    b.die()
  }
})

t.test('M3 a board of a megabyte is written in pieces that a packed record holds, and only as much came as that takes again', async (t) => {
  const log = new MemoryLog(1)
  for (let n = 1; n <= 1200; n++) log.store(0, 'media', CLASS, drawn(n, [Draw.ink, 0, n, 0, 1, 12, points(n % 100, 9, 256)]))
  const a = await oneOfMany(t, log, { ...ALONE, settings: { checkpointMs: 20 } })
  await written(a)
  const { pieces, told } = checkpointsIn(log, 0)
  t.ok(pieces.length > 4 && pieces.every((event) => encode(event).length < 256 * 1024))
  log.store(0, 'media', CLASS, drawn(2000, [Draw.clear, 0]))
  const b = await oneOfMany(t, log, ALONE)
  await sameState([a, b])
  t.equal(await b.counter(REPLAYED), pieces.length + 1)
  t.same(checkpointsIn(log, 0).told, told, 'a little ink brings no other round')
})

t.test('M4 checkpoints that are not there wholly, or of another release, are left aside: the lane is read from its beginning', async (t) => {
  const log = new MemoryLog(1)
  const a = await oneOfMany(t, log, { ...ALONE, settings: { checkpointMs: 20 } })
  const teacher = a.teacher()
  await teacher.enter()
  await teacher.steer(['open', ''])
  await stroke(teacher, 0, 10, 10)
  await written(a)
  const { pieces, told } = checkpointsIn(log, 0)
  const [round, piece] = [told.at(-1)!, pieces.at(-1)!]
  const end = log.lane(0, 'media').next
  const tell = (change: Partial<Record<number, unknown>>): void => { log.store(0, 'user', '', encode(Object.assign([...round], change))) }
  const put = (change: Partial<Record<number, unknown>>): void => { log.store(0, 'media', CLASS, encode(Object.assign([...piece], { 3: 77 }, change))) }
  const bad: Record<string, () => void> = {
    'one class is missing': () => { tell({ 6: round[6] + 1 }) },
    'its records are gone': () => { tell({ 4: end, 5: end }) },
    'the lane has not come so far': () => { tell({ 4: end * 2, 5: end * 3 }) },
    'a piece is missing': () => {
      put({ 6: 1, 7: 2 })
      tell({ 1: 77, 5: end + 9999 })
    },
    'it is saved in another format': () => {
      put({ 8: encode([999, ...(decode(piece[8]) as unknown[]).slice(1)]) })
      tell({ 1: 77, 5: end + 9999 })
    },
    'it is no msgpack': () => {
      put({ 8: new Uint8Array([0xc1]) })
      tell({ 1: 77, 5: end + 9999 })
    }
  }
  const whole = await oneOfMany(t, log, { ...ALONE, settings: { checkpointMs: 0 } })
  const { media } = await whole.state()
  for (const [title, spoil] of Object.entries(bad)) {
    spoil()
    const lines: string[] = []
    const b = await oneOfMany(t, log, { ...ALONE, settings: { checkpointMs: 0 }, logger: pino({}, { write: (line) => { lines.push(line) } }) })
    t.equal((await b.state()).media, media, title)
    t.equal(await b.counter(REPLAYED), log.records(0, 'media').length, title)
    t.equal(lines.filter((line) => line.includes('checkpoint-unusable')).length, 1, title)
  }
})

t.test('M3 a round that cannot be ended is told of, and the next is written', async (t) => {
  const log = new MemoryLog(1)
  const lines: string[] = []
  const a = await oneOfMany(t, log, { ...ALONE, settings: { checkpointMs: 20 }, logger: pino({}, { write: (line) => { lines.push(line) } }) })
  const failed = (): number => lines.filter((line) => line.includes('checkpoint-failed')).length
  const { end } = a.connection
  a.connection.end = async () => { throw new Error('no broker tells the end') }
  log.store(0, 'media', CLASS, drawn(1, [Draw.show, true]))
  await until(failed, (times) => times > 0)
  t.same(checkpointsIn(log, 0).told, [])
  a.connection.end = end
  await written(a)
})

t.test('M3 the primary of a partition alone writes checkpoints, and of classes whose lesson is over too', async (t) => {
  const { log, relays: [a, b] } = await relaysUnderTest(t, 2, { partitions: 2, settings: { checkpointMs: 20 } })
  for (const partition of [0, 1]) log.store(partition, 'media', 'over', encode([Media.end, 'L1', 5000, 6000] satisfies MediaEvent))
  await Promise.all([written(a!), written(b!)])
  for (const partition of [0, 1]) {
    const { pieces, told } = checkpointsIn(log, partition)
    t.same(new Set([...pieces.map((event) => event[4]), ...told.map((event) => event[2])]), new Set([partition + 1]))
    t.match(pieces, [{ 1: '', 2: 0 }])
  }
})
