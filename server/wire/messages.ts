import type { AnswerValue, LessonPhase, OpenQuestion, Outcome, Phase, Question, Role, Seat, Setting, Showing, Solution, Standing, Verdict } from '../classroom/model.ts'
import type { Light, PickMode, PostStanding, Stage, TimerMode, Tool, ToolState } from '../classroom/tool-model.ts'
import type { MediaAct, MediaStanding, MediumRow } from '../classroom/media.ts'
import type { SharedRow } from '../classroom/media-views.ts'
import type { DrawAct } from '../classroom/whiteboard-model.ts'
import type { ItemRow } from '../classroom/whiteboard-views.ts'
import type { ErrorCode } from './error-codes.ts'

/** Both directions of the wire. Every frame is a positional array that begins with its kind; PROTOCOL.md numbers the rules. */
export const SUBPROTOCOL = 'lectern.1'

/** Positions of the lanes, in this order everywhere. */
export type Positions = [user: number, socket: number, media: number]

// ---------------------------------------------------------------- client → server

export const Up = {
  itsme: 1,
  join: 2,
  answer: 3,
  leave: 4,
  ping: 5,
  steer: 6,
  control: 7,
  resync: 8,
  roster: 9,
  pick: 10,
  pass: 11,
  widget: 12,
  hand: 13,
  react: 14,
  post: 15,
  vote: 16,
  word: 17,
  sendMedia: 20,
  media: 21,
  mediaPass: 22,
  mediaList: 23,
  allowMedia: 24,
  draw: 25,
  sheet: 26,
  laser: 27
} as const

/** First frame of a socket. `device` is random, 21 bits, kept for the tab; `positions` are the last seen, or null. */
export type ItsMe = [kind: typeof Up.itsme, device: number, client: string, positions: Positions | null]
/** `n` counts the commands of this device from 1; with the device it is the command's id. */
export type JoinFrame = [kind: typeof Up.join, n: number]
export type AnswerFrame = [kind: typeof Up.answer, n: number, no: number, round: number, revision: number, value: AnswerValue]
export type LeaveFrame = [kind: typeof Up.leave, n: number]
export type PingFrame = [kind: typeof Up.ping]
/** A teacher moves the quiz. `basedOn` is the position of the last steering event he saw. */
export type SteerFrame = [kind: typeof Up.steer, n: number, basedOn: number, step: Step]
/** A free event name of the seed. A student's goes to teachers, a teacher's to all; `keep` makes it part of the view. */
export type ControlFrame = [kind: typeof Up.control, n: number, name: string, payload: Uint8Array, keep: boolean]
/** Asks for the view again, after a hole in the batch numbers. */
export type ResyncFrame = [kind: typeof Up.resync, positions: Positions]
/** Asks for the roster from participant index `from` on (teachers). */
export type RosterFrame = [kind: typeof Up.roster, from: number]

/**
 * Draws `size` people, or groups of about `size` (teachers), from those here now; with `unanswered` from those
 * whose answer to the current question is missing. `no` is how many draws the sender saw.
 */
export type PickFrame = [kind: typeof Up.pick, n: number, no: number, mode: PickMode, size: number, unanswered: boolean]
/** Lets draw `no` pass. */
export type PassFrame = [kind: typeof Up.pass, n: number, no: number]
/** A teacher sets a widget. */
export type WidgetFrame = [kind: typeof Up.widget, n: number, step: WidgetStep]
export type HandFrame = [kind: typeof Up.hand, n: number, up: boolean]
/** A reaction, by its number. No command: it is summed and has no verdict. */
export type ReactFrame = [kind: typeof Up.react, reaction: number]
export type PostFrame = [kind: typeof Up.post, n: number, text: string]
export type VoteFrame = [kind: typeof Up.vote, n: number, no: number, up: boolean]
export type WordFrame = [kind: typeof Up.word, n: number, text: string]

