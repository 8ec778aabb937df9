import t from 'tap'
import { LessonPhase, Outcome, Phase, Verdict } from '../../classroom/model.ts'
import { Down, Up } from '../../wire/messages.ts'
import { question, relayUnderTest } from './relay-under-test.ts'

void t.test('a lesson from the open class to the last score', async (t) => {
  const { teacher, student } = await relayUnderTest(t)
  const early = student('early')
  await early.enter()
  t.equal(early.parts.get(Down.lesson)?.[1], LessonPhase.waiting, 'who comes early sees that the class is not open')
  const joined = early.next((frame) => frame[0] === Down.ack)
  early.send([Up.join, early.counter()])

  const console_ = teacher()
  await console_.enter()
  t.equal(await console_.steer(['open', '운영체제 2분반']), Verdict.accepted)
  t.equal((await joined)[2], Verdict.accepted, 'the join that waited is stored after the open')
  await early.until(Down.lesson, (part) => part[1] === LessonPhase.live)
  await console_.until(Down.counts, (part) => part[1] === 1 && part[2] === 1)

  const late = student('late')
  t.equal((await late.join())[2], Verdict.accepted)
  t.equal(await console_.steer(['ask', 0, 2, '', question()]), Verdict.accepted)
  await early.until(Down.question, (part) => part[1] === 0)
  await late.until(Down.question, (part) => part[1] === 0)

  t.equal((await early.command((n) => [Up.answer, n, 0, 0, 1, 4]))[2], Verdict.accepted)
  t.equal((await late.command((n) => [Up.answer, n, 0, 0, 1, 2]))[2], Verdict.accepted)
  await early.until(Down.progress, (part) => part[3] === 2)
  const tally = await console_.until(Down.tally, (part) => part[3] === 2)
  t.same(tally[4], [0, 1, 1, 0], 'the bars move on the teacher\'s screen')
  t.notOk(early.parts.has(Down.tally), 'and on no student\'s')

  t.equal(await console_.steer(['close', 0, 0]), Verdict.accepted)
  await early.until(Down.clock, (part) => part[3] === Phase.closed)
  t.equal(await console_.steer(['reveal', 0]), Verdict.accepted)
  t.same((await early.until(Down.reveal, () => true))[2], { mask: 4 })
  t.same((await early.until(Down.score, (part) => part[1] === 0)).slice(2, 5), [Outcome.right, 100, 100])
  t.same((await late.until(Down.score, (part) => part[1] === 0)).slice(2, 5), [Outcome.wrong, 0, 0])

  t.equal(await console_.steer(['end']), Verdict.accepted)
  await early.until(Down.lesson, (part) => part[1] === LessonPhase.ended)
  t.equal((await early.closed).code, 4504, 'students are sent home with the code that means: stay')
  t.equal(early.gaps + late.gaps + console_.gaps, 0)
})

void t.test('S1 a student is told nothing of the solution, the spread or the others before the reveal', async (t) => {
  const { teacher, student } = await relayUnderTest(t)
  const console_ = teacher()
  await console_.enter()
  await console_.steer(['open', '수업'])
  const phone = student('nosy')
  const other = student('other', { name: '비밀이름' })
  await phone.join()
  await other.join()
  await console_.steer(['ask', 0, 1, '', question()])
  await other.command((n) => [Up.answer, n, 0, 0, 1, 4])
  await phone.until(Down.progress, (part) => part[3] === 1)
  const seen = JSON.stringify(phone.frames)
  t.notMatch(seen, /비밀이름|mask|비선점/)
})
