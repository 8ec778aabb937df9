import type { Question } from '../classroom/model.ts'

/** Bodies of the routes of results, shared by the sidecar and the client. Times are ms since 1970. */

/** One lesson in the list. `endedAt` 0 while it lasts. */
export interface LessonSummary {
  id: string
  classCode: string
  title: string
  teacher: string
  synthetic: boolean
  openedAt: number
  endedAt: number
  students: number
  questions: number
}

/** Reply of GET /api/results/lessons. */
export interface LessonList {
  lessons: LessonSummary[]
  /** `before` of the next page; 0 where there is none. */
  next: number
  /** Days for which this installation keeps results. */
  keptDays: number
}

/** What one round of a question came to. `counts` by choice, `top` the most frequent answers in words or numbers. */
export interface RoundResult {
  answered: number
  right: number
  lateAccepted: number
  /** The time that half of them needed at most (ms). */
  middleMs: number
  counts: number[]
  top: Array<[text: string, n: number]>
}

export interface QuestionResult {
  no: number
  question: Question
  /** Phase of classroom/model.ts. */
  phase: number
  rounds: RoundResult[]
}

/** Reply of GET /api/results/lessons/:id. */
export interface LessonResult extends LessonSummary {
  results: QuestionResult[]
  /** Of the students, who was there at all; and for how long they were on average (s). */
  present: number
  meanSeconds: number
  /** Names of those who were in an earlier lesson of the class and not in this one; only people whom a host or a number makes known. */
  absent: string[]
  erased: number
  /** When the lesson is deleted by itself, and when the log has forgotten it. */
  deletedAt: number
  /** When the first of the files that were shared in it goes; 0 where none is left. */
  filesUntil: number
  forgottenAt: number
}

/** One student of a lesson, without his answers. `verified`: a host vouches for the name. `rank` 0 has none. */
export interface StudentSummary {
  who: number
  name: string
  number: string
  verified: boolean
  joinedAt: number
  /** How long he was there (s). */
  seconds: number
  total: number
  rank: number
  answered: number
  right: number
  removed: boolean
}

/** Reply of GET /api/results/lessons/:id/students. */
export interface StudentPage {
  students: StudentSummary[]
  /** `after` of the next page; -1 where there is none. */
  next: number
}

/** Reply of GET /api/results/lessons/:id/students/:who. `answers` by question: value of the last round, outcome (classroom/model.ts) and points; null without one. */
export interface StudentResult extends StudentSummary {
  answers: Array<{ value: number | string, outcome: number, points: number } | null>
}

/** One draw of the picker: participants by index, as StudentSummary has it. `mode` as in classroom/tool-model.ts. */
export interface DrawResult {
  no: number
  at: number
  mode: number
  /** How many could be drawn. */
  pool: number
  groups: number[][]
  /** Those who let it pass. */
  passed: number[]
}

/** Something that was shared. `kind` and `standing` as in classroom/media.ts; `by` is '' for whom nobody knows any more. */
export interface MediumResult {
  who: number
  by: string
  kind: number
  name: string
  alt: string
  /** Where a link leads, else ''. */
  url: string
  at: number
  standing: number
}

/** Reply of GET /api/results/lessons/:id/extras. */
export interface LessonExtras {
  draws: DrawResult[]
  media: MediumResult[]
}

/** Reply of POST /api/results/lessons/:id/erase: what was deleted, counted, and what is left, looked up again afterwards. */
export interface ErasureProof {
  erasedAt: number
  lessons: number
  participants: number
  answers: number
  /** Files that he had shared. */
  media: number
  left: number
  /** When the log has forgotten it too. */
  forgottenAt: number
}

/** Reply of DELETE /api/results/lessons/:id: what was deleted, counted, and what is left, looked up again afterwards. */
export interface DeletionProof {
  deletedAt: number
  participants: number
  answers: number
  /** Files that were shared in it. */
  media: number
  left: number
  /** When the log has forgotten it too. */
  forgottenAt: number
}
