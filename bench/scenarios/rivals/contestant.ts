import type { Verdicts } from '../../budgets.ts'
import type { FanoutResult } from '../../swarm/operations.ts'
import type { PhaseResult } from '../../swarm/phase.ts'
import type { Name } from './names.ts'

/** Bytes of what the teacher says. */
export const MESSAGE_BYTES = 120

/** Everybody answered once. */
export interface AnswerRound {
  /** Until a student heard that his answer was taken. */
  result: PhaseResult
  /** CPU of the server's process meanwhile (ms). */
  cpuMs: number
  /** Answers that the teacher was told of. */
  told: number
  /** When he was told of the last one, after the start (ms); NaN if he never was. */
  toldMs: number
}

/** All sockets were cut and came back. */
export interface ComeBackRound {
  result: PhaseResult
  cpuMs: number
  /** Messages of the teacher, said while they were away, that nobody gave them. */
  missed: number
}

/** A server under test with a full class, whatever it is made of. */
export interface Contestant {
  readonly name: Name
  readonly size: number
  /** The process that pays. */
  readonly pid: number
  /** Begins to count what the teacher says, numbered from 1. */
  startCounting (): Promise<void>
  /**
   * The teacher says `count` things of MESSAGE_BYTES. `flushes`: in how many writes a student should get them,
   * where that can be chosen.
   */
  speak (due: number, first: number, count: number, flushes: number): void
  /** Waits until everybody has number `last`, but not for ever; says what arrived. */
  counted (last: number): Promise<FanoutResult>
  answer (seed: number): Promise<AnswerRound>
  comeBack (seed: number): Promise<ComeBackRound>
  /** Teacher and students go, the server stays. Tells what the students found wrong all the while. */
  goAway (): Promise<Faults>
}

/** What students found wrong: by their own checks (on Lectern), and what became of their sockets. */
export interface Faults {
  verdicts: Verdicts
  trouble: Record<string, number>
}
