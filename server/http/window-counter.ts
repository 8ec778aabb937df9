import { lecternError } from '../errors.ts'

/**
 * Counts per key within fixed windows of time. Forgets everything when a window ends, so it holds no
 * more keys than one window brings.
 */
export class WindowCounter {
  readonly #counts = new Map<string, number>()
  readonly #limit: number
  readonly #windowMs: number
  #endsAt = 0

  constructor (limit: number, windowMs: number) {
    this.#limit = limit
    this.#windowMs = windowMs
  }

  /** Counts one for `key`. */
  count (key: string): void {
    this.#turn()
    this.#counts.set(key, (this.#counts.get(key) ?? 0) + 1)
  }

  /**
   * Lets pass while `key` is below the limit.
   * @throws too-many
   */
  guard (key: string): void {
    this.#turn()
    if ((this.#counts.get(key) ?? 0) >= this.#limit) throw lecternError('too-many')
  }

  #turn (): void {
    const now = performance.now()
    if (now < this.#endsAt) return
    this.#counts.clear()
    this.#endsAt = now + this.#windowMs
  }
}
