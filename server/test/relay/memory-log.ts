import { LANES } from '../../log/event-log.ts'
import type { EventLog, Follower, Lane, LogRecord, RecordHandler } from '../../log/event-log.ts'

/** Positions jump, as Kafka's do. */
const STEP = 1024
const CHUNK_RECORDS = 500

interface StoredLane {
  records: LogRecord[]
  next: number
  at: number
  readonly followers: Set<MemoryFollower>
}

/** A log in memory that the relays of one test share, each by a connection of its own. */
export class MemoryLog {
  readonly partitions: number
  /** The log's clock, ms. */
  clock: () => number = Date.now
  readonly #lanes: StoredLane[][]

  constructor (partitions: number) {
    this.partitions = partitions
    this.#lanes = Array.from({ length: partitions }, () => LANES.map(() => ({ records: [], next: 0, at: 0, followers: new Set() })))
  }

  connect (): MemoryConnection {
    return new MemoryConnection(this)
  }

  lane (partition: number, lane: Lane): StoredLane {
    return this.#lanes[partition]![LANES.indexOf(lane)]!
  }

  /** Everything that is stored in a lane. */
  records (partition: number, lane: Lane): readonly LogRecord[] {
    return this.lane(partition, lane).records
  }

  store (partition: number, lane: Lane, classCode: string, payload: Uint8Array): void {
    const stored = this.lane(partition, lane)
    stored.at = Math.max(stored.at, this.clock())
    stored.records.push({ position: stored.next, at: stored.at, classCode, payload })
    stored.next += STEP
    for (const follower of stored.followers) follower.wake()
  }
}

interface Waiting {
  lane: Lane
  classCode: string
  payload: Uint8Array
  resolve: () => void
  reject: (error: Error) => void
}

/** What a refused append did in truth: both look the same to whoever made it. */
export type Refusal = 'lost' | 'stored'

/** One process's connection to the log, with the troubles that it may have. */
export class MemoryConnection implements EventLog {
  readonly partitions: number
  readonly #log: MemoryLog
  readonly #queues: Waiting[][]
  readonly #followers = new Set<MemoryFollower>()
  readonly #delays = new Map<number, number>()
  readonly #refusals = new Map<number, Refusal>()
  #held = false
  #closed = false

  constructor (log: MemoryLog) {
    this.#log = log
    this.partitions = log.partitions
    this.#queues = Array.from({ length: log.partitions }, () => [])
  }

  // ------------------------------------------------------------- troubles

  /** Whether the process stands still: nothing is stored and nothing is read. */
  get held (): boolean {
    return this.#held
  }

  /** The process stands still, as after SIGSTOP … */
  hold (): void {
    this.#held = true
  }

  /** … and goes on. */
  release (): void {
    this.#held = false
    for (const partition of this.#queues.keys()) this.#wake(partition)
    for (const follower of this.#followers) follower.wake()
  }

  /** What is under way is gone, and nothing is stored or read any more: the process is dead. */
  cut (): void {
    this.#held = true
    for (const queue of this.#queues) queue.length = 0
    for (const follower of this.#followers) follower.stop()
  }

  /** Appends to a partition take `ms` longer. */
  delay (partition: number, ms: number): void {
    this.#delays.set(partition, ms)
  }

  /** Appends to a partition are refused; null: no longer. */
  refuse (partition: number, refusal: Refusal | null): void {
    if (refusal === null) this.#refusals.delete(partition)
    else this.#refusals.set(partition, refusal)
  }

  /** Those who follow a lane now get nothing more of it; who follows it anew does. */
  stall (partition: number, lane: Lane): void {
    const { followers } = this.#log.lane(partition, lane)
    for (const follower of this.#followers) if (followers.has(follower)) follower.stop()
  }

  // ------------------------------------------------------------- EventLog

  partitionOf (classCode: string): number {
    let hash = 7
    for (let i = 0; i < classCode.length; i++) hash = (hash * 31 + classCode.charCodeAt(i)) % 1_000_003
    return hash % this.partitions
  }

  append (partition: number, lane: Lane, classCode: string, payload: Uint8Array): Promise<void> {
    if (this.#closed) return Promise.reject(new Error('the log is closed'))
    return new Promise((resolve, reject) => {
      this.#queues[partition]!.push({ lane, classCode, payload, resolve, reject })
      if (this.#queues[partition]!.length === 1) this.#wake(partition)
    })
  }

  follow (partition: number, lane: Lane, from: number, onRecords: RecordHandler): Follower {
    const follower = new MemoryFollower(this, this.#log.lane(partition, lane), from, onRecords)
    this.#followers.add(follower)
    return follower
  }

  async positionAt (partition: number, lane: Lane, time: number): Promise<number> {
    const { records, next } = this.#log.lane(partition, lane)
    return records.find(({ at }) => at >= time)?.position ?? next
  }

  async end (partition: number, lane: Lane): Promise<number> {
    return this.#log.lane(partition, lane).next
  }

  async trim (partition: number, lane: Lane, time: number): Promise<void> {
    const stored = this.#log.lane(partition, lane)
    stored.records = stored.records.filter(({ at }) => at >= time)
  }

  async close (): Promise<void> {
    this.#closed = true
    while (!this.#held && this.#queues.some((queue) => queue.length > 0)) await new Promise((resolve) => { setImmediate(resolve) })
    for (const follower of this.#followers) follower.stop()
  }

  /** Stores what waits, in order, in a later turn of the loop. */
  #wake (partition: number): void {
    const ms = this.#delays.get(partition)
    const run = (): void => { this.#run(partition) }
    if (ms === undefined) setImmediate(run)
    else setTimeout(run, ms)
  }

  #run (partition: number): void {
    if (this.#held) return
    for (const { lane, classCode, payload, resolve, reject } of this.#queues[partition]!.splice(0)) {
      const refusal = this.#refusals.get(partition)
      if (refusal !== 'lost') this.#log.store(partition, lane, classCode, payload)
      if (refusal === undefined) resolve()
      else reject(new Error('the outcome is unknown'))
    }
  }
}

/** Hands records over in a later turn of the loop, a chunk at a time. */
class MemoryFollower implements Follower {
  readonly caughtUp: Promise<void>
  readonly #connection: MemoryConnection
  readonly #lane: StoredLane
  readonly #onRecords: RecordHandler
  readonly #target: number
  #next: number
  #awake = false
  #stopped = false
  #resolveCaughtUp!: () => void

  constructor (connection: MemoryConnection, lane: StoredLane, from: number, onRecords: RecordHandler) {
    this.#connection = connection
    this.#lane = lane
    this.#next = from
    this.#target = lane.next
    this.#onRecords = onRecords
    this.caughtUp = new Promise((resolve) => { this.#resolveCaughtUp = resolve })
    lane.followers.add(this)
    this.wake()
  }

  wake (): void {
    if (this.#awake) return
    this.#awake = true
    setImmediate(() => { this.#run() })
  }

  stop (): void {
    this.#stopped = true
    this.#lane.followers.delete(this)
  }

  #run (): void {
    this.#awake = false
    if (this.#stopped || this.#connection.held) return
    const first = this.#lane.records.findIndex(({ position }) => position >= this.#next)
    const chunk = first < 0 ? [] : this.#lane.records.slice(first, first + CHUNK_RECORDS)
    this.#next = (chunk.at(-1)?.position ?? this.#lane.next - 1) + 1
    if (chunk.length > 0) this.#onRecords(chunk)
    if (this.#next >= this.#target - STEP + 1) this.#resolveCaughtUp()
    if (first >= 0 && first + chunk.length < this.#lane.records.length) this.wake()
  }
}
