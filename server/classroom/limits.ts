/**
 * The limits of what people may write, in characters unless a unit is named.
 * They are part of the protocol: the relay, the sidecar and the client check the same numbers.
 */
export const LIMITS = {
  name: 40,
  nickname: 24,
  classCode: 64,
  title: 80,
  shortAnswer: 200,
  question: 2000,
  explanation: 2000,
  choice: 500,
  unit: 20,
  choicesMin: 2,
  choicesMax: 10,
  acceptedMax: 20,
  questions: 500,
  quizFileBytes: 5 * 1024 * 1024,
  points: 1000,
  secondsMin: 5,
  secondsMax: 3600,
  rounds: 8,
  controlName: 64,
  keptNames: 32,
  keptBytes: 4096,
  factorMin: 1,
  factorMax: 10
} as const

/** The limits of the whiteboard of a lesson. What goes beyond one gets the verdict `full`, a piece with too many points `bad-ink`. */
export const BOARD_LIMITS = {
  /** Points of a piece of a stroke, of a stroke; pieces of a stroke. */
  piecePoints: 256,
  strokePoints: 8192,
  strokePieces: 1024,
  /** Items on a sheet; in a lesson, those that are gone too. */
  items: 2000,
  itemsEver: 20_000,
  sheets: 50,
  /** Characters of a text. */
  text: 500,
  /** Items that one act erases. */
  erased: 50,
  /** What is there, or may be brought back: of everyone, and of one student. */
  bytes: 8 * 1024 * 1024,
  studentBytes: 512 * 1024,
  /** Students who may draw at a time. */
  invited: 20,
  /** Actions that one person can take back. */
  undo: 50
} as const

/** Answers received this many milliseconds after a participant's deadline still count; no screen shows it. */
export const GRACE_MS = 1500

/** A lesson older than this is closed by the relay (milliseconds). */
export const LESSON_MAX_MS = 6 * 60 * 60 * 1000

/** How many command ids with their verdicts the fold keeps of each participant. */
export const KEPT_IDS = 32
