import { Presence } from '../classroom/events.ts'
import type { SessionEvent } from '../classroom/events.ts'
import type { PresenceState, Replaced } from '../classroom/presence.ts'
import { CloseCode } from '../wire/close-codes.ts'
import type { RoomContext } from './room-context.ts'
import type { Session } from './session.ts'

/** A client returns within the spread; so much later it is still no drop that anybody need be told of (ms). */
const MARGIN_MS = 1000

/** A socket that is gone, and may be back in a moment. */
interface Absence {
  presence: number
  since: number
  announced: Promise<void>
}

/**
 * Tells the log whose sockets come to a class on this relay, and whose go. Who is back on the same device within
 * a moment takes the place he had (rule S17): a hall whose access point restarts costs the log one event a second
 * and not two for each phone.
 */
export class Attendance {
  readonly #known: PresenceState
  readonly #context: RoomContext
  readonly #append: (event: SessionEvent) => Promise<void>
  /** By person, seat and device; the longest gone first. */
  readonly #absent = new Map<string, Absence>()
  /** Places that were taken again, not told yet. */
  #back: number[] = []

  constructor (known: PresenceState, context: RoomContext, append: (event: SessionEvent) => Promise<void>) {
    this.#known = known
    this.#context = context
    this.#append = append
  }

  /** A socket has said who it is. */
  arrive (session: Session, now: number): void {
    if (session.audience === 'projectors') return // a wall is nobody who could be here
    const place = placeOf(session)
    const absence = this.#absent.get(place)
    this.#absent.delete(place)
    if (absence === undefined) {
      this.#announce(session, now)
    } else if (this.#known.has(this.#context.relay, this.#context.incarnation, absence.presence)) {
      session.presence = absence.presence
      session.announced = absence.announced
      this.#back.push(absence.presence)
    } else {
      this.#tellGone(absence)
      this.#announce(session, now)
    }
  }

  /** A socket that had arrived is gone. */
  depart (session: Session, now: number): void {
    if (this.#context.leaving || session.announced === null) return
    const absence = { presence: session.presence, since: now, announced: session.announced }
    const place = placeOf(session)
    // two sockets of one device: the place is kept for one of them
    if (this.#absent.has(place)) this.#tellGone(absence)
    else this.#absent.set(place, absence)
  }

  /** A session of this relay lost its seat to one that came at `at` (ms), here or on another relay. */
  replace ({ relay, incarnation, session: presence }: Replaced, sockets: readonly Session[], at: number): void {
    if (relay !== this.#context.relay || incarnation !== this.#context.incarnation) return
    for (const session of sockets.filter((socket) => socket.presence === presence)) {
      // He took his old place before the other's coming was read here: he is the newer one, and says so.
      if (session.id !== presence && session.openedAt > at) this.#announce(session, this.#context.now())
      else session.close(CloseCode.replaced)
    }
  }

  /** Tells the log who was gone for a moment, and who is gone for longer (about once a second). */
  pass (now: number): void {
    const { relay, incarnation, settings, leaving } = this.#context
    if (leaving) return
    if (this.#back.length > 0) void this.#append([Presence.flicker, now, relay, incarnation, this.#back.splice(0)])
    const momentMs = settings.spreadMaxMs + MARGIN_MS
    for (const [place, absence] of this.#absent) {
      if (now - absence.since < momentMs) break
      this.#absent.delete(place)
      this.#tellGone(absence)
    }
  }

  #announce (session: Session, now: number): void {
    const { relay, incarnation } = this.#context
    const { sub, role, seat } = session.ticket
    session.presence = session.id
    session.announced = this.#append([Presence.up, now, relay, incarnation, session.id, sub, role, seat, session.device])
  }

  #tellGone ({ presence, since, announced }: Absence): void {
    const { relay, incarnation } = this.#context
    // An append that is repeated may be overtaken, and a session that ended before it began would stay for ever.
    void announced.then(() => this.#append([Presence.down, since, relay, incarnation, presence]))
  }
}

function placeOf ({ ticket, device }: Session): string {
  return `${ticket.sub}/${ticket.seat}/${device}`
}
