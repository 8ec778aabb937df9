import type { Question } from '../../../server/classroom/model.ts'
import { grader } from '../../../server/classroom/scoring.ts'
import { hasTiles } from './choices.ts'
import { withUnit } from './unit.ts'

/** One row of a distribution. `choice` is its number from 0, or -1 for a typed answer. */
export interface Bar {
  choice: number
  text: string
  n: number
  /** 0 to 1 of those who answered; several-choice rows may add up to more than 1. */
  share: number
  right: boolean
}

/** How one round was answered, as `tally` and `reveal` tell it. */
export interface Spread {
  answered: number
  counts: readonly number[]
  top: ReadonlyArray<readonly [text: string, n: number]>
}

/** The same row in the last two rounds; `change` in percentage points. */
export interface Pair {
  bar: Bar
  before: number
  change: number
}

/** Rows of a distribution, in letter order, or the most frequent typed answers first. `words` are the texts of true and false. */
export function barsOf (question: Question, spread: Spread, words: readonly string[]): Bar[] {
  const of = Math.max(1, spread.answered)
  if (!hasTiles(question.type)) {
    const isRight = grader(question)
    return spread.top.map(([text, n]) => ({ choice: -1, text: withUnit(text, question.unit), n, share: n / of, right: isRight(text) }))
  }
  const texts = question.type === 'truefalse' ? words : question.choices
  const mask = question.solution !== null && 'mask' in question.solution ? question.solution.mask : 0
  return texts.map((text, choice) => {
    const n = spread.counts[choice] ?? 0
    return { choice, text, n, share: n / of, right: (mask >> choice & 1) === 1 }
  })
}

/** The wrong answer that most people gave, or null where nothing is wrong or nobody was. */
export function misconception (question: Question, bars: readonly Bar[]): Bar | null {
  if (question.solution === null) return null
  const wrong = bars.filter(({ right, n }) => !right && n > 0)
  return wrong.reduce<Bar | null>((most, bar) => most === null || bar.n > most.n ? bar : most, null)
}

/** Share of right answers where the bars tell it, or null (several-choice is all or nothing, surveys have none). */
export function rightShare (question: Question, bars: readonly Bar[]): number | null {
  if (question.solution === null || question.type === 'several') return null
  return bars.filter(({ right }) => right).reduce((sum, { share }) => sum + share, 0)
}

/** Between these shares of right answers discussing with a neighbour helps most (peer instruction, Crouch and Mazur 2001). */
const DISCUSS = [0.3, 0.7] as const

export function worthDiscussing (share: number | null): boolean {
  return share !== null && share >= DISCUSS[0] && share <= DISCUSS[1]
}

/** The last two rounds side by side, matched by text. Rows that only the earlier round had come last. */
export function compareRounds (earlier: readonly Bar[], later: readonly Bar[]): Pair[] {
  const key = (bar: Bar) => `${bar.choice} ${bar.text}`
  const before = new Map(earlier.map((bar) => [key(bar), bar]))
  const gone = earlier.filter((bar) => !later.some((other) => key(other) === key(bar)))
  return [...later, ...gone.map((bar) => ({ ...bar, n: 0, share: 0 }))].map((bar) => {
    const share = before.get(key(bar))?.share ?? 0
    return { bar, before: share, change: percent(bar.share) - percent(share) }
  })
}

/** A share as whole percent. */
export function percent (share: number): number {
  return Math.round(share * 100)
}
