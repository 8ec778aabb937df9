import t from 'tap'
import { barsOf, compareRounds, misconception, percent, rightShare, worthDiscussing } from '../../src/parts/bars.ts'
import { blankQuestion } from '../../src/console/editor-model.ts'

const words = ['True', 'False'] as const
const single = { ...blankQuestion('single'), text: 'Which?', choices: ['w', 'x', 'y', 'z'], solution: { mask: 0b100 } }

t.test('choices keep their letters, count 0 where nobody chose them', async (t) => {
  const bars = barsOf(single, { answered: 10, counts: [2, 0, 8], top: [] }, words)
  t.same(bars.map(({ choice, n, right }) => [choice, n, right]), [[0, 2, false], [1, 0, false], [2, 8, true], [3, 0, false]])
  t.same(bars.map(({ share }) => percent(share)), [20, 0, 80, 0])
})

t.test('nobody answered: every share is 0', async (t) => {
  t.same(barsOf(single, { answered: 0, counts: [], top: [] }, words).map(({ share }) => share), [0, 0, 0, 0])
})

t.test('true and false are in the language of the screen', async (t) => {
  const bars = barsOf({ ...blankQuestion('truefalse'), solution: { mask: 2 } }, { answered: 4, counts: [1, 3], top: [] }, ['참', '거짓'])
  t.same(bars.map(({ text, right }) => [text, right]), [['참', false], ['거짓', true]])
})

t.test('typed answers come as they are, right ones by tolerance or spelling', async (t) => {
  const numeric = { ...blankQuestion('numeric'), solution: { value: 9.8, tolerance: 0.1 } }
  t.same(barsOf(numeric, { answered: 5, counts: [], top: [['9.81', 3], ['8', 2]] }, words).map(({ right }) => right), [true, false])
  t.same(barsOf({ ...numeric, unit: 'm/s²' }, { answered: 5, counts: [], top: [['9.9', 3]] }, words).map(({ text, right }) => [text, right]), [['9.9 m/s²', true]], 'with their unit, and right at the edge of the tolerance')
  const text = { ...blankQuestion('text'), solution: { accepted: ['교착 상태'] } }
  const typed = ['교착  상태'.normalize('NFD'), '기아']
  t.same(barsOf(text, { answered: 5, counts: [], top: typed.map((word) => [word, 1]) }, words).map(({ right }) => right), [true, false])
})

t.test('the misconception is the most common wrong answer', async (t) => {
  const bars = barsOf(single, { answered: 100, counts: [12, 28, 41, 19], top: [] }, words)
  t.equal(misconception(single, bars)?.choice, 1)
  t.equal(rightShare(single, bars), 0.41)
})

t.test('there is none where all are right, or nothing is', async (t) => {
  t.equal(misconception(single, barsOf(single, { answered: 3, counts: [0, 0, 3], top: [] }, words)), null)
  const survey = { ...blankQuestion('survey'), choices: ['a', 'b'] }
  const bars = barsOf(survey, { answered: 3, counts: [1, 2], top: [] }, words)
  t.equal(misconception(survey, bars), null)
  t.equal(rightShare(survey, bars), null)
})

t.test('several choices are right or wrong as a whole, so bars tell no share', async (t) => {
  t.equal(rightShare({ ...single, type: 'several' }, barsOf(single, { answered: 1, counts: [1], top: [] }, words)), null)
})

t.test('between 30 and 70 percent right a discussion helps', async (t) => {
  t.same([null, 0.29, 0.3, 0.7, 0.71].map(worthDiscussing), [false, false, true, true, false])
})

t.test('two rounds are compared in percentage points of what is shown', async (t) => {
  const first = barsOf(single, { answered: 398, counts: [48, 111, 163, 76], top: [] }, words)
  const second = barsOf(single, { answered: 401, counts: [20, 52, 297, 32], top: [] }, words)
  t.same(compareRounds(first, second).map(({ change }) => change), [-7, -15, 33, -11])
})

t.test('typed answers of the earlier round alone come last, with nothing now', async (t) => {
  const text = { ...blankQuestion('text'), solution: { accepted: ['b'] } }
  const round = (...top: Array<[string, number]>) => barsOf(text, { answered: 10, counts: [], top }, words)
  const pairs = compareRounds(round(['a', 6], ['b', 4]), round(['b', 10]))
  t.same(pairs.map(({ bar, before, change }) => [bar.text, bar.n, before, change]), [['b', 10, 0.4, 60], ['a', 0, 0.6, -60]])
})
