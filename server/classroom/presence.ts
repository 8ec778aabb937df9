import { Presence } from './events.ts'
import type { Up, UserEvent } from './events.ts'
import { isUserEvent } from './event-shape.ts'
import { Role, Standing } from './model.ts'
import type { Seat } from './model.ts'

/** A drop shorter than this does not show (ms). */
export const FLICKER_MS = 15_000
/** Two drops within this time make a line shaky (ms). */
export const SHAKY_MS = 3 * 60_000

/** A session that was replaced by a newer one of the same participant in the same seat. */
export interface Replaced {
  key: string
  relay: number
  incarnation: number
  session: number
  device: number
}

/** What an event of the `user` lane changed: whose standing may differ, and who has to go. */
export interface PresenceChange {
  keys: string[]
  replaced: Replaced | null
}

interface Session extends Replaced {
  seat: Seat
}

interface Person {
  role: Role
  sessions: Session[]
  /** The last two drops (ms), 0 for none. */
  lastDrop: number
  formerDrop: number
}

/** The state of a class's `user` lane: who is connected now, on any relay. */
export class PresenceState {
  readonly sessions = new Map<string, Session>()
  readonly people = new Map<string, Person>()
  /** When those who have no session left lost the last one (ms), the longest gone first. */
  readonly gone = new Map<string, number>()
  /** The life of each relay that is known to be its last. */
  readonly relays = new Map<number, number>()
  /** Students with a session. */
  connected = 0
  #told = 0

  /** Students who are here at `now` (ms). */
  here (now: number): number {
    let here = this.connected
    for (const [key, at] of this.gone) {
      if (now - at < FLICKER_MS && this.people.get(key)?.role === Role.student) here++
    }
    return here
  }

  isHere (key: string, now: number): boolean {
    return this.standing(key, now) !== Standing.away
  }

  /** Here, away, or here on a shaky line. */
  standing (key: string, now: number): Standing {
    const person = this.people.get(key)
    if (person === undefined || now - (this.gone.get(key) ?? now) >= FLICKER_MS) return Standing.away
    return person.formerDrop > 0 && now - person.formerDrop < SHAKY_MS ? Standing.shaky : Standing.here
  }

  /** Who became away by nothing but the passing of time since this was asked last. */
  nowAway (now: number): string[] {
    const keys: string[] = []
    for (const [key, at] of this.gone) {
      if (at + FLICKER_MS > this.#told && at + FLICKER_MS <= now) keys.push(key)
    }
    this.#told = Math.max(this.#told, now)
    return keys
  }
}

/** A class of which nobody was seen yet. */
export function createPresence (): PresenceState {
  return new PresenceState()
}

/** Folds one event of the `user` lane. Never throws: an unreadable event changes nothing. */
export function foldPresence (state: PresenceState, event: UserEvent): PresenceChange {
  if (!isUserEvent(event)) return { keys: [], replaced: null }
  forget(state, event[1])
  switch (event[0]) {
    case Presence.up: return up(state, event)
    case Presence.down: {
      const [, at, relay, incarnation, session] = event
      const ended = state.sessions.get(idOf(relay, incarnation, session))
      if (ended === undefined) return { keys: [], replaced: null }
      const person = leave(state, ended, at)
      if (person.sessions.length === 0) {
        person.formerDrop = person.lastDrop
        person.lastDrop = at
      }
      return { keys: [ended.key], replaced: null }
    }
    case Presence.relay: return { keys: relayUp(state, event[1], event[2], event[3]), replaced: null }
    case Presence.canary: return { keys: [], replaced: null }
  }
}

function idOf (relay: number, incarnation: number, session: number): string {
  return `${relay}/${incarnation}/${session}`
}

function up (state: PresenceState, [, at, relay, incarnation, session, key, role, seat, device]: Up): PresenceChange {
  const id = idOf(relay, incarnation, session)
  // What an earlier life of the relay had on its way when it died is nobody's session any more.
  const ghost = (state.relays.get(relay) ?? incarnation) !== incarnation
  if (ghost || state.sessions.has(id)) return { keys: [], replaced: null }
  const person = state.people.get(key) ?? { role, sessions: [], lastDrop: 0, formerDrop: 0 }
  state.people.set(key, person)
  if (person.sessions.length === 0 && role === Role.student) state.connected++
  const former = person.sessions.find((other) => other.seat === seat)
  const newer = { key, relay, incarnation, session, device, seat }
  state.sessions.set(id, newer)
  person.sessions.push(newer)
  state.gone.delete(key)
  if (former === undefined) return { keys: [key], replaced: null }
  leave(state, former, at)
  return { keys: [key], replaced: { key, relay: former.relay, incarnation: former.incarnation, session: former.session, device: former.device } }
}

/** Takes a session out; its person is gone with the last one. */
function leave (state: PresenceState, session: Session, at: number): Person {
  state.sessions.delete(idOf(session.relay, session.incarnation, session.session))
  const person = state.people.get(session.key) as Person
  person.sessions = person.sessions.filter((other) => other !== session)
  if (person.sessions.length === 0) {
    if (person.role === Role.student) state.connected--
    state.gone.set(session.key, at)
  }
  return person
}

/** The sessions of a relay's earlier lives are gone. That is no drop of theirs: the line was not to blame. */
function relayUp (state: PresenceState, at: number, relay: number, incarnation: number): string[] {
  state.relays.set(relay, incarnation)
  const lost = [...state.sessions.values()].filter((session) => session.relay === relay && session.incarnation !== incarnation)
  for (const session of lost) leave(state, session, at)
  return lost.map(({ key }) => key)
}

/** People who have been gone for so long that nothing of them matters any more. */
function forget (state: PresenceState, now: number): void {
  for (const [key, at] of state.gone) {
    if (now - at < SHAKY_MS) break
    state.gone.delete(key)
    state.people.delete(key)
  }
}
