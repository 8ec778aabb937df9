import t from 'tap'
import { Kind } from '../../classroom/events.ts'
import { digest } from '../../classroom/digest.ts'
import { Seat, Setting, Verdict } from '../../classroom/model.ts'
import { steeringPart } from '../../classroom/views.ts'
import { coverPart } from '../../classroom/wall.ts'
import { ScriptedLesson, START } from './scripted-lesson.ts'

t.test('Q13: the control goes from one device of a teacher to the other, and what the first had on its way is stale', (t) => {
  const scripted = new ScriptedLesson()
  const { lesson } = scripted
  t.equal(lesson.hand, Seat.console)
  const before = lesson.steered
  const plain = digest(scripted.state, false)
  t.equal(scripted.fold([Kind.hold, 'L1', START, scripted.id(), 0, Seat.remote]).verdict, Verdict.accepted)
  t.equal(steeringPart(lesson)[6], Seat.remote)
  t.ok(lesson.steered > before)
  t.not(digest(scripted.state, false), plain)
  t.equal(scripted.fold([Kind.end, 'L1', START, scripted.id(), 0, before]).verdict, Verdict.stale, 'the laptop pressed before it saw the phone take over')
  const steered = lesson.steered
  scripted.fold([Kind.hold, 'L1', START, scripted.id(), 0, Seat.remote])
  t.equal(lesson.steered, steered, 'who has it and takes it changes nothing')
  scripted.fold([Kind.take, 'L1', START, scripted.id(), 0])
  t.equal(lesson.hand, Seat.console, 'a console takes it back')
  for (const seat of [Seat.student, Seat.projector]) t.equal(scripted.fold([Kind.hold, 'L1', START, scripted.id(), 0, seat]).verdict, Verdict.notAllowed)
  scripted.students(1)
  t.equal(scripted.fold([Kind.hold, 'L1', START, scripted.id(), 1, Seat.remote]).verdict, Verdict.notAllowed, 'no student')
  t.end()
})

t.test('a teacher covers the wall and uncovers it', (t) => {
  const scripted = new ScriptedLesson()
  const plain = digest(scripted.state, false)
  t.same(coverPart(scripted.lesson), [false])
  scripted.fold([Kind.set, 'L1', START, scripted.id(), 0, Setting.blank, true])
  t.same(coverPart(scripted.lesson), [true])
  t.not(digest(scripted.state, false), plain)
  scripted.fold([Kind.set, 'L1', START, scripted.id(), 0, Setting.blank, false])
  t.equal(digest(scripted.state, false), plain)
  t.end()
})
