/** A limit of DESIGN section 10 and what was measured. `holds` is null when the run cannot judge it. */
export interface Budget {
  /** With the unit of both numbers. */
  name: string
  limit: number
  measured: number
  holds: boolean | null
}

/** What all students together found wrong; every number must be 0. */
export interface Verdicts {
  /** Answers without a verdict or not counted; messages that never came. */
  lost: number
  /** Answers counted twice. */
  duplicated: number
  /** Batches or messages missing, repeated or out of order. */
  gaps: number
}

export function atMost (name: string, limit: number, measured: number): Budget {
  return { name, limit, measured, holds: measured <= limit }
}

/** The budgets of the verdicts: none of the three kinds of loss. */
export function noLoss ({ lost, duplicated, gaps }: Verdicts): Budget[] {
  return [atMost('lost', 0, lost), atMost('duplicated', 0, duplicated), atMost('gaps', 0, gaps)]
}

/** `budgets` of a run whose times say nothing of the server. What must never happen (limit 0) is judged all the same. */
export function timesUnjudged (budgets: Budget[]): Budget[] {
  return budgets.map((budget) => (budget.limit === 0 ? budget : { ...budget, holds: null }))
}

/** 5,000 answers in 2 s, embedded log; a smaller class must keep them too. */
export const ANSWERS = { students: 5000, p50Ms: 10, p99Ms: 60, overEchoMs: 40 }
/** The same on Kafka, acks=all. */
export const ANSWERS_KAFKA = { p50Ms: 12, p99Ms: 80 }
/** 10,000 answers in 2 s. */
export const ANSWERS_LARGE = { p99Ms: 150, cpuUs: 90 }
/** Teacher's click on 99 % of the screens. */
export const CLICK_MS = 120
/** Students enter within 2 s: the last usable screen. */
export const ENTER_MS = 3500
/** Beyond the spread that the server gave. */
export const COME_BACK_MS = 1000
/** From append to screen, beyond a bare loop through the log (p99). */
export const SCREEN_OVER_LOOP_MS = 15
/** Records that relays read, for those that were appended: without and with warm standby. */
export const READ_RATIO = { alone: 1.05, standby: 2.1 }
/** A relay of several is killed: until its students have a view again. */
export const RELAY_KILLED_MS = 5000
/** Results of a class of 5,000 with 60 questions: its page and its workbook; what both may do to the verdicts of a running lesson (p99). */
export const RESULTS = { pageMs: 2000, workbookMs: 10_000, verdictRatio: 1.2 }
/** Rolling relays: nobody is out for longer than the spread (DRAIN_SPREAD_MS) and this. */
export const BEYOND_SPREAD_MS = 2000
/** Server CPU per delivery against a bare broadcaster. */
export const FANOUT_RATIO = 1.15
/** Server CPU per event shown against Socket.IO, by the number of events in a tick. */
export const SOCKET_IO_RATIO = { 1: 1 / 2, 10: 1 / 10 }
/** Memory of a joined student, in bytes. */
export const STUDENT_BYTES = 6 * 1024
/** Application bytes to one student in an hour's lesson, and how far they may lie apart by the size of the class (±). */
export const LESSON_BYTES = { hour: 500_000, apartPercent: 10 }
/** While the teacher draws: verdict p99 against the same without drawing, and bits a second of ink to a student. */
export const DRAWING = { p99Ratio: 1.3, bitsPerSecond: 32_000 }
/** Growth of resident memory after 30 rounds of coming back, in percent. */
export const GROWTH = { rounds: 30, percent: 5 }
/** The share of its core beyond which a generator's figures are thrown away. */
export const GENERATOR_SHARE = 0.7
/** How late (ms, p99) a generator may do what is due: beyond it something else was running on its core. */
export const GENERATOR_LATE_MS = 25