/** Shares what the sidecar has seen: `receipt` is its word for it (server/wire/api.ts). */
export type SendMediaFrame = [kind: typeof Up.sendMedia, n: number, receipt: string]
/** Does something with a medium (teachers; a student removes his own). `page`: from 1 with `show`, else 0. */
export type MediaFrame = [kind: typeof Up.media, n: number, act: MediaAct, id: string, page: number]
/** Asks for the pass that uploads want; answered by `mediaPass`. */
export type MediaPassFrame = [kind: typeof Up.mediaPass]
/** Asks for the list of media from the `from`th on (teachers); answered by `mediaPage`. */
export type MediaListFrame = [kind: typeof Up.mediaList, from: number]
/** Whether students may share (teachers). */
export type AllowMediaFrame = [kind: typeof Up.allowMedia, n: number, allowed: boolean]

/** Commands of shared media. */
export type SharedMediaFrame = SendMediaFrame | MediaFrame | AllowMediaFrame

/** Does something to the whiteboard. */
export type DrawFrame = [kind: typeof Up.draw, n: number, act: DrawAct]
/**
 * Asks for what changed on a sheet of the board after position `since` of the `media` lane (-1: everything);
 * `from` is 0, then `next` of the page before. Answered by `sheet`.
 */
export type SheetFrame = [kind: typeof Up.sheet, sheet: number, since: number, from: number]
/** Where the laser pointer of somebody who may draw is. No command: it passes by, and never reaches the log. */
export type LaserFrame = [kind: typeof Up.laser, x: number, y: number]

/** Commands of picker and widgets. */
export type ToolFrame = PickFrame | PassFrame | WidgetFrame | HandFrame | PostFrame | VoteFrame | WordFrame

/** What a teacher does with the widgets. `timer`: what the clock shows now; `dice`: how many are thrown, 0 puts them away. */
export type WidgetStep =
  | [step: 'away']
  | [step: 'timer', mode: TimerMode, running: boolean, ms: number]
  | [step: 'light', light: Light]
  | [step: 'dice', count: number]
  | [step: 'tool', tool: Tool, state: ToolState, prompt: string]
  | [step: 'lower', target: number]
  | [step: 'judge', no: number, standing: PostStanding]
  | [step: 'hideWord', word: string, hidden: boolean]
  | [step: 'stage', stage: Stage]

export type UpFrame =
  | SharedMediaFrame | MediaPassFrame | MediaListFrame
  | DrawFrame | SheetFrame | LaserFrame
  | ToolFrame | ReactFrame
  | ItsMe | JoinFrame | AnswerFrame | LeaveFrame | PingFrame | SteerFrame | ControlFrame | ResyncFrame | RosterFrame

/** What a teacher can do. The names are the events' own. */
export type Step =
  | [step: 'open', title: string]
  | [step: 'end']
  | [step: 'ask', index: number, total: number, quizId: string, question: Question]
  | [step: 'extend', no: number, limit: number]
  | [step: 'close', no: number, round: number]
  | [step: 'reveal', no: number]
  | [step: 'again', no: number]
  | [step: 'skip', no: number]
  | [step: 'show', what: Showing]
  | [step: 'accept', no: number, round: number, target: number]
  | [step: 'set', setting: Setting, value: boolean]
  | [step: 'factor', target: number, factor: number]
  | [step: 'remove', target: number, removed: boolean]
  | [step: 'take']
  | [step: 'hold', seat: Seat]
  | [step: 'quiz', quizId: string, title: string, total: number]
  | [step: 'nickname', target: number, nickname: string]
  | [step: 'excuse', target: number, excused: boolean]

// ---------------------------------------------------------------- server → client

export const Down = {
  connected: 1,
  ack: 2,
  error: 3,
  batch: 4,
  beat: 5,
  roster: 6,
  view: 7,
  resume: 8,
  // parts of a view; each replaces what the client holds of that part
  lesson: 16,
  counts: 17,
  question: 18,
  clock: 19,
  progress: 20,
  tally: 21,
  reveal: 22,
  board: 23,
  kept: 24,
  // a relayed control message; passes by, is not a part
  control: 25,
  // parts of picker and widgets
  draw: 26,
  widgets: 27,
  moods: 28,
  hands: 29,
  wall: 30,
  cloud: 31,
  // parts for one person
  me: 32,
  mine: 33,
  score: 34,
  drawn: 35,
  said: 36,
  // parts for teachers
  steering: 48,
  asked: 49,
  lates: 50,
  people: 51,
  draws: 52,
  pace: 53,
  queue: 54,
  // parts for projectors
  podium: 60,
  // for projectors and teachers
  cover: 61,
  // shared media
  shown: 64,
  sharing: 65,
  ownMedia: 66,
  playback: 67,
  mediaPage: 70,
  mediaPass: 71,
  // the whiteboard
  whiteboard: 72,
  pen: 73,
  // what changed on its sheets; passes by, is not a part
  ink: 74,
  sheet: 75,
  // passes by, is not a part
  laser: 76
} as const

