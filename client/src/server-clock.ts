/**
 * The server's clock, told by its frames. A frame's time is late by its way here, so the largest offset
 * seen is the truest. The local clock must be monotonic (`performance.now`): a phone whose date is wrong,
 * or set right during the lesson, changes nothing; one that pauses in sleep is corrected by the next frame.
 */
export class ServerClock {
  readonly #local: () => number
  #offset = -Infinity

  constructor (local: () => number) {
    this.#local = local
  }

  /** Forgets earlier samples: another relay's clock may differ. */
  reset (now: number): void {
    this.#offset = now - this.#local()
  }

  sample (now: number): void {
    this.#offset = Math.max(this.#offset, now - this.#local())
  }

  /** Milliseconds of the server's epoch; before the first sample, the local date. */
  now (): number {
    return this.#offset === -Infinity ? Date.now() : this.#local() + this.#offset
  }
}
