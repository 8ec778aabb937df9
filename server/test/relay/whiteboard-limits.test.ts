import { setTimeout as delay } from 'node:timers/promises'
import t from 'tap'
import { encodePoints } from '../../classroom/ink.ts'
import { BOARD_LIMITS } from '../../classroom/limits.ts'
import { Verdict } from '../../classroom/model.ts'
import { Draw } from '../../classroom/whiteboard-model.ts'
import { CloseCode } from '../../wire/close-codes.ts'
import { encode } from '../../wire/codec.ts'
import { Down, Up } from '../../wire/messages.ts'
import { Picture, act, invite, lastOf, openBoard, shows, stroke } from './painter.ts'
import { relayUnderTest } from './relay-under-test.ts'

t.setTimeout(60_000)

void t.test('M24 what many draw in a second is ten records, and their order is that in which it came', async (t) => {
  const relay = await relayUnderTest(t, { settings: { inkPerSecond: 1000, studentFramesPerSecond: 1000, studentFramesBurst: 1000 } })
  const [teacher, one, two] = await openBoard(relay, 's-1', 's-2')
  for (const student of [one!, two!]) await invite(teacher, student)
  const { boards: before } = await lastOf(relay)
  const begun = Date.now()
  const pictures = [teacher, one!, two!].map((phone) => new Picture().watch(phone))
  for (let i = 0; i < 30; i++) await Promise.all([one!, two!].map(async (phone) => { await Promise.all([stroke(phone, 0, i, i), delay(30)]) }))
  const lasted = Date.now() - begun
  const items = await shows(60, ...pictures)
  for (const picture of pictures) t.same(picture.items, items)
  const boards = (await lastOf(relay)).boards.slice(before.length)
  t.ok(boards.length <= lasted / 100 + 2, `${boards.length} records in ${lasted} ms`)
  t.equal(boards.flatMap((event) => event[4]).length, 60)
  const stamps = boards.map((event) => event[3])
  t.ok(stamps.every((at, i) => i === 0 || at - stamps[i - 1]! >= 99), 'a tenth of a second between two')
  t.same(items.map((row) => [row[0], row[1]]), boards.flatMap((event) => event[4]).map(([id, by]) => [by, id]))
})

void t.test('M24 X40 what comes faster than ten records of 64 KiB a second take waits, and what is beyond a megabyte is not taken', async (t) => {
  const relay = await relayUnderTest(t, { settings: { inkPerSecond: 100_000, teacherFramesPerSecond: 100_000, teacherFramesBurst: 100_000 } })
  const [teacher] = await openBoard(relay)
  const stroke = teacher.counter()
  const bytes = encodePoints(Array.from({ length: 256 }, (_, i) => ({ x: i % 2 * 6000, y: i % 2 * 3000, pressure: i % 256 })))
  const sent = Array.from({ length: 1600 }, (_, no) => act(teacher, [Draw.ink, 0, stroke + Math.floor(no / 30), no % 30, 1, 12, bytes]))
  const verdicts = await Promise.all(sent)
  t.same(new Set(verdicts), new Set([Verdict.accepted, 'not-stored']))
  const { boards } = await lastOf(relay)
  t.ok(boards.every((event) => encode(event).length <= 66 * 1024))
  t.equal(boards.flatMap((event) => event[4]).filter(([, , , [kind]]) => kind === Draw.ink).length, verdicts.filter((verdict) => verdict === Verdict.accepted).length)
})

void t.test('M25 drawing costs a viewer at most 32 kbit/s', async (t) => {
  const relay = await relayUnderTest(t)
  const [teacher, phone] = await openBoard(relay, 's-1')
  let bytes = 0
  phone!.socket.on('message', (data: Buffer) => { bytes += data.length + 4 })
  const begun = Date.now()
  let id = 0
  const drawn: Array<Promise<unknown>> = []
  for (let i = 0; i < 60; i++) {
    // a quick hand: 120 points a second with pressure, a word's stroke a second
    const piece = encodePoints(Array.from({ length: 6 }, (_, k) => ({ x: 100 + 37 * i + 6 * k, y: 500 + k * k * 9, pressure: 100 + k })))
    const no = i % 20
    if (no === 0) id = teacher.device * 2 ** 32 + teacher.counter() + 1
    drawn.push(act(teacher, [Draw.ink, 0, id, no, 1, 12, piece]))
    await delay(50)
  }
  await Promise.all(drawn)
  const seconds = (Date.now() - begun) / 1000
  const kbits = bytes * 8 / 1000 / seconds
  t.ok(kbits > 1 && kbits <= 32, `${kbits.toFixed(1)} kbit/s`)
  t.comment(`${kbits.toFixed(1)} kbit/s for ${(60 / seconds).toFixed(0)} pieces a second`)
})

