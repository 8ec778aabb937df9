import type { EventLog, Follower, Lane, LogRecord } from '../../log/event-log.ts'

/** What a follower has been handed so far. */
export interface Collected {
  readonly records: LogRecord[]
  readonly follower: Follower
  /** Resolves with the first `count` records once so many are there. */
  first (count: number): Promise<LogRecord[]>
}

/** Follows a lane and keeps what comes. */
export function collect (log: EventLog, partition: number, lane: Lane, from: number): Collected {
  const records: LogRecord[] = []
  let arrived = () => {}
  const follower = log.follow(partition, lane, from, handed => {
    records.push(...handed)
    arrived()
  })
  return {
    records,
    follower,
    first: count => new Promise(resolve => {
      arrived = () => {
        if (records.length >= count) resolve(records.slice(0, count))
      }
      arrived()
    })
  }
}

/** All that is stored in a lane at or after `from`. */
export async function stored (log: EventLog, partition: number, lane: Lane, from = 0): Promise<LogRecord[]> {
  const { records, follower } = collect(log, partition, lane, from)
  await follower.caughtUp
  follower.stop()
  return records
}

export function payload (text: string): Uint8Array {
  return new TextEncoder().encode(text)
}

export function textOf (record: LogRecord): string {
  return new TextDecoder().decode(record.payload)
}
