/** The nouns of what a lesson has besides its quiz: picker and widgets. Types and constants only; numbers are part of wire and log. */

/** What a draw gives. */
export const PickMode = { people: 0, groups: 1 } as const
export type PickMode = (typeof PickMode)[keyof typeof PickMode]

export const TimerMode = { off: 0, countdown: 1, stopwatch: 2 } as const
export type TimerMode = (typeof TimerMode)[keyof typeof TimerMode]

/** The traffic light. */
export const Light = { off: 0, red: 1, yellow: 2, green: 3 } as const
export type Light = (typeof Light)[keyof typeof Light]

/** What a teacher opens for students. */
export const Tool = { reactions: 0, hands: 1, wall: 2, cloud: 3 } as const
export type Tool = (typeof Tool)[keyof typeof Tool]

/** `held`: a wall whose questions wait for approval, a cloud that takes no more words. Hands and reactions are on or off. */
export const ToolState = { off: 0, open: 1, held: 2 } as const
export type ToolState = (typeof ToolState)[keyof typeof ToolState]

/** What stands large on the wall: the question and all else of the lesson, the questions of students, the word cloud. */
export const Stage = { lesson: 0, wall: 1, cloud: 2 } as const
export type Stage = (typeof Stage)[keyof typeof Stage]

/** How a question on the wall stands. */
export const PostStanding = { waiting: 0, shown: 1, hidden: 2, answered: 3 } as const
export type PostStanding = (typeof PostStanding)[keyof typeof PostStanding]

/** Reactions by number: six emoji, then what is said of the pace. */
export const EMOJI = 6
export const REACTIONS = ['clap', 'heart', 'laugh', 'wow', 'thumb', 'party', 'fast', 'slow', 'lost'] as const

/** The limits of picker and widgets; lengths in characters. */
export const TOOL_LIMITS = {
  draws: 500,
  /** People of a draw, and of a group. */
  drawnPeople: 8,
  groupMin: 2,
  groupMax: 12,
  timerMs: 6 * 60 * 60 * 1000,
  dice: 6,
  post: 200,
  posts: 500,
  /** Questions of one person that are neither answered nor hidden. */
  postsEach: 3,
  prompt: 120,
  word: 20,
  wordsEach: 3,
  /** Different words of a cloud. */
  words: 2000
} as const

/** A mood that was told is fresh for one to two of these (ms). */
export const FRESH_MS = 60_000