void t.test('M22 X40 a stroke of a million points is refused or ends at its limit', async (t) => {
  const relay = await relayUnderTest(t, { settings: { inkPerSecond: 1000, teacherFramesPerSecond: 5000, teacherFramesBurst: 5000 } })
  const [teacher, phone] = await openBoard(relay, 's-1')
  const dots = (count: number): Uint8Array => encodePoints(Array.from({ length: count }, (_, i) => ({ x: i % 2, y: 0, pressure: 1 })))
  const error = teacher.next((frame) => frame[0] === Down.error)
  teacher.send([Up.draw, teacher.counter(), [Draw.ink, 0, 9, 0, 1, 12, dots(20_000)]])
  t.match(await error, [Down.error, Number, 'bad-ink', 0, /256 points/])
  t.equal(await act(teacher, [Draw.ink, 0, 9, 0, 1, 12, new Uint8Array(0)]), 'bad-ink')
  t.equal(await relay.counter('lectern_refused_total{reason="bad-ink"}'), 2)
  const verdicts = await Promise.all(Array.from({ length: 100 }, (_, no) => act(teacher, [Draw.ink, 0, 9, no, 1, 12, dots(256)])))
  t.equal(verdicts.filter((verdict) => verdict === Verdict.accepted).length, BOARD_LIMITS.strokePoints / 256)
  t.equal(verdicts.filter((verdict) => verdict === Verdict.full).length, 100 - BOARD_LIMITS.strokePoints / 256)
  teacher.sendBytes(encode([Up.draw, teacher.counter(), [Draw.ink, 0, 9, 0, 1, 12, dots(1_000_000)]]))
  t.equal((await teacher.closed).code, 1006, 'ended before it is read')
  const read = new Picture().watch(phone!)
  await read.read(phone!)
  t.equal(read.items.length, 1)
})

void t.test('S9 X40 who draws faster than 30 a second is told to slow down, then sent away', async (t) => {
  const relay = await relayUnderTest(t, { settings: { slowDownMs: 300, teacherFramesPerSecond: 5000, teacherFramesBurst: 5000 } })
  const [teacher] = await openBoard(relay)
  const told = teacher.next((frame) => frame[0] === Down.error)
  const burst = (kind: number): void => { teacher.send(...Array.from({ length: 200 }, () => kind === Up.draw ? [Up.draw, teacher.counter(), [Draw.show, true]] : [kind, 1, 1])) }
  burst(Up.draw)
  t.match(await told, [Down.error, Number, 'slow-down', Number])
  while (teacher.socket.readyState === teacher.socket.OPEN) {
    burst(Up.laser)
    await delay(20)
  }
  t.equal((await teacher.closed).code, CloseCode.overload)
})

void t.test('S6 an act that is on its way is not handed in again', async (t) => {
  const relay = await relayUnderTest(t)
  const [teacher] = await openBoard(relay)
  const n = teacher.counter()
  const verdict = teacher.next((frame) => frame[0] === Down.ack && frame[1] === n)
  const frame = [Up.draw, n, [Draw.shape, 0, 0, 1, 8, 0, 0, 9, 9]]
  teacher.send(frame, frame, frame)
  t.equal((await verdict)[2], Verdict.accepted)
  t.equal(await relay.counter('lectern_repeats_total'), 2)
  const again = teacher.next((other) => other[0] === Down.ack && other[1] === n)
  teacher.send(frame)
  t.same(await again, await verdict, 'and gets its first verdict again')
})
