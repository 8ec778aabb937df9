import type { Target } from '../../swarm/line.ts'

/** Hears what came for socket `index`, and lets the dialect answer by itself. */
export interface Listener {
  /** The socket is in the class. */
  ready (index: number): void
  /** A message of somebody else: when it was due (clock.ts) and its number. */
  relayed (index: number, due: number, number: number): void
  /** What was sent has been acknowledged. */
  acknowledged (index: number): void
  /** Somebody came or left. */
  announced (index: number): void
  send (index: number, frame: Buffer): void
}

/** How the students of a rival speak. */
export interface Dialect {
  readonly target: Target
  /** The line of `index` is open. */
  opened (index: number, listener: Listener): void
  /** A message of the server lies in `bytes` from `start` to `end`; good until the call returns. */
  read (index: number, bytes: Buffer, start: number, end: number, listener: Listener): void
  /** What a student sends who answers; the server acknowledges it. */
  readonly answer: Buffer
  /** Makes what a student sends to all others; null where the rival does not relay. */
  readonly stamped: ((due: number, number: number) => Buffer) | null
}

/** Which rival, and where. */
export interface DialectOptions {
  name: 'batches' | 'socket.io'
  port: number
  /** Whether a student tells the class that he came (socket.io). */
  announces: boolean
}
