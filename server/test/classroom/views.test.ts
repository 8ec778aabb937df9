import t from 'tap'
import { createClassroom } from '../../classroom/lesson.ts'
import { LessonPhase, Phase, Standing } from '../../classroom/model.ts'
import { nicknameOf } from '../../classroom/nickname.ts'
import { createPresence, foldPresence } from '../../classroom/presence.ts'
import * as views from '../../classroom/views.ts'
import { Down } from '../../wire/messages.ts'
import type { Part, Person } from '../../wire/messages.ts'
import { ScriptedLesson, START, question } from './scripted-lesson.ts'

const AUDIENCES = ['students', 'projectors', 'teachers'] as const

/** Every part of the view of an audience and of participant 1, as the wire has them: what does not line up fails the type check. */
function everyPart (scripted: ScriptedLesson, audience: typeof AUDIENCES[number]): Part[] {
  const { state, lesson } = scripted
  const presence = createPresence()
  const parts: Array<Part | null> = [
    [Down.lesson, ...views.lessonPart(state)],
    [Down.counts, ...views.countsPart(state, presence, START)],
    [Down.question, ...views.questionPart(lesson, audience)],
    [Down.kept, ...views.keptPart(lesson)],
    [Down.steering, ...views.steeringPart(lesson)],
    [Down.asked, ...views.askedPart(lesson)],
    [Down.me, ...views.mePart(lesson, 1)],
    [Down.people, [views.person(lesson, 1, presence, START) satisfies Person]]
  ]
  const clock = views.clockPart(lesson)
  const progress = views.progressPart(lesson)
  const tally = views.tallyPart(lesson, audience)
  const reveal = views.revealPart(lesson, audience)
  const board = views.boardPart(lesson, audience)
  const lates = views.latesPart(lesson)
  const mine = views.minePart(lesson, 1)
  const score = views.scorePart(lesson, 1)
  parts.push(
    clock && [Down.clock, ...clock], progress && [Down.progress, ...progress], tally && [Down.tally, ...tally],
    reveal && [Down.reveal, ...reveal], board && [Down.board, ...board], lates && [Down.lates, ...lates],
    mine && [Down.mine, ...mine], score && [Down.score, ...score])
  return parts.filter((part) => part !== null)
}

t.test('the parts of a view line up with the wire', async (t) => {
  const scripted = new ScriptedLesson()
  scripted.students(1)
  t.same(everyPart(scripted, 'students').map(([kind]) => kind), [
    Down.lesson, Down.counts, Down.question, Down.kept, Down.steering, Down.asked, Down.me, Down.people
  ], 'before the first question')
  scripted.play({ s1: 2 })
  t.equal(everyPart(scripted, 'teachers').length, 16, 'all sixteen after a reveal')
})

t.test('C17 the unit of a number is nothing that must be guessed', async (t) => {
  const scripted = new ScriptedLesson()
  scripted.students(1)
  scripted.ask({ type: 'numeric', choices: [], solution: { value: 3, tolerance: 0 }, unit: 'ms' })
  t.match(views.questionPart(scripted.lesson, 'students')[3], { type: 'numeric', unit: 'ms' })
})

t.test('a class that waits, is live, or ended', async (t) => {
  t.same(views.lessonPart(createClassroom()), [LessonPhase.waiting, '', '', '', 0, false, true])
  t.same(views.countsPart(createClassroom(), createPresence(), START), [0, 0, false])
  const scripted = new ScriptedLesson()
  const presence = createPresence()
  foldPresence(presence, [1, START, 0, 1, 1, 'teacher', 1, 1, 5])
  t.same(views.countsPart(scripted.state, presence, START), [0, 0, true])
  scripted.end()
  t.same(views.lessonPart(scripted.state), [LessonPhase.ended, 'L1', 'Physics', 'Kim', START, false, true])
})

t.test('C17 before the reveal students and projectors see the question and how many answered', async (t) => {
  const scripted = new ScriptedLesson()
  scripted.students(2)
  t.same(views.questionPart(scripted.lesson, 'students'), [-1, -1, 0, null])
  scripted.ask()
  scripted.answer('s1', 2)
  const { solution, explanation, ...open } = question()
  for (const audience of ['students', 'projectors'] as const) {
    t.same(views.questionPart(scripted.lesson, audience), [0, 0, 1, open])
    t.equal(views.tallyPart(scripted.lesson, audience), null)
    t.equal(views.revealPart(scripted.lesson, audience), null)
  }
  t.same(views.progressPart(scripted.lesson), [0, 0, 1])
  t.same(views.questionPart(scripted.lesson, 'teachers'), [0, 0, 1, { ...open, solution, explanation }])
  t.same(views.tallyPart(scripted.lesson, 'teachers')?.[3], [0, 1, 0])
})

