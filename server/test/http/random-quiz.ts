import fc from 'fast-check'
import { LIMITS } from '../../classroom/limits.ts'
import type { Question, QuestionType, Solution } from '../../classroom/model.ts'
import { validQuestion } from '../../classroom/rules.ts'
import type { QuizBody } from '../../wire/api.ts'

/** What formats trip over, beside ordinary words: their special characters, markup, code, blanks, Hangul, emoji. */
const PIECES = ['a', '한글', '\u1112\u1161', '🙂', ' ', '  ', '\n', '\n\n', '\t', '=', '~', '#', '{', '}', ':', '::', '\\', '\\n', '%50%', '->', '//', '$CATEGORY:', '[html]', '[plain]',
  '<b>', '</p>', '<br>', '<stdio.h>', '&', '&amp;', '&nbsp;', '&&092;', '&#10;', ']]>', '"', '\'', ',', ';', '*', '\\*', '_____', '5 < 6', '@@PLUGINFILE@@', '\u00a0', '－', '.', '?', 'true', 'T', '1']

function words (max: number): fc.Arbitrary<string> {
  return fc.array(fc.constantFrom(...PIECES), { minLength: 1, maxLength: 12 })
    .map((pieces) => pieces.join('').slice(0, max).replace(/[\uD800-\uDBFF]$/, '').trim())
    .filter((text) => text !== '')
}

const distinct = (max: number, least: number, most: number): fc.Arbitrary<string[]> => fc.uniqueArray(words(max), { minLength: least, maxLength: most })
const tolerance = fc.oneof(fc.constantFrom(0, 0.5, 1e-7), fc.double({ min: 0, max: 1e9, noNaN: true }))
const value = fc.oneof(fc.constantFrom(0, -3.5, 3.141592653589793, 1e21, -1e-9), fc.double({ noNaN: true, noDefaultInfinity: true }).map((n) => n === 0 ? 0 : n))

interface Answers { choices: string[], solution: Solution, unit?: string }

function answers (type: QuestionType): fc.Arbitrary<Answers> {
  switch (type) {
    case 'truefalse': return fc.constantFrom(1, 2).map((mask) => ({ choices: [], solution: { mask } }))
    case 'numeric': return fc.record({ choices: fc.constant([]), solution: fc.record({ value, tolerance }, { noNullPrototype: true }), unit: words(LIMITS.unit).map((text) => text.replace(/["\s]+/g, ' ').trim()).filter((text) => text !== '') }, { requiredKeys: ['choices', 'solution'], noNullPrototype: true })
    case 'text': return distinct(LIMITS.shortAnswer, 1, 6).map((accepted) => ({ choices: [], solution: { accepted } }))
    case 'survey': return distinct(LIMITS.choice, 2, 10).map((choices) => ({ choices, solution: null }))
    case 'single': return distinct(LIMITS.choice, 2, 10).chain((choices) => fc.nat(choices.length - 1).map((right) => ({ choices, solution: { mask: 1 << right } })))
    case 'several': return distinct(LIMITS.choice, 2, 10).chain((choices) => fc.integer({ min: 1, max: 2 ** choices.length - 1 }).map((mask) => ({ choices, solution: { mask } })))
  }
}

const question: fc.Arbitrary<Question> = fc.constantFrom<QuestionType>('single', 'several', 'truefalse', 'numeric', 'text', 'survey').chain((type) => fc.record({
  type: fc.constant(type),
  text: words(LIMITS.question),
  explanation: fc.oneof(fc.constant(''), words(LIMITS.explanation)),
  seconds: fc.oneof(fc.constant(0), fc.integer({ min: LIMITS.secondsMin, max: LIMITS.secondsMax })),
  points: fc.integer({ min: 0, max: LIMITS.points }),
  speed: fc.boolean(),
  change: fc.boolean(),
  shuffle: fc.boolean(),
  live: fc.boolean(),
  answers: answers(type)
}).map(({ answers, ...rest }) => ({ ...rest, ...answers }))).filter((each) => validQuestion(each) === null)

/** Quizzes of every type the editor makes, with texts that are as nasty as they can be; texts have no blanks around them. */
export const quizzes: fc.Arbitrary<QuizBody> = fc.record({
  title: words(LIMITS.title).map((text) => text.replace(/\s+/g, ' ')),
  questions: fc.array(question, { minLength: 1, maxLength: 8 })
})
