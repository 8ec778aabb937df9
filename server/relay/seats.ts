import type { Seat } from '../classroom/model.ts'
import type { Session } from './session.ts'

const NONE: readonly Session[] = []

/** Which sockets of this relay belong to whom. */
export class Seats {
  readonly #byKey = new Map<string, Session[]>()
  size = 0

  add (session: Session): void {
    const key = session.ticket.sub
    const sessions = this.#byKey.get(key)
    if (sessions === undefined) this.#byKey.set(key, [session])
    else sessions.push(session)
    this.size++
  }

  remove (session: Session): void {
    const key = session.ticket.sub
    const sessions = this.#byKey.get(key)
    const at = sessions?.indexOf(session) ?? -1
    if (sessions === undefined || at < 0) return
    this.size--
    if (sessions.length === 1) this.#byKey.delete(key)
    else sessions.splice(at, 1)
  }

  /** All sockets of a participant. */
  of (key: string): readonly Session[] {
    return this.#byKey.get(key) ?? NONE
  }

  /** The participant's sockets on this seat, but for session `but`. */
  others (key: string, seat: Seat, but: number): Session[] {
    return this.of(key).filter((session) => session.ticket.seat === seat && session.id !== but)
  }

  * [Symbol.iterator] (): IterableIterator<Session> {
    for (const sessions of this.#byKey.values()) yield * sessions
  }
}