/**
 * The answer to `itsme`; the parts of the view follow in the same array.
 * `batch` is the last batch number of this audience: batches up to it are already in the view.
 * `resume` is null where the client's own token stays good. `spread` (ms) is the time over which a
 * dropped class comes back. `recovered` is false when control messages may have been missed.
 */
export type Connected = [kind: typeof Down.connected, session: number, role: Role, seat: Seat, positions: Positions, batch: number, now: number, resume: string | null, spread: number, recovered: boolean, ...parts: Array<Part | ControlDown>]
/** The verdict of command `n`, from the fold. `at` is when the relay received it, `position` where it stands. */
export type Ack = [kind: typeof Down.ack, n: number, verdict: Verdict, position: number, at: number]
/** A command that reached no log (`n` 0: no command). `detail` names what was wrong; `retryAfter` ms, 0: do not repeat. */
export type ErrorFrame = [kind: typeof Down.error, n: number, code: ErrorCode, retryAfter: number, detail: string]
/** `n` counts batches per audience; a hole means: ask for a fresh view. */
export type Batch = [kind: typeof Down.batch, n: number, positions: Positions, ...frames: Array<Part | PassingFrame>]
/** Sent when nothing else was, so that a hole is seen. `now` is the server's clock, `stored` whether the log takes answers. */
export type Beat = [kind: typeof Down.beat, batch: number, now: number, stored: boolean]
/** The view again, after `resync`. */
export type View = [kind: typeof Down.view, positions: Positions, batch: number, now: number, recovered: boolean, ...parts: Array<Part | ControlDown>]
/** A new resume token, bound to the lesson that was just joined; it takes the place of the one before. */
export type ResumeFrame = [kind: typeof Down.resume, token: string]
/** A page of the roster; `next` is where the following page begins, -1 at the end. */
export type RosterPage = [kind: typeof Down.roster, next: number, rows: Person[]]

export type LessonPart = [kind: typeof Down.lesson, phase: LessonPhase, lesson: string, title: string, teacher: string, openedAt: number, locked: boolean, namesHidden: boolean]
/** Students who joined, students here now, and whether the controlling teacher is here. */
export type CountsPart = [kind: typeof Down.counts, joined: number, here: number, teacherHere: boolean]
/** The current question, or no question (`no` -1, null). `no` counts the questions asked in this lesson from 0. Students get no solution. */
export type QuestionPart = [kind: typeof Down.question, no: number, index: number, total: number, question: OpenQuestion | Question | null]
/** `limit` is the time given in ms (0: none), before a participant's factor; `closedAt` 0 while open. */
export type ClockPart = [kind: typeof Down.clock, no: number, round: number, phase: Phase, openedAt: number, limit: number, closedAt: number, showing: Showing]
export type ProgressPart = [kind: typeof Down.progress, no: number, round: number, answered: number]
/**
 * How the answers of a round are spread. For choices `counts[i]` belongs to choice i; for numeric and
 * text `top` holds the most frequent answers with their counts, at most 20. `right` -1 until revealed or not a teacher.
 */
export type TallyPart = [kind: typeof Down.tally, no: number, round: number, answered: number, counts: number[], top: Array<[text: string, n: number]>]
/** After the reveal: what is right and how all rounds went. `moved` (teachers): wrong→right, right→wrong, kept right, kept wrong between the last two rounds. */
export type RevealPart = [kind: typeof Down.reveal, no: number, solution: Solution, explanation: string, rounds: Array<{ answered: number, right: number, counts: number[], top: Array<[text: string, n: number]> }>, moved: [number, number, number, number] | null]
/**
 * The leaderboard; to students only while the teacher shows it. Nicknames where names are hidden. Teachers
 * always see names, and beside them the nickname, the rank before this question (0: none) and the streak.
 */
