/** Where somebody's laser pointer was, and when (ms). */
export interface Spot {
  x: number
  y: number
  at: number
}

/** How long a spot glows after it was last seen (ms). */
const GLOW = 900
/** How many spots of the way are kept of each pointer. */
const TRAIL = 8

/** 1: just seen; 0: gone. */
export function freshness ({ at }: Spot, now: number): number {
  return Math.max(0, 1 - (now - at) / GLOW)
}

/** The trail of a pointer with its newest spot. */
export function trailed (trail: readonly Spot[], spot: Spot): Spot[] {
  return [...trail.filter((each) => freshness(each, spot.at) > 0), spot].slice(-TRAIL)
}
