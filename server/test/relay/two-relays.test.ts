import t from 'tap'
import { Phase, Role, Seat, Setting, Verdict } from '../../classroom/model.ts'
import { CloseCode } from '../../wire/close-codes.ts'
import { encode } from '../../wire/codec.ts'
import { Down, Up } from '../../wire/messages.ts'
import { MemoryLog } from './memory-log.ts'
import type { Phone } from './phone.ts'
import { CLASS, question } from './relay-under-test.ts'
import { oneOfMany, relaysUnderTest, sameState, twoRelays, until } from './relays-under-test.ts'
import type { RelayOfMany } from './relays-under-test.ts'

/** A lesson with its teacher on one relay, and `keys` as students on relays in turn. */
async function openClass (teacherAt: RelayOfMany, keys: Record<string, RelayOfMany>): Promise<{ teacher: Phone, students: Record<string, Phone> }> {
  const teacher = teacherAt.teacher()
  await teacher.enter()
  await teacher.steer(['open', '수업'])
  const students: Record<string, Phone> = {}
  for (const [key, relay] of Object.entries(keys)) {
    students[key] = relay.student(key)
    await students[key].join()
  }
  return { teacher, students }
}

t.test('P2 a socket of a partition that is held elsewhere comes back, a bad token does not', async (t) => {
  const { relays } = await relaysUnderTest(t, 4, { standby: false })
  const home = relays[0]!.connection.partitionOf(CLASS) % 4
  for (const [i, relay] of relays.entries()) {
    if (i === home) {
      t.equal((await relay.student('a').enter())[0], Down.connected)
      continue
    }
    t.equal((await relay.student('a').closed).code, CloseCode.elsewhere)
    t.equal((await relay.phone('no-token').closed).code, CloseCode.wrongLink)
    t.equal(await relay.counter('lectern_closed_total{code="4005"}'), 1)
  }
})

t.test('P3 two relays that serve a class show the same', async (t) => {
  const { a, b } = await twoRelays(t)
  const { teacher, students } = await openClass(a, { s1: a, s2: b, s3: a, s4: b })
  await sameState([a, b])
  await teacher.steer(['ask', 0, 2, 'quiz', question({ seconds: 30, speed: true })])
  for (const [i, phone] of Object.values(students).entries()) {
    await phone.until(Down.question, (part) => part[1] === 0)
    t.equal((await phone.command((n) => [Up.answer, n, 0, 0, 1, 1 << i % 3]))[2], Verdict.accepted)
  }
  await teacher.until(Down.tally, (part) => part[3] === 4)
  await teacher.steer(['set', Setting.namesHidden, false])
  await teacher.command((n) => [Up.control, n, 'theme', encode('dark'), true])
  await teacher.steer(['close', 0, 0])
  await teacher.steer(['reveal', 0])
  await teacher.steer(['show', 1])
  for (const phone of Object.values(students)) await phone.until(Down.score, (part) => part[1] === 0)
  const { lesson } = await sameState([a, b])
  const there = b.teacher('colleague')
  await there.enter()
  await there.command((n) => [Up.join, n])
  t.equal(await there.steer(['take']), Verdict.accepted, 'another teacher steers from the other relay')
  await there.until(Down.steering, (part) => part[3] !== '' && part[2] !== 0)
  t.equal(await there.steer(['again', 0]), Verdict.accepted)
  await students['s1']!.until(Down.clock, (part) => part[2] === 1 && part[3] === Phase.open)
  t.not((await sameState([a, b])).lesson, lesson)
  await until(() => [students['s1'], students['s2']].map((phone) => JSON.stringify([...phone!.parts.values()].filter(([kind]) => kind < Down.me))), ([one, other]) => one === other)
  t.same(students['s1']!.parts.get(Down.board), students['s2']!.parts.get(Down.board))
  t.equal(teacher.gaps + there.gaps + Object.values(students).reduce((sum, { gaps }) => sum + gaps, 0), 0)
})

t.test('P3 a newer device on one relay replaces the older on the other', async (t) => {
  const { a, b } = await twoRelays(t)
  const { teacher, students: { s1 } } = await openClass(b, { s1: a })
  await teacher.until(Down.counts, (part) => part[2] === 1)
  const newer = b.student('s1')
  await newer.join()
  t.equal((await s1!.closed).code, CloseCode.replaced)
  const back = a.student('s1')
  await back.join()
  t.equal((await newer.closed).code, CloseCode.replaced, 'and the other way round')
  await sameState([a, b])
  t.equal(teacher.parts.get(Down.counts)?.[2], 1, 'it is one person all the time')
})

