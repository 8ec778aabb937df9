import type { Lane, LogRecord, RecordHandler } from './event-log.ts'

/** One who follows a feed. Each record is handed over once, however often the feed is read again. */
export interface FeedFollower {
  /** The position from which on records are its due. */
  next: number
  /** The high watermark when following began: there it has caught up. */
  target: number
  /** Nothing is handed over any more. */
  stopped: boolean
  onRecords: RecordHandler
  caughtUp (): void
}

/** One lane of one partition as it is read: a single place in it, and all who follow from there. */
export class KafkaFeed {
  readonly topic: string
  readonly lane: Lane
  readonly partition: number
  readonly followers = new Set<FeedFollower>()
  /** The offset that is read next; null while the partition is not assigned. */
  next: number | null = null
  /** Whether it was read to the end since it was assigned: what comes now is new. */
  live = false

  constructor (topic: string, lane: Lane, partition: number) {
    this.topic = topic
    this.lane = lane
    this.partition = partition
  }

  /** Reading goes on at `offset`. */
  moveTo (offset: number): void {
    this.next = offset
    this.live = false
    this.advance(offset)
  }

  /** Hands every follower what is its due; `failed` is told of one that throws. */
  hand (records: LogRecord[], failed: (error: unknown) => void): void {
    for (const follower of this.followers) {
      const due = records[0]!.position >= follower.next ? records : records.filter(({ position }) => position >= follower.next)
      if (due.length === 0 || follower.stopped) continue
      follower.next = due.at(-1)!.position + 1
      try {
        follower.onRecords(due)
      } catch (error) {
        failed(error)
      }
    }
  }

  /** Everything before `offset` was read; whoever waited for that has caught up. */
  advance (offset: number): void {
    const next = Math.max(this.next ?? 0, offset)
    this.next = next
    for (const follower of this.followers) {
      if (follower.target > next) continue
      this.live = true
      follower.caughtUp()
    }
  }
}
