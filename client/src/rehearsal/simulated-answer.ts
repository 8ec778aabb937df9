import type { AnswerValue, Question } from '../../../server/classroom/model.ts'

/** How many of a class are right, about. */
const RIGHT = 0.6
/** The largest number of choices a mask is drawn for where the question has none of its own. */
const TWO = 2

/** What a simulated student answers: right more often than not, else something plausible. `random` gives numbers in [0, 1). */
export function simulatedAnswer ({ type, choices, solution }: Question, random: () => number): AnswerValue {
  const right = random() < RIGHT
  const count = type === 'truefalse' ? TWO : choices.length
  const bit = 1 << Math.floor(random() * count)
  if (solution === null) return type === 'numeric' ? Math.floor(random() * 10) : type === 'text' ? '?' : bit
  if ('value' in solution) return right ? solution.value : solution.value + Math.ceil(random() * 5) * (solution.tolerance || 1) * 2
  if ('accepted' in solution) return (right ? solution.accepted[Math.floor(random() * solution.accepted.length)] : solution.accepted[0]?.slice(0, 1)) ?? ''
  if (right) return solution.mask
  return type === 'several' ? (solution.mask ^ bit) || bit : bit
}

/** How long a simulated student thinks, in ms: within the time there is, most of them early. */
export function thinkingTime (limit: number, random: () => number): number {
  const most = limit === 0 ? 15_000 : Math.min(20_000, 0.8 * limit)
  return 800 + (most - 800) * random() ** 1.5
}
