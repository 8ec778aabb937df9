import type { Logger } from 'pino'
import type { RelayTable } from '../classroom/presence-relays.ts'
import type { RelaySettings } from '../config.ts'
import type { Lane } from '../log/event-log.ts'
import type { Checked, MediaPass, Receipt, Resume } from '../tokens.ts'
import type { Metrics } from './metrics.ts'
import type { Publisher } from './publisher.ts'
import type { Seldom } from './seldom.ts'

/** What every class of a relay shares. */
export interface RoomContext {
  readonly settings: RelaySettings
  readonly relay: number
  readonly incarnation: number
  readonly publisher: Publisher
  readonly metrics: Metrics
  readonly logger: Logger
  /** What may be logged often is asked for here first. */
  readonly seldom: Seldom
  /** False while the log is replayed: nobody is told anything, and nothing is appended. */
  live: boolean
  /** Whether the relay has said that it stops: its sessions are gone with it, and none of them need be told gone. */
  leaving: boolean
  /** The relay's clock, corrected (ms). */
  now (): number
  signResume (claims: Resume): string
  signMediaPass (claims: MediaPass): string
  /** What a receipt of the sidecar says, if it is good. */
  readReceipt (token: string): Checked<Receipt>
  /** A new lessonId. */
  newLesson (): string
  /** Whether so much waits for the log that nothing more may be handed in. */
  behind (): boolean
}

/** What every class of a partition shares. */
export interface PartitionContext {
  readonly relays: RelayTable
  /** Hands an event to the log; resolves when it is stored, and never rejects. */
  append (lane: Lane, classCode: string, event: unknown): Promise<void>
  /** Whether the log takes answers just now: told to clients in every beat. */
  storing (): boolean
}
