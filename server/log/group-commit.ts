import type { LogRecord } from './event-log.ts'

/** Records that are stored together; index of `lanes`: the lane. All their appends share one promise. */
interface Batch {
  readonly lanes: LogRecord[][]
  readonly stored: Promise<void>
  resolve (): void
  reject (error: unknown): void
  count: number
  bytes: number
}

export interface GroupCommitOptions {
  lanes: number
  /** Makes the records durable, or rejects. */
  commit (lanes: readonly LogRecord[][]): Promise<void>
  /** Called after a commit and before its appends resolve. */
  onStored (lanes: readonly LogRecord[][]): void
  /** Called after a commit that failed and before its appends reject. */
  onFailed (error: unknown): void
}

/** More would hold the loop for over 5 ms in one go. */
const BATCH_RECORDS = 1024
/** Beyond this much waiting for a stalled disk an append is refused at once. */
const WAITING_BYTES = 32 * 1024 * 1024
/**
 * Commits begin at least this far apart. A commit costs about 0.25 ms of CPU whatever it holds, so under load
 * waiting a little makes an append cheaper; a first append on a quiet log waits for nothing.
 */
const SPACING_MS = 5

/**
 * Group commit: what is appended while one commit is under way goes together into the next. One flush of
 * the disk, one hand-over and one promise serve the whole batch.
 */
export class GroupCommit {
  readonly #options: GroupCommitOptions
  readonly #waiting: Batch[] = []
  #waitingBytes = 0
  #begun = -SPACING_MS
  /** Settles (never rejects) when nothing is waiting or under way; null then. */
  #running: Promise<void> | null = null

  lastMs = 0
  batches = 0

  constructor (options: GroupCommitOptions) {
    this.#options = options
  }

  /** Resolves when the record is durable and handed over; rejects when that is unknown. */
  add (lane: number, record: LogRecord): Promise<void> {
    if (this.#waitingBytes > WAITING_BYTES) return Promise.reject(new Error('the log is behind: too much waits for the disk'))
    let batch = this.#waiting.at(-1)
    if (batch === undefined || batch.count === BATCH_RECORDS) {
      batch = newBatch(this.#options.lanes)
      this.#waiting.push(batch)
    }
    batch.lanes[lane]!.push(record)
    batch.count++
    batch.bytes += record.payload.byteLength
    this.#waitingBytes += record.payload.byteLength
    this.#running ??= this.#run()
    return batch.stored
  }

  /** Waits until everything added has been stored or has failed. */
  async drained (): Promise<void> {
    await this.#running
  }

  async #run (): Promise<void> {
    while (this.#waiting.length > 0) {
      await this.#turn()
      this.#begun = performance.now()
      const batch = this.#waiting.shift()!
      this.#waitingBytes -= batch.bytes
      try {
        await this.#options.commit(batch.lanes)
      } catch (error) {
        this.#options.onFailed(error)
        batch.reject(error)
        continue
      }
      this.batches++
      this.lastMs = performance.now() - this.#begun
      this.#options.onStored(batch.lanes)
      batch.resolve()
    }
    this.#running = null
  }

  /** Lets the current turn of the loop finish its appends, and keeps the spacing. */
  #turn (): Promise<void> {
    const wait = this.#begun + SPACING_MS - performance.now()
    return new Promise(resolve => { wait > 0 ? setTimeout(resolve, wait) : setImmediate(resolve) })
  }
}

function newBatch (lanes: number): Batch {
  let resolve!: () => void
  let reject!: (error: unknown) => void
  const stored = new Promise<void>((_resolve, _reject) => { resolve = _resolve; reject = _reject })
  return { lanes: Array.from({ length: lanes }, () => []), stored, resolve, reject, count: 0, bytes: 0 }
}
