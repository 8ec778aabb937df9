import type { EventLog, Lane } from '../log/event-log.ts'
import { encode } from '../wire/codec.ts'

const FIRST_RETRY_MS = 50
const LAST_RETRY_MS = 2000

/** An append whose outcome is unknown, and when it is made again (ms). */
export interface AppendFailure {
  partition: number
  lane: Lane
  waitMs: number
  err: unknown
}

/**
 * Appends events and repeats what the log did not take: the same bytes, with the same id and stamp, until
 * they are stored (rule L5). Nobody is told "refused" for it; the fold knows repeats by their id.
 */
export class Appender {
  readonly #log: EventLog
  readonly #onFailure: (failure: AppendFailure) => void
  #underWay = 0
  /** How many events each partition is refusing just now. */
  readonly #failing: Uint32Array
  #stopped = false

  constructor (log: EventLog, onFailure: (failure: AppendFailure) => void) {
    this.#log = log
    this.#onFailure = onFailure
    this.#failing = new Uint32Array(log.partitions)
  }

  /** Events handed in and not stored yet. */
  get underWay (): number {
    return this.#underWay
  }

  /** Whether a partition is refusing events just now. */
  failing (partition: number): boolean {
    return this.#failing[partition] !== 0
  }

  /** Resolves when the event is stored, however long that takes; never rejects. */
  append (partition: number, lane: Lane, classCode: string, event: unknown): Promise<void> {
    this.#underWay++
    return this.#try(partition, lane, classCode, encode(event), 0)
  }

  /** Gives up on what is not stored: clients keep their commands and send them to the next relay. */
  stop (): void {
    this.#stopped = true
  }

  #try (partition: number, lane: Lane, classCode: string, bytes: Uint8Array, attempt: number): Promise<void> {
    return this.#log.append(partition, lane, classCode, bytes).then(() => {
      this.#underWay--
      if (attempt > 0) this.#failing[partition]!--
    }, (err: unknown) => {
      if (attempt === 0) this.#failing[partition]!++
      const waitMs = Math.round(Math.min(LAST_RETRY_MS, FIRST_RETRY_MS * 2 ** Math.min(attempt, 10)) * (0.5 + Math.random() / 2))
      this.#onFailure({ partition, lane, waitMs, err })
      return new Promise((resolve) => {
        if (!this.#stopped) setTimeout(() => { resolve(this.#try(partition, lane, classCode, bytes, attempt + 1)) }, waitMs).unref()
      })
    })
  }
}
