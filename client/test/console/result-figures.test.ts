import t from 'tap'
import type { Question } from '../../../server/classroom/model.ts'
import type { LessonResult, QuestionResult, RoundResult, StudentSummary } from '../../../server/wire/results.ts'
import { question } from '../../../server/test/classroom/scripted-lesson.ts'
import { commonMistake, figuresOf, isLow, ordered, rightOf } from '../../src/console/results/figures.ts'

const round = (over: Partial<RoundResult>): RoundResult => ({ answered: 10, right: 4, lateAccepted: 0, middleMs: 0, counts: [1, 4, 5], top: [], ...over })
const result = (over: Partial<Question>, ...rounds: RoundResult[]): QuestionResult => ({ no: 0, question: question(over), phase: 3, rounds })

t.test('shares of right answers are of the last round; a survey has none', async (t) => {
  t.equal(rightOf(result({}, round({ right: 9 }), round({}))), 40)
  t.equal(rightOf(result({}, round({ right: 9 }), round({})), 0), 90)
  t.equal(rightOf(result({ type: 'survey', solution: null }, round({}))), null)
  t.equal(rightOf(result({}, round({ answered: 0 }))), null)
  t.same([isLow(result({}, round({}))), isLow(result({}, round({ right: 5 })))], [true, false])
  const lesson = { students: 20, results: [result({}, round({ lateAccepted: 2 })), result({}, round({ right: 8, lateAccepted: 1 })), result({ type: 'survey', solution: null }, round({ answered: 16 }))] } as LessonResult
  t.same(figuresOf(lesson), { answered: 60, right: 60, lateAccepted: 3 })
  t.same(figuresOf({ ...lesson, results: [] }), { answered: null, right: null, lateAccepted: 0 })
})

t.test('the mistake that most made, in words', async (t) => {
  t.same(commonMistake(result({}, round({}))), { text: 'three', share: 50 })
  t.same(commonMistake(result({ type: 'numeric', choices: [], solution: { value: 17, tolerance: 1 } }, round({ top: [['17.5', 6], ['27', 3]] }))), { text: '27', share: 30 })
  t.same(commonMistake(result({ type: 'text', choices: [], solution: { accepted: ['서울'] } }, round({ top: [['서울', 9], ['부산', 1]] }))), { text: '부산', share: 10 })
  t.equal(commonMistake(result({ solution: null }, round({}))), null)
  t.equal(commonMistake(result({}, round({ counts: [0, 10, 0] }))), null)
  t.equal(commonMistake(result({})), null)
})

t.test('students are found by name or number and stand in the order that was chosen', async (t) => {
  const student = (who: number, name: string, over: Partial<StudentSummary>): StudentSummary =>
    ({ who, name, number: `n${who}`, verified: true, joinedAt: who, seconds: 0, total: 0, rank: 0, answered: 0, right: 0, removed: false, ...over })
  const all = [student(1, '하늘', { total: 5, seconds: 1 }), student(2, '가람', { total: 9, answered: 3 }), student(3, '민준', { seconds: 9 })]
  const names = (order: Parameters<typeof ordered>[1], query = '') => ordered(all, order, query, 'ko').map(({ who }) => who)
  t.same([names('joined'), names('name'), names('score'), names('minutes'), names('answered')], [[1, 2, 3], [2, 3, 1], [2, 1, 3], [3, 1, 2], [2, 1, 3]])
  t.same([names('joined', ' 람'), names('joined', 'N3'), names('joined', 'x')], [[2], [3], []])
})
