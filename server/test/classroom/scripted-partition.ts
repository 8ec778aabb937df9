import { Presence } from '../../classroom/events.ts'
import type { RelayEvent, SessionEvent, UserEvent } from '../../classroom/events.ts'
import { isRelayEvent } from '../../classroom/event-shape.ts'
import { createPresence, foldPresence, followRelay } from '../../classroom/presence.ts'
import type { PresenceChange, PresenceState } from '../../classroom/presence.ts'
import { RelayTable, foldRelay } from '../../classroom/presence-relays.ts'
import { START } from './scripted-lesson.ts'

/** One record of the `user` lane of a partition; `at` is when the log took it (ms). */
export interface UserRecord {
  classCode: string
  at: number
  event: UserEvent
}

/** Folds the `user` lane of a partition with its classes, as a relay does, and keeps its records. */
export class ScriptedPartition {
  readonly table = new RelayTable()
  readonly rooms = new Map<string, PresenceState>()
  readonly records: UserRecord[] = []

  /** The presence of a class; made when it is named for the first time. */
  room (classCode: string): PresenceState {
    let room = this.rooms.get(classCode)
    if (room === undefined) this.rooms.set(classCode, room = createPresence(this.table))
    return room
  }

  /** Somebody comes to class A or goes. */
  session (event: SessionEvent): PresenceChange {
    return this.fold({ classCode: 'A', at: event[1], event }) as PresenceChange
  }

  /** A relay's event; tells whose standing changed, by class. */
  relay (event: RelayEvent, at = event[1]): Record<string, string[]> {
    return this.fold({ classCode: '', at, event }) as Record<string, string[]>
  }

  beat (relay: number, at = START, incarnation = 1): Record<string, string[]> {
    return this.relay([Presence.beat, at, relay, incarnation])
  }

  /** Another relay misses beats since the last one. */
  lost (relay: number, incarnation = 1): Record<string, string[]> {
    return this.relay([Presence.relayLost, START, relay, incarnation, this.table.lives.get(relay)?.beat ?? 0])
  }

  fold (record: UserRecord): PresenceChange | Record<string, string[]> {
    this.records.push(record)
    const { classCode, at, event } = record
    if (!isRelayEvent(event)) return foldPresence(this.room(classCode), event)
    const change = foldRelay(this.table, event, this.records.length * 1024, at)
    if (change === null) return {}
    return Object.fromEntries([...this.rooms].map(([code, room]) => [code, followRelay(room, change, event[1]).keys]))
  }
}
