import type { Lane } from './event-log.ts'
import { KafkaFeed, type FeedFollower } from './kafka-feed.ts'
import type { TailConsumer } from './kafka-module.ts'

/**
 * Which partitions are read, and from where. The consumer has one place in a partition: who joins at an
 * earlier one makes it read again from there. Changes are gathered and take effect together, between two calls
 * of `consume`: a batch on its way belongs to the assignment before.
 */
export class KafkaAssignment {
  readonly #consumer: TailConsumer
  readonly #feeds = new Map<string, KafkaFeed>()
  #joining: Array<{ topic: string, lane: Lane, partition: number, follower: FeedFollower, offset: number }> = []
  #moving = new Map<KafkaFeed, number>()
  #changed = false

  constructor (consumer: TailConsumer) {
    this.#consumer = consumer
  }

  /** The feeds that are read. */
  get feeds (): Iterable<KafkaFeed> {
    return this.#feeds.values()
  }

  get size (): number {
    return this.#feeds.size
  }

  find (topic: string, partition: number): KafkaFeed | undefined {
    return this.#feeds.get(keyOf(topic, partition))
  }

  /** `follower` is to get everything from `offset` on. */
  join (topic: string, lane: Lane, partition: number, follower: FeedFollower, offset: number): void {
    this.#joining.push({ topic, lane, partition, follower, offset })
    this.#changed = true
  }

  /** A follower stopped. */
  left (): void {
    this.#changed = true
  }

  /** A feed is to be read from `offset` on, be it the place where it stands. */
  move (feed: KafkaFeed, offset: number): void {
    this.#moving.set(feed, offset)
    this.#changed = true
  }

  /** Makes the changes take effect. */
  apply (): void {
    if (!this.#changed) return
    this.#changed = false
    const wanted = this.#wanted()
    const given = [...this.#feeds.values()].filter((feed) => feed.next !== null && (wanted.has(feed) || feed.followers.size === 0))
    if (given.length > 0) this.#consumer.incrementalUnassign(given.map(({ topic, partition }) => ({ topic, partition })))
    for (const feed of given) {
      if (feed.followers.size === 0) this.#feeds.delete(keyOf(feed.topic, feed.partition))
    }
    if (wanted.size > 0) this.#consumer.incrementalAssign([...wanted].map(([{ topic, partition }, offset]) => ({ topic, partition, offset })))
    for (const [feed, offset] of wanted) feed.moveTo(offset)
  }

  /** Lets followers in and out; returns the feeds that are to be read from another place. */
  #wanted (): Map<KafkaFeed, number> {
    const wanted = new Map<KafkaFeed, number>()
    for (const feed of this.#feeds.values()) {
      for (const follower of feed.followers) if (follower.stopped) feed.followers.delete(follower)
    }
    for (const [feed, offset] of this.#moving) {
      if (feed.followers.size > 0) wanted.set(feed, offset)
    }
    for (const { topic, lane, partition, follower, offset } of this.#joining) {
      if (follower.stopped) continue
      const feed = this.find(topic, partition) ?? new KafkaFeed(topic, lane, partition)
      this.#feeds.set(keyOf(topic, partition), feed)
      feed.followers.add(follower)
      const place = wanted.get(feed) ?? feed.next
      if (place === null || offset < place) wanted.set(feed, offset)
      else if (!wanted.has(feed)) feed.advance(place)
    }
    this.#joining = []
    this.#moving = new Map()
    return wanted
  }
}

function keyOf (topic: string, partition: number): string {
  return `${topic}/${partition}`
}
