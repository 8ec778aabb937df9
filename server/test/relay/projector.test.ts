import t from 'tap'
import { LessonPhase, Phase, Role, Seat, Verdict } from '../../classroom/model.ts'
import { encode } from '../../wire/codec.ts'
import { Down, Up } from '../../wire/messages.ts'
import type { Phone } from './phone.ts'
import { question, relayUnderTest } from './relay-under-test.ts'

const NAMES = ['학생 a', '학생 b']

/** Whether anything that a phone was sent holds one of these texts. */
function heard (phone: Phone, texts: string[]): string[] {
  const bytes = Buffer.concat(phone.frames.map((frame) => encode(frame)))
  return texts.filter((text) => bytes.includes(Buffer.from(text)))
}

t.test('S18: a wall sees the class without names and solution, takes no part, and hangs on', async (t) => {
  const { teacher, student, phone, ticket } = await relayUnderTest(t)
  const wall = phone(ticket({ sub: 'wall-1', name: '', role: Role.student, seat: Seat.projector }))
  const greeting = await wall.enter()
  t.same(greeting.slice(2, 4), [Role.student, Seat.projector])
  t.type(wall.resume, 'string')
  const console_ = teacher()
  await console_.enter()
  await console_.steer(['open', '운영체제 2분반'])
  await wall.until(Down.lesson, (part) => part[1] === LessonPhase.live)
  const [a, b] = [student('a'), student('b')]
  await Promise.all([a.join(), b.join()])
  await wall.until(Down.counts, (part) => part[1] === 2 && part[2] === 2)
  await console_.until(Down.counts, (part) => part[1] === 2 && part[2] === 2)

  t.match(await wall.command((n) => [Up.join, n]), [Down.error, 1, 'forbidden'])
  t.match(await wall.command((n) => [Up.steer, n, 0, ['end']]), [Down.error, 2, 'forbidden'])
  t.match(await wall.command((n) => [Up.control, n, 'x', Buffer.of(0xc0), false]), [Down.error, 3, 'not-joined'])
  wall.send([Up.roster, 0])
  t.match(await wall.next((frame) => frame[0] === Down.error), [Down.error, 0, 'forbidden'])

  await console_.steer(['ask', 0, 1, '', question({ explanation: '비밀의 까닭' })])
  await a.command((n) => [Up.answer, n, 0, 0, 1, 4])
  await b.command((n) => [Up.answer, n, 0, 0, 1, 2])
  await wall.until(Down.progress, (part) => part[3] === 2)
  await console_.steer(['close', 0, 0])
  await wall.until(Down.clock, (part) => part[3] === Phase.closed)
  const late = phone(ticket({ sub: 'wall-2', name: '', role: Role.student, seat: Seat.projector }))
  await late.enter()
  for (const each of [wall, late]) {
    t.same(heard(each, [...NAMES, '비밀의 까닭']), [], 'no name and no explanation before the reveal')
    t.notOk(each.parts.has(Down.tally) || each.parts.has(Down.reveal) || each.parts.has(Down.board) || each.parts.has(Down.me))
    t.notOk('solution' in (each.parts.get(Down.question)?.[4] as object))
  }
  t.equal(await console_.steer(['reveal', 0]), Verdict.accepted)
  t.same((await wall.until(Down.reveal, () => true))[2], { mask: 4 })
  await console_.steer(['show', 1])
  t.match((await wall.until(Down.podium, () => true))[1], [[1, /:/, 100, [true]], [2, /:/, 0, [false]]])
  t.same(heard(wall, NAMES), [], 'the podium goes by nicknames')
  await console_.steer(['set', 2, false])
  await wall.until(Down.podium, (part) => (part[1] as unknown[][])[0]?.[1] === '학생 a')

  await console_.steer(['end'])
  await wall.until(Down.lesson, (part) => part[1] === LessonPhase.ended)
  t.equal((await a.closed).code, 4504)
  wall.cut()
  const again = phone(String(wall.resume))
  t.equal((await again.enter())[0], Down.connected, 'its token is good for the next lesson too')
  await console_.steer(['open', '다음 수업'])
  await again.until(Down.lesson, (part) => part[1] === LessonPhase.live)
})

t.test('Q13: of a teacher\'s two devices one steers, and each can give or take the control', async (t) => {
  const { teacher, phone, ticket } = await relayUnderTest(t)
  const laptop = teacher()
  await laptop.enter()
  await laptop.steer(['open', '운영체제'])
  const remote = phone(ticket({ sub: 'teacher', name: '김서연', role: Role.teacher, seat: Seat.remote }))
  await remote.join()
  const hand = async (seat: number): Promise<void> => { await Promise.all([laptop, remote].map((each) => each.until(Down.steering, (part) => part[7] === seat))) }
  await hand(Seat.console)
  await t.rejects(remote.steer(['ask', 0, 1, '', question()]), /forbidden/)
  t.equal(await remote.steer(['take']), Verdict.accepted)
  await hand(Seat.remote)
  await t.rejects(laptop.steer(['ask', 0, 1, '', question()]), /forbidden/)
  t.equal(await remote.steer(['ask', 0, 1, '', question()]), Verdict.accepted)
  t.equal(await remote.steer(['hold', Seat.console]), Verdict.accepted)
  await hand(Seat.console)
  await laptop.until(Down.clock, (part) => part[3] === Phase.open)
  t.equal(await laptop.steer(['close', 0, 0]), Verdict.accepted)
})
