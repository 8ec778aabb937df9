import t from 'tap'
import fc from 'fast-check'
import { createPresence } from '../../classroom/presence.ts'
import { Outcome, Role, Setting } from '../../classroom/model.ts'
import { bestOf, rankOf } from '../../classroom/ranking.ts'
import { nicknameOf } from '../../classroom/nickname.ts'
import { askedPart, boardPart, finalScorePart, person, scorePart } from '../../classroom/views.ts'
import { ScriptedLesson, START } from './scripted-lesson.ts'

const total = (scripted: ScriptedLesson, who: number): number => person(scripted.lesson, who, createPresence(), START)[9]

t.test('C14 the reveal gives points, and only then', async (t) => {
  const scripted = new ScriptedLesson()
  scripted.students(3)
  scripted.ask({ seconds: 20, speed: true })
  scripted.answer('s1', 2, { at: START + 10_000 })
  scripted.answer('s2', 1)
  scripted.close()
  t.equal(scorePart(scripted.lesson, 1), null)
  t.equal(total(scripted, 1), 0)
  scripted.reveal()
  t.same(scorePart(scripted.lesson, 1), [0, Outcome.right, 75, 75, 1, 3, false, 1])
  t.same(scorePart(scripted.lesson, 2), [0, Outcome.wrong, 0, 0, 2, 3, false, 0])
  t.same(scorePart(scripted.lesson, 3), [0, Outcome.missed, 0, 0, 2, 3, false, 0])
  t.equal(scorePart(scripted.lesson, 0), null, 'a teacher has no score')
  scripted.join('s4')
  t.same(scorePart(scripted.lesson, 4), [0, Outcome.none, 0, 0, 2, 4, false, 0], 'who comes after the reveal missed nothing')
})

t.test('C13 time used is measured by the participant’s own time', async (t) => {
  const scripted = new ScriptedLesson()
  scripted.join('s1')
  scripted.join('s2', { factor: 2 })
  scripted.ask({ seconds: 20, speed: true })
  scripted.answer('s1', 2, { at: START + 20_000 })
  scripted.answer('s2', 2, { at: START + 20_000 })
  scripted.close()
  scripted.reveal()
  t.equal(total(scripted, 1), 50)
  t.equal(total(scripted, 2), 75)
})

t.test('C15 the last round counts', async (t) => {
  const scripted = new ScriptedLesson()
  scripted.students(2)
  scripted.play({ s1: 2, s2: 1 })
  t.equal(total(scripted, 1), 100)
  scripted.again()
  t.equal(total(scripted, 1), 0, 'points are taken back while the question is open again')
  t.same(boardPart(scripted.lesson, 'teachers'), null)
  scripted.answer('s2', 2)
  scripted.answer('s1', 1)
  scripted.close()
  scripted.reveal()
  t.equal(total(scripted, 1), 0)
  t.equal(total(scripted, 2), 100)
})

t.test('C14 a skipped question gives nothing, a survey neither points nor a break of the streak', async (t) => {
  const scripted = new ScriptedLesson()
  scripted.students(2)
  scripted.play({ s1: 1, s2: 1 }, { type: 'survey', solution: null })
  t.same(scorePart(scripted.lesson, 1), [0, Outcome.survey, 0, 0, 0, 2, false, 0], 'nothing is ranked yet')
  t.equal(boardPart(scripted.lesson, 'teachers'), null)
  scripted.play({ s1: 2, s2: 2 })
  scripted.play({ s1: 1 }, { type: 'survey', solution: null })
  scripted.ask()
  scripted.answer('s1', 1)
  scripted.skip()
  t.equal(scorePart(scripted.lesson, 1), null)
  scripted.play({ s1: 2, s2: 1 })
  t.same(scorePart(scripted.lesson, 1), [4, Outcome.right, 100, 200, 1, 2, false, 2])
  t.same(scorePart(scripted.lesson, 2), [4, Outcome.wrong, 0, 100, 2, 2, true, 0])
  t.same(askedPart(scripted.lesson)[0].map((row) => row[6]), [-1, 100, -1, -1, 50])
})

t.test('C12 a late answer that is accepted after the reveal earns its points', async (t) => {
  const scripted = new ScriptedLesson()
  scripted.students(2)
  scripted.ask({ seconds: 20, speed: true })
  scripted.answer('s2', 2)
  scripted.close()
  scripted.answer('s1', 2, { at: scripted.deadline(20) + 60_000 })
  scripted.reveal()
  t.same(scorePart(scripted.lesson, 1), [0, Outcome.late, 0, 0, 2, 2, true, 0])
  scripted.accept(1)
  t.same(scorePart(scripted.lesson, 1), [0, Outcome.right, 50, 50, 2, 2, true, 1])
})

