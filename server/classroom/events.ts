import type { AnswerValue, Question, Role, Seat, Setting, Showing } from './model.ts'
import type { Light, PickMode, PostStanding, Stage, TimerMode, Tool, ToolState } from './tool-model.ts'

/**
 * The events of the `socket` lane: everything a verdict can depend on. Positional, as they stand in
 * the log. `lesson` is the lessonId, `at` the relay's corrected clock in ms when the command came in,
 * `id` the command id (`device × 2³² + counter`, 0 when a relay made the event itself), `by` the dense
 * index of the participant who sent it (-1: a relay), `basedOn` the position of the last steering
 * event its sender had seen. Kinds are numbers for ever: never reuse one.
 */
export const Kind = {
  open: 1,
  end: 2,
  join: 3,
  leave: 4,
  remove: 5,
  ask: 6,
  extend: 7,
  close: 8,
  reveal: 9,
  again: 10,
  show: 11,
  answer: 12,
  accept: 13,
  set: 14,
  factor: 15,
  control: 16,
  take: 17,
  skip: 18,
  quiz: 19,
  pick: 20,
  pass: 21,
  putAway: 22,
  timer: 23,
  light: 24,
  dice: 25,
  tool: 26,
  hand: 27,
  reactions: 28,
  post: 29,
  vote: 30,
  judge: 31,
  word: 32,
  hideWord: 33,
  hold: 40,
  stage: 50,
  nickname: 51,
  excuse: 52
} as const

type Head<K extends number> = [kind: K, lesson: string, at: number, id: number]

/** Starts a lesson if none is live. `key` is the opener's; he controls it. */
export type Open = [...Head<typeof Kind.open>, key: string, teacher: string, title: string, synthetic: boolean]
export type End = [...Head<typeof Kind.end>, by: number, basedOn: number]
/** Makes `key` a participant (a repeat changes nothing). `jti` is the launch token's id or ''. */
export type Join = [...Head<typeof Kind.join>, key: string, name: string, studentNumber: string, role: Role, verified: boolean, factor: number, jti: string]
export type Leave = [...Head<typeof Kind.leave>, by: number]
/** Takes a participant out of the lesson, or lets him in again. */
export type Remove = [...Head<typeof Kind.remove>, by: number, target: number, removed: boolean]
/** Opens a question, whole, so that a replay needs no database. `index` of `total` in quiz `quizId` ('' on the fly). */
export type Ask = [...Head<typeof Kind.ask>, by: number, basedOn: number, index: number, total: number, quizId: string, question: Question]
/** Sets the open question's time limit (ms from its opening, absolute). */
export type Extend = [...Head<typeof Kind.extend>, by: number, basedOn: number, no: number, limit: number]
export type Close = [...Head<typeof Kind.close>, by: number, basedOn: number, no: number, round: number]
export type Reveal = [...Head<typeof Kind.reveal>, by: number, basedOn: number, no: number]
/** Another round of the same question. */
export type Again = [...Head<typeof Kind.again>, by: number, basedOn: number, no: number]
export type Show = [...Head<typeof Kind.show>, by: number, basedOn: number, what: Showing]
export type Answer = [...Head<typeof Kind.answer>, by: number, no: number, round: number, revision: number, value: AnswerValue]
/** Lets a late answer count; target -1 is all of them. */
export type Accept = [...Head<typeof Kind.accept>, by: number, no: number, round: number, target: number]
export type Set = [...Head<typeof Kind.set>, by: number, setting: Setting, value: boolean]
export type Factor = [...Head<typeof Kind.factor>, by: number, target: number, factor: number]
/** A named message relayed as it is; `payload` is msgpack that the relay never opens. */
export type Control = [...Head<typeof Kind.control>, by: number, session: number, name: string, payload: Uint8Array, keep: boolean]
/** Another teacher takes the control over. */
export type Take = [...Head<typeof Kind.take>, by: number]
/** The control goes to a teacher's device at `seat` (console or remote): one device steers at a time. */
export type Hold = [...Head<typeof Kind.hold>, by: number, seat: Seat]
/** A teacher gives a student another nickname ('': the one that was drawn for him again). */
export type Nickname = [...Head<typeof Kind.nickname>, by: number, target: number, nickname: string]
/** Keeps a student out of draws, or lets him be drawn again. */
export type Excuse = [...Head<typeof Kind.excuse>, by: number, target: number, excused: boolean]
/** Ends the current question without a reveal and without points. */
export type Skip = [...Head<typeof Kind.skip>, by: number, basedOn: number, no: number]
/** Names the quiz the lesson works through. */
export type Quiz = [...Head<typeof Kind.quiz>, by: number, quizId: string, title: string, total: number]

/**
 * Draws people or groups, made by the relay that took the command: `draw` (picker.ts) of the pool, those already
 * chosen and the seed gives the result again. `no` counts the draws from 0; `pool` has the bit of everyone who
 * could be drawn; a draw of people has one group.
 */
