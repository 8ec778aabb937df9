import t from 'tap'
import { Changed } from '../../classroom/changed.ts'
import { Phase, Role, Verdict } from '../../classroom/model.ts'
import type { AnswerValue, Question } from '../../classroom/model.ts'
import { checkAnswer } from '../../classroom/rules.ts'
import { latesPart, minePart, progressPart, revealPart, tallyPart } from '../../classroom/views.ts'
import { ScriptedLesson, START } from './scripted-lesson.ts'

/** A class of three with an open question. */
function asked (over: Partial<Question> = {}): ScriptedLesson {
  const scripted = new ScriptedLesson()
  scripted.students(3)
  scripted.ask(over)
  return scripted
}

t.test('C9 an answer to an open question counts', async (t) => {
  const scripted = asked()
  t.match(scripted.answer('s1', 2, { at: START + 3000 }), {
    verdict: Verdict.accepted,
    applied: true,
    who: 1,
    person: 1,
    key: 's1',
    changed: Changed.progress | Changed.tally | Changed.people | Changed.own
  })
  t.same(minePart(scripted.lesson, 1), [0, 0, 1, 2, START + 3000, Verdict.accepted])
  t.same(minePart(scripted.lesson, 2), [0, 0, 0, null, 0, Verdict.accepted])
  t.same(progressPart(scripted.lesson), [0, 0, 1])
  t.same(tallyPart(scripted.lesson, 'teachers'), [0, 0, 1, [0, 1, 0], []])
})

t.test('C9 who may answer', async (t) => {
  const scripted = asked()
  scripted.join('t2', { role: Role.teacher })
  t.equal(scripted.answer('nobody', 2).verdict, Verdict.unknownParticipant)
  t.equal(scripted.answer('t2', 2).verdict, Verdict.notAllowed)
  t.equal(scripted.answer('s1', 2, { no: 1 }).verdict, Verdict.unknownQuestion)
  t.equal(scripted.answer('s1', 2, { round: 1 }).verdict, Verdict.unknownQuestion)
  t.equal(scripted.answer('s1', 2, { no: -1 }).verdict, Verdict.unknownQuestion)
})

t.test('C9 an answer must fit its question', async (t) => {
  const cases: Array<[Partial<Question>, AnswerValue[], AnswerValue[]]> = [
    [{}, [1, 2, 4], [0, 3, 8, 1.5, -1, NaN, 'A']],
    [{ type: 'survey', solution: null }, [1, 4], [0, 3, 8]],
    [{ type: 'several', solution: { mask: 5 } }, [1, 5, 7], [0, 8, '1']],
    [{ type: 'truefalse', choices: [], solution: { mask: 1 } }, [1, 2], [0, 3, 4]],
    [{ type: 'numeric', choices: [], solution: { value: 1, tolerance: 0 } }, [0, -1.5, 1e300], [NaN, Infinity, '1']],
    [{ type: 'text', choices: [], solution: { accepted: ['a'] } }, ['a', '서울'], ['', ' \u200b', 'x'.repeat(201), 5]]
  ]
  for (const [over, good, bad] of cases) {
    const { lesson } = asked(over)
    for (const value of good) t.equal(checkAnswer(lesson, 1, 0, 0, 1, value), Verdict.accepted, `${over.type}: ${value}`)
    for (const value of bad) t.equal(checkAnswer(lesson, 1, 0, 0, 1, value), Verdict.badAnswer, `${over.type}: ${value}`)
  }
})

t.test('C10 an answer that may be changed is replaced by a newer revision, never by an older one', async (t) => {
  const scripted = asked()
  t.equal(scripted.answer('s1', 1, { revision: 2 }).verdict, Verdict.accepted)
  t.match(scripted.answer('s1', 4, { revision: 1 }), { verdict: Verdict.oldRevision, applied: false, changed: 0 })
  t.equal(scripted.answer('s1', 4, { revision: 2 }).verdict, Verdict.oldRevision, 'of equals the first stands')
  t.match(scripted.answer('s1', 1, { revision: 2 }), { verdict: Verdict.duplicate, applied: false })
  t.equal(scripted.answer('s1', 4, { revision: 3 }).verdict, Verdict.accepted)
  t.same(tallyPart(scripted.lesson, 'teachers'), [0, 0, 1, [0, 0, 1], []])
})