t.test('C16 equal scores share a rank; ranks of the lower half are marked', async (t) => {
  const scripted = new ScriptedLesson()
  scripted.students(5)
  scripted.play({ s1: 2, s2: 2, s3: 2, s4: 1 })
  scripted.play({ s1: 2 })
  const ranks = [1, 2, 3, 4, 5].map((who) => scorePart(scripted.lesson, who))
  t.same(ranks.map((part) => part?.[4]), [1, 2, 2, 4, 4])
  t.same(ranks.map((part) => part?.[6]), [false, false, false, true, true])
  t.equal(rankOf(scripted.lesson, 0), 0)
  t.equal(rankOf(scripted.lesson, 99), 0)
})

t.test('C16 ranks for any scores', async (t) => {
  fc.assert(fc.property(fc.array(fc.array(fc.boolean(), { minLength: 3, maxLength: 3 }), { minLength: 1, maxLength: 12 }), (students) => {
    const scripted = new ScriptedLesson()
    scripted.students(students.length)
    for (const no of [0, 1, 2]) {
      scripted.play(Object.fromEntries(students.map((right, i) => [`s${i + 1}`, right[no] === true ? 2 : 1])), { points: 10 * (no + 1) })
    }
    const totals = students.map((_, i) => total(scripted, i + 1))
    const best = bestOf(scripted.lesson, 5).map((who) => total(scripted, who))
    return students.every((_, i) => rankOf(scripted.lesson, i + 1) === 1 + totals.filter((other) => other > (totals[i] as number)).length) &&
      JSON.stringify(best) === JSON.stringify(totals.sort((a, b) => b - a).slice(0, 5))
  }), { numRuns: 60 })
  t.pass('each is one more than the number of those who are better, and the best lead the board')
})

t.test('C18 the leaderboard: teachers always and by name; others while it is shown, by nickname unless names are shown', async (t) => {
  const scripted = new ScriptedLesson()
  scripted.students(12)
  scripted.join('t2', { role: Role.teacher })
  scripted.play({ s2: 2, s3: 2 })
  scripted.play({ s3: 2 })
  t.equal(boardPart(scripted.lesson, 'students'), null)
  t.equal(boardPart(scripted.lesson, 'projectors'), null)
  const [rows = []] = boardPart(scripted.lesson, 'teachers') ?? []
  t.same(rows.slice(0, 3), [
    [1, 'Name of s3', 200, 100, nicknameOf(3), 1, 2], [2, 'Name of s2', 100, 0, nicknameOf(2), 1, 0], [3, 'Name of s1', 0, 0, nicknameOf(1), 3, 0]
  ], 'and to teachers how it was before')
  t.equal(rows.length, 12)
  scripted.show(1)
  const shown = boardPart(scripted.lesson, 'students')?.[0]
  t.equal(shown?.length, 10)
  t.same(shown?.[0], [1, nicknameOf(3), 200, 100])
  t.same(boardPart(scripted.lesson, 'projectors')?.[0], shown)
  scripted.set(Setting.namesHidden, false)
  t.same(boardPart(scripted.lesson, 'students')?.[0][0], [1, 'Name of s3', 200, 100])
  scripted.remove(3)
  t.same(boardPart(scripted.lesson, 'students')?.[0][0], [1, 'Name of s2', 100, 0])
})

t.test('C18 who rose and who fell, once there was a rank before', async (t) => {
  const scripted = new ScriptedLesson()
  scripted.students(3)
  const before = (): Array<number | undefined> | undefined => boardPart(scripted.lesson, 'teachers')?.[0].map((row) => row[5])
  scripted.play({ s1: 1 }, { type: 'survey', solution: null })
  scripted.play({ s1: 2 })
  t.same(before(), [0, 0, 0], 'nobody had a rank before the first points')
  scripted.play({ s2: 2, s3: 2 }, { points: 300 })
  t.same(before(), [2, 2, 1])
  scripted.ask()
  t.same(before(), [1, 1, 3], 'while a question is open nothing has changed')
})

t.test('a leaderboard without students is empty', async (t) => {
  const scripted = new ScriptedLesson()
  t.equal(boardPart(scripted.lesson, 'teachers'), null)
  scripted.play({})
  t.same(boardPart(scripted.lesson, 'teachers'), [[]])
})

t.test('C16 of a lesson that ended everyone’s own standing stays', async (t) => {
  const scripted = new ScriptedLesson()
  t.equal(finalScorePart(scripted.state, 's1'), null)
  scripted.students(4)
  scripted.play({ s1: 2, s2: 2, s3: 2 })
  scripted.remove(3)
  scripted.end()
  t.same(finalScorePart(scripted.state, 's1'), [-1, Outcome.none, 0, 100, 1, 3, false, 0])
  t.same(finalScorePart(scripted.state, 's4'), [-1, Outcome.none, 0, 0, 3, 3, true, 0])
  t.equal(finalScorePart(scripted.state, 's3'), null)
  t.equal(finalScorePart(scripted.state, 'teacher'), null)
})
