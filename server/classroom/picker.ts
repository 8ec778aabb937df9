import { grow } from './columns.ts'
import { PickMode } from './tool-model.ts'

/** One draw of a lesson. `groups` of participant indices: one for people. */
export interface Draw {
  at: number
  mode: PickMode
  seed: number
  /** How many could be drawn. */
  pool: number
  groups: number[][]
  /** Those who let it pass. */
  passed: number[]
}

/** Who was drawn in a lesson, how often, and who let it pass. */
export class Picker {
  readonly draws: Draw[] = []
  /** Whether the last draw is on the screens. */
  shown = false
  #chosen = new Uint16Array(0)
  #passed = new Uint8Array(0)

  get last (): Draw | null {
    return this.draws[this.draws.length - 1] ?? null
  }

  /** How often `who` was chosen. */
  timesOf (who: number): number {
    return this.#chosen[who] ?? 0
  }

  hasPassed (who: number): boolean {
    return this.#passed[who] === 1
  }

  /** Whether `who` may let the last draw pass: it shows, it is of people, and he is among them for the first time. */
  mayPass (who: number): boolean {
    const { last } = this
    return this.shown && last?.mode === PickMode.people && last.groups[0]?.includes(who) === true && !this.hasPassed(who)
  }

  /** Takes a draw over. Being put into a group is no turn. */
  add (draw: Draw): void {
    this.draws.push(draw)
    this.shown = true
    if (draw.mode === PickMode.groups) return
    for (const who of draw.groups.flat()) {
      this.#chosen = grow(this.#chosen, who + 1)
      this.#chosen[who] = this.timesOf(who) + 1
    }
  }

  /** `who` lets the last draw pass; he had his turn. */
  pass (who: number): void {
    this.#passed = grow(this.#passed, who + 1)
    this.#passed[who] = 1
    this.last?.passed.push(who)
  }

  /** Everything kept, for the digest. */
  dump (): object {
    return { draws: this.draws, shown: this.shown, chosen: this.#chosen, passed: this.#passed }
  }
}

/**
 * Draws `size` people, or groups of about `size`, from `pool`: those chosen least often come first, and chance
 * decides among equals. Nobody stands alone in a group where two can be made of more.
 */
export function draw (pool: readonly number[], timesOf: (who: number) => number, mode: PickMode, size: number, seed: number): number[][] {
  const order = shuffled(pool, seed)
  if (mode === PickMode.people) return [order.sort((a, b) => timesOf(a) - timesOf(b)).slice(0, size)]
  const count = Math.max(1, Math.floor(order.length / size))
  const groups: number[][] = Array.from({ length: count }, () => [])
  order.forEach((who, i) => groups[i % count]?.push(who))
  return groups
}

/** Participants as a set of bits, bit i of byte i / 8 for index i. */
export function bitsOf (people: readonly number[]): Uint8Array {
  const bits = new Uint8Array(people.length === 0 ? 0 : (Math.max(...people) >> 3) + 1)
  for (const who of people) bits[who >> 3] = (bits[who >> 3] as number) | 1 << (who & 7)
  return bits
}

export function peopleOf (bits: Uint8Array): number[] {
  const people: number[] = []
  bits.forEach((byte, at) => {
    for (let bit = 0; bit < 8; bit++) if ((byte >> bit & 1) === 1) people.push(at * 8 + bit)
  })
  return people
}

/** Fisher and Yates's shuffle. */
function shuffled (people: readonly number[], seed: number): number[] {
  const random = mulberry32(seed)
  const order = [...people]
  for (let i = order.length - 1; i > 0; i--) {
    const j = Math.floor(random() * (i + 1))
    const one = order[i] as number
    order[i] = order[j] as number
    order[j] = one
  }
  return order
}

/** Tommy Ettinger's generator: the same numbers from 0 to 1 for the same seed, on every machine. */
function mulberry32 (seed: number): () => number {
  let state = seed
  return () => {
    state = (state + 0x6d2b79f5) | 0
    let t = Math.imul(state ^ state >>> 15, 1 | state)
    t = t + Math.imul(t ^ t >>> 7, 61 | t) ^ t
    return ((t ^ t >>> 14) >>> 0) / 2 ** 32
  }
}
