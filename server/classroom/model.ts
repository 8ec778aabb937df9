/** The nouns of a classroom: questions, answers, roles, seats, verdicts. Types and constants only. */

/** Who somebody is: the seed's codes TE and ST. */
export const Role = { student: 0, teacher: 1 } as const
export type Role = (typeof Role)[keyof typeof Role]

/** Which of a person's screens a socket is. */
export const Seat = { student: 0, console: 1, projector: 2, remote: 3 } as const
export type Seat = (typeof Seat)[keyof typeof Seat]

/** The seats that a teacher pairs with a one-time code. */
export type PairedSeat = typeof Seat.projector | typeof Seat.remote

/** All sockets that get the same view. */
export type Audience = 'students' | 'projectors' | 'teachers'

export type QuestionType = 'single' | 'several' | 'truefalse' | 'numeric' | 'text' | 'survey'

/**
 * What is right. `mask` has bit i set for choice i (true/false: bit 0 is true, bit 1 is false);
 * `value` ± `tolerance` for numeric; `accepted` spellings for text. A survey has none.
 */
export type Solution =
  | { mask: number }
  | { value: number, tolerance: number }
  | { accepted: string[] }
  | null

/** A question as the teacher keeps it and as it travels, whole, in its `ask` event. */
export interface Question {
  type: QuestionType
  text: string
  /** Texts of the choices in letter order; empty for true/false, numeric and text. */
  choices: string[]
  solution: Solution
  /** Shown after the reveal; may be empty. */
  explanation: string
  /** Time limit in seconds; 0 is none. */
  seconds: number
  points: number
  /** Whether a quick answer earns more (scoring.ts). */
  speed: boolean
  /** Whether an answer may be changed until the close. */
  change: boolean
  /** Whether each phone shows the choices in its own order; letters stay with their choice. */
  shuffle: boolean
  /** Whether everyone sees the bars move before the reveal. */
  live: boolean
  /** In what a number is meant (ms, km/h); shown beside it, never judged. Numeric only; none where it is not there. */
  unit?: string
}

/** A question as students and projectors may see it before the reveal. */
export type OpenQuestion = Omit<Question, 'solution' | 'explanation'>

/** An answer: a mask of choices (bit i is choice i), a number, or a short text. */
export type AnswerValue = number | string

/** Where the current question stands. */
export const Phase = { open: 1, closed: 2, revealed: 3, skipped: 4 } as const
export type Phase = (typeof Phase)[keyof typeof Phase]

/** Where the lesson stands, as a view tells it. */
export const LessonPhase = { waiting: 0, live: 1, ended: 2 } as const
export type LessonPhase = (typeof LessonPhase)[keyof typeof LessonPhase]

/** What the wall and the phones show besides the question. */
export const Showing = { question: 0, leaderboard: 1 } as const
export type Showing = (typeof Showing)[keyof typeof Showing]

/** Settings of a lesson that the teacher switches. */
export const Setting = { locked: 1, namesHidden: 2, blank: 41 } as const
export type Setting = (typeof Setting)[keyof typeof Setting]

/**
 * What the fold says of a command. Numbers are part of the wire and of golden logs: never reuse one.
 * Below 10 the command took effect (late: it is kept, and counts once the teacher accepts it);
 * from 10 on it was refused and changed nothing.
 */
export const Verdict = {
  accepted: 1,
  late: 2,
  duplicate: 3,
  stale: 10,
  notOpen: 11,
  unknownQuestion: 12,
  notChangeable: 13,
  badAnswer: 14,
  oldRevision: 15,
  notAllowed: 16,
  notController: 17,
  removed: 18,
  locked: 19,
  tokenUsed: 20,
  unknownParticipant: 21,
  wrongPhase: 22,
  lessonRunning: 23,
  full: 24,
  /** No verdict on a command: the log holds something that this release cannot read. Skipped, counted, logged. */
  unreadable: 25
} as const
export type Verdict = (typeof Verdict)[keyof typeof Verdict]

/** How a participant stands after the reveal. */
export const Outcome = { none: 0, right: 1, wrong: 2, missed: 3, survey: 4, late: 5 } as const
export type Outcome = (typeof Outcome)[keyof typeof Outcome]

/** How a person of the roster is. */
export const Standing = { here: 0, away: 1, shaky: 2, removed: 3, left: 4 } as const
export type Standing = (typeof Standing)[keyof typeof Standing]
