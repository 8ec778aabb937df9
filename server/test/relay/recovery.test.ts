import { setTimeout as delay } from 'node:timers/promises'
import t from 'tap'
import { LessonPhase, Phase, Role, Seat, Setting, Standing, Verdict } from '../../classroom/model.ts'
import type { EventLog, LogRecord } from '../../log/event-log.ts'
import { decodeAll, encode } from '../../wire/codec.ts'
import { Down, Up } from '../../wire/messages.ts'
import type { Phone } from './phone.ts'
import { CLASS, question, relayOn, relayUnderTest } from './relay-under-test.ts'
import type { UnderTest } from './relay-under-test.ts'

async function openClass (relay: UnderTest): Promise<Phone> {
  const teacher = relay.teacher()
  await teacher.enter()
  await teacher.steer(['open', '수업'])
  return teacher
}

/** A log whose followers are held back until they are let go. */
function heldBack (): { wrap (log: EventLog): EventLog, hold (): void, release (): void } {
  let held = false
  let waiting: Array<() => void> = []
  return {
    hold () { held = true },
    release () {
      held = false
      for (const hand of waiting) hand()
      waiting = []
    },
    wrap: (log) => ({
      partitions: log.partitions,
      partitionOf: (code) => log.partitionOf(code),
      append: (...args) => log.append(...args),
      follow: (partition, lane, from, onRecords) => log.follow(partition, lane, from, (records: LogRecord[]) => {
        if (held) waiting.push(() => { onRecords(records) })
        else onRecords(records)
      }),
      positionAt: (...args) => log.positionAt(...args),
      end: (...args) => log.end(...args),
      trim: (...args) => log.trim(...args),
      close: () => log.close()
    })
  }
}

void t.test('S5 no acknowledgement before the fold', async (t) => {
  const gate = heldBack()
  const relay = await relayUnderTest(t, { wrap: (log) => gate.wrap(log) })
  const teacher = await openClass(relay)
  const student = relay.student('a')
  await student.join()
  await teacher.steer(['ask', 0, 1, '', question()])
  await student.until(Down.question, (part) => part[1] === 0)
  gate.hold()
  let told = false
  const verdict = student.command((n) => [Up.answer, n, 0, 0, 1, 4]).then((ack) => { told = true; return ack })
  const end = async (): Promise<number> => await relay.log.end(0, 'socket')
  const before = await end()
  while (await end() === before) await delay(5)
  await delay(100)
  t.notOk(told, 'the answer is durable, and still nobody was told')
  gate.release()
  t.equal((await verdict)[2], Verdict.accepted)
})

void t.test('S5 verdicts on what was said together come together, in order', async (t) => {
  const relay = await relayUnderTest(t)
  const teacher = await openClass(relay)
  const messages: unknown[][] = []
  teacher.socket.on('message', (data: Buffer) => { messages.push((decodeAll(data) as unknown[][]).filter(([kind]) => kind === Down.ack).map(([, n]) => n)) })
  const counters = Array.from({ length: 3 }, () => teacher.counter())
  const last = teacher.next((frame) => frame[0] === Down.ack && frame[1] === counters[2])
  teacher.send(...counters.map((n) => [Up.control, n, 'hand', new Uint8Array(1), false]))
  await last
  t.same(messages.filter((acks) => acks.length > 0), [counters])
})

void t.test('R2 an answer whose verdict was lost with the line is sent again and counts once', async (t) => {
  const relay = await relayUnderTest(t)
  const teacher = await openClass(relay)
  const student = relay.student('a')
  await student.join()
  await teacher.steer(['ask', 0, 1, '', question()])
  await student.until(Down.question, (part) => part[1] === 0)
  const n = student.counter()
  student.send([Up.answer, n, 0, 0, 1, 4])
  await teacher.until(Down.progress, (part) => part[3] === 1)
  student.cut()
  const again = relay.phone(student.resume!, undefined, student.device)
  await again.enter(student.positions)
  t.equal(again.parts.get(Down.mine)?.[4], 4, 'the view shows the stored answer')
  const ack = again.next((frame) => frame[0] === Down.ack)
  again.send([Up.answer, n, 0, 0, 1, 4])
  t.equal((await ack)[2], Verdict.accepted, 'and the same id gets the first verdict')
  t.equal(teacher.parts.get(Down.progress)?.[3], 1)
})

