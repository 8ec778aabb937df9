import { Kind } from '../../classroom/events.ts'
import type { ControlFrame } from '../../wire/messages.ts'
import type { Room } from '../room.ts'
import type { Session } from '../session.ts'

/** In classes above this size a relayed message must be small, because everyone gets it. */
const LARGE_CLASS = 500
const LARGE_CLASS_BYTES = 16 * 1024

/** A named message, relayed as it is: a student's to the teachers, a teacher's to all (rule S10). */
export function control (room: Room, session: Session, frame: ControlFrame, now: number): void {
  const [, n, name, payload, keep] = frame
  const lesson = room.state.lesson
  if (lesson === null || session.who < 0) {
    session.fail(n, 'not-joined')
    return
  }
  if (room.students > LARGE_CLASS && payload.length > LARGE_CLASS_BYTES) {
    session.fail(n, 'too-large', 0, `payload of ${payload.length} bytes; this class takes ${LARGE_CLASS_BYTES}`)
    return
  }
  if (keep && !session.isTeacher) {
    room.forbid(session, frame, 'only a teacher can keep a message')
    return
  }
  room.command(session, n, [Kind.control, lesson.id, now, session.commandId(n), session.who, session.id, name, payload, keep])
}
