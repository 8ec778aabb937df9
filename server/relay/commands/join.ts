import { Kind } from '../../classroom/events.ts'
import type { JoinFrame } from '../../wire/messages.ts'
import type { Room } from '../room.ts'
import type { Session } from '../session.ts'

/**
 * A person wants to be a participant. Before the class is open the wish is kept in memory and appended
 * after `open` (rule S15), so a lesson's log begins with its own events.
 */
export function join (room: Room, session: Session, frame: JoinFrame, now: number): void {
  if (session.audience === 'projectors') {
    room.forbid(session, frame, 'a projector shows the class and takes no part in it')
    return
  }
  const lesson = room.state.lesson
  if (lesson === null) {
    room.waiting.set(session, frame[1])
    return
  }
  const { sub, name, num, role, ver, fac, lid } = session.ticket
  room.command(session, frame[1], [Kind.join, lesson.id, now, session.commandId(frame[1]), sub, name, num, role, ver, fac, lid])
}
