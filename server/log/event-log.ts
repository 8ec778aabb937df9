/**
 * The event log: the only way into the state. It knows bytes, class codes and lanes, nothing of quizzes.
 *
 * Obligations of every engine, proved by test/log/event-log-contract.ts:
 * - L1 order: the records of one lane of one partition have one order, the same for every follower and
 *   after every restart; a class lies in exactly one partition.
 * - L2 durable: `append` resolves only when the record survives the death of process and machine.
 * - L3 follow: a follower gets every durable record from its position on, in order, each once, and none
 *   that is not durable yet.
 * - L4 positions grow strictly within a lane of a partition, may jump, are equal for every follower, and
 *   stay below 2^53.
 * - L5 a rejected `append` is *unknown*: the record may or may not appear later. Callers repeat it; the
 *   fold knows repeats by their id.
 * - L6 trimmed: records may be dropped from the old end only; following from a dropped position starts at
 *   the oldest record that is left.
 */
export const LANES = ['user', 'socket', 'media'] as const
export type Lane = (typeof LANES)[number]

export interface LogRecord {
  position: number
  /** When the log took the record, ms since 1970, by the log's clock. */
  at: number
  /** '' for a record that concerns the whole partition. */
  classCode: string
  payload: Uint8Array
}

/** Gets records in order, a batch at a time; must not throw. */
export type RecordHandler = (records: LogRecord[]) => void

export interface Follower {
  /** Resolves once everything that was durable at the time of `follow` has been handed over. */
  readonly caughtUp: Promise<void>
  /** Nothing is handed over once this returns. */
  stop (): void
}

export interface EventLog {
  readonly partitions: number

  /** The partition of a class, the same for ever. */
  partitionOf (classCode: string): number

  /**
   * Appends one record; resolves when it is durable (L2), rejects when that is unknown (L5), and with a
   * RangeError where it can never be stored. Takes `payload` over.
   */
  append (partition: number, lane: Lane, classCode: string, payload: Uint8Array): Promise<void>

  /** Hands over every record at or after `from`, then goes on with new ones as they become durable. */
  follow (partition: number, lane: Lane, from: number, onRecords: RecordHandler): Follower

  /** The position of the first record taken at or after `time` (ms), or the end. */
  positionAt (partition: number, lane: Lane, time: number): Promise<number>

  /** The position that the next record will have at the least (the high watermark). */
  end (partition: number, lane: Lane): Promise<number>

  /** Drops records taken before `time` (ms); where the engine has a retention of its own it does nothing. */
  trim (partition: number, lane: Lane, time: number): Promise<void>

  /** Waits for appends under way, stops the followers, lets go of all resources. */
  close (): Promise<void>
}

/** The log for those who only read it. */
export type LogReader = Pick<EventLog, 'partitions' | 'follow' | 'positionAt' | 'end' | 'close'>
