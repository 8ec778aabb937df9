import type { Tail } from './tail.ts'

/**
 * Looks after the reading of lanes: a lane whose end moves while nothing of it is read is read anew. It asks
 * for one end at a time, so that a broker that does not answer is not asked a hundred times at once.
 */
export class Watchdog {
  readonly #tails: readonly Tail[]
  readonly #pauseMs: number
  readonly #onStall: (tail: Tail, position: number) => void
  #timer: NodeJS.Timeout | null = null
  #stopped = false

  /** `pauseMs` lies between two rounds. `onStall` is told of each lane that was begun anew, and where. */
  constructor (tails: readonly Tail[], pauseMs: number, onStall: (tail: Tail, position: number) => void) {
    this.#tails = tails
    this.#pauseMs = pauseMs
    this.#onStall = onStall
    this.#later()
  }

  stop (): void {
    this.#stopped = true
    if (this.#timer !== null) clearTimeout(this.#timer)
  }

  #later (): void {
    if (!this.#stopped) this.#timer = setTimeout(() => { void this.#round() }, this.#pauseMs).unref()
  }

  async #round (): Promise<void> {
    for (const tail of this.#tails) {
      if (this.#stopped) return
      // Where the log cannot tell its end, the heartbeat tells more.
      const position = await tail.restartIfStalled().catch(() => null)
      if (position !== null) this.#onStall(tail, position)
    }
    this.#later()
  }
}