t.test('C10 an answer that may not be changed stands', async (t) => {
  const scripted = asked({ change: false })
  scripted.answer('s1', 1)
  t.match(scripted.answer('s1', 2, { revision: 2 }), { verdict: Verdict.notChangeable, applied: false })
  t.same(minePart(scripted.lesson, 1)?.slice(2, 4), [1, 1])
})

t.test('C11 an answer counts until its participant’s own deadline and the grace', async (t) => {
  const scripted = new ScriptedLesson()
  scripted.join('s1')
  scripted.join('s2', { factor: 2 })
  scripted.ask({ seconds: 20 })
  const mine = scripted.deadline(20)
  t.match(scripted.answer('s1', 1, { at: mine + 1 }), { verdict: Verdict.late, applied: true, changed: Changed.lates | Changed.own })
  t.equal(scripted.answer('s1', 2, { at: mine, revision: 2 }).verdict, Verdict.accepted, 'one received in time takes the place of a late one')
  t.equal(scripted.answer('s2', 2, { at: scripted.deadline(20, 2) }).verdict, Verdict.accepted)
  t.same(progressPart(scripted.lesson), [0, 0, 2])
})

t.test('C11 an answer that stands after the close is late, whenever it was received', async (t) => {
  const scripted = asked()
  scripted.now += 10_000
  scripted.close()
  t.equal(checkAnswer(scripted.lesson, 1, 0, 0, 1, 2), Verdict.late)
  t.equal(scripted.answer('s1', 2, { at: scripted.now - 10 }).verdict, Verdict.late)
  t.equal(scripted.answer('s2', 2, { at: scripted.now + 4000 }).verdict, Verdict.late)
  t.same(progressPart(scripted.lesson), [0, 0, 0])
  t.same(minePart(scripted.lesson, 1)?.[5], Verdict.late)
  t.same(latesPart(scripted.lesson), [0, 0, [[1, 'Name of s1', 0, false, 2], [2, 'Name of s2', 4000, false, 2]]])
  t.equal(scripted.answer('s1', 4, { revision: 2 }).verdict, Verdict.late, 'it may be changed like any other')
})

t.test('C11 a late answer never takes the place of one that counts', async (t) => {
  const scripted = asked()
  scripted.answer('s1', 1)
  scripted.close()
  t.match(scripted.answer('s1', 2, { revision: 2 }), { verdict: Verdict.wrongPhase, applied: false })
  t.same(minePart(scripted.lesson, 1), [0, 0, 1, 1, START, Verdict.accepted])
})

t.test('C11 a late answer that may not be changed is not, but by one received in time', async (t) => {
  const scripted = asked({ change: false, seconds: 20 })
  scripted.answer('s1', 1, { at: scripted.deadline(20) + 1 })
  t.equal(scripted.answer('s1', 2, { at: scripted.deadline(20) + 2, revision: 2 }).verdict, Verdict.notChangeable)
  t.equal(scripted.answer('s1', 2, { revision: 3 }).verdict, Verdict.accepted)
})

t.test('C11 what is revealed, skipped or left behind takes no answer', async (t) => {
  const scripted = asked()
  scripted.close()
  scripted.reveal()
  t.equal(scripted.answer('s1', 2).verdict, Verdict.wrongPhase)
  scripted.again()
  t.equal(scripted.answer('s1', 2, { round: 0 }).verdict, Verdict.wrongPhase)
  scripted.skip()
  t.equal(scripted.answer('s1', 2).verdict, Verdict.wrongPhase)
  scripted.ask()
  t.equal(scripted.answer('s1', 2, { no: 0, round: 0 }).verdict, Verdict.wrongPhase)
})

