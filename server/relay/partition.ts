import { isRelayEvent, isUserEvent } from '../classroom/event-shape.ts'
import { Presence } from '../classroom/events.ts'
import type { RelayEvent, UserEvent } from '../classroom/events.ts'
import { Media } from '../classroom/media-events.ts'
import { RelayTable, foldRelay } from '../classroom/presence-relays.ts'
import type { RelayChange } from '../classroom/presence-relays.ts'
import { event as logEvent } from '../log-events.ts'
import type { EventLog, Lane, LogRecord } from '../log/event-log.ts'
import { decodeMediaEvent, decodeSocketEvent, decodeUserEvent } from '../wire/event-codec.ts'
import type { Appender } from './appender.ts'
import { Checkpoints } from './checkpoints.ts'
import type { Clock } from './clock.ts'
import { Heartbeat } from './heartbeat.ts'
import { Room } from './room.ts'
import type { PartitionContext, RoomContext } from './room-context.ts'
import { Tail } from './tail.ts'

export interface PartitionOptions {
  number: number
  /** Whether this relay serves it as a rule, not only when another is gone. */
  primary: boolean
  log: EventLog
  appender: Appender
  /** Corrected by the heartbeat; null where the log's clock is ours. */
  clock: Clock | null
}

/** One partition that this relay holds: its classes, fed by the log's lanes and by nothing else, and its relays. */
export class Partition implements PartitionContext {
  readonly number: number
  readonly relays = new RelayTable()
  readonly heartbeat: Heartbeat
  readonly tails: readonly Tail[]
  readonly rooms = new Map<string, Room>()
  readonly #primary: boolean
  readonly #socket: Tail
  readonly #user: Tail
  readonly #media: Tail
  readonly #checkpoints: Checkpoints
  readonly #appender: Appender
  readonly #context: RoomContext
  /** The beat since which a relay was told lost, by its number: it is told once. */
  readonly #reported = new Map<number, number>()
  /** Since when our own beats stand in the log without a gap, and when it took the last (ms by its clock). */
  #heardSince = 0
  #heardAt = 0