void t.test('R3 a hole is mended by the view', async (t) => {
  const relay = await relayUnderTest(t)
  const teacher = await openClass(relay)
  await teacher.steer(['ask', 0, 1, '', question()])
  const student = relay.student('a')
  await student.join()
  await teacher.command((n) => [Up.control, n, 'page', encode(7), false])
  const view = student.next((frame) => frame[0] === Down.view)
  student.send([Up.resync, [0, 0, 0]])
  const frame = await view
  t.equal(frame[4], true, 'with everything relayed since')
  t.ok(frame.slice(5).some((part) => (part as number[])[0] === Down.question))
  t.ok(frame.slice(5).some((part) => (part as number[])[0] === Down.control))
  t.equal(await relay.counter('lectern_resyncs_total'), 1)
})

void t.test('R4 a phone that stops reading is sent away, and nobody else waits', async (t) => {
  const relay = await relayUnderTest(t, { settings: { behindMs: 300, backpressureBytes: 64 * 1024, teacherFramesPerSecond: 1000, teacherFramesBurst: 2000 } })
  const teacher = await openClass(relay)
  const stuck = relay.student('stuck')
  const fine = relay.student('fine')
  await stuck.join()
  await fine.join()
  stuck.socket.pause()
  const payload = encode('x'.repeat(48_000))
  let sent = 0
  while (await relay.counter('lectern_sockets') === 3) {
    await teacher.command((n) => [Up.control, n, 'blob', payload, false])
    sent++
    if (sent > 3000) break
  }
  t.equal(await relay.counter('lectern_sockets'), 2)
  const last = fine.next((frame) => frame[0] === Down.control && frame[3] === 'last')
  await teacher.command((n) => [Up.control, n, 'last', encode(1), false])
  await last
  t.equal(fine.frames.filter((frame) => frame[0] === Down.control).length, sent + 1, 'the other got everything, once')
  t.equal(fine.gaps, 0)
})

void t.test('R5 after a restart on the same log the lesson is where it was', async (t) => {
  const first = await relayUnderTest(t)
  const teacher = await openClass(first)
  const student = first.student('a')
  await student.join()
  await teacher.steer(['ask', 0, 3, 'quiz', question()])
  await student.until(Down.question, (part) => part[1] === 0)
  await student.command((n) => [Up.answer, n, 0, 0, 1, 4])
  const second = await relayOn(t, first.log)
  const again = second.phone(student.resume!, undefined, student.device)
  await again.enter(student.positions)
  t.same(again.parts.get(Down.question), student.parts.get(Down.question))
  t.equal(again.parts.get(Down.mine)?.[4], 4)
  t.equal(again.parts.get(Down.progress)?.[3], 1)
})

void t.test('S8 SIGTERM\'s drain takes no one in and tells everyone to come back, spread', async (t) => {
  const relay = await relayUnderTest(t, { settings: { drainSpreadMs: 400 } })
  await openClass(relay)
  const students = Array.from({ length: 20 }, (_, i) => relay.student(`s${i}`))
  for (const student of students) await student.join()
  await relay.relay.drain()
  const ends = await Promise.all(students.map(async ({ closed }) => await closed))
  t.same(new Set(ends.map(({ code }) => code)), new Set([4000]))
  const delays = ends.map(({ reason }) => Number(reason))
  t.ok(delays.every((ms) => ms >= 0 && ms <= 400) && new Set(delays).size > 5, 'each with a delay of its own')
  t.equal((await relay.student('late').closed).code, 1006)
})

void t.test('Q5 a question closes by itself when its time and the grace are over', { timeout: 20_000 }, async (t) => {
  const relay = await relayUnderTest(t)
  const teacher = await openClass(relay)
  const student = relay.student('a')
  await student.join()
  await teacher.steer(['ask', 0, 1, '', question({ seconds: 5 })])
  t.equal(await teacher.steer(['extend', 0, 200]), Verdict.accepted)
  teacher.cut()
  await student.until(Down.clock, (part) => part[3] === Phase.closed)
  const ack = await student.command((n) => [Up.answer, n, 0, 0, 1, 4])
  t.equal(ack[2], Verdict.late, 'what comes later is stored as late')
})

