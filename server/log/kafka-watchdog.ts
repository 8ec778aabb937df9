import type { KafkaAssignment } from './kafka-assignment.ts'
import type { KafkaFeed } from './kafka-feed.ts'
import type { KafkaNotices } from './kafka-notices.ts'
import { NEWEST, OLDEST, type KafkaOffsets } from './kafka-offsets.ts'
import { positionOf } from './kafka-record.ts'
import type { KafkaCounters } from './kafka-stats.ts'
import type { KafkaTail } from './kafka-tail.ts'

/** It looks at every lane so often, ms. */
const LOOK_MS = 5000

/** Where a lane stood when it was looked at. */
interface Look {
  next: number
  behind: number
  drained: number
}

/**
 * Looks whether every lane that is read comes forward. The consumer can lose a partition without a word: its
 * errors name none, and one that comes behind a record is dropped. A lane that is behind, does
 * not move, and for which nothing waits in the queue is assigned anew; one whose offset is gone goes on at the
 * nearest that is there.
 */
export class KafkaWatchdog {
  readonly #assignment: KafkaAssignment
  readonly #offsets: KafkaOffsets
  readonly #tail: Pick<KafkaTail, 'drained'>
  readonly #notices: KafkaNotices
  readonly #counters: KafkaCounters
  readonly #timer: NodeJS.Timeout
  #last = new Map<KafkaFeed, Look>()
  #looking = false

  constructor (assignment: KafkaAssignment, offsets: KafkaOffsets, tail: Pick<KafkaTail, 'drained'>, notices: KafkaNotices, counters: KafkaCounters) {
    this.#assignment = assignment
    this.#offsets = offsets
    this.#tail = tail
    this.#notices = notices
    this.#counters = counters
    this.#timer = setInterval(() => { void this.look() }, LOOK_MS).unref()
  }

  stop (): void {
    clearInterval(this.#timer)
  }

  /** Looks now; without an answer of the brokers nothing is known and nothing done. */
  async look (): Promise<void> {
    if (this.#looking) return
    this.#looking = true
    const looks = await Promise.all([...this.#assignment.feeds].map((feed) => this.#lookAt(feed).catch(() => null)))
    const known = looks.filter((look) => look !== null)
    this.#last = new Map(known)
    this.#counters.lags = known.map(([{ lane, partition }, { behind }]) => ({ lane, partition, records: behind }))
    this.#looking = false
  }

  async #lookAt (feed: KafkaFeed): Promise<[KafkaFeed, Look] | null> {
    const { topic, partition, next: before } = feed
    const oldest = await this.#offsets.find(topic, partition, OLDEST)
    const newest = await this.#offsets.find(topic, partition, NEWEST)
    const { next } = feed
    if (before === null || next === null) return null
    const last = this.#last.get(feed)
    const look: Look = { next, behind: Math.max(0, newest - next), drained: this.#tail.drained }
    if (next < oldest) this.#move(feed, oldest, 'trimmed')
    else if (before > newest) this.#move(feed, newest, 'cut')
    else if (look.behind > 0 && last !== undefined && last.behind > 0 && last.next === next && last.drained < look.drained) this.#move(feed, next, 'stalled')
    return [feed, look]
  }

  #move (feed: KafkaFeed, offset: number, reason: 'stalled' | 'trimmed' | 'cut'): void {
    // positions that were read and are gone come again with other records
    if (reason === 'cut') for (const follower of feed.followers) follower.next = positionOf(offset, 0)
    this.#counters.reassigned++
    if (reason === 'stalled') this.#counters.stalls++
    this.#notices.reassigned(reason, feed.lane, feed.partition, offset)
    this.#assignment.move(feed, offset)
  }
}
