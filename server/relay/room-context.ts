import type { Logger } from 'pino'
import type { RelaySettings } from '../config.ts'
import type { Lane } from '../log/event-log.ts'
import type { Resume } from '../tokens.ts'
import type { Metrics } from './metrics.ts'
import type { Publisher } from './publisher.ts'

/** What every class of a relay shares. */
export interface RoomContext {
  readonly settings: RelaySettings
  readonly relay: number
  readonly incarnation: number
  readonly publisher: Publisher
  readonly metrics: Metrics
  readonly logger: Logger
  /** False while the log is replayed: nobody is told anything, and nothing is appended. */
  live: boolean
  /** The relay's clock, ms. */
  now (): number
  append (lane: Lane, classCode: string, event: unknown): void
  signResume (claims: Resume): string
  /** A new lessonId. */
  newLesson (): string
  /** Whether so much waits for the log that nothing more may be handed in. */
  behind (): boolean
  /** Whether the log takes answers just now: told to clients in every beat. */
  storing (): boolean
}
