/**
 * What one load machine may do to an installation that it did not start itself. Whoever needs more takes more
 * machines (`--shard`), and knows what he does.
 */
export const CAPS = {
  students: 10_000,
  /** Joins, answers and returns in a second: a class of 5,000 within 2 s. The generator does not exceed it, and is late instead. */
  actsPerSecond: 2500,
  minutes: 120
} as const
