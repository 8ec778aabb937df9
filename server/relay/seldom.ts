/** Lets through one line of a kind in a while, so that a lasting trouble does not fill the disk with itself. */
export class Seldom {
  readonly #everyMs: number
  readonly #next = new Map<string, number>()

  constructor (everyMs: number) {
    this.#everyMs = everyMs
  }

  /** Whether `what` may be said again now. */
  may (what: string): boolean {
    const now = performance.now()
    if (now < (this.#next.get(what) ?? 0)) return false
    this.#next.set(what, now + this.#everyMs)
    return true
  }
}
