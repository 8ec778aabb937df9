import type { ItsMe, ResyncFrame } from '../../wire/messages.ts'
import type { Room } from '../room.ts'
import type { Session } from '../session.ts'

/** The first frame of a socket: the device says who it is and what it has seen; the answer is the view. */
export function itsme (room: Room, session: Session, frame: ItsMe): void {
  const [, device, , positions] = frame
  session.device = device
  room.enter(session, positions)
}

/** A client noticed a hole in the batch numbers: the view again. */
export function resync (room: Room, session: Session, frame: ResyncFrame): void {
  room.context.metrics.resyncs.inc()
  room.sendView(session, frame[1])
}
