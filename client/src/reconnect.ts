/** The spread of a class as large as they come (ms), and what is thought of one before it said so. */
export const LARGEST_SPREAD = 2_000
/** The longest wait between two attempts (ms): a large class must not knock in vain all at once, a small one need not wait. */
const LONGEST = 10_000
const LONGEST_OF_FEW = 2_000
const FIRST_STEP = 500

/**
 * How long to wait before the next attempt (ms). The first one after a stable connection is uniform
 * within the spread the server told, so that a class does not come back as one; later ones are
 * exponential with full jitter, up to 2 s and 4 spreads. A delay the server chose (close reason) is kept, with a tenth of jitter.
 */
export function reconnectDelay (failures: number, spread: number, told: number | null, random: () => number): number {
  if (told !== null) return told * (1 + 0.1 * random())
  if (failures === 0) return random() * spread
  const longest = LONGEST_OF_FEW + (LONGEST - LONGEST_OF_FEW) * Math.min(1, spread / LARGEST_SPREAD)
  return random() * Math.min(longest, FIRST_STEP * 2 ** failures)
}

/** The delay in a close reason: a number of milliseconds, or null. */
export function toldDelay (reason: string): number | null {
  return /^\d{1,6}$/.test(reason) ? Number(reason) : null
}
