import t from 'tap'
import { Kind } from '../../classroom/events.ts'
import { createPresence } from '../../classroom/presence.ts'
import { Role, Setting, Standing, Verdict } from '../../classroom/model.ts'
import { countsPart, mePart, person, progressPart, scorePart, tallyPart } from '../../classroom/views.ts'
import { nicknameOf, ADJECTIVES, ANIMALS } from '../../classroom/nickname.ts'
import { ScriptedLesson, START } from './scripted-lesson.ts'

const joined = (scripted: ScriptedLesson): number => countsPart(scripted.state, createPresence(), START)[0]

t.test('C1 the first open wins', async (t) => {
  const scripted = new ScriptedLesson()
  t.equal(scripted.lesson.controller, 0)
  t.ok(scripted.lesson.isTeacher(0), 'the opener is a teacher and controls')
  const other = scripted.fold([Kind.open, 'L2', START, scripted.id(), 'other', 'Lee', 'Chemistry', false])
  t.match(other, { verdict: Verdict.lessonRunning, applied: false, changed: 0, key: 'other' })
  t.equal(scripted.lesson.id, 'L1')
  const again = scripted.fold([Kind.open, 'L1', START, scripted.id(), 'teacher', 'Kim', 'Physics', false])
  t.match(again, { verdict: Verdict.duplicate, applied: false, who: 0 }, 'its own repeat is told so')
})

t.test('C1 events of a lesson that is not live are ignored', async (t) => {
  const scripted = new ScriptedLesson()
  scripted.students(1)
  const stray = scripted.fold([Kind.leave, 'L0', START, scripted.id(), 1])
  t.match(stray, { verdict: Verdict.notOpen, applied: false, changed: 0 })
  const [open] = scripted.events
  scripted.end()
  t.equal(scripted.state.lesson, null)
  t.equal(scripted.fold([Kind.leave, 'L1', START, 5, 1]).verdict, Verdict.notOpen)
  t.equal(scripted.fold(open as typeof scripted.events[number]).verdict, Verdict.notOpen, 'an open that comes late opens nothing')
  t.equal(scripted.state.lesson, null)
  t.match(scripted.fold([Kind.open, 'L2', START, 6, 'other', 'Lee', '', false]), { verdict: Verdict.accepted, applied: true, who: 0 })
  t.equal(scripted.state.ended, null)
})

t.test('C4 a join gives a dense index; a repeat keeps it', async (t) => {
  const scripted = new ScriptedLesson()
  t.match(scripted.join('s1'), { verdict: Verdict.accepted, who: 1, person: 1, key: 's1', applied: true })
  t.match(scripted.join('s2'), { who: 2 })
  t.match(scripted.join('s1'), { verdict: Verdict.accepted, who: 1 })
  t.equal(scripted.lesson.size, 3)
  t.equal(joined(scripted), 2)
  scripted.join('s1', { name: 'Corrected' })
  t.equal(scripted.lesson.people.nameOf(1), 'Corrected', 'under the name told last')
})

t.test('C4 a key has one role in a lesson', async (t) => {
  const scripted = new ScriptedLesson()
  scripted.students(1)
  t.equal(scripted.join('s1', { role: Role.teacher }).verdict, Verdict.notAllowed)
  t.equal(scripted.join('teacher', { role: Role.student }).verdict, Verdict.notAllowed)
  t.equal(scripted.join('teacher', { role: Role.teacher }).verdict, Verdict.accepted)
  t.ok(scripted.lesson.people.isVerified(0), 'the opener is who the join says')
})

t.test('C4 a locked lesson takes nobody new, but whoever is known, and teachers', async (t) => {
  const scripted = new ScriptedLesson()
  scripted.students(1)
  scripted.set(Setting.locked, true)
  t.match(scripted.join('s2'), { verdict: Verdict.locked, applied: false, who: -1, key: 's2' })
  t.equal(scripted.join('s1').verdict, Verdict.accepted)
  t.equal(scripted.join('t2', { role: Role.teacher }).verdict, Verdict.accepted)
  scripted.set(Setting.locked, false)
  t.equal(scripted.join('s2').verdict, Verdict.accepted)
})

t.test('C4 a launch token is good for the device it came from first', async (t) => {
  const scripted = new ScriptedLesson()
  t.equal(scripted.join('s1', { id: scripted.id(11), jti: 'token' }).verdict, Verdict.accepted)
  t.equal(scripted.join('s1', { id: scripted.id(11), jti: 'token' }).verdict, Verdict.accepted)
  t.equal(scripted.join('s1', { id: scripted.id(12), jti: 'token' }).verdict, Verdict.tokenUsed)
  t.equal(scripted.join('s2', { id: scripted.id(12), jti: 'token' }).verdict, Verdict.tokenUsed)
  t.equal(scripted.join('s1', { id: scripted.id(12), jti: 'another' }).verdict, Verdict.accepted)

  const synthetic = new ScriptedLesson(true)
  synthetic.join('s1', { id: synthetic.id(11), jti: 'token' })
  t.equal(synthetic.join('s1', { id: synthetic.id(12), jti: 'token' }).verdict, Verdict.accepted, 'but for load tests')
})

