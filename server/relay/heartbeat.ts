import { Presence } from '../classroom/events.ts'
import type { Beat } from '../classroom/events.ts'
import type { EventLog } from '../log/event-log.ts'
import { encode } from '../wire/codec.ts'
import type { Clock } from './clock.ts'

/** A relay whose last beat to come back is older than this does not call itself ready (ms). */
const FRESH_MS = 5000

export interface HeartbeatOptions {
  log: EventLog
  partition: number
  relay: number
  incarnation: number
  /** Corrected by each beat; null where the log's clock is ours. */
  clock: Clock | null
  /** Told how long the log took to store a beat (ms). */
  onStored (ms: number): void
}

/**
 * The relay's sign of life in one partition, and its canary: what comes back proves that the partition stores
 * and is read. Nothing else is asked, because a connection that looks alive may store nothing.
 */
export class Heartbeat {
  readonly #options: HeartbeatOptions
  /** When the newest beat that came back was sent, and how long it took (ms). */
  #proven = -Infinity
  #tookMs = 0
  /** When the oldest beat was sent that has not come back; 0 for none. */
  #awaited = 0
  #underWay = false

  constructor (options: HeartbeatOptions) {
    this.#options = options
  }

  /** Whether a beat of the last 5 s came back. */
  get fresh (): boolean {
    return Date.now() - this.#proven < FRESH_MS
  }

  /** How long the last beat took from here to the log and back; as long as one is awaited, how long that lasts (ms). */
  get lag (): number {
    return this.#awaited === 0 ? this.#tookMs : Math.max(this.#tookMs, Date.now() - this.#awaited)
  }

  /** Sends a beat, unless the last one is still on its way into the log. */
  send (): void {
    if (this.#underWay) return
    const { log, partition, relay, incarnation, onStored } = this.#options
    const sent = Date.now()
    this.#underWay = true
    if (this.#awaited === 0) this.#awaited = sent
    // The stamp is our clock's, uncorrected: with the log's own it tells the skew.
    const beat: Beat = [Presence.beat, sent, relay, incarnation]
    log.append(partition, 'user', '', encode(beat)).then(() => {
      this.#underWay = false
      onStored(Date.now() - sent)
    }, () => { this.#underWay = false })
  }

  /** A beat sent at `sent` came back; the log had taken it at `stamp` by its clock. */
  returned (sent: number, stamp: number): void {
    const now = Date.now()
    this.#options.clock?.measure(sent, stamp, now)
    this.#proven = Math.max(this.#proven, sent)
    this.#tookMs = now - sent
    if (sent >= this.#awaited) this.#awaited = 0
  }
}