export type Pick = [...Head<typeof Kind.pick>, by: number, no: number, mode: PickMode, seed: number, pool: Uint8Array, groups: number[][]]
/** Somebody drawn lets it pass: once a lesson. */
export type Pass = [...Head<typeof Kind.pass>, by: number, no: number]
/** Takes the draw from all screens; its history stays. */
export type PutAway = [...Head<typeof Kind.putAway>, by: number]
/** Sets the clock of the class: `ms` is what it shows at `at`, left of a countdown or gone by of a stopwatch. */
export type Timer = [...Head<typeof Kind.timer>, by: number, mode: TimerMode, running: boolean, ms: number]
export type SetLight = [...Head<typeof Kind.light>, by: number, light: Light]
/** A throw, made by the relay that took the command; no faces: the dice are put away. */
export type Dice = [...Head<typeof Kind.dice>, by: number, faces: number[]]
/** Opens, holds or closes a tool; opening it from off begins anew. */
export type SetTool = [...Head<typeof Kind.tool>, by: number, tool: Tool, state: ToolState, prompt: string]
/** A student raises or lowers his hand, or a teacher lowers that of `target` (-1: everyone's). */
export type Hand = [...Head<typeof Kind.hand>, by: number, target: number, up: boolean]
/** What came in at a relay since its last event, summed; `turn` counts these events of its life `source`, so that a repeat is known. */
export type Reactions = [...Head<typeof Kind.reactions>, by: number, source: number, turn: number, sums: number[]]
/** A question on the wall. */
export type Post = [...Head<typeof Kind.post>, by: number, text: string]
export type Vote = [...Head<typeof Kind.vote>, by: number, no: number, up: boolean]
export type Judge = [...Head<typeof Kind.judge>, by: number, no: number, standing: PostStanding]
/** A word for the cloud. */
export type Word = [...Head<typeof Kind.word>, by: number, text: string]
/** Takes a word (as the cloud counts it) out of the cloud, or back in. */
export type HideWord = [...Head<typeof Kind.hideWord>, by: number, word: string, hidden: boolean]

/** What stands large on the wall instead of the question. */
export type SetStage = [...Head<typeof Kind.stage>, by: number, stage: Stage]

export type ToolEvent =
  | Pick | Pass | PutAway | Timer | SetLight | Dice | SetTool | Hand | Reactions | Post | Vote | Judge | Word | HideWord | SetStage

export type SocketEvent =
  | ToolEvent
  | Open | End | Join | Leave | Remove | Ask | Extend | Close | Reveal | Again | Show
  | Answer | Accept | Set | Factor | Control | Take | Skip | Quiz | Hold | Nickname | Excuse

/**
 * The events of the `user` lane: who is connected now; no verdict reads it. `session` is unique within
 * an `incarnation` (one life of relay number `relay`).
 */
export const Presence = { up: 1, down: 2, relay: 3, beat: 4, relayLost: 5, relayEnded: 6, flicker: 7, checkpoint: 8 } as const

export type Up = [kind: typeof Presence.up, at: number, relay: number, incarnation: number, session: number, key: string, role: Role, seat: Seat, device: number]
export type Down = [kind: typeof Presence.down, at: number, relay: number, incarnation: number, session: number]
/** Sockets that were gone for a moment; their places were taken again before anybody was told. */
export type Flicker = [kind: typeof Presence.flicker, at: number, relay: number, incarnation: number, sessions: number[]]
/** Somebody comes or goes, under the code of the class. */
export type SessionEvent = Up | Down | Flicker

/** A relay began a new life: sessions of its earlier ones are gone. */
export type RelayUp = [kind: typeof Presence.relay, at: number, relay: number, incarnation: number]
/** A relay's sign of life to the others, and its proof to itself that what it appends comes back. */
export type Beat = [kind: typeof Presence.beat, at: number, relay: number, incarnation: number]
/**
 * Another relay misses signs of this life since the one at position `last`: its sessions are away until the
 * next sign. Means nothing where a newer sign stands before it.
 */
export type RelayLost = [kind: typeof Presence.relayLost, at: number, relay: number, incarnation: number, last: number]
/** A relay stops in order: it has no sessions any more. */
export type RelayEnded = [kind: typeof Presence.relayEnded, at: number, relay: number, incarnation: number]

/**
 * A relay has written checkpoints of all classes into the `media` lane (rule M3): whoever starts may begin there at
 * position `from`, and has found those of so many `classes` before `until`. A sign of life besides.
 */
export type Checkpointed = [kind: typeof Presence.checkpoint, at: number, relay: number, incarnation: number, from: number, until: number, classes: number]

/** What concerns every class of a partition stands in the log under the empty class code. */
export type RelayEvent = RelayUp | Beat | RelayLost | RelayEnded | Checkpointed

export type UserEvent = SessionEvent | RelayEvent