t.test('P3 control messages pass between relays, and no session hears another one’s as its own', async (t) => {
  const { a, b } = await twoRelays(t)
  const teacher = a.teacher()
  const mine = (await teacher.enter())[1]
  await teacher.steer(['open', '수업'])
  const student = b.student('s1')
  const theirs = (await student.enter())[1]
  await student.command((n) => [Up.join, n])
  t.not(mine, theirs, 'numbers of sessions differ between relays')
  const heard = student.next((frame) => frame[0] === Down.control)
  await teacher.command((n) => [Up.control, n, 'scroll', encode({ page: 3 }), false])
  t.same((await heard).slice(2, 4), [mine, 'scroll'])
  const hand = teacher.next((frame) => frame[0] === Down.control && frame[3] === 'hand')
  await student.command((n) => [Up.control, n, 'hand', encode(true), false])
  t.equal((await hand)[2], theirs)
})

t.test('P3 who is removed or leaves on one relay is out on the other', async (t) => {
  const { a, b } = await twoRelays(t)
  const { teacher, students: { s1, s2 } } = await openClass(a, { s1: b, s2: b })
  await teacher.steer(['remove', s1!.parts.get(Down.me)![1] as number, true])
  t.equal((await s1!.closed).code, CloseCode.removed)
  const again = a.phone(s1!.resume!, undefined, s1!.device)
  void again.enter()
  t.equal((await again.closed).code, CloseCode.removed, 'also with the token, on the other relay')
  const screen = a.phone(a.ticket({ sub: 's2', seat: Seat.remote, role: Role.student }))
  await screen.enter()
  s2!.send([Up.leave, s2!.counter()])
  t.equal((await s2!.closed).code, CloseCode.left)
  t.equal((await screen.closed).code, CloseCode.left, 'every screen of his, wherever it is')
  await sameState([a, b])
})

t.test('R5 after the death of a relay its people go on at the other, without HTTP', async (t) => {
  const { a, b } = await twoRelays(t)
  const { teacher, students: { s1, s2 } } = await openClass(b, { s1: a, s2: b })
  await teacher.steer(['ask', 0, 1, '', question()])
  await s1!.until(Down.question, (part) => part[1] === 0)
  await s1!.command((n) => [Up.answer, n, 0, 0, 1, 4])
  const n = s1!.counter()
  a.die()
  await s1!.closed
  await teacher.command((n) => [Up.control, n, 'scroll', encode(7), false])
  const back = b.phone(s1!.resume!, undefined, s1!.device)
  const connected = await back.enter(s1!.positions)
  t.equal(connected[9], true, 'nothing was lost for good')
  t.equal(back.parts.get(Down.mine)?.[4], 4, 'the stored answer is there')
  t.ok(back.frames.some((frame) => frame[0] === Down.control && frame[3] === 'scroll'), 'and the message missed')
  back.startCounterAt(n)
  t.equal((await back.command((n) => [Up.answer, n, 0, 0, 2, 2]))[2], Verdict.accepted, 'and the lesson goes on')
  await teacher.until(Down.tally, (part) => part[3] === 1 && (part[4] as number[])[1] === 1)
  t.equal(s2!.gaps + teacher.gaps, 0)
})

t.test('P3 a relay that comes later has the same state, and takes its share of the work', async (t) => {
  const log = new MemoryLog(8)
  const a = await oneOfMany(t, log, { place: { relay: 1, relays: 2 } })
  const { teacher } = await openClass(a, { s1: a, s2: a })
  await teacher.steer(['ask', 0, 1, '', question({ seconds: 5 })])
  await teacher.steer(['extend', 0, 300])
  const b = await oneOfMany(t, log, { place: { relay: 2, relays: 2 } })
  await sameState([a, b])
  const s3 = b.student('s3')
  await s3.join()
  t.equal((await s3.until(Down.clock, (part) => part[3] === Phase.closed))[1], 0, 'both relays close the question, once')
  await teacher.until(Down.counts, (part) => part[1] === 3 && part[2] === 3)
  await sameState([a, b])
  t.equal(await b.counter('lectern_skipped_total{lane="user"}'), 0)
})
