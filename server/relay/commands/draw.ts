import { decodePoints } from '../../classroom/ink.ts'
import { BOARD_LIMITS } from '../../classroom/limits.ts'
import { Draw } from '../../classroom/whiteboard-model.ts'
import { isLeaders } from '../../classroom/whiteboard.ts'
import { Down } from '../../wire/messages.ts'
import type { DrawFrame, LaserFrame, SheetFrame } from '../../wire/messages.ts'
import { splice } from '../../wire/splice.ts'
import type { Room } from '../room.ts'
import type { Session } from '../session.ts'
import { NO_PAGE, changesPage, wholePage } from '../sheet-pages.ts'

/** Does something to the whiteboard. Who is not invited never reaches the log (rule M21). */
export function draw (room: Room, session: Session, frame: DrawFrame, now: number): void {
  const [, n, act] = frame
  if (room.state.lesson === null || session.who < 0) {
    session.fail(n, 'not-joined')
  } else if (!mayDraw(room, session) || (isLeaders(act) && !session.isTeacher)) {
    room.forbid(session, frame, 'only teachers and whom they invite may draw')
  } else if (act[0] === Draw.invite && act[2] && !room.state.lesson.people.isRanked(act[1])) {
    // the lane of the board does not know who is in the class; an index that nobody has would keep a place
    session.fail(n, 'not-found', 0, 'no student of the lesson has this index')
  } else if (act[0] === Draw.ink && decodePoints(act[6]) === null) {
    room.context.metrics.refused.inc({ reason: 'bad-ink' })
    session.fail(n, 'bad-ink', 0, `a piece holds 1 to ${BOARD_LIMITS.piecePoints} points of the sheet`)
  } else {
    room.media.drawings.add(session, n, [session.commandId(n), session.who, session.isTeacher, act], now)
  }
}

/** Shows where somebody points. What comes from others is dropped. */
export function laser (room: Room, session: Session, [, x, y]: LaserFrame): void {
  if (session.who >= 0 && mayDraw(room, session)) room.point(session.who, x, y)
}

/** Reads a sheet, a page of at most 16 KiB at a time: the next is asked for when this one is there (rule M26). */
export function sheetPage (room: Room, session: Session, [, number, since, from]: SheetFrame): void {
  const board = room.media.lesson?.board
  if (board?.shown !== true && !session.isTeacher) {
    session.fail(0, 'forbidden', 0, 'the whiteboard is not shown')
    return
  }
  const sheet = board?.sheets[number]
  const { body, next } = sheet === undefined ? NO_PAGE : since < 0 ? wholePage(sheet, from) : changesPage(sheet, since, from)
  session.line.send(splice([Down.sheet, number, board?.at ?? -1, since < 0, next], [body]))
}

function mayDraw (room: Room, { who, isTeacher }: Session): boolean {
  return isTeacher || room.media.lesson?.board.mayDraw(who, false) === true
}