  constructor ({ number, primary, log, appender, clock }: PartitionOptions, context: RoomContext) {
    const { relay, incarnation, metrics } = context
    this.number = number
    this.#primary = primary
    this.#appender = appender
    this.#context = context
    this.heartbeat = new Heartbeat({ log, partition: number, relay, incarnation, clock, onStored: (ms) => { metrics.append.observe(ms / 1000) } })
    this.#socket = new Tail(log, number, 'socket', this.#socketRecords)
    this.#user = new Tail(log, number, 'user', this.#userRecords)
    this.#media = new Tail(log, number, 'media', this.#mediaRecords)
    this.tails = [this.#socket, this.#user, this.#media]
    this.#checkpoints = new Checkpoints({
      log,
      partition: number,
      relay,
      incarnation,
      rooms: this.rooms,
      append: (...record) => this.append(...record),
      onUnusable: () => { logEvent(context.logger, 'checkpoint-unusable', { partition: number }) }
    })
  }

  /**
   * Reads what the log has taken since `since` (ms), of the `media` lane from the last checkpoints on; then goes on
   * with what is new. Resolves when all that was stored is folded, with how many records that were.
   */
  async replay (since: number): Promise<number> {
    const [socket, user] = await Promise.all([this.#socket.followSince(since), this.#user.followSince(since)])
    const media = await this.#replayMedia(since)
    const { replayed } = this.#context.metrics
    replayed.inc({ lane: 'socket' }, socket)
    replayed.inc({ lane: 'user' }, user)
    replayed.inc({ lane: 'media' }, media)
    return socket + user + media
  }

  /** Writes checkpoints of all classes, if it is this relay's to do and worth it. */
  async checkpoint (): Promise<void> {
    const { metrics, logger, now } = this.#context
    if (!this.#primary) return
    try {
      if (await this.#checkpoints.write(this.#media.next, now())) metrics.checkpoints.inc()
    } catch (err) {
      logEvent(logger, 'checkpoint-failed', { partition: this.number, err })
    }
  }

  /** The class of this code; made when it is named for the first time. */
  of (classCode: string): Room {
    let room = this.rooms.get(classCode)
    if (room === undefined) {
      room = new Room(classCode, this, this.#context)
      this.rooms.set(classCode, room)
    }
    return room
  }

  append (lane: Lane, classCode: string, event: unknown): Promise<void> {
    return this.#appender.append(this.number, lane, classCode, event)
  }

  storing (): boolean {
    return this.heartbeat.fresh && !this.#appender.failing(this.number)
  }

  /** Tells the other relays that this one begins or ends; resolves when they can know. */
  announce (kind: typeof Presence.relay | typeof Presence.relayEnded): Promise<void> {
    const { relay, incarnation } = this.#context
    return this.append('user', '', [kind, this.#context.now(), relay, incarnation])
  }

  /** Forgets classes without a lesson and without people. */
  sweep (): void {
    for (const [classCode, room] of this.rooms) {
      if (room.idle) this.rooms.delete(classCode)
    }
  }

  async #replayMedia (since: number): Promise<number> {
    const round = await this.#checkpoints.read()
    if (round === null) return await this.#media.followSince(since)
    for (const [classCode, { state, upTo }] of round.classes) this.of(classCode).takeUpMedia(state, upTo)
    this.#mediaRecords(round.records)
    return round.records.length + await this.#media.followFrom(round.until)
  }

  /** Folds records of the `socket` lane, then lets each touched class tell its people. */
  readonly #socketRecords = (records: LogRecord[]): void => {
    const touched = new Set<Room>()
    for (const { position, classCode, payload } of records) {
      const room = this.of(classCode)
      if (room.onSocketEvent(decodeSocketEvent(payload), position)) touched.add(room)
      else this.#skip('socket', position)
    }
    this.#settle(touched, records)
  }

  /** Folds records of the `media` lane; no verdict of the others waits for it. */
  readonly #mediaRecords = (records: LogRecord[]): void => {
    const touched = new Set<Room>()
    for (const { position, classCode, payload } of records) {
      const room = this.of(classCode)
      const event = decodeMediaEvent(payload)
      if (event[0] !== Media.checkpoint) this.#checkpoints.came(payload.byteLength)
      if (room.onMediaEvent(event, position)) touched.add(room)
      else this.#skip('media', position)
    }
    this.#settle(touched, records)
  }

  /** Folds records of the `user` lane. Events of relays stand under the empty class code, and concern every class. */
  readonly #userRecords = (records: LogRecord[]): void => {
    const touched = new Set<Room>()
    for (const { position, at, classCode, payload } of records) {
      const event: UserEvent = decodeUserEvent(payload)
      if (!isUserEvent(event) || isRelayEvent(event) !== (classCode === '')) {
        this.#skip('user', position)
      } else if (isRelayEvent(event)) {
        for (const room of this.#relayEvent(event, position, at)) touched.add(room)
      } else {
        const room = this.of(classCode)
        room.onUserEvent(event, position)
        touched.add(room)
      }
    }
    this.#settle(touched, records)
  }

  /** Returns the classes that it concerns. */
  #relayEvent (event: RelayEvent, position: number, at: number): Iterable<Room> {
    const { relay, incarnation } = this.#context
    const change = foldRelay(this.relays, event, position, at)
    if (event[0] === Presence.checkpoint) this.#checkpoints.told(event)
    if (event[0] === Presence.beat && event[2] === relay && event[3] === incarnation) {
      this.heartbeat.returned(event[1], at)
      this.#watch(at)
    }
    if (change === null) return []
    this.#tell(change)
    for (const room of this.rooms.values()) room.onRelayChange(change, event[1])
    return this.rooms.values()
  }

  /**
   * Our own beat came back, so everything before it is read (rule P4): whoever gave no sign for too long before
   * it, by the log's clock, is lost. A beat that comes back late tells of the past, and nobody is judged by it;
   * nor by one who was not heard himself all that time, for then the log stood still, or he did.
   */
  #watch (at: number): void {
    const { settings: { relayLostMs }, now } = this.#context
    if (at - this.#heardAt > relayLostMs / 2) this.#heardSince = at
    this.#heardAt = at
    if (!this.heartbeat.fresh || at - this.#heardSince < relayLostMs) return
    for (const { relay, incarnation, beat } of this.relays.missing(at, relayLostMs)) {
      if (this.#reported.get(relay) === beat) continue
      this.#reported.set(relay, beat)
      void this.append('user', '', [Presence.relayLost, now(), relay, incarnation, beat])
    }
  }

  #tell ({ fate, relay, incarnation }: RelayChange): void {
    const { live, logger, metrics, seldom, ...own } = this.#context
    const twice = fate === 'begun' && relay === own.relay && incarnation !== own.incarnation
    if (!live || (fate === 'begun' && !twice) || fate === 'ended') return
    if (fate === 'lost') metrics.relaysLost.inc()
    const name = twice ? 'relay-twice' : fate === 'lost' ? 'relay-lost' : 'relay-back'
    // one line for all partitions that are shared with it
    if (seldom.may(`${name} ${relay}`)) logEvent(logger, name, { partition: this.number, relay })
  }

  #settle (touched: Set<Room>, records: LogRecord[]): void {
    const { live, metrics, now } = this.#context
    metrics.folded.inc(records.length)
    if (this.#primary) metrics.foldedPrimary.inc(records.length)
    if (!live) return
    const [oldest] = records
    if (oldest !== undefined) metrics.follow.observe(Math.max(0, now() - oldest.at) / 1000)
    for (const room of touched) room.settle()
  }

  #skip (lane: Lane, position: number): void {
    this.#context.metrics.skipped.inc({ lane })
    if (this.#context.seldom.may(`event-skipped ${this.number} ${lane}`)) logEvent(this.#context.logger, 'event-skipped', { partition: this.number, lane, position })
  }
}
