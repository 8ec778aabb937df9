import { lecternError } from '../../errors.ts'

/** Lets so many callers work at once; so many more may wait for it, in the order in which they came. */
export class Turns {
  readonly #waitingMax: number
  readonly #waiting = new Set<() => void>()
  #free: number

  constructor (atOnce: number, waitingMax: number) {
    this.#free = atOnce
    this.#waitingMax = waitingMax
  }

  /**
   * Resolves when it is this caller's turn, with what ends it.
   * @throws too-many where as many wait as may, unavailable for who is `gone` before
   */
  async take (gone: AbortSignal): Promise<() => void> {
    if (this.#free > 0) this.#free--
    else await this.#wait(gone)
    let over = false
    return () => {
      if (!over) this.#next()
      over = true
    }
  }

  async #wait (gone: AbortSignal): Promise<void> {
    if (this.#waiting.size >= this.#waitingMax) throw lecternError('too-many')
    await new Promise<void>((resolve, reject) => {
      const leave = (): void => {
        this.#waiting.delete(enter)
        reject(lecternError('unavailable'))
      }
      const enter = (): void => {
        gone.removeEventListener('abort', leave)
        resolve()
      }
      this.#waiting.add(enter)
      gone.addEventListener('abort', leave, { once: true })
    })
  }

  #next (): void {
    const [first] = this.#waiting
    if (first === undefined) {
      this.#free++
      return
    }
    this.#waiting.delete(first)
    first()
  }
}
