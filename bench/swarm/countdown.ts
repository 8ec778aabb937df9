/** Waits until each of `count` students has done his part, or until time is up. */
export class Countdown {
  readonly finished: Promise<void>
  #left: number
  #resolve!: () => void
  #timer: NodeJS.Timeout | undefined

  constructor (count: number) {
    this.#left = count
    this.finished = new Promise((resolve) => { this.#resolve = resolve })
    if (count === 0) this.#resolve()
  }

  get left (): number {
    return this.#left
  }

  one (): void {
    this.#left--
    if (this.#left > 0) return
    clearTimeout(this.#timer)
    this.#resolve()
  }

  /** Resolves when all are done, or after `ms`. */
  async within (ms: number): Promise<void> {
    this.#timer = setTimeout(this.#resolve, ms)
    await this.finished
    clearTimeout(this.#timer)
  }
}
