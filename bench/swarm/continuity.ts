/**
 * Checks the batch numbers of every student: each batch after a view once, in order, none left out.
 * A batch that the view already held may still come (it was on its way), and does no harm.
 */
export class Continuity {
  readonly #last: Uint32Array
  readonly #inView: Uint32Array
  /** Batches missing, repeated or out of order. */
  gaps = 0
  /** Batches received. */
  batches = 0
  /** Called when batches are missing: the client asks for the view again. */
  hole: (index: number) => void = () => {}

  constructor (students: number) {
    this.#last = new Uint32Array(students)
    this.#inView = new Uint32Array(students)
  }

  view (index: number, batch: number): void {
    this.#last[index] = batch
    this.#inView[index] = batch
  }

  /** Takes a batch; false if its content was in the view already, or came before. */
  batch (index: number, n: number): boolean {
    this.batches++
    const last = this.#last[index]!
    if (n > last) {
      this.#miss(index, n - last - 1)
      this.#last[index] = n
      return true
    }
    if (n > this.#inView[index]!) this.gaps++
    return false
  }

  /** A heartbeat names the last batch there was. */
  beat (index: number, batch: number): void {
    const missing = batch - this.#last[index]!
    if (missing <= 0) return
    this.#last[index] = batch
    this.#miss(index, missing)
  }

  #miss (index: number, batches: number): void {
    if (batches === 0) return
    this.gaps += batches
    this.hole(index)
  }
}