void t.test('S2 who is removed is out in every way, and may be let in again', async (t) => {
  const relay = await relayUnderTest(t)
  const teacher = await openClass(relay)
  const student = relay.student('bad')
  await student.join()
  const who = student.parts.get(Down.me)![1] as number
  await teacher.steer(['remove', who, true])
  t.equal((await student.closed).code, 4503)
  const again = relay.phone(student.resume!, undefined, student.device)
  void again.enter()
  t.equal((await again.closed).code, 4503, 'the resume token is dead')
  const other = relay.student('bad')
  void other.enter()
  t.equal((await other.closed).code, 4503, 'a new ticket too')
  await teacher.steer(['remove', who, false])
  t.equal((await relay.student('bad').join())[2], Verdict.accepted)
})

void t.test('S3 a locked class takes nobody new', async (t) => {
  const relay = await relayUnderTest(t)
  const teacher = await openClass(relay)
  const inside = relay.student('in')
  await inside.join()
  await teacher.steer(['set', Setting.locked, true])
  const outside = relay.student('out')
  t.equal((await outside.join())[2], Verdict.locked)
  t.equal((await outside.closed).code, 4507)
  inside.cut()
  t.equal((await relay.student('in').join())[2], Verdict.accepted, 'who was in comes back')
})

void t.test('S4 a launch token used on a second device is refused', async (t) => {
  const relay = await relayUnderTest(t)
  await openClass(relay)
  const ticket = relay.ticket({ sub: 'a', lid: 'token-1' })
  const first = relay.phone(ticket)
  t.equal((await first.join())[2], Verdict.accepted)
  t.equal((await relay.phone(relay.ticket({ sub: 'a', lid: 'token-1' }), undefined, first.device).join())[2], Verdict.accepted, 'a reload of the same device is fine')
  const second = relay.phone(ticket)
  t.equal((await second.join())[2], Verdict.tokenUsed)
  t.equal((await second.closed).code, 4508)
})

void t.test('S7 a message of class A never reaches class B', async (t) => {
  const relay = await relayUnderTest(t)
  const teacher = await openClass(relay)
  const path = '/ws/0/OTHER1'
  const other = relay.phone(relay.ticket({ sub: 'b', cls: 'OTHER1', role: Role.teacher, seat: Seat.console }), path)
  await other.enter()
  await other.steer(['open', '다른 수업'])
  const stranger = relay.phone(relay.ticket({ sub: 'c', cls: 'OTHER1' }), path)
  await stranger.join()
  await teacher.steer(['ask', 0, 1, '', question()])
  await teacher.command((n) => [Up.control, n, 'secret', encode('비밀'), false])
  await other.command((n) => [Up.control, n, 'own', encode(1), false])
  await stranger.next((frame) => frame[0] === Down.control)
  t.notOk(stranger.frames.some((frame) => frame[0] === Down.control && frame[3] === 'secret'))
  t.equal(stranger.parts.get(Down.question)?.[1], -1)
})

void t.test('S10 a student\'s message goes to teachers only; the sender can tell his own', async (t) => {
  const relay = await relayUnderTest(t)
  const teacher = await openClass(relay)
  const [a, b] = [relay.student('a'), relay.student('b')]
  await a.join()
  const session = (await b.enter())[1]
  await b.command((n) => [Up.join, n])
  const heard = teacher.next((frame) => frame[0] === Down.control)
  await b.command((n) => [Up.control, n, 'hand', encode(true), false])
  t.same((await heard).slice(2, 4), [session, 'hand'])
  const kept = a.until(Down.kept, (part) => (part[1] as unknown[]).length === 1)
  await teacher.command((n) => [Up.control, n, 'theme', encode('dark'), true])
  await kept
  t.notOk(a.frames.some((frame) => frame[0] === Down.control), 'no other student heard it')
  const error = b.next((frame) => frame[0] === Down.error)
  b.send([Up.control, b.counter(), 'theme', encode(1), true])
  t.equal((await error)[2], 'forbidden', 'and only a teacher keeps')
})

