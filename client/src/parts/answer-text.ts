import type { AnswerValue, Question } from '../../../server/classroom/model.ts'
import { choicesIn, hasTiles, letterOf } from './choices.ts'
import { withUnit } from './unit.ts'

/** An answer in few words: letters of the choices, a number with its unit, or the text as it was written. */
export function answerText (value: AnswerValue, { type, unit }: Pick<Question, 'type' | 'unit'>): string {
  if (typeof value === 'number' && hasTiles(type)) return choicesIn(value).map(letterOf).join(', ')
  return withUnit(value, unit)
}
