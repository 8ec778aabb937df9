import type { Question } from '../../classroom/model.ts'
import { LeftOut, questionOf } from './draft.ts'
import type { Draft, Manner } from './draft.ts'
import type { Words } from './words.ts'

/** A question with choices as a file has it: each choice has a weight in percent, 100 for the right one. */
export interface Weighed {
  text: string
  choices: string[]
  weights: number[]
  explanation: string
  manner: Manner
  /** Whether several may be chosen, even if only one is right. */
  several: boolean
}

/**
 * A question with one right choice, or with several.
 * @throws LeftOut where nothing is right (it can be asked as a survey), or the weights are no several-choice
 */
export function weighedDraft (weighed: Weighed, words: Words): Draft {
  const right = rightOnes(weighed, words)
  return words.draft(chosen(weighed, weighed.several || right.length > 1, right))
}

function chosen ({ text, choices, explanation, manner }: Weighed, several: boolean, right: number[]): Question {
  return questionOf(several ? 'several' : 'single', text, choices, { mask: right.reduce((mask, index) => mask | 1 << index, 0) }, explanation, manner)
}

/**
 * Moodle writes several-choice as weights that add up to 100; a weight of 100 is wholly right, and what is only
 * partly right beside it counts as wrong here, which is noted.
 */
function rightOnes (weighed: Weighed, words: Words): number[] {
  const { text, choices, weights, explanation, manner } = weighed
  const whole = indexes(weights, (weight) => weight >= 100)
  const partly = indexes(weights, (weight) => weight > 0 && weight < 100)
  const sum = partly.reduce((total, index) => total + (weights[index] ?? 0), 0)
  if (whole.length === 0 && partly.length === 0) throw new LeftOut('no-right-answer', '', [questionOf('survey', text, choices, null, explanation, { ...manner, points: 0 })])
  if (whole.length === 0) {
    if (partly.length < 2 || Math.abs(sum - 100) > 1) throw new LeftOut('partial-credit', `${sum} %`, [chosen(weighed, partly.length > 1, partly)])
    return partly
  }
  if (partly.length > 0 || whole.length > 1) words.bend('partial-credit', weights.map((weight) => `${weight} %`).join(', '))
  return whole
}

function indexes (weights: number[], test: (weight: number) => boolean): number[] {
  return weights.flatMap((weight, index) => test(weight) ? [index] : [])
}
