/** The longest wait between two attempts, in ms. */
const LONGEST = 10_000
const FIRST_STEP = 500

/**
 * How long to wait before the next attempt (ms). The first one after a stable connection is uniform
 * within the spread the server told, so that a class does not come back as one; later ones are
 * exponential with full jitter. A delay the server chose (close reason) is kept, with a tenth of jitter.
 */
export function reconnectDelay (failures: number, spread: number, told: number | null, random: () => number): number {
  if (told !== null) return told * (1 + 0.1 * random())
  if (failures === 0) return random() * spread
  return random() * Math.min(LONGEST, FIRST_STEP * 2 ** failures)
}

/** The delay in a close reason: a number of milliseconds, or null. */
export function toldDelay (reason: string): number | null {
  return /^\d{1,6}$/.test(reason) ? Number(reason) : null
}
