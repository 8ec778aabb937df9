import type { Follower, LogRecord, RecordHandler } from './event-log.ts'
import type { Chunk } from './lmdb-store.ts'

/** What a follower needs of its lane. */
export interface Source {
  /** The position after the last durable record. */
  readonly durable: number
  /** Followers that have caught up and get new records from memory. */
  readonly live: Set<LaneFollower>
  /** The next stored records at or after `from`; may throw when the disk does. */
  read (from: number): Chunk
  /** Told of a read that failed (it is tried again) and of a handler that threw (its records are gone). */
  followFailed (error: unknown): void
}

const RETRY_MS = 1000

/**
 * Reads a lane chunk by chunk, with other work of the loop between the chunks, until it stands at the
 * durable end; from then on it is handed the new records from memory. Standing at the end and joining the
 * live followers are one step of the loop, so nothing falls between or comes twice (L3).
 */
export class LaneFollower implements Follower {
  readonly caughtUp: Promise<void>
  readonly #source: Source
  readonly #onRecords: RecordHandler
  #next: number
  #stopped = false
  #resolveCaughtUp!: () => void

  constructor (source: Source, from: number, onRecords: RecordHandler) {
    this.#source = source
    this.#onRecords = onRecords
    this.#next = Math.max(0, from)
    this.caughtUp = new Promise(resolve => { this.#resolveCaughtUp = resolve })
    const target = source.durable
    setImmediate(() => this.#catchUp(target))
  }

  /** Takes new durable records; they follow, perhaps with a jump, what it had before. */
  deliver (records: LogRecord[]): void {
    const due = records[0]!.position >= this.#next ? records : records.filter(record => record.position >= this.#next)
    this.#hand(due)
  }

  stop (): void {
    this.#stopped = true
    this.#source.live.delete(this)
  }

  /** `target` is where the lane ended when following began. */
  #catchUp (target: number): void {
    if (this.#stopped) return
    const behind = this.#next < this.#source.durable
    if (behind && !this.#readOn()) {
      setTimeout(() => this.#catchUp(target), RETRY_MS).unref()
      return
    }
    if (this.#next >= target) this.#resolveCaughtUp()
    if (behind) setImmediate(() => this.#catchUp(target))
    else this.#source.live.add(this)
  }

  #readOn (): boolean {
    let chunk: Chunk
    try {
      chunk = this.#source.read(this.#next)
    } catch (error) {
      this.#source.followFailed(error)
      return false
    }
    this.#next = chunk.next
    this.#hand(chunk.records)
    return true
  }

  #hand (records: LogRecord[]): void {
    if (this.#stopped || records.length === 0) return
    try {
      this.#onRecords(records)
    } catch (error) {
      this.#source.followFailed(error)
    }
  }
}
