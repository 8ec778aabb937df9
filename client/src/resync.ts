import type { Positions } from '../../server/wire/messages.ts'
import { BatchOrder } from './batch-order.ts'
import type { World } from './link.ts'

/** A view is asked for again after at most this long (ms), at random: a whole class may have the same hole. */
const RESYNC_SPREAD = 2_000

/** Follows the batches of an audience, and asks for the view again where one is missing (R3). */
export class Resync {
  readonly #world: Pick<World, 'after' | 'random'>
  readonly #ask: (positions: Positions) => void
  readonly #order = new BatchOrder()
  #positions: Positions | null = null
  #cancel: (() => void) | null = null

  constructor (world: Pick<World, 'after' | 'random'>, ask: (positions: Positions) => void) {
    this.#world = world
    this.#ask = ask
  }

  /** The last positions seen, or null before the first view. */
  get positions (): Positions | null {
    return this.#positions
  }

  /** A whole view is here: everything up to `batch` is in it. */
  reset (batch: number, positions: Positions): void {
    this.#positions = positions
    this.#order.reset(batch)
  }

  /** Whether batch `n` is new; one that was in the view already says nothing. */
  take (n: number, positions: Positions): boolean {
    if (!this.#order.take(n)) return false
    this.#positions = positions
    return true
  }

  /** A heartbeat tells the number of the last batch. */
  tell (batch: number): void {
    this.#order.tell(batch)
  }

  /** Asks in a while, unless it is being done or nothing is missing. */
  askIfNeeded (): void {
    if (this.#order.whole || this.#cancel !== null) return
    this.#cancel = this.#world.after(this.#world.random() * RESYNC_SPREAD, () => {
      this.#cancel = null
      if (!this.#order.whole && this.#positions !== null) this.#ask(this.#positions)
    })
  }

  /** The socket is gone: the next greeting brings the view. */
  forget (): void {
    this.#cancel?.()
    this.#cancel = null
  }
}
