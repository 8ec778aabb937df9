import type { Lane } from './event-log.ts'

/** Durations by their size: how many were at most so long. */
export class Distribution {
  /** ms; the last is open upwards. */
  readonly bounds: readonly number[] = [1, 2, 5, 10, 20, 50, 100, 200, 500, 1000, 5000, Infinity]
  /** How many lie at or below the bound of the same index and above the one before. */
  readonly counts: number[] = this.bounds.map(() => 0)
  sum = 0
  count = 0

  add (ms: number, times = 1): void {
    this.counts[this.bounds.findIndex((bound) => ms <= bound)]! += times
    this.sum += ms * times
    this.count += times
  }
}

/** How far a followed lane of a partition is behind, as the watchdog saw it last. */
export interface Lag {
  lane: Lane
  partition: number
  /** Records between the high watermark and what was read. */
  records: number
}

/** Figures since the start, for the metrics. */
export interface KafkaStats {
  /** Events that became durable … */
  readonly appended: number
  /** … in so many records; appended ÷ records is how well packing works. */
  readonly appendedRecords: number
  /** Events whose fate is unknown: their append was rejected. */
  readonly rejected: number
  /** Bytes handed in and not reported yet. */
  readonly waitingBytes: number
  /** Records handed to librdkafka and not reported yet. */
  readonly underWay: number
  /** From the first event of a record to its delivery report. */
  readonly appendMs: Distribution
  /** From the broker's clock at the append to the hand-over here, of records read live. Clocks may differ. */
  readonly followMs: Distribution
  /** Events and records handed over. */
  readonly followed: number
  readonly followedRecords: number
  readonly lags: readonly Lag[]
  /** Records that were not ours, of a newer format or damaged, and left out. */
  readonly skipped: number
  /** Partitions assigned anew because their reading stood still or their offset was gone … */
  readonly reassigned: number
  /** … of which so many stood still for no reason told. */
  readonly stalls: number
  /** Producers that ended by a fatal error and were replaced. */
  readonly fatalErrors: number
}

/** The same while they are counted. */
export type KafkaCounters = { -readonly [K in keyof KafkaStats]: KafkaStats[K] }

export function newCounters (): KafkaCounters {
  return {
    appended: 0,
    appendedRecords: 0,
    rejected: 0,
    waitingBytes: 0,
    underWay: 0,
    appendMs: new Distribution(),
    followMs: new Distribution(),
    followed: 0,
    followedRecords: 0,
    lags: [],
    skipped: 0,
    reassigned: 0,
    stalls: 0,
    fatalErrors: 0
  }
}
