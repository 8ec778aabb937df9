import type { Publish } from './line.ts'
import type { Session } from './session.ts'
import type { Slice } from './slices.ts'

/** What one person gets besides what his slice gets, or null. */
export type Personal = (session: Session) => Uint8Array | null

interface Job {
  slice: Slice
  bytes: Uint8Array | null
  personal: Personal | null
}

/**
 * Hands batches to slices, about one slice of sockets a loop turn, so that a verdict never waits for a
 * whole class to be written (measured: p99 57–69 ms in one piece, 30 ms in slices of 100). One queue
 * for all classes keeps the order within a class and shares the loop fairly between classes.
 */
export class Publisher {
  readonly #publish: Publish
  readonly #socketsPerTurn: number
  #queue: Job[] = []
  #next = 0
  #running = false
  /** Deliveries handed to the transport so far. */
  deliveries = 0

  constructor (publish: Publish, socketsPerTurn: number) {
    this.#publish = publish
    this.#socketsPerTurn = socketsPerTurn
  }

  /** Queues `bytes` (null: none) and the personal frames for every slice. The first slice leaves at once if nothing waits. */
  send (slices: Slice[], bytes: Uint8Array | null, personal: Personal | null): void {
    for (const slice of slices) {
      if (slice.members.size > 0) this.#queue.push({ slice, bytes, personal })
    }
    if (!this.#running) this.#turn()
  }

  readonly #turn = (): void => {
    let sent = 0
    while (this.#next < this.#queue.length && sent < this.#socketsPerTurn) {
      const job = this.#queue[this.#next++]!
      sent += job.slice.members.size
      this.#deliver(job)
    }
    this.deliveries += sent
    this.#running = this.#next < this.#queue.length
    if (this.#running) {
      setImmediate(this.#turn)
    } else {
      this.#queue = []
      this.#next = 0
    }
  }

  #deliver ({ slice, bytes, personal }: Job): void {
    if (bytes !== null) this.#publish(slice.topic, bytes)
    if (personal === null) return
    for (const session of slice.members) {
      const own = personal(session)
      if (own !== null) session.line.cork(() => { session.line.send(own) })
    }
  }
}
