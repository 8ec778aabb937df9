import type { AnswerValue, Question } from './model.ts'
import { normalise } from './text.ts'

/** How far a decimal fraction may miss its own sum: 3.4 − 3.3 is not 0.1 in binary. Relative, far below any tolerance meant. */
const ROUNDING = 1e-12

/** Whether an answer is right. */
export type Grader = (value: AnswerValue) => boolean

/** Makes the grader of a question; several-choice is all or nothing, and of a survey nothing is right. */
export function grader ({ solution }: Question): Grader {
  if (solution === null) return () => false
  if ('mask' in solution) return (value) => value === solution.mask
  if ('accepted' in solution) {
    const accepted = new Set(solution.accepted.map(normalise))
    return (value) => accepted.has(normalise(String(value)))
  }
  const { value: wanted, tolerance } = solution
  return (value) => {
    const slack = ROUNDING * Math.max(Math.abs(wanted), Math.abs(Number(value)))
    return Math.abs(Number(value) - wanted) <= tolerance + slack
  }
}

/**
 * Points for a right answer: points × (speed ? 1 − 0.5 × used ÷ given : 1), rounded.
 * `used` and `given` in ms; `given` is the participant's own time, 0 for no limit, where speed earns nothing.
 */
export function pointsFor ({ points, speed }: Pick<Question, 'points' | 'speed'>, used: number, given: number): number {
  if (!speed || given === 0) return points
  const share = Math.max(0, Math.min(used, given)) / given
  return Math.round(points * (1 - 0.5 * share))
}
