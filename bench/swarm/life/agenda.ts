import { now } from '../../clock.ts'
import { Latency } from '../../latency.ts'
import { mayAct } from '../brake.ts'
import { atEveryTurn } from '../turns.ts'

/** How often it is looked for what is due when nothing is read (ms). */
const STEP_MS = 1

interface Entry {
  at: number
  act: (due: number) => void
}

/**
 * What people mean to do, and when. Everything is done at its time, whatever became of what stood before it;
 * how late the generator was with it is kept. A binary heap: the next entry is the first.
 */
export class Agenda {
  readonly lateness = new Latency()
  readonly #entries: Entry[] = []
  readonly #timer = setInterval(() => { this.#step() }, STEP_MS)
  readonly #endTurns = atEveryTurn(() => { this.#step() })

  /** Has `act` called at `at` (ms of clock.ts), with `at`, from which latencies count. */
  at (at: number, act: (due: number) => void): void {
    const entries = this.#entries
    let place = entries.push({ at, act }) - 1
    while (place > 0) {
      const parent = (place - 1) >> 1
      if (entries[parent]!.at <= at) break
      this.#swap(place, parent)
      place = parent
    }
  }

  /** … or after `ms`. */
  after (ms: number, act: (due: number) => void): void {
    this.at(now() + ms, act)
  }

  /** Nothing more is done. */
  stop (): void {
    clearInterval(this.#timer)
    this.#endTurns()
    this.#entries.length = 0
  }

  #step (): void {
    const time = now()
    while (this.#entries.length > 0 && this.#entries[0]!.at <= time && mayAct()) {
      const { at, act } = this.#takeFirst()
      this.lateness.record(at, now())
      act(at)
    }
  }

  #takeFirst (): Entry {
    const entries = this.#entries
    const first = entries[0]!
    const last = entries.pop()!
    if (entries.length > 0) {
      entries[0] = last
      this.#sink()
    }
    return first
  }

  #sink (): void {
    const entries = this.#entries
    let place = 0
    for (;;) {
      const left = 2 * place + 1
      if (left >= entries.length) return
      const right = left + 1
      const child = right < entries.length && entries[right]!.at < entries[left]!.at ? right : left
      if (entries[place]!.at <= entries[child]!.at) return
      this.#swap(place, child)
      place = child
    }
  }

  #swap (a: number, b: number): void {
    const held = this.#entries[a]!
    this.#entries[a] = this.#entries[b]!
    this.#entries[b] = held
  }
}
