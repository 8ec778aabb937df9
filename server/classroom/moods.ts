import { FRESH_MS, REACTIONS } from './tool-model.ts'

/** Reactions of a class, as sums of what its relays handed in. */
export class Moods {
  /** By reaction, since the tool was opened. */
  totals = NONE
  /** By reaction, of this minute and of the one before. */
  #recent = NONE
  #former = NONE
  #minute = 0
  /** When the last came (ms). */
  at = 0
  /** The last turn of each life of a relay. */
  readonly #turns = new Map<number, number>()

  /** Whether this event of a relay was taken in before. */
  knows (source: number, turn: number): boolean {
    return turn <= (this.#turns.get(source) ?? -1)
  }

  add (source: number, turn: number, sums: readonly number[], at: number): void {
    this.#turns.set(source, turn)
    const minute = Math.floor(at / FRESH_MS)
    if (minute > this.#minute) {
      this.#former = minute === this.#minute + 1 ? this.#recent : NONE
      this.#recent = NONE
      this.#minute = minute
    }
    this.totals = plus(this.totals, sums)
    this.#recent = plus(this.#recent, sums)
    this.at = Math.max(this.at, at)
  }

  /** By reaction, of the last one to two minutes before the last event. */
  get fresh (): number[] {
    return plus(this.#recent, this.#former)
  }

  /** Begins anew; relays go on counting their turns. */
  clear (): void {
    this.totals = this.#recent = this.#former = NONE
    this.at = 0
  }

  /** Everything kept, for the digest. */
  dump (): object {
    return { totals: this.totals, recent: this.#recent, former: this.#former, minute: this.#minute, at: this.at, turns: [...this.#turns] }
  }
}

const NONE: readonly number[] = REACTIONS.map(() => 0)

function plus (a: readonly number[], b: readonly number[]): number[] {
  return a.map((n, i) => n + (b[i] as number))
}
