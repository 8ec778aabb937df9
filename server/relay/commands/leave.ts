import { Kind } from '../../classroom/events.ts'
import type { LeaveFrame } from '../../wire/messages.ts'
import type { Room } from '../room.ts'
import type { Session } from '../session.ts'

/** A person goes for good; the socket is ended once the log has it. */
export function leave (room: Room, session: Session, frame: LeaveFrame, now: number): void {
  const lesson = room.state.lesson
  if (lesson === null || session.who < 0) {
    session.fail(frame[1], 'not-joined')
    return
  }
  room.command(session, frame[1], [Kind.leave, lesson.id, now, session.commandId(frame[1]), session.who])
}
