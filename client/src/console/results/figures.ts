import type { LessonResult, QuestionResult, StudentSummary } from '../../../../server/wire/results.ts'
import { choicesIn } from '../../parts/choices.ts'

/** Below this share of right answers a question is worth another look (percent). */
const LOW = 50

/** The share of right answers in a round (percent), or null for a survey and where nobody answered. */
export function rightOf ({ question, rounds }: QuestionResult, round = rounds.length - 1): number | null {
  const { answered = 0, right = 0 } = rounds[round] ?? {}
  return question.solution === null || answered === 0 ? null : Math.round(100 * right / answered)
}

export function isLow (result: QuestionResult): boolean {
  return (rightOf(result) ?? 100) < LOW
}

/** The figures at the head of a lesson. Percentages are null where there is nothing to take them of. */
export interface LessonFigures {
  answered: number | null
  right: number | null
  lateAccepted: number
}

export function figuresOf ({ results, students }: LessonResult): LessonFigures {
  const last = results.flatMap(({ rounds }) => rounds.at(-1) ?? [])
  const rates = results.flatMap((result) => rightOf(result) ?? [])
  return {
    answered: students === 0 || last.length === 0 ? null : Math.round(100 * mean(last.map(({ answered }) => answered)) / students),
    right: rates.length === 0 ? null : Math.round(mean(rates)),
    lateAccepted: results.flatMap(({ rounds }) => rounds).reduce((sum, { lateAccepted }) => sum + lateAccepted, 0)
  }
}

function mean (numbers: number[]): number {
  return numbers.reduce((sum, n) => sum + n, 0) / numbers.length
}

/** The wrong answer that most gave in the last round, in words, with its share (percent); null where there is none. */
export function commonMistake ({ question, rounds }: QuestionResult): { text: string, share: number } | null {
  const { answered = 0, counts = [], top = [] } = rounds.at(-1) ?? {}
  const { solution } = question
  if (solution === null || answered === 0) return null
  const rows: Array<[string, number]> = 'mask' in solution
    ? question.choices.map((choice, i): [string, number] => [choice, choicesIn(solution.mask).includes(i) ? 0 : counts[i] ?? 0])
    : top.filter(([text]) => 'accepted' in solution ? !solution.accepted.includes(text) : Math.abs(Number(text) - solution.value) > solution.tolerance)
  const [text = '', n = 0] = rows.toSorted(([, a], [, b]) => b - a)[0] ?? []
  return n === 0 ? null : { text, share: Math.round(100 * n / answered) }
}

export const ORDERS = ['joined', 'name', 'score', 'minutes', 'answered'] as const
export type Order = (typeof ORDERS)[number]

/** Students whose name or number holds `query`, in an order; among equals in the order in which they came. */
export function ordered (students: StudentSummary[], order: Order, query: string, language: string): StudentSummary[] {
  const wanted = query.normalize('NFKC').trim().toLocaleLowerCase()
  const found = wanted === '' ? students : students.filter(({ name, number }) => `${name} ${number}`.normalize('NFKC').toLocaleLowerCase().includes(wanted))
  const collator = new Intl.Collator(language)
  const by: Record<Order, (a: StudentSummary, b: StudentSummary) => number> = {
    joined: (a, b) => a.joinedAt - b.joinedAt,
    name: (a, b) => collator.compare(a.name, b.name),
    score: (a, b) => b.total - a.total,
    minutes: (a, b) => b.seconds - a.seconds,
    answered: (a, b) => b.answered - a.answered
  }
  return found.toSorted(by[order])
}
