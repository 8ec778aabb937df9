import { randomInt } from 'node:crypto'
import { Kind } from '../../classroom/events.ts'
import type { SocketEvent } from '../../classroom/events.ts'
import type { Lesson } from '../../classroom/live-lesson.ts'
import { drawPool } from '../../classroom/draw-pool.ts'
import { bitsOf, draw } from '../../classroom/picker.ts'
import { PickMode, TOOL_LIMITS } from '../../classroom/tool-model.ts'
import { Up } from '../../wire/messages.ts'
import type { PickFrame, ReactFrame, ToolFrame, WidgetFrame } from '../../wire/messages.ts'
import type { Room } from '../room.ts'
import type { Session } from '../session.ts'

const SEEDS = 2 ** 32
const FACES = 6

/** Picker and widgets. Chance is decided here, once, and written into the event. */
export function useTool (room: Room, session: Session, frame: ToolFrame, now: number): void {
  const { lesson } = room.state
  const n = frame[1]
  const leads = frame[0] === Up.pick || frame[0] === Up.widget
  if (leads && !session.isTeacher) {
    room.forbid(session, frame)
    return
  }
  if (lesson === null || session.who < 0) {
    session.fail(n, 'not-joined')
    return
  }
  if (frame[0] === Up.pick) {
    pick(room, session, frame, lesson, now)
    return
  }
  room.command(session, n, eventOf(frame, [lesson.id, now, session.commandId(n), session.who]))
}

type Head = [lesson: string, at: number, id: number, by: number]

function eventOf (frame: Exclude<ToolFrame, PickFrame>, head: Head): SocketEvent {
  switch (frame[0]) {
    case Up.pass: return [Kind.pass, ...head, frame[2]]
    case Up.hand: return [Kind.hand, ...head, head[3], frame[2]]
    case Up.post: return [Kind.post, ...head, frame[2]]
    case Up.vote: return [Kind.vote, ...head, frame[2], frame[3]]
    case Up.word: return [Kind.word, ...head, frame[2]]
    case Up.widget: return widgetEvent(frame[2], head)
  }
}

function widgetEvent (step: WidgetFrame[2], head: Head): SocketEvent {
  switch (step[0]) {
    case 'away': return [Kind.putAway, ...head]
    case 'timer': return [Kind.timer, ...head, step[1], step[2], step[3]]
    case 'light': return [Kind.light, ...head, step[1]]
    case 'dice': return [Kind.dice, ...head, Array.from({ length: step[1] }, () => randomInt(FACES) + 1)]
    case 'tool': return [Kind.tool, ...head, step[1], step[2], step[3]]
    case 'lower': return [Kind.hand, ...head, step[1], false]
    case 'judge': return [Kind.judge, ...head, step[1], step[2]]
    case 'stage': return [Kind.stage, ...head, step[1]]
    case 'hideWord': return [Kind.hideWord, ...head, step[1], step[2]]
  }
}

/** Draws among the students who are here now, and if asked so have not answered the current question (rules T3, T14). */
function pick (room: Room, session: Session, [, n, no, mode, size, unanswered]: PickFrame, lesson: Lesson, now: number): void {
  if (mode === PickMode.people ? size > TOOL_LIMITS.drawnPeople : size < TOOL_LIMITS.groupMin) {
    session.fail(n, 'nobody', 0, 'no such size')
    return
  }
  const { pool, excused } = drawPool(lesson, (key) => room.presence.isHere(key, now), unanswered)
  if (pool.length === 0) {
    session.fail(n, excused === 0 ? 'nobody' : 'all-excused', 0, `nobody to draw from, ${excused} excused`)
    return
  }
  const seed = randomInt(SEEDS)
  const groups = draw(pool, (who) => lesson.tools.picker.timesOf(who), mode, size, seed)
  room.command(session, n, [Kind.pick, lesson.id, now, session.commandId(n), session.who, no, mode, seed, bitsOf(pool), groups])
}

/** A reaction is summed with the others of the moment; nobody is answered (rule T8). */
export function react (room: Room, session: Session, [, reaction]: ReactFrame, now: number): void {
  if (session.who >= 0 && !session.isTeacher) room.react(reaction, now)
}
