import type { EventLog, Lane } from '../log/event-log.ts'
import { encode } from '../wire/codec.ts'

const FIRST_RETRY_MS = 50
const LAST_RETRY_MS = 2000

/**
 * Appends events and repeats what the log did not take: the same bytes, with the same id and stamp, until
 * they are stored (rule L5). Nobody is told "refused" for it; the fold knows repeats by their id.
 */
export class Appender {
  readonly #log: EventLog
  readonly #onFailure: (lane: Lane, waitMs: number, error: unknown) => void
  #underWay = 0
  #failing = 0
  #stopped = false

  constructor (log: EventLog, onFailure: (lane: Lane, waitMs: number, error: unknown) => void) {
    this.#log = log
    this.#onFailure = onFailure
  }

  /** Events handed in and not stored yet. */
  get underWay (): number {
    return this.#underWay
  }

  /** Whether the log is refusing events just now. */
  get failing (): boolean {
    return this.#failing > 0
  }

  append (lane: Lane, classCode: string, event: unknown): void {
    this.#underWay++
    this.#try(lane, classCode, encode(event), 0)
  }

  /** Gives up on what is not stored: clients keep their commands and send them to the next relay. */
  stop (): void {
    this.#stopped = true
  }

  #try (lane: Lane, classCode: string, bytes: Uint8Array, attempt: number): void {
    const partition = this.#log.partitionOf(classCode)
    this.#log.append(partition, lane, classCode, bytes).then(() => {
      this.#underWay--
      if (attempt > 0) this.#failing--
    }, (error: unknown) => {
      if (attempt === 0) this.#failing++
      const waitMs = Math.round(Math.min(LAST_RETRY_MS, FIRST_RETRY_MS * 2 ** Math.min(attempt, 10)) * (0.5 + Math.random() / 2))
      this.#onFailure(lane, waitMs, error)
      if (!this.#stopped) setTimeout(() => { this.#try(lane, classCode, bytes, attempt + 1) }, waitMs).unref()
    })
  }
}
