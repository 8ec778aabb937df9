/** As long as Lectern's own tick in a class of 5,000. */
const TICK_MS = 200

/** Counts answers and tells how many there are, at most once a tick: the least that a tally can be. */
export class Tally {
  #count = 0
  #told = 0

  constructor (tell: (count: number, ticks: number) => void) {
    let ticks = 0
    setInterval(() => {
      if (this.#count === this.#told) return
      this.#told = this.#count
      tell(this.#count, ++ticks)
    }, TICK_MS)
  }

  one (): void {
    this.#count++
  }
}
