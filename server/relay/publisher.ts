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

/** Slices of one turn while nothing is on its way to the log. */
const SLICES_A_TURN = 2
/** While something is, the log's threads have so long between two slices, also where they have no core of their own (ms) … */
const REST_MS = 1
/** … unless so many slices wait: verdicts must not slow down what they hurry past without end. */
const RESTING_MAX = 100

/**
 * Hands batches to slices, a few sockets a loop turn, so that a verdict never waits for a whole class to be
 * written (docs/PERFORMANCE.md has the measurements). One queue for all classes keeps the order within a class
 * and shares the loop fairly between classes.
 */
export class Publisher {
  readonly #publish: Publish
  readonly #slice: number
  readonly #storing: () => boolean
  #queue: Job[] = []
  #next = 0
  #running = false
  /** Deliveries handed to the transport so far. */
  deliveries = 0

  /** `slice`: sockets of a full slice; `storing`: whether something is on its way to the log, and somebody waits for its verdict. */
  constructor (publish: Publish, slice: number, storing: () => boolean) {
    this.#publish = publish
    this.#slice = slice
    this.#storing = storing
  }

  /** Queues `bytes` (null: none) and the personal frames for every slice. The first slice leaves at once if nothing waits. */
  send (slices: Slice[], bytes: Uint8Array | null, personal: Personal | null): void {
    for (const slice of slices) {
      if (slice.members.size > 0) this.#queue.push({ slice, bytes, personal })
    }
    if (this.#running) return
    // What is told now was stored just now, and counts as on its way until the turn is over.
    this.#write(this.#slice)
    if (this.#running) setImmediate(this.#turn)
  }

  readonly #turn = (): void => {
    const rests = this.#storing() && this.#queue.length - this.#next < RESTING_MAX
    this.#write(rests ? this.#slice : SLICES_A_TURN * this.#slice)
    if (!this.#running) return
    if (rests) setTimeout(this.#turn, REST_MS)
    else setImmediate(this.#turn)
  }

  /** Writes slices of `most` sockets together, the oldest first. */
  #write (most: number): void {
    let sent = 0
    while (this.#next < this.#queue.length && sent < most) {
      const job = this.#queue[this.#next++]!
      sent += job.slice.members.size
      this.#deliver(job)
    }
    this.deliveries += sent
    this.#running = this.#next < this.#queue.length
    if (this.#running) return
    this.#queue = []
    this.#next = 0
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
