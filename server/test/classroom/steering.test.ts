import t from 'tap'
import { Changed } from '../../classroom/changed.ts'
import { Kind } from '../../classroom/events.ts'
import { GRACE_MS, LESSON_MAX_MS, LIMITS } from '../../classroom/limits.ts'
import { Phase, Role, Setting, Verdict } from '../../classroom/model.ts'
import { closeDue } from '../../classroom/rules.ts'
import { clockPart, lessonPart, steeringPart } from '../../classroom/views.ts'
import { ScriptedLesson, START } from './scripted-lesson.ts'

const phase = (scripted: ScriptedLesson): number | undefined => clockPart(scripted.lesson)?.[2]

t.test('C5 teacher commands from a student, a stranger or a relay are refused', async (t) => {
  const scripted = new ScriptedLesson()
  scripted.students(1)
  t.equal(scripted.ask({}, {}, 1).verdict, Verdict.notAllowed)
  t.equal(scripted.ask({}, {}, 9).verdict, Verdict.unknownParticipant)
  t.match(scripted.ask({}, {}, -1), { verdict: Verdict.unknownParticipant, who: -1, key: '' })
  t.equal(scripted.remove(1, true, 1).verdict, Verdict.notAllowed)
  t.equal(scripted.take(1).verdict, Verdict.notAllowed)
  t.equal(scripted.lesson.no, -1)
})

t.test('C5 one teacher controls at a time; another may take over', async (t) => {
  const scripted = new ScriptedLesson()
  scripted.join('t2', { role: Role.teacher, name: 'Lee' })
  scripted.students(1)
  t.equal(scripted.ask({}, {}, 1).verdict, Verdict.notController)
  t.equal(scripted.quiz(1).verdict, Verdict.notController)
  t.equal(scripted.remove(2, true, 1).verdict, Verdict.accepted, 'people are any teacher’s')
  t.match(scripted.take(1), { verdict: Verdict.accepted, changed: Changed.steering | Changed.counts })
  t.same(steeringPart(scripted.lesson).slice(1, 3), [1, 'Lee'])
  t.equal(scripted.ask().verdict, Verdict.notController)
  t.equal(scripted.ask({}, {}, 1).verdict, Verdict.accepted)
  t.equal(scripted.quiz(1).verdict, Verdict.accepted)
  t.same(steeringPart(scripted.lesson).slice(3, 6), ['quiz', 'Mechanics', 10])
})

t.test('C6 steering based on an older step is stale; answers and joins make nothing stale', async (t) => {
  const scripted = new ScriptedLesson()
  scripted.students(1)
  const seen = scripted.lesson.steered
  t.equal(scripted.ask().verdict, Verdict.accepted)
  t.equal(steeringPart(scripted.lesson)[0], scripted.position)
  t.equal(scripted.close({ basedOn: seen }).verdict, Verdict.stale)
  const asked = scripted.position - 1024
  scripted.answer('s1', 1)
  scripted.join('s2')
  scripted.set(Setting.locked, true)
  t.equal(scripted.close({ basedOn: asked }).verdict, Verdict.accepted)
})

t.test('C7 a question is opened, closed and revealed, in this order', async (t) => {
  const scripted = new ScriptedLesson()
  t.equal(scripted.reveal({ at: START }).verdict, Verdict.unknownQuestion)
  t.equal(scripted.show(1).verdict, Verdict.wrongPhase, 'there is nothing to show yet')
  t.equal(scripted.ask().verdict, Verdict.accepted)
  t.equal(phase(scripted), Phase.open)
  t.equal(scripted.ask().verdict, Verdict.wrongPhase, 'not while one is open')
  t.equal(scripted.reveal().verdict, Verdict.wrongPhase, 'not before the close')
  t.equal(scripted.again().verdict, Verdict.wrongPhase)
  t.equal(scripted.close().verdict, Verdict.accepted)
  t.equal(phase(scripted), Phase.closed)
  t.equal(scripted.close().verdict, Verdict.wrongPhase)
  t.equal(scripted.extend(60_000).verdict, Verdict.wrongPhase)
  t.equal(scripted.reveal().verdict, Verdict.accepted)
  t.equal(phase(scripted), Phase.revealed)
  t.equal(scripted.reveal().verdict, Verdict.wrongPhase)
  t.equal(scripted.skip().verdict, Verdict.wrongPhase)
  t.equal(scripted.fold([Kind.reveal, 'L1', START, scripted.id(), 0, scripted.position, 7]).verdict, Verdict.unknownQuestion)
  t.equal(scripted.fold([Kind.close, 'L1', START, scripted.id(), 0, scripted.position, 0, 7]).verdict, Verdict.unknownQuestion)
  t.equal(scripted.ask().verdict, Verdict.accepted)
})