void t.test('S11 the roster comes in pages and follows what happens', async (t) => {
  const relay = await relayUnderTest(t)
  const teacher = await openClass(relay)
  const students = Array.from({ length: 30 }, (_, i) => relay.student(`s${i}`, { name: `${'가'.repeat(30)}${i}`, num: `2026-${i}` }))
  for (const student of students) await student.join()
  const rows: unknown[][] = []
  for (let from = 0; from >= 0;) {
    const page = teacher.next((frame) => frame[0] === Down.roster)
    teacher.send([Up.roster, from])
    const [, next, people] = await page as [number, number, unknown[][]]
    rows.push(...people)
    from = next
  }
  t.equal(rows.length, 31)
  t.equal(rows[30]![2], '2026-29')
  const left = teacher.next((frame) => frame[0] === Down.people && (frame[1] as unknown[][]).some((row) => row[6] === Standing.left || row[6] === Standing.away || row[0] === 1))
  t.equal((await students[0]!.command((n) => [Up.leave, n]))[2], Verdict.accepted, 'the verdict comes before the goodbye')
  t.equal((await students[0]!.closed).code, 4510)
  await left
})

void t.test('S12 a token of a lesson that is over, and of one that nobody knows', async (t) => {
  const relay = await relayUnderTest(t)
  const teacher = await openClass(relay)
  const student = relay.student('a')
  await student.join()
  await teacher.steer(['end'])
  await student.until(Down.lesson, (part) => part[1] === LessonPhase.ended)
  t.equal((await student.closed).code, 4504)
  const again = relay.phone(student.resume!)
  void again.enter()
  t.equal((await again.closed).code, 4504)
  const elsewhere = await relayUnderTest(t)
  const lost = elsewhere.phone(student.resume!)
  void lost.enter()
  t.equal((await lost.closed).code, 4509, 'its open was not read: never guessed')
})

void t.test('W2 a class code stays the same on the wire', async (t) => {
  const relay = await relayUnderTest(t)
  const phone = relay.student('a')
  await phone.enter()
  t.equal(phone.socket.protocol, 'lectern.1')
  t.match(phone.socket.url, new RegExp(`/ws/0/${CLASS}$`))
})

void t.test('Q14 Q15 a nickname that a teacher gives is everywhere, names only with teachers; a bad one says why', async (t) => {
  const relay = await relayUnderTest(t)
  const teacher = await openClass(relay)
  const [a, b] = [relay.student('a', { name: '이름 a' }), relay.student('b', { name: '이름 b' })]
  await a.join()
  await b.join()
  const who = a.parts.get(Down.me)![1] as number
  const call = async (target: number, nickname: string) => await teacher.command((n) => [Up.steer, n, 0, ['nickname', target, nickname]]) as unknown as [number, number, unknown, number, string]
  t.equal((await call(who, ' 고요한  수달 '))[2], Verdict.accepted, 'blanks are made single')
  await a.until(Down.me, (part) => part[4] === '고요한 수달')
  await teacher.until(Down.people, (part) => (part[1] as unknown[][]).some((row) => row[11] === '고요한 수달'))
  t.same((await call(who + 1, '고요한수달')).slice(2), ['bad-nickname', 0, 'looks like that of another'])
  t.equal((await call(who + 1, '나쁜\u202E말'))[2], 'bad-nickname')
  t.equal((await call(99, '수달'))[2], Verdict.unknownParticipant)
  t.equal((await b.command((n) => [Up.steer, n, 0, ['nickname', who, '바보']]) as unknown as unknown[])[2], 'forbidden', 'no student gives one')
  await teacher.steer(['ask', 0, 1, '', question()])
  for (const phone of [a, b]) await phone.command((n) => [Up.answer, n, 0, 0, 1, 1])
  await teacher.steer(['close', 0, 0])
  await teacher.steer(['reveal', 0])
  await teacher.steer(['show', 1])
  const board = await b.until(Down.board, (part) => (part[1] as unknown[]).length === 2)
  t.match(JSON.stringify(board), '고요한 수달')
  t.notOk(b.frames.some((frame) => JSON.stringify(frame).includes('이름 a')), 'nobody but teachers reads the name')
  t.equal((await call(who, ''))[2], Verdict.accepted)
  await a.until(Down.me, (part) => part[4] !== '고요한 수달')
})
