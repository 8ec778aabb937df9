import { partitionOf } from '../partition.ts'
import { LANES, type EventLog, type Follower, type Lane, type LogRecord, type RecordHandler } from './event-log.ts'
import { lockFolder } from './folder-lock.ts'
import { GroupCommit } from './group-commit.ts'
import { LaneFollower, type Source } from './lane-follower.ts'
import { LmdbStore } from './lmdb-store.ts'
import { fitsBlock } from './record-block.ts'

/** What the log has to say; a pino logger fits. */
export interface LogLogger {
  error (fields: object, message: string): void
}

export interface LmdbLogOptions {
  /** The folder, made if missing. */
  dir: string
  logger?: LogLogger
  /** ms since 1970. */
  clock?: () => number
}

/** Counters since the start, for the metrics. */
export interface LogStats {
  /** Records that became durable. */
  appended: number
  /** Commits, each with one flush of the disk. */
  batches: number
  /** How long the last commit took, ms. */
  lastFlushMs: number
  /** Commits that failed. */
  failures: number
  /** Damaged blocks of records that were read and left out. */
  corrupt: number
}

/** The embedded log: one partition in one folder of one machine, one process at a time. */
export interface LmdbLog extends EventLog {
  stats (): LogStats
}

/**
 * Opens the embedded log in `dir`. Rejects with FolderInUse while another living process holds the folder,
 * and with LMDB's error where the folder cannot be used.
 */
export async function openLmdbLog (options: LmdbLogOptions): Promise<LmdbLog> {
  const unlock = lockFolder(options.dir)
  try {
    return new EmbeddedLog(new LmdbStore(options.dir), unlock, options)
  } catch (error) {
    unlock()
    throw error
  }
}

const silent: LogLogger = { error () {} }

interface LaneState extends Source {
  readonly key: number
  /** The position that the next append gets. */
  next: number
  /** Append time of the newest record. */
  at: number
  durable: number
}

class EmbeddedLog implements LmdbLog {
  readonly partitions = 1
  readonly #store: LmdbStore
  readonly #unlock: () => void
  readonly #logger: LogLogger
  readonly #clock: () => number
  readonly #lanes: LaneState[]
  readonly #followers = new Set<Follower>()
  readonly #group: GroupCommit
  #appended = 0
  #failures = 0
  #corrupt = 0
  #closing: Promise<void> | null = null

  constructor (store: LmdbStore, unlock: () => void, options: LmdbLogOptions) {
    this.#store = store
    this.#unlock = unlock
    this.#logger = options.logger ?? silent
    this.#clock = options.clock ?? Date.now
    this.#lanes = LANES.map((_, key) => this.#recover(key))
    this.#group = new GroupCommit({
      lanes: LANES.length,
      commit: lanes => store.commit(lanes),
      onStored: lanes => this.#stored(lanes),
      onFailed: error => this.#failed(error)
    })
  }

  partitionOf (classCode: string): number {
    return partitionOf(classCode, this.partitions)
  }

  append (_partition: number, lane: Lane, classCode: string, payload: Uint8Array): Promise<void> {
    if (this.#closing !== null) return Promise.reject(new Error('the log is closed'))
    if (!fitsBlock(classCode)) return Promise.reject(new RangeError('the class code is too long for the log'))
    const state = this.#lane(lane)
    state.at = Math.max(state.at, this.#clock())
    // a position given to a commit that fails is not given again: positions may jump (L4)
    return this.#group.add(state.key, { position: state.next++, at: state.at, classCode, payload })
  }

  follow (_partition: number, lane: Lane, from: number, onRecords: RecordHandler): Follower {
    const follower = new LaneFollower(this.#lane(lane), from, onRecords)
    this.#followers.add(follower)
    return {
      caughtUp: follower.caughtUp,
      stop: () => {
        follower.stop()
        this.#followers.delete(follower)
      }
    }
  }

  async positionAt (_partition: number, lane: Lane, time: number): Promise<number> {
    const { key, durable } = this.#lane(lane)
    return this.#store.firstSince(key, time, durable)
  }

  async end (_partition: number, lane: Lane): Promise<number> {
    return this.#lane(lane).durable
  }

  async trim (partition: number, lane: Lane, time: number): Promise<void> {
    const state = this.#lane(lane)
    const until = await this.positionAt(partition, lane, time)
    await this.#store.remove(state.key, until, { next: state.next, at: state.at })
  }

  close (): Promise<void> {
    this.#closing ??= this.#close()
    return this.#closing
  }

  stats (): LogStats {
    const { batches, lastMs } = this.#group
    return { appended: this.#appended, batches, lastFlushMs: lastMs, failures: this.#failures, corrupt: this.#corrupt }
  }

  #lane (lane: Lane): LaneState {
    return this.#lanes[LANES.indexOf(lane)]!
  }

  #recover (key: number): LaneState {
    const { next, at } = this.#store.floor(key)
    const state: LaneState = {
      key,
      next,
      at,
      durable: next,
      live: new Set(),
      read: from => {
        const chunk = this.#store.read(key, from, state.durable)
        for (const position of chunk.corrupt) {
          this.#corrupt++
          this.#logger.error({ lane: LANES[key], position }, 'record-corrupt')
        }
        return chunk
      },
      followFailed: error => this.#logger.error({ lane: LANES[key], err: error }, 'log-follow-failed')
    }
    return state
  }

  #stored (lanes: readonly LogRecord[][]): void {
    for (const state of this.#lanes) {
      const records = lanes[state.key]!
      const newest = records.at(-1)
      if (newest === undefined) continue
      this.#appended += records.length
      state.durable = newest.position + 1
      for (const follower of state.live) follower.deliver(records)
    }
  }

  #failed (error: unknown): void {
    this.#failures++
    this.#logger.error({ err: error }, 'log-write-failed')
  }

  async #close (): Promise<void> {
    await this.#group.drained()
    for (const follower of this.#followers) follower.stop()
    await this.#store.close()
    this.#unlock()
  }
}