export type BoardPart = [kind: typeof Down.board, rows: Array<[rank: number, name: string, score: number, gained: number, nickname?: string, before?: number, streak?: number]>]
/** All kept control messages. */
export type KeptPart = [kind: typeof Down.kept, messages: Array<[name: string, payload: Uint8Array]>]
/** A relayed control message. `session` is the sender's: the client drops its own. */
export type ControlDown = [kind: typeof Down.control, position: number, session: number, name: string, payload: Uint8Array]

/** Who I am in this lesson. `index` -1 until joined. */
export type MePart = [kind: typeof Down.me, index: number, name: string, factor: number, nickname: string]
/** My answer to the current question and round, or null. `verdict` accepted or late. */
export type MinePart = [kind: typeof Down.mine, no: number, round: number, revision: number, value: AnswerValue | null, at: number, verdict: Verdict]
/** After a reveal: how I did and where I stand. `rank` 0 when nothing is ranked yet; `lower` marks the lower half. */
export type ScorePart = [kind: typeof Down.score, no: number, outcome: Outcome, points: number, total: number, rank: number, of: number, lower: boolean, streak: number]

/** `position` is what the next steering command names; `controller` the index of who controls, `hand` the seat of the device with which. */
export type SteeringPart = [kind: typeof Down.steering, position: number, controller: number, controllerName: string, quizId: string, quizTitle: string, quizTotal: number, hand: Seat]
/** The questions asked so far; `right` in percent or -1. */
export type AskedPart = [kind: typeof Down.asked, rows: Array<[no: number, index: number, quizId: string, title: string, phase: Phase, rounds: number, right: number]>]
/** Late answers of the current round that the teacher may accept. */
export type LatesPart = [kind: typeof Down.lates, no: number, round: number, rows: Array<[index: number, name: string, late: number, accepted: boolean, value: AnswerValue]>]
/** Rows of the roster that changed. */
export type PeoplePart = [kind: typeof Down.people, rows: Person[]]

/** The five best while the leaderboard is shown, each with a bubble a scored question; who took part, and percent of right answers. */
export type PodiumPart = [kind: typeof Down.podium, rows: Array<[rank: number, name: string, score: number, right: boolean[]]>, of: number, percent: number]

/** Whether the teacher covers the wall. */
export type CoverPart = [kind: typeof Down.cover, covered: boolean]

/** A row of the roster. `gained`: points of the current question, -1 before its reveal and for surveys; `nickname` what others may call a student, '' for a teacher; `excused` from draws. */
export type Person = [index: number, name: string, studentNumber: string, role: Role, verified: boolean, joinedAt: number, standing: Standing, answered: boolean, factor: number, score: number, gained: number, nickname: string, excused: boolean]

/**
 * The draw that shows (`no` -1: none). Groups of people by name; empty where there are too many to list, `of` says how
 * many there are. Who passed is marked for teachers, and left out for others.
 */
export type DrawPart = [kind: typeof Down.draw, no: number, at: number, mode: PickMode, seed: number, pool: number, groups: Array<Array<[name: string, index: number, passed: boolean]>>, of: number]
/** `timer` is mode, running, ms and the time at which it showed these; `states` by tool, `stage` is what stands large on the wall. */
export type WidgetsPart = [kind: typeof Down.widgets, timer: [TimerMode, boolean, number, number], light: Light, faces: number[], thrownAt: number, states: ToolState[], prompt: string, stage: Stage]
/** Sums of the emoji since they were allowed, and when the last came. */
export type MoodsPart = [kind: typeof Down.moods, sums: number[], at: number]
export type HandsPart = [kind: typeof Down.hands, raised: number]
/** The most wanted questions of `of`. */
export type WallPart = [kind: typeof Down.wall, of: number, rows: Array<[no: number, text: string, votes: number, standing: PostStanding, name: string]>]
/** The most frequent words; `key` and `hidden` for teachers. */
export type CloudPart = [kind: typeof Down.cloud, people: number, rows: Array<[word: string, n: number, key?: string, hidden?: boolean]>]
/** Whether I am drawn: my group (-1: no), who is in it with me, whether I may let it pass. */
export type DrawnPart = [kind: typeof Down.drawn, no: number, group: number, mates: string[], mayPass: boolean]
/** What I did with the tools. */
export type SaidPart = [kind: typeof Down.said, hand: boolean, words: readonly string[], posts: Array<[no: number, text: string, standing: PostStanding]>, votes: number[]]
/** The draws so far, the latest first. */
export type DrawsPart = [kind: typeof Down.draws, rows: Array<[no: number, at: number, mode: PickMode, pool: number, names: string[], groups: number]>]
/** What is said of the pace, of the last one to two minutes before `at`. */
export type PacePart = [kind: typeof Down.pace, fast: number, slow: number, lost: number, at: number]
/** Whose hands are up, in their order. */
export type QueuePart = [kind: typeof Down.queue, rows: Array<[index: number, name: string, at: number]>]

