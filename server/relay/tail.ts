import type { EventLog, Follower, Lane, LogRecord, RecordHandler } from '../log/event-log.ts'

/** A lane of a partition as this relay reads it, and whether its reading has come to a stop. */
export class Tail {
  readonly partition: number
  readonly lane: Lane
  readonly #log: EventLog
  readonly #onRecords: RecordHandler
  #follower: Follower | null = null
  #read = 0
  /** Where reading goes on. */
  #next = 0
  /** What the last look saw, and whether the end had moved by then without us. */
  #seen = { next: -1, end: Infinity }
  #leftBehind = false

  constructor (log: EventLog, partition: number, lane: Lane, onRecords: RecordHandler) {
    this.#log = log
    this.partition = partition
    this.lane = lane
    this.#onRecords = onRecords
  }

  /** Where reading goes on: everything before it is handed over. */
  get next (): number {
    return this.#next
  }

  /** Reads from the first record taken at or after `since` (ms), as `followFrom` does. */
  async followSince (since: number): Promise<number> {
    return await this.followFrom(await this.#log.positionAt(this.partition, this.lane, since))
  }

  /** Reads from a position on. Resolves when all that was stored is handed over, with how many records that were. */
  async followFrom (position: number): Promise<number> {
    this.#next = position
    this.#follower = this.#log.follow(this.partition, this.lane, this.#next, this.#take)
    await this.#follower.caughtUp
    return this.#read
  }

  /**
   * To be asked every few seconds: whether nothing was read between two looks although the end of the lane had
   * moved before the first of them. Then reading is begun anew where it stopped.
   * @returns the position at which it stood still; null where all is well
   */
  async restartIfStalled (): Promise<number | null> {
    const end = await this.#log.end(this.partition, this.lane)
    const next = this.#next
    const stands = next === this.#seen.next
    const stalled = stands && this.#leftBehind && this.#follower !== null
    this.#leftBehind = !stalled && stands && (this.#leftBehind || end > this.#seen.end)
    this.#seen = { next, end }
    if (!stalled) return null
    this.#follower?.stop()
    this.#follower = this.#log.follow(this.partition, this.lane, next, this.#take)
    return next
  }

  stop (): void {
    this.#follower?.stop()
    this.#follower = null
  }

  readonly #take = (records: LogRecord[]): void => {
    this.#read += records.length
    const last = records.at(-1)
    if (last !== undefined) this.#next = last.position + 1
    this.#onRecords(records)
  }
}
