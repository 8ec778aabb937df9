import { randomInt } from 'node:crypto'
import { event } from '../log-events.ts'
import { CloseCode } from '../wire/close-codes.ts'
import { decodeAll } from '../wire/codec.ts'
import { Up } from '../wire/messages.ts'
import { checkUp } from '../wire/schemas.ts'
import type { Admitted } from './admission.ts'
import { run } from './commands/index.ts'
import type { Line } from './line.ts'
import type { Room } from './room.ts'
import type { RoomContext } from './room-context.ts'
import type { Rooms } from './rooms.ts'
import { Session } from './session.ts'
import type { SocketHandlers } from './socket.ts'

/** A socket that has not said who it is within this time is ended (ms). */
const SILENT_MS = 10_000

/** Sessions of one life of a relay; with 31 random bits before them numbers stay below 2⁵³. */
const SESSIONS_MAX = 2 ** 21

/** One socket with its class. */
export interface Visit {
  session: Session
  room: Room
}

/** Receives sockets: checks their frames, keeps their limits, and hands them to their class. */
export class Reception {
  readonly #rooms: Rooms
  readonly #context: RoomContext
  readonly #admit: SocketHandlers<Visit>['admit']
  readonly #visits = new Set<Visit>()
  /** Clients tell their own messages by the number of their session, so no two relays may ever give the same. */
  #sessions = randomInt(2 ** 31) * SESSIONS_MAX

  constructor (rooms: Rooms, context: RoomContext, admit: SocketHandlers<Visit>['admit']) {
    this.#rooms = rooms
    this.#context = context
    this.#admit = admit
  }

  /** Open sockets. */
  get size (): number {
    return this.#visits.size
  }

  handlers (ready: () => boolean): SocketHandlers<Visit> {
    return {
      admit: this.#admit,
      open: (line, admitted) => this.#open(line, admitted),
      message: (visit, bytes, binary) => { this.#message(visit, bytes, binary) },
      dropped: ({ session }) => {
        event(this.#context.logger, 'socket-behind', { session: session.id, bytes: session.line.buffered() })
      },
      closed: (visit, code) => { this.#closed(visit, code) },
      ready
    }
  }

  /** Ends sockets that read too slowly or never said who they are. */
  inspect (now: number): void {
    const { behindMs } = this.#context.settings
    for (const { session } of this.#visits) {
      if (session.device < 0 && now - session.openedAt > SILENT_MS) {
        session.close(CloseCode.silent)
      } else if (session.line.buffered() === 0) {
        session.bufferedSince = 0
      } else if (session.bufferedSince === 0) {
        session.bufferedSince = now
      } else if (now - session.bufferedSince > behindMs) {
        event(this.#context.logger, 'socket-behind', { session: session.id, bytes: session.line.buffered() })
        session.close(CloseCode.behind)
      }
    }
  }

  /** Tells every socket to come back, each after a delay of its own within `spreadMs`. */
  sendAway (spreadMs: number): void {
    for (const { session } of [...this.#visits]) session.close(CloseCode.draining, delayWithin(spreadMs))
  }

  #open (line: Line, admitted: Admitted): Visit | null {
    if ('refused' in admitted) {
      event(this.#context.logger, 'socket-refused', { closeCode: admitted.refused, reason: 'token' })
      this.#context.metrics.closed.inc({ code: admitted.refused })
      line.close(admitted.refused)
      return null
    }
    if (this.#context.leaving) {
      this.#context.metrics.closed.inc({ code: CloseCode.draining })
      line.close(CloseCode.draining, delayWithin(this.#context.settings.drainSpreadMs))
      return null
    }
    const { ticket, lesson } = admitted
    const room = this.#rooms.of(ticket.cls)
    const session = new Session(++this.#sessions, line, ticket, lesson, this.#context.settings, this.#context.now())
    const visit = { session, room }
    this.#visits.add(visit)
    return visit
  }

  #closed (visit: Visit, code: number): void {
    this.#visits.delete(visit)
    this.#context.metrics.closed.inc({ code })
    visit.room.depart(visit.session)
  }

  #message (visit: Visit, bytes: Uint8Array, binary: boolean): void {
    const { session } = visit
    try {
      if (!binary) throw new TypeError('text')
      for (const frame of decodeAll(bytes)) {
        if (!this.#frame(visit, frame)) return
      }
    } catch {
      this.#malformed(session, 'a message is one or more msgpack arrays, sent as binary')
    }
  }

  /** Returns false when the rest of the message is not to be read. */
  #frame ({ session, room }: Visit, value: unknown): boolean {
    const { metrics, logger, now } = this.#context
    const checked = checkUp(value)
    if (!checked.ok) {
      this.#malformed(session, checked.detail, checked.code)
      return false
    }
    const { frame } = checked
    const at = now()
    const admission = session.admit(frame, at)
    if (admission !== 'pass') metrics.slowDowns.inc()
    if (admission === 'close') {
      event(logger, 'socket-too-fast', { session: session.id })
      session.close(CloseCode.overload, String(this.#context.settings.slowDownCloseMs))
      return false
    }
    if (admission === 'slow-down') return true
    metrics.frames.inc()
    try {
      if (!run(room, session, frame, at)) {
        this.#malformed(session, frame[0] === Up.itsme ? 'itsme came before' : 'itsme comes first')
        return false
      }
    } catch (err) {
      event(logger, 'handler-failed', { session: session.id, kind: frame[0], err })
      session.close(CloseCode.internal)
      return false
    }
    return true
  }

  #malformed (session: Session, detail: string, code: 'malformed' | 'unknown-kind' = 'malformed'): void {
    this.#context.metrics.malformed.inc()
    session.malformed++
    if (session.malformed >= this.#context.settings.malformedMax) session.close(CloseCode.malformed)
    else session.fail(0, code, 0, detail)
  }
}

/** A delay of somebody's own, as the reason of a close. */
function delayWithin (ms: number): string {
  return String(Math.round(Math.random() * ms))
}
