import { random } from '../../schedule.ts'

/** How somebody answers questions. */
export interface Character {
  /** How long he thinks compared with others (1: as most do). */
  pace: number
  /** Whether he answers at the last moment. */
  hesitates: boolean
  /** How likely he changes his mind about an answer. */
  fickle: number
  /** How likely he does not answer at all. */
  absent: number
}

/** What he means to do about a question: `value` is one of its choices, counted from 0, after `ms`. */
export interface Intent {
  ms: number
  value: number
}

const HESITANT_SHARE = 0.1
const FICKLE_SHARE = 0.25
const ABSENT_SHARE = 0.08
/** The middle of the time to think, as a share of the time given. */
const THINKS = 0.3
/** How far apart people are in it: the standard deviation of its logarithm. */
const SPREAD = 0.6
/** Nobody means to answer later than this share of the time. */
const LATEST = 0.97
/** The time (ms) that people take for a question without a limit. */
const UNHURRIED_MS = 30_000
const CHOICES = 4

/** Student `index` of a run with `seed`: always the same person. */
export function characterOf (seed: number, index: number): Character {
  const next = random(seed ^ Math.imul(index + 1, 0x9e3779b1))
  return {
    pace: Math.exp(SPREAD * normal(next) / 2),
    hesitates: next() < HESITANT_SHARE,
    fickle: next() < FICKLE_SHARE ? 0.5 : 0.03,
    absent: next() < ABSENT_SHARE ? 0.6 : 0.02
  }
}

/** What he will do about a question with `limit` ms to answer (0: none): nothing, an answer, an answer and another. */
export function intentsOf ({ pace, hesitates, fickle, absent }: Character, limit: number, next: () => number): Intent[] {
  if (next() < absent) return []
  const given = limit === 0 ? UNHURRIED_MS : limit
  const latest = given * LATEST
  const thinks = hesitates ? given * (0.85 + 0.1 * next()) : given * THINKS * pace * Math.exp(SPREAD * normal(next))
  const first = { ms: Math.min(latest, thinks), value: choice(next) }
  if (next() >= fickle) return [first]
  return [first, { ms: Math.min(latest, first.ms + given * (0.05 + 0.2 * next())), value: choice(next) }]
}

function choice (next: () => number): number {
  return Math.floor(next() * CHOICES)
}

/** A normally distributed number (Box and Muller). */
function normal (next: () => number): number {
  return Math.sqrt(-2 * Math.log(1 - next())) * Math.cos(2 * Math.PI * next())
}