t.test('C7 a skipped question ends without a reveal', async (t) => {
  const scripted = new ScriptedLesson()
  scripted.ask()
  t.equal(scripted.skip({ at: START + 5000 }).verdict, Verdict.accepted)
  t.same(clockPart(scripted.lesson), [0, 0, Phase.skipped, START, 0, START + 5000, 0])
  t.equal(scripted.reveal().verdict, Verdict.wrongPhase)
  t.equal(scripted.again().verdict, Verdict.wrongPhase)
  scripted.ask()
  scripted.close({ at: START + 7000 })
  t.equal(scripted.skip({ at: START + 9000 }).verdict, Verdict.accepted, 'closed before or not')
  t.equal(clockPart(scripted.lesson)?.[5], START + 7000)
})

t.test('C8 a relay closes a question when the longest deadline and the grace are over, once', async (t) => {
  const scripted = new ScriptedLesson()
  scripted.join('s1')
  scripted.join('s2', { factor: 1.5 })
  t.equal(closeDue(scripted.lesson), Infinity)
  scripted.ask({ seconds: 20 })
  const due = START + 30_000 + GRACE_MS
  t.equal(closeDue(scripted.lesson), due)
  t.equal(scripted.timeout(due - 1).verdict, Verdict.wrongPhase)
  t.equal(phase(scripted), Phase.open)
  t.match(scripted.timeout(due), { verdict: Verdict.accepted, applied: true, id: 0 })
  t.equal(phase(scripted), Phase.closed)
  t.match(scripted.timeout(due), { verdict: Verdict.duplicate, applied: false, changed: 0 }, 'repeats fold to nothing')
  t.equal(closeDue(scripted.lesson), Infinity)
  scripted.again()
  t.equal(scripted.timeout(due, 0, 0).verdict, Verdict.duplicate, 'as do those of an earlier round')
  t.equal(scripted.timeout(due, 1, 0).verdict, Verdict.unknownQuestion)
  t.equal(scripted.timeout(due, 0, 2).verdict, Verdict.unknownQuestion)
})

t.test('C8 time goes on where it was extended, and never ends where there is no limit', async (t) => {
  const scripted = new ScriptedLesson()
  scripted.ask({ seconds: 20 })
  t.equal(scripted.extend(30_000).verdict, Verdict.accepted)
  t.equal(clockPart(scripted.lesson)?.[4], 30_000)
  t.equal(scripted.timeout(START + 20_000 + GRACE_MS).verdict, Verdict.wrongPhase)
  scripted.extend(0)
  t.equal(closeDue(scripted.lesson), Infinity)
  t.equal(scripted.timeout(START + 10 * 3_600_000).verdict, Verdict.wrongPhase)
  scripted.close()
  scripted.again({ at: START + 60_000 })
  t.same(clockPart(scripted.lesson), [0, 1, Phase.open, START + 60_000, 20_000, 0, 0], 'another round starts the clock anew')
})

t.test('C13 the close waits for the longest time factor of a student who is not removed', async (t) => {
  const scripted = new ScriptedLesson()
  scripted.students(2)
  scripted.ask({ seconds: 20 })
  t.match(scripted.factor(1, 3), { verdict: Verdict.accepted, person: 1 })
  t.equal(closeDue(scripted.lesson), scripted.deadline(20, 3))
  scripted.factor(1, 2)
  t.equal(closeDue(scripted.lesson), scripted.deadline(20, 2))
  scripted.remove(1)
  t.equal(closeDue(scripted.lesson), scripted.deadline(20))
  scripted.factor(0, 5)
  t.equal(closeDue(scripted.lesson), scripted.deadline(20), 'a teacher’s does not matter')
  t.equal(scripted.factor(9, 2).verdict, Verdict.unknownParticipant)
})

