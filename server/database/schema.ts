import type { ColumnType } from 'kysely'

/** What statements of PostgreSQL give back as numbers, and SQLite stores as such. Times are ms since 1970, flags 0 or 1. */
type Flag = 0 | 1

/** All tables, the same on SQLite and PostgreSQL. */
export interface Tables {
  classes: { code: string, title: string, created_at: number }
  /** `questions` is JSON of Question[]; `count` how many. `owner` is the bearer token's `sub`. */
  quizzes: { id: string, owner: string, title: string, questions: string, count: number, updated_at: number }
  /** Who entered a class under open entry, until when his id is kept for him. */
  entries: { class_code: string, participant: string, until: number }
  /** One-time codes: `ticket` is JSON of the Ticket that the code is good for, `owner` the class, seat and teacher it is for. */
  pairings: { code: string, owner: string, ticket: string, until: number }
  /**
   * Media that are uploaded (`stored` 0), kept (1, since `stored_at`) or to be removed (2, since `stored_at`), until
   * `expires_at`. A row is there before the first byte of its objects and goes after the last, so that nothing is
   * ever left behind.
   */
  media: {
    id: string
    class_code: string
    lesson: string
    participant: string
    stored: number
    stored_at: number
    kind: number
    type: string
    bytes: number
    sha256: string
    width: number
    height: number
    alt: string
    name: string
    /** Of a document: the bytes of each page as they arrive, with spaces between; else ''. */
    pages: string
    expires_at: number
  }
  /** How far the archiver is: `position` in the `socket` lane where it begins again, which the log took at `at`. `log` names the log. */
  archive_positions: { log: string, partition: number, position: number, at: number }
  /** `ended_at` 0 while it lasts, and until the last of its rows is there. `events` of the log are in its rows, and what it shared until `media_known_at`. `sheets` of its whiteboard, told with its end; 0 is not known. `writes` counts transactions: whoever changes a lesson changes it first, and so holds its row. */
  lessons: {
    id: string, class_code: string, title: string, teacher: string, synthetic: Flag, opened_at: number, ended_at: number, events: number, media_known_at: ColumnType<number, number | undefined>, sheets: ColumnType<number, number | undefined>, deleted_at: ColumnType<number, number | undefined>, writes: ColumnType<number, number | undefined>
  }
  /** By the dense index of the lesson. Of whom was erased, nothing but the index is left. `minutes` present, rounded; `rank` 0 has none. */
  participants: {
    lesson: string, who: number, key: string, name: string, student_number: string, role: number, verified: Flag, joined_at: number
    seconds: number, total: number, rank: number, answered: number, correct: number, removed: Flag, gone: Flag
  }
  /** `question` is JSON of Question, `counts` of a number for each choice. Figures are of the last round; `middle_ms` is the median time to answer. */
  questions: {
    lesson: string, no: number, place: number, total: number, quiz_id: string, question: string, phase: number, rounds: number
  }
  /** What each round came to. `counts` is JSON: a number for each choice; `top` JSON of the most frequent answers in words. */
  rounds: {
    lesson: string, no: number, round: number, opened_at: number, closed_at: number, answered: number, correct: number, late_accepted: number, middle_ms: number, counts: string, top: string
  }
  /** `value` is JSON: a mask of choices, a number, or words. `points` and `outcome` are of the last round, once it is revealed. */
  answers: {
    lesson: string, no: number, round: number, who: number, value: string, received_at: number, kept: number, outcome: number, points: number
  }
  /** `groups` is JSON of participants by index, a list for each group, `passed` of those who let it pass. */
  draws: { lesson: string, no: number, at: number, mode: number, pool: number, groups: string, passed: string }
  /** What was shared, and by whom; the bytes' own row is in `media`. */
  shared_media: { lesson: string, id: string, who: number, kind: number, name: string, alt: string, url: string, at: number, standing: number }
  /** What `who` had put on a sheet and was there when the lesson ended; `z`: lower ones lie below. `item` is an ItemRow of classroom/whiteboard-views.ts as msgpack in base64, of a picture without its words: those are in `shared_media`. */
  board_items: { lesson: string, sheet: number, z: number, who: number, item: string }
  /** Whom a teacher erased: the archiver leaves him out for ever. */
  erasures: { lesson: string, who: number, at: number }
}
