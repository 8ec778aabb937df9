import t from 'tap'
import { addChoice, blankQuestion, changeType, markRight, moveChoice, moveRow, numberOf, questionIssues, QUESTION_TYPES, quizIssues, removeChoice, spellingsOf, unfinished } from '../../src/console/editor-model.ts'

const single = { ...blankQuestion('single'), text: 'Which?', choices: ['w', 'x', 'y', 'z'], solution: { mask: 0b0100 } }
const several = { ...single, type: 'several' as const, solution: { mask: 0b1101 } }

t.test('a new question lacks what its type needs', async (t) => {
  t.same(QUESTION_TYPES.map((type) => questionIssues(blankQuestion(type))), [
    { text: 'noText', choices: 'emptyChoice', solution: 'noRight' },
    { text: 'noText', choices: 'emptyChoice', solution: 'noRight' },
    { text: 'noText' },
    { text: 'noText', solution: 'badNumber' },
    { text: 'noText', solution: 'noAccepted' },
    { text: 'noText', choices: 'emptyChoice' }
  ])
})

t.test('a filled question has no issue', async (t) => {
  t.same(questionIssues(single), {})
  t.same(questionIssues({ ...blankQuestion('numeric'), text: 'g?', solution: { value: 9.8, tolerance: 0.1 } }), {})
  t.same(questionIssues({ ...blankQuestion('text'), text: 'name?', solution: { accepted: ['LRU'] } }), {})
})

t.test('each limit has its words', async (t) => {
  const issue = (change: object) => Object.values(questionIssues({ ...single, ...change }))
  t.same(issue({ text: 'x'.repeat(2001) }), ['textTooLong'])
  t.same(issue({ choices: ['w'] }), ['fewChoices'])
  t.same(issue({ choices: ['w', 'x'.repeat(501)] }), ['choiceTooLong'])
  t.same(issue({ choices: ['가', ' 가'.normalize('NFD')] }), ['sameChoice'])
  t.same(issue({ explanation: 'x'.repeat(2001) }), ['explanationTooLong'])
  t.same(issue({ seconds: 4 }), ['badSeconds'])
  t.same(issue({ seconds: 7.5 }), ['badSeconds'])
  t.same(issue({ points: 1001 }), ['badPoints'])
  t.same(issue({ type: 'numeric', choices: [], solution: { value: 1, tolerance: -1 } }), ['badTolerance'])
  t.same(issue({ type: 'text', choices: [], solution: { accepted: ['x'.repeat(201)] } }), ['acceptedTooLong'])
})

t.test('a quiz needs a name; questions still wrong are named by place', async (t) => {
  t.same(quizIssues({ title: ' ', questions: [] }), { title: 'noTitle' })
  t.same(quizIssues({ title: 'x'.repeat(81), questions: Array.from({ length: 501 }, () => single) }), { title: 'titleTooLong', questions: 'tooManyQuestions' })
  t.same(unfinished({ title: 'q', questions: [single, blankQuestion('text'), single, blankQuestion('single')] }), [1, 3])
})

t.test('taking a choice out keeps what is right', async (t) => {
  t.match(removeChoice(several, 1), { choices: ['w', 'y', 'z'], solution: { mask: 0b111 } })
  t.match(removeChoice(single, 2), { solution: { mask: 0 } })
  t.match(removeChoice(single, 0), { choices: ['x', 'y', 'z'], solution: { mask: 0b010 } })
})

t.test('moving a choice takes its mark along', async (t) => {
  t.match(moveChoice(single, 2, -1), { choices: ['w', 'y', 'x', 'z'], solution: { mask: 0b0010 } })
  t.match(moveChoice(several, 0, 1), { choices: ['x', 'w', 'y', 'z'], solution: { mask: 0b1110 } })
  t.equal(moveChoice(single, 3, 1), single)
})

t.test('one right answer for single, any number for several', async (t) => {
  t.match(markRight(single, 0), { solution: { mask: 0b0001 } })
  t.match(markRight(several, 1), { solution: { mask: 0b1111 } })
  t.match(markRight(several, 0), { solution: { mask: 0b1100 } })
})

t.test('choices are added up to ten', async (t) => {
  const nine = Array.from({ length: 9 }, (_, i) => String(i))
  const full = addChoice({ ...single, choices: nine })
  t.equal(full.choices.length, 10)
  t.equal(addChoice(full), full)
})

t.test('another type keeps what both have', async (t) => {
  t.match(changeType(several, 'single'), { type: 'single', text: 'Which?', choices: ['w', 'x', 'y', 'z'], solution: { mask: 1 }, points: 100 })
  t.match(changeType(single, 'several'), { solution: { mask: 0b0100 } })
  t.match(changeType(single, 'numeric'), { text: 'Which?', choices: [], solution: { value: NaN } })
  t.match(changeType(single, 'survey'), { choices: ['w', 'x', 'y', 'z'], solution: null, points: 0 })
  t.match(changeType(blankQuestion('survey'), 'single'), { points: 100, speed: true })
})

t.test('rows move by one and stop at the edge', async (t) => {
  t.same(moveRow(['a', 'b', 'c'], 1, -1), ['b', 'a', 'c'])
  t.same(moveRow(['a', 'b', 'c'], 2, 1), ['a', 'b', 'c'])
})

t.test('spellings are lines, once each, at most twenty', async (t) => {
  t.same(spellingsOf(' LRU \n\n최근 최소 사용\nLRU'), ['LRU', '최근 최소 사용'])
  t.equal(spellingsOf(Array.from({ length: 30 }, (_, i) => String(i)).join('\n')).length, 20)
})

t.test('numbers are read as people type them', async (t) => {
  t.same(['1,5', '−2', '１２', ' 3e2 ', '', '12개'].map(numberOf), [1.5, -2, 12, 300, NaN, NaN])
})
