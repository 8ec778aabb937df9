import type { Budget } from '../budgets.ts'
import { measuredOf } from './figures.ts'
import { table } from './markdown.ts'
import { reasonFor } from './reasons.ts'
import type { Results } from './results.ts'

/** One of Lectern's budgets, and where it is judged. */
interface Row {
  what: string
  limit: string
  /** Results, by file name, and the budgets of theirs that it consists of. */
  judgedBy: Array<[result: string, budgets: RegExp]>
}

/** Stands for the built client, which is weighed while the report is written. */
const CLIENT = 'client'
const LOSSES = /^(lost|duplicated|gaps)$/

/** Every budget, in the order of the report. */
const ROWS: Row[] = [
  {
    what: 'Server CPU per delivery against a bare uWebSockets.js broadcaster, 1,000 and 5,000 students',
    limit: '≤ 1.15 ×',
    judgedBy: [['rivals-fanout', /÷ bare/]]
  },
  {
    what: 'Server CPU per event shown against Socket.IO',
    limit: '≤ 1/2 at one event a tick, ≤ 1/10 at ten',
    judgedBy: [['rivals-fanout', /÷ Socket\.IO/]]
  },
  {
    what: '5,000 answers in 2 s with live counts to all, embedded log',
    limit: '0 lost, 0 twice; verdict p50 ≤ 10 ms, p99 ≤ 60 ms and ≤ a bare echo + 40 ms',
    judgedBy: [['answers', /^verdict/], ['answers', LOSSES]]
  },
  {
    what: 'The same on Kafka, acks=all',
    limit: 'p50 ≤ 12 ms, p99 ≤ 80 ms',
    judgedBy: [['answers-kafka', /^verdict/], ['answers-kafka', LOSSES]]
  },
  {
    what: '10,000 answers in 2 s, embedded log',
    limit: 'p99 ≤ 150 ms, ≤ 90 µs server CPU an answer',
    judgedBy: [['answers-10000', /./]]
  },
  {
    what: '10,000 answers in 2 s on Kafka, acks=all',
    limit: 'p99 ≤ 150 ms, ≤ 90 µs server CPU an answer',
    judgedBy: [['answers-10000-kafka', /./]]
  },
  {
    what: '5,000 students enter (HTTP join, socket, view) within 2 s',
    limit: 'last usable screen ≤ 3.5 s, 0 failures',
    judgedBy: [['enter', /./]]
  },
  {
    what: '5,000 sockets cut, back with resume',
    limit: 'all within the spread + 1 s, 0 gaps',
    judgedBy: [['reconnect', /./]]
  },
  {
    what: "Teacher's click on 99 % of 5,000 screens",
    limit: '≤ 120 ms',
    judgedBy: [['answers', /^teacher's click/]]
  },
  {
    what: 'Kafka append to client, moderate load',
    limit: 'p99 ≤ a bare produce-and-consume loop + 15 ms',
    judgedBy: [['stream-kafka', /beyond the bare loop/], ['stream-kafka', LOSSES]]
  },
  {
    what: '`kill -9` of one of four relays',
    limit: '99 % of its students back with a view ≤ 5 s',
    judgedBy: [['chaos', /relay was killed/]]
  },
  {
    what: 'Thirty faults on 3 Kafka nodes and 4 relays, 1,000 students',
    limit: '0 lost, 0 twice, 0 gaps; every screen shows the log, nobody reloads',
    judgedBy: [['chaos', /^(?!.*relay was killed)/]]
  },
  {
    what: 'Four relays rolled under 2,000 students',
    limit: 'nobody out for more than 2 s beyond the spread, 0 lost, 0 twice',
    judgedBy: [['roll', /./]]
  },
  {
    what: 'Memory per joined student, 10,000 joined, 20 questions answered',
    limit: '≤ 6 KB each',
    judgedBy: [['memory', /./]]
  },
  {
    what: 'Records read ÷ records needed, 4 relays',
    limit: '≤ 1.05 as primary alone, ≤ 2.1 with warm standby',
    judgedBy: [['records-alone', /records read/], ['records-standby', /records read/]]
  },
  {
    what: 'Application bytes to one student, quiz lesson of an hour, 20 questions of 30 s',
    limit: '≤ 0.5 MB, flat (± 10 %) from 50 to 5,000',
    judgedBy: [['lesson', /./]]
  },
  {
    what: 'First load of a student’s page, gzip',
    limit: '≤ 80 KB',
    judgedBy: [[CLIENT, /./]]
  }
]

export const Judgement = { held: 'held', missed: '**missed**', unjudged: 'not judged', unmeasured: 'not measured' } as const
export type Judgement = (typeof Judgement)[keyof typeof Judgement]

/** A budget with what was measured. */
export interface JudgedRow {
  what: string
  limit: string
  judgement: Judgement
  /** The single budgets that it consists of. */
  parts: Budget[]
  /** Why it is not held, as far as it is known. */
  reason: string
}

/** Judges every row by the results, and by the budgets of the built client. */
export function judgeRows (results: Results, client: Budget[]): JudgedRow[] {
  return ROWS.map(({ what, limit, judgedBy }) => {
    const budgetsOf = (name: string): Budget[] => (name === CLIENT ? client : results.get(name)?.budgets ?? [])
    const parts = judgedBy.flatMap(([name, which]) => budgetsOf(name).filter((budget) => which.test(budget.name)))
    const judgement = judge(parts)
    return { what, limit, judgement, parts, reason: judgement === Judgement.held ? '' : reasonFor(what, results) }
  })
}

function judge (parts: Budget[]): Judgement {
  if (parts.length === 0) return Judgement.unmeasured
  if (parts.some(({ holds }) => holds === false)) return Judgement.missed
  return parts.some(({ holds }) => holds === null) ? Judgement.unjudged : Judgement.held
}

/** The rows as a table. */
export function budgetsTable (heading: string, rows: JudgedRow[]): string {
  return table([heading, 'Limit', 'Measured', ''], rows.map((row) => [row.what, row.limit, measuredCell(row), row.judgement]), [0, 1, 2, 3])
}

/** The parts of a row in one cell; what must never happen and did not is not told. */
function measuredCell ({ parts }: JudgedRow): string {
  const told = parts.filter(({ limit, measured }) => limit !== 0 || measured !== 0)
  const losses = parts.length - told.length
  const lines = told.map((part) => `${part.name}: ${measuredOf(part)}${part.holds === false ? ' (missed)' : ''}`)
  if (losses > 0 && told.length === 0) lines.push('0 lost, 0 twice, 0 gaps')
  return lines.join('<br>')
}