t.test('C4 who leaves is joined no more until the next join', async (t) => {
  const scripted = new ScriptedLesson()
  scripted.students(2)
  const presence = createPresence()
  t.match(scripted.leave('s1'), { verdict: Verdict.accepted, who: 1, person: 1 })
  t.equal(joined(scripted), 1)
  t.equal(person(scripted.lesson, 1, presence, START)[6], Standing.left)
  scripted.leave('s1')
  t.equal(joined(scripted), 1)
  scripted.join('s1')
  t.equal(joined(scripted), 2)
  t.equal(person(scripted.lesson, 1, presence, START)[6], Standing.away)
  t.equal(scripted.fold([Kind.leave, 'L1', START, scripted.id(), 99]).verdict, Verdict.unknownParticipant)
})

t.test('C20 a removed participant is out, with answers and rank, until let in again', async (t) => {
  const scripted = new ScriptedLesson()
  scripted.students(3)
  scripted.play({ s1: 2, s2: 2, s3: 1 })
  t.notOk(scripted.lesson.isRemoved('s1'))
  t.match(scripted.remove(1), { verdict: Verdict.accepted, person: 1, who: 0 })
  t.ok(scripted.lesson.isRemoved('s1'))
  t.notOk(scripted.lesson.isRemoved('nobody'))
  t.equal(scripted.join('s1').verdict, Verdict.removed)
  t.equal(scripted.leave('s1').verdict, Verdict.removed)
  t.equal(joined(scripted), 2)
  t.same(progressPart(scripted.lesson), [0, 0, 2])
  t.same(tallyPart(scripted.lesson, 'teachers')?.[3], [1, 1, 0])
  t.equal(scorePart(scripted.lesson, 1), null)
  t.match(scorePart(scripted.lesson, 2), [0, 1, 100, 100, 1, 2, false, 1])
  t.equal(person(scripted.lesson, 1, createPresence(), START)[6], Standing.removed)
  t.match(scripted.remove(1), { verdict: Verdict.accepted, changed: 0 }, 'twice changes nothing')
  scripted.ask()
  t.equal(scripted.answer('s1', 2).verdict, Verdict.removed)
  scripted.close()
  scripted.skip()
  scripted.remove(1, false)
  t.equal(scripted.join('s1').verdict, Verdict.accepted)
  t.equal(joined(scripted), 3)
})

t.test('C20 who controls cannot be removed, nor can anyone remove himself', async (t) => {
  const scripted = new ScriptedLesson()
  scripted.join('t2', { role: Role.teacher })
  t.equal(scripted.remove(0).verdict, Verdict.notAllowed)
  t.equal(scripted.remove(0, true, 1).verdict, Verdict.notAllowed)
  t.equal(scripted.remove(1, true, 1).verdict, Verdict.notAllowed)
  t.equal(scripted.remove(9).verdict, Verdict.unknownParticipant)
  t.equal(scripted.remove(1).verdict, Verdict.accepted)
  t.equal(scripted.take(1).verdict, Verdict.removed)
})

t.test('who somebody is', async (t) => {
  const scripted = new ScriptedLesson()
  scripted.students(1)
  t.same(mePart(scripted.lesson, 1), [1, 'Name of s1', 1, nicknameOf(1)])
  t.same(mePart(scripted.lesson, -1), [-1, '', 1, ''])
  t.equal(scripted.lesson.keyOf(1), 's1')
  t.equal(scripted.lesson.keyOf(9), '')
  t.equal(scripted.lesson.people.nameOf(9), '')
  t.equal(scripted.lesson.people.numberOf(9), '')
  t.equal(scripted.lesson.people.factorOf(9), 1)
  t.equal(scripted.lesson.people.joinedAt(9), 0)
  t.equal(scripted.lesson.people.totalOf(9), 0)
})

t.test('nicknames are codes of an adjective and an animal, unlike for 20,000 participants', async (t) => {
  const codes = Array.from({ length: 20_000 }, (_, who) => nicknameOf(who))
  t.equal(new Set(codes).size, codes.length)
  for (const code of codes) {
    const [adjective, animal] = code.split(':').map(Number) as [number, number]
    if (adjective >= ADJECTIVES || animal >= ANIMALS) t.fail(code)
  }
  t.match(codes[0], /^\d+:\d+$/)
  t.match(codes[ADJECTIVES * ANIMALS], /^\d+:\d+:2$/)
})