t.test('C15 a question has at most as many rounds, and a lesson as many questions, as the limits say', async (t) => {
  const scripted = new ScriptedLesson()
  scripted.ask()
  for (let round = 1; round < LIMITS.rounds; round++) {
    scripted.close()
    t.equal(scripted.again().verdict, Verdict.accepted)
  }
  scripted.close()
  t.equal(scripted.again().verdict, Verdict.full)
  for (let no = 1; no < LIMITS.questions; no++) {
    scripted.ask()
    scripted.skip()
  }
  t.equal(scripted.lesson.questions.length, LIMITS.questions)
  t.equal(scripted.ask().verdict, Verdict.full)
})

t.test('the leaderboard is shown until the next round', async (t) => {
  const scripted = new ScriptedLesson()
  scripted.play({})
  t.match(scripted.show(1), { verdict: Verdict.accepted, changed: Changed.steering | Changed.clock | Changed.board })
  t.equal(clockPart(scripted.lesson)?.[6], 1)
  scripted.again()
  t.equal(clockPart(scripted.lesson)?.[6], 0)
  scripted.close()
  scripted.show(1)
  scripted.show(0)
  t.equal(clockPart(scripted.lesson)?.[6], 0)
  scripted.show(1)
  scripted.ask()
  t.equal(clockPart(scripted.lesson)?.[6], 0)
})

t.test('C1 a lesson ends by the controlling teacher, or by a relay after six hours', async (t) => {
  const scripted = new ScriptedLesson()
  const byRelay = (at: number) => scripted.fold([Kind.end, 'L1', at, 0, -1, 0])
  t.equal(byRelay(START + LESSON_MAX_MS - 1).verdict, Verdict.wrongPhase)
  t.match(byRelay(START + LESSON_MAX_MS), { verdict: Verdict.accepted, applied: true })
  t.equal(scripted.state.lesson, null)

  const other = new ScriptedLesson()
  other.join('t2', { role: Role.teacher })
  t.equal(other.end({}, 1).verdict, Verdict.notController)
  t.match(other.end(), { verdict: Verdict.accepted, key: 'teacher', who: 0 })
})

t.test('settings', async (t) => {
  const scripted = new ScriptedLesson()
  t.same(lessonPart(scripted.state), [1, 'L1', 'Physics', 'Kim', START, false, true], 'names are hidden until the teacher shows them')
  scripted.set(Setting.namesHidden, false)
  scripted.set(Setting.locked, true)
  t.same(lessonPart(scripted.state).slice(5), [true, false])
})

t.test('C19 the last control message of each name is kept, within the limits, and only a teacher’s', async (t) => {
  const scripted = new ScriptedLesson()
  scripted.students(1)
  const { kept } = scripted.lesson
  t.match(scripted.control(1, 'hand'), { verdict: Verdict.accepted, applied: true, changed: Changed.control })
  t.equal(scripted.control(1, 'hand', Uint8Array.of(1), true).verdict, Verdict.notAllowed)
  t.equal(scripted.control(9, 'hand').verdict, Verdict.unknownParticipant)
  t.equal(kept.size, 0)
  t.equal(scripted.control(0, 'timer', Uint8Array.of(1), true).changed, Changed.control | Changed.kept)
  scripted.control(0, 'timer', Uint8Array.of(2), true)
  t.same([...kept], [['timer', Uint8Array.of(2)]])
  t.equal(scripted.control(0, 'big', new Uint8Array(LIMITS.keptBytes + 1), true).verdict, Verdict.full)
  for (let i = 1; i < LIMITS.keptNames; i++) scripted.control(0, `name ${i}`, new Uint8Array(LIMITS.keptBytes), true)
  t.equal(kept.size, LIMITS.keptNames)
  t.equal(scripted.control(0, 'one more', Uint8Array.of(1), true).verdict, Verdict.full)
  t.equal(scripted.control(0, 'timer', Uint8Array.of(3), true).verdict, Verdict.accepted)
})
