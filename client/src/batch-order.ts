/** Tells from the batch numbers of an audience whether something is missing. */
export class BatchOrder {
  #last = 0
  #told = 0
  #hole = false

  /** A whole view holds everything up to batch `n`. */
  reset (n: number): void {
    this.#last = n
    this.#told = n
    this.#hole = false
  }

  /** Whether batch `n` is new. A number that skips one leaves a hole until the next `reset`. */
  take (n: number): boolean {
    if (n <= this.#last) return false
    if (n !== this.#last + 1) this.#hole = true
    this.#last = n
    return true
  }

  /** A heartbeat tells the last number sent. */
  tell (n: number): void {
    this.#told = Math.max(this.#told, n)
  }

  /** False once a batch was missed. */
  get whole (): boolean {
    return !this.#hole && this.#last >= this.#told
  }
}