/** What everyone is shown, or null, whether students may share, and the page that is open (from 1; 0: nothing is shown). */
export type ShownPart = [kind: typeof Down.shown, medium: MediumRow | null, allowed: boolean, page: number]
/** How the film or sound that is shown runs on projectors: at the time `at` it stood at `ms`. */
export type PlaybackPart = [kind: typeof Down.playback, playing: boolean, ms: number, at: number]
/** For teachers: media, those that wait, and a number that changes with the list: then it is asked for again. */
export type SharingPart = [kind: typeof Down.sharing, total: number, waiting: number, revision: number]
/** The own media, and what became of them. */
export type OwnMediaPart = [kind: typeof Down.ownMedia, rows: Array<[id: string, name: string, standing: MediaStanding]>]
/** A page of the list; `next` is where the following page begins, -1 at the end. */
export type MediaPage = [kind: typeof Down.mediaPage, next: number, rows: SharedRow[]]
/** What uploads want in their Authorization header; good for `seconds`. */
export type MediaPassDown = [kind: typeof Down.mediaPass, token: string, seconds: number]

/**
 * Whether everyone sees the whiteboard, which sheet, of how many; for teachers who may draw besides them. While it is
 * not shown, only teachers are told of ink: others forget the sheets that they hold.
 */
export type WhiteboardPart = [kind: typeof Down.whiteboard, shown: boolean, sheet: number, sheets: number, writers?: Array<[index: number, name: string]>]
/** Whether I may draw, and the actions that I may take back or do again now (ids of their commands; 0: none). */
export type PenPart = [kind: typeof Down.pen, mayDraw: boolean, undo: number, redo: number]
/** What changed on the sheets, told up to `position` of the `media` lane without a gap. */
export type InkDown = [kind: typeof Down.ink, position: number, rows: ItemRow[]]
/**
 * A page of a sheet, of at most 16 KiB; `next` is where the following page begins, -1 at the end. `whole`: it holds
 * everything, and whatever the client has of the sheet besides is gone. When the last page is there, the sheet
 * stands as of the `position` of the first.
 */
export type SheetPage = [kind: typeof Down.sheet, sheet: number, position: number, whole: boolean, next: number, rows: ItemRow[]]
/** Where laser pointers were last: the author's index and the place on the sheet that all see. They fade by themselves. */
export type LaserDown = [kind: typeof Down.laser, spots: Array<[by: number, x: number, y: number]>]

/** What passes by in batches, and is no part of a view. */
export type PassingFrame = ControlDown | InkDown | LaserDown

/** Parts of picker and widgets. */
export type ToolPart = DrawPart | WidgetsPart | MoodsPart | HandsPart | WallPart | CloudPart | DrawnPart | SaidPart | DrawsPart | PacePart | QueuePart

export type Part =
  | ShownPart | PlaybackPart | SharingPart | OwnMediaPart
  | WhiteboardPart | PenPart
  | ToolPart
  | LessonPart | CountsPart | QuestionPart | ClockPart | ProgressPart | TallyPart | RevealPart | BoardPart | KeptPart
  | MePart | MinePart | ScorePart | SteeringPart | AskedPart | LatesPart | PeoplePart | PodiumPart | CoverPart

/** A message holds one or more of these back to back. Personal parts also stand alone, outside the batch count. */
export type DownFrame = Connected | Ack | ErrorFrame | Batch | Beat | View | ResumeFrame | RosterPage | MediaPage | MediaPassDown | SheetPage | PenPart | OwnMediaPart | MePart | MinePart | ScorePart | DrawnPart | SaidPart
