import { setImmediate as turn, setTimeout as delay } from 'node:timers/promises'
import type { LogRecord } from './event-log.ts'
import type { KafkaAssignment } from './kafka-assignment.ts'
import type { KafkaFeed } from './kafka-feed.ts'
import { Code, type LibrdKafkaError, type Message, type TailConsumer } from './kafka-module.ts'
import type { KafkaNotices } from './kafka-notices.ts'
import { positionOf, unpackRecord } from './kafka-record.ts'
import type { KafkaCounters } from './kafka-stats.ts'

/** Records that one call brings at the most … */
const CONSUME_RECORDS = 1000
/** … and how long it waits for the first of them, ms. It holds a pool thread, and changes of the assignment wait for it. */
const CONSUME_MS = 50
/** Handed over in one turn of the loop, so that none takes long. */
const TURN_EVENTS = 500
const TURN_BYTES = 1024 * 1024
const RETRY_MS = 100

export interface TailOptions {
  consumer: TailConsumer
  assignment: KafkaAssignment
  notices: KafkaNotices
  counters: KafkaCounters
  /** Some partition cannot be read where it stands; librdkafka does not say which. */
  onLost: () => void
}

/** What is to be handed over together. */
interface Hand {
  records: LogRecord[]
  /** The offset after the last of them. */
  next: number
}

/** Reads what is assigned, as it comes, and hands it over in order. */
export class KafkaTail {
  readonly #options: TailOptions
  /** Ends that the running call came to. */
  #ends: Array<{ topic: string, partition: number, offset: number }> = []
  readonly #hands = new Map<KafkaFeed, Hand>()
  #events = 0
  #bytes = 0
  #closed = false
  readonly #running: Promise<void>
  /** Calls that emptied the queue of what was fetched. */
  drained = 0

  /** `consumer` is connected, and its assignment nobody else's. */
  constructor (options: TailOptions) {
    this.#options = options
    const { consumer } = options
    consumer.setDefaultConsumeTimeout(CONSUME_MS)
    // else every call would wait for each of its records
    consumer.setDefaultIsTimeoutOnlyForFirstMessage(true)
    consumer.on('partition.eof', (end) => { this.#ends.push(end) })
    this.#running = this.#run()
  }

  /** Resolves when nothing more will be handed over. */
  async close (): Promise<void> {
    this.#closed = true
    await this.#running
  }

  async #run (): Promise<void> {
    const { assignment } = this.#options
    while (!this.#closed) {
      assignment.apply()
      if (assignment.size === 0) {
        await delay(CONSUME_MS, undefined, { ref: false })
        continue
      }
      const messages = await this.#consume()
      if (messages.length < CONSUME_RECORDS) this.drained++
      await this.#dispatch(messages)
    }
  }

  #consume (): Promise<Message[]> {
    const { consumer, notices, onLost } = this.#options
    this.#ends = []
    return new Promise((resolve) => {
      consumer.consume(CONSUME_RECORDS, (error: LibrdKafkaError | null, messages) => {
        if (error === null) {
          resolve(messages)
          return
        }
        if (error.code === Code.noPlaceToRead) onLost()
        else notices.trouble(error)
        setTimeout(() => { resolve([]) }, RETRY_MS)
      })
    })
  }

  async #dispatch (messages: Message[]): Promise<void> {
    for (const message of messages) {
      this.#take(message)
      if (this.#events < TURN_EVENTS && this.#bytes < TURN_BYTES) continue
      this.#hand()
      await turn()
      if (this.#closed) return
    }
    this.#hand()
    // behind the last record there may be offsets without one (the marks of others' transactions)
    for (const { topic, partition, offset } of this.#ends) this.#options.assignment.find(topic, partition)?.advance(offset)
  }

  #take (message: Message): void {
    const { assignment, counters, notices } = this.#options
    const { topic, partition, offset, key, value, size } = message
    const feed = assignment.find(topic, partition)
    if (feed === undefined) return
    let hand = this.#hands.get(feed)
    if (hand === undefined) {
      hand = { records: [], next: 0 }
      this.#hands.set(feed, hand)
    }
    hand.next = offset + 1
    const payloads = unpackRecord(value)
    if (payloads === null) {
      counters.skipped++
      notices.foreign(topic, partition, offset)
      return
    }
    const at = message.timestamp ?? 0
    const classCode = key?.toString() ?? ''
    for (const [index, payload] of payloads.entries()) hand.records.push({ position: positionOf(offset, index), at, classCode, payload })
    counters.followedRecords++
    counters.followed += payloads.length
    if (feed.live) counters.followMs.add(Math.max(0, Date.now() - at))
    this.#events += payloads.length
    this.#bytes += size
  }

  #hand (): void {
    const { notices } = this.#options
    for (const [feed, { records, next }] of this.#hands) {
      if (records.length > 0) feed.hand(records, (error) => { notices.handlerFailed(feed.lane, error) })
      feed.advance(next)
    }
    this.#hands.clear()
    this.#events = 0
    this.#bytes = 0
  }
}
