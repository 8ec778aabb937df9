import { Changed } from './changed.ts'
import { CommandIds } from './command-ids.ts'
import type { SavedIds } from './command-ids.ts'
import { isMediaEvent } from './media-shape.ts'
import { Media } from './media-events.ts'
import type { Drawn, MediaActed, MediaAllow, MediaEvent, MediaShare } from './media-events.ts'
import { SharedMedia } from './shared-media.ts'
import type { SavedShared } from './shared-media.ts'
import { MediaAct, movesPlayback } from './media.ts'
import { Verdict } from './model.ts'
import { Draw } from './whiteboard-model.ts'
import { Whiteboard } from './whiteboard.ts'
import type { SavedBoard } from './whiteboard.ts'

/*
 * How the lane is built: `foldMedia` is its one fold. It checks an event wholly, finds the lesson it belongs to,
 * knows repeats by their command id, and hands the event to the part that it concerns. Each part is a class in a
 * file of its own that hangs on `MediaLesson` (its state), decides a verdict and changes itself, and tells all that it
 * holds by `save()`, from which `restore()` makes another like it (media-checkpoint.ts). A new kind of event needs: its number and type (media-events.ts), its fields (media-shape.ts),
 * a case in `judge` below, a flag of `Changed` and an entry in relay/parts.ts for what views show of it.
 */

/** What the lane holds of one lesson. */
export class MediaLesson {
  readonly id: string
  readonly openedAt: number
  readonly commands: CommandIds
  readonly shared = new SharedMedia()
  /** Position of the last event that changed them. */
  sharedAt = -1
  readonly board = new Whiteboard(this.shared)

  constructor (id: string, openedAt: number) {
    this.id = id
    this.openedAt = openedAt
    this.commands = new CommandIds(openedAt)
  }

  static restored ([id, openedAt, commands, shared, sharedAt, board]: SavedMediaLesson): MediaLesson {
    const lesson = new MediaLesson(id, openedAt)
    lesson.commands.restore(commands)
    lesson.shared.restore(shared)
    lesson.sharedAt = sharedAt
    if (board !== null) lesson.board.restore(board)
    return lesson
  }

  save (): SavedMediaLesson {
    const { id, openedAt, commands, shared, sharedAt, board } = this
    return [id, openedAt, commands.save(), shared.save(), sharedAt, board.save()]
  }
}

/** What the lane holds of a lesson, as a checkpoint has it. */
export type SavedMediaLesson = [id: string, openedAt: number, commands: SavedIds[], shared: SavedShared, sharedAt: number, board: SavedBoard | null]

/** The state of a class's `media` lane. */
export interface MediaState {
  lesson: MediaLesson | null
  /** When the youngest lesson that has ended was opened (ms): what comes late for it means nothing. */
  endedAt: number
}

/** What became of a command of the lane, or of an event that a relay made itself (`id` 0, `who` -1). */
export interface MediaFolded {
  verdict: Verdict
  id: number
  /** Index of who sent it. */
  who: number
  /** Where it stands and when it was received (ms); of a repeat, where and when the first did. */
  position: number
  at: number
  applied: boolean
  /** Which views may differ now (flags of `Changed`). */
  changed: number
  /** Whose own parts changed; -1 nobody's. */
  person: number
}

export function createMedia (): MediaState {
  return { lesson: null, endedAt: -1 }
}

/** Folds one event of the `media` lane: wholly or not at all. Never throws; an unreadable event changes nothing, nor does a checkpoint. */
export function foldMedia (state: MediaState, event: MediaEvent, position: number): MediaFolded[] {
  if (!isMediaEvent(event)) return [own(Verdict.unreadable, position, 0)]
  if (event[0] === Media.checkpoint) return []
  const [, id, openedAt, at] = event
  const lesson = lessonOf(state, id, openedAt)
  if (lesson === null) return [own(Verdict.notOpen, position, at)]
  switch (event[0]) {
    case Media.end: return [end(state, position, at)]
    case Media.board: return event[4].map((drawn) => drew(lesson, drawn, position, at))
    default: return [shared(lesson, event, position)]
  }
}

function own (verdict: Verdict, position: number, at: number, changed = 0): MediaFolded {
  return { verdict, id: 0, who: -1, position, at, applied: verdict === Verdict.accepted, changed, person: -1 }
}

/** What is said of shared media: known by its id, judged once. */
function shared (lesson: MediaLesson, event: MediaShare | MediaActed | MediaAllow, position: number): MediaFolded {
  const [, , , at, id, who] = event
  const first = lesson.commands.recall(who, id)
  const folded = { id, who, person: -1, changed: 0, applied: false, position, at }
  if (first !== null) return { ...folded, ...first }
  const person = lesson.shared.concerned(event)
  const verdict = lesson.shared.take(event)
  lesson.commands.remember(who, id, { verdict, position, at })
  if (verdict !== Verdict.accepted) return { ...folded, verdict }
  if (event[0] === Media.act && movesPlayback(event[7])) return { ...folded, verdict, applied: true, changed: Changed.playback }
  lesson.sharedAt = position
  const removed = event[0] === Media.act && (event[7] === MediaAct.remove || event[7] === MediaAct.reject)
  const drawn = removed ? lesson.board.lose(event[8], position) : 0
  return { ...folded, verdict, applied: true, person, changed: Changed.shared | drawn }
}

/**
 * What somebody does to the whiteboard: the same. A piece of a stroke is known by its number instead, because a
 * writer who was away sends more of them again than ids are kept.
 */
function drew ({ commands, board }: MediaLesson, drawn: Drawn, position: number, at: number): MediaFolded {
  const [id, who, , act] = drawn
  const piece = act[0] === Draw.ink
  const first = piece ? null : commands.recall(who, id)
  const folded = { id, who, position, at }
  if (first !== null) return { ...folded, ...first, applied: false, changed: 0, person: -1 }
  const { verdict, changed, person } = board.take(drawn, position)
  if (!piece) commands.remember(who, id, { verdict, position, at })
  return { ...folded, verdict, applied: changed !== 0, changed, person }
}

/** The state that an event belongs to, begun with its first; null where its lesson is over or another took its place. */
function lessonOf (state: MediaState, id: string, openedAt: number): MediaLesson | null {
  const { lesson, endedAt } = state
  if (lesson?.id === id) return lesson
  if (openedAt <= endedAt || (lesson !== null && lesson.openedAt >= openedAt)) return null
  state.lesson = new MediaLesson(id, openedAt)
  return state.lesson
}

/** The socket lane tells every view of the end, so nothing is to be shown. */
function end (state: MediaState, position: number, at: number): MediaFolded {
  state.endedAt = state.lesson!.openedAt
  state.lesson = null
  return own(Verdict.accepted, position, at)
}
