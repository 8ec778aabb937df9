import { Presence } from './events.ts'
import type { Down, Flicker, SessionEvent, Up } from './events.ts'
import { Role, Standing } from './model.ts'
import type { Seat } from './model.ts'
import { RelayTable } from './presence-relays.ts'
import type { RelayChange } from './presence-relays.ts'

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
  /** When its relay took it in (ms). */
  at: number
  /** Whether its relay is lost. */
  away: boolean
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
  /** The relays of the class's partition; one table for all its classes. */
  readonly relays: RelayTable
  readonly sessions = new Map<string, Session>()
  readonly people = new Map<string, Person>()
  /** When those who have no session left lost the last one (ms), the longest gone first. */
  readonly gone = new Map<string, number>()
  /** Students with a session on a relay that is not lost. */
  connected = 0
  #told = 0

  constructor (relays: RelayTable) {
    this.relays = relays
  }

  /** Whether the log knows this session, and it is not over. */
  has (relay: number, incarnation: number, session: number): boolean {
    return this.sessions.has(idOf(relay, incarnation, session))
  }

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
    if (person === undefined || !(isPresent(person) || now - (this.gone.get(key) ?? -Infinity) < FLICKER_MS)) return Standing.away
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

  /** Whether nobody is connected, on any living relay, and nobody was of late (ms). */
  idle (now: number): boolean {
    for (const [key, person] of this.people) {
      if (isPresent(person) || now - (this.gone.get(key) ?? -Infinity) < SHAKY_MS) return false
    }
    return true
  }
}

/** A class of which nobody was seen yet; `relays` is the table of its partition. */
export function createPresence (relays = new RelayTable()): PresenceState {
  return new PresenceState(relays)
}

/** Folds one event of a class's `user` lane that has its shape (event-shape.ts). */
export function foldPresence (state: PresenceState, event: SessionEvent): PresenceChange {
  forget(state, event[1])
  switch (event[0]) {
    case Presence.up: return up(state, event)
    case Presence.down: return down(state, event)
    case Presence.flicker: return flicker(state, event)
  }
}

/**
 * Takes over what an event of a relay means to the sessions of a class, at `at` (ms). Sessions of a life that
 * is over are gone, those of a lost one away. That is no drop of theirs: the line was not to blame.
 */
export function followRelay (state: PresenceState, { fate, relay, incarnation }: RelayChange, at: number): PresenceChange {
  const concerned = [...state.sessions.values()].filter((session) =>
    session.relay === relay && (session.incarnation === incarnation) !== (fate === 'begun'))
  for (const session of concerned) {
    change(state, session.key, at, (person) => {
      if (fate === 'lost' || fate === 'back') session.away = fate === 'lost'
      else remove(state, person, session)
    })
  }
  return { keys: concerned.map(({ key }) => key), replaced: null }
}

const NOTHING: PresenceChange = { keys: [], replaced: null }

function up (state: PresenceState, [, at, relay, incarnation, session, key, role, seat, device]: Up): PresenceChange {
  const { relays, sessions, people } = state
  const id = idOf(relay, incarnation, session)
  if (!relays.mayLive(relay, incarnation) || sessions.has(id)) return NOTHING
  const newcomer: Session = { key, relay, incarnation, session, device, seat, at, away: relays.isLost(relay, incarnation) }
  const former = people.get(key)?.sessions.find((other) => other.seat === seat)
  // A relay that stood still hands in what others have overtaken: the newer session has the seat, not the later record.
  if (former !== undefined && !isNewer(newcomer, former)) return { keys: [], replaced: replacedBy(newcomer) }
  if (!people.has(key)) people.set(key, { role, sessions: [], lastDrop: 0, formerDrop: 0 })
  change(state, key, at, (person) => {
    sessions.set(id, newcomer)
    person.sessions.push(newcomer)
    if (former !== undefined) remove(state, person, former)
  })
  return { keys: [key], replaced: former === undefined ? null : replacedBy(former) }
}

function down (state: PresenceState, [, at, relay, incarnation, session]: Down): PresenceChange {
  const ended = state.sessions.get(idOf(relay, incarnation, session))
  if (ended === undefined) return NOTHING
  change(state, ended.key, at, (person) => {
    remove(state, person, ended)
    if (person.sessions.length === 0 && !ended.away) noteDrop(person, at)
  })
  return { keys: [ended.key], replaced: null }
}

function flicker (state: PresenceState, [, at, relay, incarnation, sessions]: Flicker): PresenceChange {
  const keys: string[] = []
  for (const session of sessions) {
    const key = state.sessions.get(idOf(relay, incarnation, session))?.key
    const person = key === undefined ? undefined : state.people.get(key)
    // who has another screen was never gone, and a repeat has the same time
    if (key === undefined || person === undefined || person.sessions.length > 1 || person.lastDrop === at) continue
    noteDrop(person, at)
    keys.push(key)
  }
  return { keys, replaced: null }
}

function noteDrop (person: Person, at: number): void {
  person.formerDrop = person.lastDrop
  person.lastDrop = at
}

function idOf (relay: number, incarnation: number, session: number): string {
  return `${relay}/${incarnation}/${session}`
}

/** In one life of a relay sessions are counted; between relays their clocks decide, and the log where those agree. */
function isNewer (session: Session, other: Session): boolean {
  const sameLife = session.relay === other.relay && session.incarnation === other.incarnation
  return sameLife ? session.session > other.session : session.at >= other.at
}

function replacedBy ({ key, relay, incarnation, session, device }: Session): Replaced {
  return { key, relay, incarnation, session, device }
}

function isPresent ({ sessions }: Person): boolean {
  return sessions.some(({ away }) => !away)
}

function remove ({ sessions }: PresenceState, person: Person, session: Session): void {
  sessions.delete(idOf(session.relay, session.incarnation, session.session))
  person.sessions = person.sessions.filter((other) => other !== session)
}

/** Changes the sessions of a person, and counts him in or out by what comes of it. */
function change (state: PresenceState, key: string, at: number, work: (person: Person) => void): void {
  const person = state.people.get(key) as Person
  const before = isPresent(person)
  work(person)
  if (person.role === Role.student) state.connected += Number(isPresent(person)) - Number(before)
  state.gone.delete(key)
  // Who was away already does not come back for the time that a drop may take unseen.
  if (person.sessions.length === 0) state.gone.set(key, before ? at : at - FLICKER_MS)
}

/** People who have been gone for so long that nothing of them matters any more. */
function forget (state: PresenceState, now: number): void {
  for (const [key, at] of state.gone) {
    if (now - at < SHAKY_MS) break
    state.gone.delete(key)
    state.people.delete(key)
  }
}
