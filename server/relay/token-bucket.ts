/** A token bucket: `rate` per second, at most `burst` at once. */
export class TokenBucket {
  readonly #rate: number
  readonly #burst: number
  #level: number
  #at: number

  constructor (rate: number, burst: number, now: number) {
    this.#rate = rate
    this.#burst = burst
    this.#level = burst
    this.#at = now
  }

  /** Takes one token. Returns 0, or the ms after which there is one again. */
  take (now: number): number {
    this.#level = Math.min(this.#burst, this.#level + (now - this.#at) * this.#rate / 1000)
    this.#at = now
    if (this.#level >= 1) {
      this.#level -= 1
      return 0
    }
    return Math.ceil((1 - this.#level) * 1000 / this.#rate)
  }
}
