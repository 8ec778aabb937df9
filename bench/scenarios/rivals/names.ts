/** What the scenarios call their figures and the report finds them by. */

/** Who takes part, in the order of a round. */
export const LECTERN = 'Lectern'
export const BARE = 'bare uWS'
export const WS = 'ws'
export const SOCKET_IO = 'Socket.IO'
export const CONTESTANTS = [LECTERN, BARE, WS, SOCKET_IO] as const
export type Name = (typeof CONTESTANTS)[number]
/** Whose figures are shown: a contestant's, or those of the seed's shape. */
export type Shown = Name | typeof SEED

/** Socket.IO where it does as the system that Lectern replaces: every message, arrival and departure to everybody else. */
export const SEED = 'the shape of the seed'
/** The class in which that is measured: it survives there. In one of 5,000 a question would be 25 million messages. */
export const SEED_SIZE = 1000
/** A class that it does not serve in any useful time, measured once. */
export const SEED_LIMIT = 2000
/** Its rounds take a quarter of a minute, and differ little. */
export const SEED_ROUNDS = 3

/** How many things the teacher says at once. */
export const PER_TICK = [1, 10] as const
/** Everybody answers within this time (ms). */
export const WINDOW_MS = 2000

/** The name of one figure of one contestant. */
export function figureName (title: string, contestant: Shown, what: string): string {
  return `${title}: ${contestant}, ${what}`
}

export function fanoutTitle (size: number, perTick: number): string {
  return `${size} students, ${perTick} a tick`
}

export function stormTitle (size: number): string {
  return `${size} answers in ${WINDOW_MS / 1000} s`
}

export function returnTitle (size: number): string {
  return `${size} come back`
}

export const MEMORY_TITLE = 'memory'

/** Of all parts: what the generator used, and what was thrown away for it. */
export const GENERATOR = "generator's core, %"
export const THROWN = 'rounds thrown away'

export const FANOUT = { cpu: 'CPU a delivery, µs', p50: 'p50, ms', p99: 'p99, ms', lost: 'deliveries lost' } as const

/** In the seed's shape: p50 and p99 until another student has an answer, `told` until everybody has all of them, `lost` messages. */
export const STORM = {
  p50: 'answer p50, ms',
  p99: 'answer p99, ms',
  told: 'all told after, ms',
  cpu: 'CPU an answer, µs',
  lost: 'lost'
} as const

export const RETURN = {
  p50: 'back p50, ms',
  p99: 'back p99, ms',
  last: 'last one back, ms',
  cpu: 'CPU a student back, µs',
  missed: 'messages gone for good',
  away: 'students not back'
} as const

export const MEMORY = {
  empty: 'with nobody, MiB',
  full: 'with the largest class, MiB',
  each: 'a student, bytes',
  curve: 'MiB by students'
} as const