t.test('C12 a late answer counts once a teacher accepts it', async (t) => {
  const scripted = asked()
  scripted.close()
  scripted.answer('s1', 2)
  scripted.answer('s2', 1)
  scripted.answer('s3', 1)
  scripted.remove(3)
  t.match(scripted.accept(1), { verdict: Verdict.accepted, person: 1, applied: true })
  t.same(progressPart(scripted.lesson), [0, 0, 1])
  t.match(scripted.accept(1), { verdict: Verdict.duplicate, applied: false })
  t.match(scripted.accept(-1), { verdict: Verdict.accepted, person: -1 })
  t.same(tallyPart(scripted.lesson, 'teachers'), [0, 0, 2, [1, 1, 0], []], 'all but those of the removed')
  t.same(latesPart(scripted.lesson)?.[2], [[1, 'Name of s1', 0, true, 2], [2, 'Name of s2', 0, true, 1]])
  t.equal(minePart(scripted.lesson, 1)?.[5], Verdict.accepted)
  scripted.remove(3, false)
  t.same(progressPart(scripted.lesson), [0, 0, 3])
  t.equal(scripted.answer('s1', 4, { revision: 2 }).verdict, Verdict.wrongPhase, 'it counts now, and stands')
})

t.test('C12 what can be accepted', async (t) => {
  const scripted = asked()
  t.equal(scripted.accept(1, { no: 5 }).verdict, Verdict.unknownQuestion)
  t.equal(scripted.accept(1, { round: 5 }).verdict, Verdict.unknownQuestion)
  t.equal(scripted.accept(9).verdict, Verdict.unknownParticipant)
  t.equal(scripted.accept(1).verdict, Verdict.duplicate, 'nothing late is no mistake')
  scripted.skip()
  t.equal(scripted.accept(-1).verdict, Verdict.wrongPhase)
})

t.test('C15 rounds stand beside each other, and who changed is counted', async (t) => {
  const scripted = new ScriptedLesson()
  scripted.students(6)
  scripted.ask()
  for (const [key, value] of Object.entries({ s1: 1, s2: 2, s3: 2, s4: 1, s5: 2, s6: 1 })) scripted.answer(key, value)
  scripted.close()
  scripted.again()
  for (const [key, value] of Object.entries({ s1: 2, s2: 1, s3: 2, s4: 4, s6: 2 })) scripted.answer(key, value)
  scripted.remove(6)
  scripted.close()
  scripted.reveal()
  const [, , , rounds, moved] = revealPart(scripted.lesson, 'teachers') ?? []
  t.same(rounds, [
    { answered: 5, right: 3, counts: [2, 3, 0], top: [] },
    { answered: 4, right: 2, counts: [1, 2, 1], top: [] }
  ])
  t.same(moved, [1, 1, 1, 1], 'wrong to right, right to wrong, kept right, kept wrong; who is missing or removed is not counted')
})

t.test('numbers and words are tallied by what was meant, the most frequent first', async (t) => {
  const words = asked({ type: 'text', choices: [], solution: { accepted: ['서울'] } })
  words.answer('s1', 'Busan')
  words.answer('s2', ' BUSAN')
  words.answer('s3', 'Seoul')
  t.same(tallyPart(words.lesson, 'teachers'), [0, 0, 3, [], [['Busan', 2], ['Seoul', 1]]], 'as it was first spelled')
  words.answer('s3', 'busan', { revision: 2 })
  t.same(tallyPart(words.lesson, 'teachers')?.[4], [['Busan', 3]])

  const numbers = asked({ type: 'numeric', choices: [], solution: { value: 1, tolerance: 0 } })
  numbers.answer('s1', 2.5)
  numbers.answer('s2', 10)
  t.same(tallyPart(numbers.lesson, 'teachers')?.[4], [['10', 1], ['2.5', 1]])
})

t.test('who joins in the middle of a question may answer it', async (t) => {
  const scripted = asked({ type: 'numeric', choices: [], solution: { value: 1, tolerance: 0 } })
  for (let i = 4; i < 40; i++) {
    scripted.join(`s${i}`)
    scripted.answer(`s${i}`, i)
  }
  t.same(progressPart(scripted.lesson), [0, 0, 36])
  t.equal(minePart(scripted.lesson, 39)?.[3], 39)
  t.equal(scripted.lesson.current?.phase, Phase.open)
})
