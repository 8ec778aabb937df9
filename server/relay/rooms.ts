import { isUserEvent } from '../classroom/event-shape.ts'
import { Presence } from '../classroom/events.ts'
import { event as logEvent } from '../log-events.ts'
import type { LogRecord } from '../log/event-log.ts'
import { decodeSocketEvent, decodeUserEvent } from '../wire/event-codec.ts'
import type { Canary } from './canary.ts'
import { Room } from './room.ts'
import type { RoomContext } from './room-context.ts'

/** The classes of this relay, fed by the log's lanes and by nothing else. */
export class Rooms {
  readonly #context: RoomContext
  readonly #canary: Canary
  readonly #rooms = new Map<string, Room>()

  constructor (context: RoomContext, canary: Canary) {
    this.#context = context
    this.#canary = canary
  }

  get size (): number {
    return this.#rooms.size
  }

  [Symbol.iterator] (): IterableIterator<Room> {
    return this.#rooms.values()
  }

  /** The class of this code; made when it is named for the first time. */
  of (classCode: string): Room {
    let room = this.#rooms.get(classCode)
    if (room === undefined) {
      room = new Room(classCode, this.#context)
      this.#rooms.set(classCode, room)
    }
    return room
  }

  /** The log is replayed: from now on people are told, and deadlines are kept. */
  goLive (): void {
    this.#context.live = true
    for (const room of this.#rooms.values()) room.settle()
  }

  /** Time goes by (about once a second). */
  pass (now: number): void {
    for (const room of this.#rooms.values()) room.pass(now)
  }

  /** Forgets classes without a lesson and without sockets. */
  sweep (): void {
    for (const [classCode, room] of this.#rooms) {
      if (room.idle) this.#rooms.delete(classCode)
    }
  }

  /** Folds records of the `socket` lane, then lets each touched class tell its people. */
  readonly socketRecords = (records: LogRecord[]): void => {
    const touched = new Set<Room>()
    for (const { position, classCode, payload } of records) {
      const room = this.of(classCode)
      if (room.onSocketEvent(decodeSocketEvent(payload), position)) touched.add(room)
      else this.#skip('socket', position)
    }
    this.#settle(touched, records.length)
  }

  /** Folds records of the `user` lane. A record under the empty class code concerns every class. */
  readonly userRecords = (records: LogRecord[]): void => {
    const touched = new Set<Room>()
    for (const { position, classCode, payload } of records) {
      const event = decodeUserEvent(payload)
      if (!isUserEvent(event)) {
        this.#skip('user', position)
      } else if (event[0] === Presence.canary) {
        this.#canary.seen(event[2], event[3])
      } else {
        for (const room of classCode === '' ? this.#rooms.values() : [this.of(classCode)]) {
          room.onUserEvent(event, position)
          touched.add(room)
        }
      }
    }
    this.#settle(touched, records.length)
  }

  #settle (touched: Set<Room>, events: number): void {
    this.#context.metrics.folded.inc(events)
    for (const room of touched) room.settle()
  }

  #skip (lane: 'user' | 'socket', position: number): void {
    this.#context.metrics.skipped.inc({ lane })
    logEvent(this.#context.logger, 'event-skipped', { lane, position })
  }
}
