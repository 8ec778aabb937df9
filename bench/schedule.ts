/** Who does something when, fixed before the run: students `order[k]` at `times[k]` ms, in the order of time. */
export interface Schedule {
  times: Float64Array
  order: Uint32Array
}

/** Numbers in [0, 1) that are the same for the same seed (mulberry32). */
export function random (seed: number): () => number {
  let state = seed >>> 0
  return () => {
    state = (state + 0x6d2b79f5) >>> 0
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state)
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4294967296
  }
}

/**
 * Each of `count` students once within `windowMs`, at random and independent of each other: what a
 * Poisson process is when its number is known.
 */
export function arrivals (count: number, windowMs: number, seed: number): Schedule {
  const next = random(seed)
  const times = Float64Array.from({ length: count }, () => next() * windowMs).sort()
  const order = Uint32Array.from({ length: count }, (_, index) => index)
  for (let i = count - 1; i > 0; i--) {
    const j = Math.floor(next() * (i + 1))
    const held = order[i]!
    order[i] = order[j]!
    order[j] = held
  }
  return { times, order }
}
