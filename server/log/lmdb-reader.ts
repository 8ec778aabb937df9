import type { Follower, Lane, LogReader, LogRecord, RecordHandler } from './event-log.ts'
import { LANES } from './event-log.ts'
import { LmdbStore } from './lmdb-store.ts'

/** How often a reader looks for what another process has written (ms). */
const LOOK_MS = 200

/**
 * The embedded log for another process than the one that writes it, which never waits for us. A commit can be
 * seen a moment before the disk has it, so what is new is handed over one look later (L3).
 */
export class LmdbReader implements LogReader {
  readonly partitions = 1
  readonly #store: LmdbStore
  readonly #onError: (lane: Lane, error: unknown) => void
  readonly #stops = new Set<() => void>()

  /** @throws the system's or LMDB's error where there is no such log yet */
  constructor (dir: string, onError: (lane: Lane, error: unknown) => void) {
    this.#store = new LmdbStore(dir, true)
    this.#onError = onError
  }

  follow (_partition: number, lane: Lane, from: number, onRecords: RecordHandler): Follower {
    let timer: NodeJS.Timeout | null = null
    let next = from
    let seen = this.#end(lane)
    const target = seen
    let resolve!: () => void
    const caughtUp = new Promise<void>((_resolve) => { resolve = _resolve })
    const look = (): void => {
      let wait = LOOK_MS
      try {
        if (next >= seen) {
          seen = this.#end(lane)
        } else {
          next = this.#handOver(lane, next, seen, onRecords)
          // at once, but with a turn for others between two chunks
          if (next < seen) wait = 0
        }
        if (next >= target) resolve()
      } catch (error) {
        this.#onError(lane, error)
      }
      timer = setTimeout(look, wait)
    }
    timer = setTimeout(look, 0)
    const stop = (): void => {
      if (timer !== null) clearTimeout(timer)
      this.#stops.delete(stop)
    }
    this.#stops.add(stop)
    return { caughtUp, stop }
  }

  async positionAt (_partition: number, lane: Lane, time: number): Promise<number> {
    return this.#store.firstSince(LANES.indexOf(lane), time, this.#end(lane))
  }

  async end (_partition: number, lane: Lane): Promise<number> {
    return this.#end(lane)
  }

  async close (): Promise<void> {
    for (const stop of this.#stops) stop()
    await this.#store.close()
  }

  #end (lane: Lane): number {
    return this.#store.floor(LANES.indexOf(lane)).next
  }

  /** Hands one chunk over and tells where the next begins. */
  #handOver (lane: Lane, from: number, until: number, onRecords: (records: LogRecord[]) => void): number {
    if (from >= until) return from
    const { records, next } = this.#store.read(LANES.indexOf(lane), from, until)
    if (records.length > 0) onRecords(records)
    return next
  }
}
