/** Calls back at a time that may move: one timer, never two. Node's timers take at most 2³¹ ms. */
export class Alarm {
  readonly #ring: () => void
  #timer: NodeJS.Timeout | null = null
  #at = Infinity

  constructor (ring: () => void) {
    this.#ring = ring
  }

  /** Sets the alarm to `at` (ms by the clock whose present is `now`); Infinity switches it off. */
  set (at: number, now: number): void {
    if (at === this.#at) return
    this.off()
    if (at === Infinity) return
    this.#at = at
    this.#timer = setTimeout(() => {
      this.#at = Infinity
      this.#ring()
    }, Math.max(0, Math.ceil(at - now)))
    this.#timer.unref()
  }

  off (): void {
    if (this.#timer !== null) clearTimeout(this.#timer)
    this.#timer = null
    this.#at = Infinity
  }
}
