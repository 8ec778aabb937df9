import { Phase } from '../../../server/classroom/model.ts'
import type { AskedPart } from '../../../server/wire/messages.ts'

type AskedRow = AskedPart[1][number]

/** How a question of the quiz stands in this lesson. */
export interface Progress {
  mark: 'none' | 'next' | 'open' | 'closed' | 'revealed' | 'skipped' | 'done'
  /** Right answers in percent, or -1. */
  right: number
  current: boolean
}

/**
 * Which question comes next: the one the teacher chose, else the one after the last asked of this quiz;
 * -1 when that was the last.
 */
export function nextIndex (asked: readonly AskedRow[], quizId: string, total: number, chosen: number | null): number {
  if (chosen !== null && chosen >= 0 && chosen < total) return chosen
  const last = asked.findLast(([, , quiz]) => quiz === quizId)
  const next = last === undefined ? 0 : last[1] + 1
  return next < total ? next : -1
}

const MARKS: Record<Phase, Progress['mark']> = {
  [Phase.open]: 'open', [Phase.closed]: 'closed', [Phase.revealed]: 'revealed', [Phase.skipped]: 'skipped'
}

/** One mark for each question of the quiz, from what was asked so far. `currentNo` is the question on the screens, or -1. */
export function progressOf (asked: readonly AskedRow[], quizId: string, total: number, next: number, currentNo: number): Progress[] {
  return Array.from({ length: total }, (_, index) => {
    const row = asked.findLast(([, at, quiz]) => quiz === quizId && at === index)
    const current = row !== undefined && row[0] === currentNo
    if (row === undefined || (index === next && !current)) return { mark: index === next ? 'next' : 'none', right: row?.[6] ?? -1, current: false }
    const right = row[6]
    const mark = !current && right >= 0 ? 'done' : MARKS[row[4]]
    return { mark, right, current }
  })
}

/** The questions asked on the fly, oldest first. */
export function onTheFly (asked: readonly AskedRow[]): AskedRow[] {
  return asked.filter(([, , quiz]) => quiz === '')
}