t.test('C17 a question that is shown live shows its bars to all', async (t) => {
  const scripted = new ScriptedLesson()
  scripted.students(1)
  scripted.ask({ type: 'survey', solution: null, live: true })
  scripted.answer('s1', 4)
  for (const audience of AUDIENCES) t.same(views.tallyPart(scripted.lesson, audience), [0, 0, 1, [0, 0, 1], []])
})

t.test('C17 after the reveal everyone sees what is right and how all answered', async (t) => {
  const scripted = new ScriptedLesson()
  scripted.students(2)
  scripted.play({ s1: 2, s2: 1 })
  const expected = [0, { mask: 2 }, 'Because.', [{ answered: 2, right: 1, counts: [1, 1, 0], top: [] }], null]
  for (const audience of AUDIENCES) t.same(views.revealPart(scripted.lesson, audience), expected)
  t.notOk('solution' in (views.questionPart(scripted.lesson, 'students')[3] ?? {}), 'the open question stays as it was')
  scripted.again()
  t.equal(views.revealPart(scripted.lesson, 'students'), null)
})

t.test('C15 who moved between rounds is told to teachers alone, and not of surveys', async (t) => {
  const scripted = new ScriptedLesson()
  scripted.students(1)
  scripted.play({ s1: 2 })
  scripted.again()
  scripted.answer('s1', 2)
  scripted.close()
  scripted.reveal()
  t.same(views.revealPart(scripted.lesson, 'teachers')?.[4], [0, 0, 1, 0])
  t.equal(views.revealPart(scripted.lesson, 'students')?.[4], null)
  scripted.play({ s1: 2 }, { type: 'survey', solution: null })
  scripted.again()
  scripted.close()
  scripted.reveal()
  t.equal(views.revealPart(scripted.lesson, 'teachers')?.[4], null)
})

t.test('a student’s view of answers in words stays small; a teacher sees more of them', async (t) => {
  const scripted = new ScriptedLesson()
  scripted.students(30)
  scripted.ask({ type: 'text', choices: [], solution: { accepted: ['w1'] }, live: true })
  for (let i = 1; i <= 30; i++) scripted.answer(`s${i}`, `w${i}`)
  t.same(AUDIENCES.map((audience) => views.tallyPart(scripted.lesson, audience)?.[4].length), [5, 10, 20])
})

t.test('late answers are listed up to a hundred, in ms after the deadline or the close', async (t) => {
  const scripted = new ScriptedLesson()
  t.equal(views.latesPart(scripted.lesson), null)
  t.equal(views.progressPart(scripted.lesson), null)
  t.equal(views.clockPart(scripted.lesson), null)
  t.equal(views.minePart(scripted.lesson, 0), null)
  scripted.students(120)
  scripted.ask({ seconds: 20 })
  scripted.factor(1, 2)
  scripted.answer('s2', 2, { at: START + 25_000 })
  t.same(views.latesPart(scripted.lesson)?.[2], [[2, 'Name of s2', 5000, false, 2]], 'while the question is open for others')
  scripted.answer('s4', 2)
  scripted.timeout(scripted.deadline(20, 2))
  for (let i = 5; i <= 120; i++) scripted.answer(`s${i}`, 2, { at: START + 50_000 })
  scripted.remove(5)
  const rows = views.latesPart(scripted.lesson)?.[2]
  t.equal(rows?.length, 100)
  t.same(rows?.[1], [6, 'Name of s6', 30_000, false, 2])
})

t.test('the list of questions asked names them by their beginning', async (t) => {
  const scripted = new ScriptedLesson()
  scripted.play({}, { text: '👍'.repeat(200) })
  t.same(views.askedPart(scripted.lesson)[0], [[0, 0, 'quiz', '👍'.repeat(80), Phase.revealed, 1, -1]])
})

t.test('a row of the roster', async (t) => {
  const scripted = new ScriptedLesson()
  scripted.students(1)
  const presence = createPresence()
  const row = (): Person => views.person(scripted.lesson, 1, presence, START)
  t.same(row(), [1, 'Name of s1', 'no. s1', 0, true, START, Standing.away, false, 1, 0, -1, nicknameOf(1), false])
  foldPresence(presence, [1, START, 0, 1, 1, 's1', 0, 0, 5])
  scripted.play({ s1: 2 })
  t.same(row(), [1, 'Name of s1', 'no. s1', 0, true, START, Standing.here, true, 1, 100, 100, nicknameOf(1), false])
  scripted.leave('s1')
  t.equal(row()[6], Standing.here, 'who left with one screen and is here with another is here')
})
