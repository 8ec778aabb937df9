import { Type } from 'typebox'
import { LIMITS } from '../classroom/limits.ts'
import { validQuestion } from '../classroom/rules.ts'
import { lecternError } from '../errors.ts'
import type { QuizBody } from '../wire/api.ts'
import { cleanTitle } from './entry-fields.ts'

const strict = { additionalProperties: false }

const SolutionBody = Type.Union([
  Type.Object({ mask: Type.Integer() }, strict),
  Type.Object({ value: Type.Number(), tolerance: Type.Number() }, strict),
  Type.Object({ accepted: Type.Array(Type.String({ maxLength: LIMITS.shortAnswer }), { maxItems: LIMITS.acceptedMax }) }, strict),
  Type.Null()
])

/** The shape of a question (classroom/model.ts); what its parts must be to each other is `validQuestion`'s to say. */
const QuestionBody = Type.Object({
  type: Type.Union(['single', 'several', 'truefalse', 'numeric', 'text', 'survey'].map((type) => Type.Literal(type))),
  text: Type.String({ maxLength: LIMITS.question }),
  choices: Type.Array(Type.String({ maxLength: LIMITS.choice }), { maxItems: LIMITS.choicesMax }),
  solution: SolutionBody,
  explanation: Type.String({ maxLength: LIMITS.explanation }),
  seconds: Type.Integer({ minimum: 0, maximum: LIMITS.secondsMax }),
  points: Type.Integer({ minimum: 0, maximum: LIMITS.points }),
  speed: Type.Boolean(),
  change: Type.Boolean(),
  shuffle: Type.Boolean(),
  live: Type.Boolean(),
  unit: Type.Optional(Type.String({ maxLength: LIMITS.unit }))
}, strict)

export const QuizRequest = Type.Object({
  title: Type.String({ maxLength: 5 * LIMITS.title }),
  questions: Type.Array(QuestionBody, { maxItems: LIMITS.questions })
}, strict)

/**
 * A quiz whose shape is right, with its title cleaned and its questions checked.
 * @throws bad-field for the title; bad-quiz naming the question and what is wrong with it
 */
export function checkQuiz ({ title, questions }: { title: string, questions: unknown[] }): QuizBody {
  const clean = cleanTitle(title)
  if (clean === '') throw lecternError('bad-field', { field: 'title' })
  for (const [index, question] of questions.entries()) {
    const problem = validQuestion(question)
    if (problem !== null) throw lecternError('bad-quiz', { field: `questions.${index}.${problem.split(':')[0]}`, detail: problem })
  }
  return { title: clean, questions: questions as QuizBody['questions'] }
}
