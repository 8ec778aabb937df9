import { setTimeout as delay } from 'node:timers/promises'
import { partitionOf } from '../partition.ts'
import type { EventLog, Follower, Lane, RecordHandler } from './event-log.ts'
import { KafkaAssignment } from './kafka-assignment.ts'
import type { FeedFollower } from './kafka-feed.ts'
import { connect, disconnect, loadKafka, type KafkaModule, type TailConsumer } from './kafka-module.ts'
import { KafkaNotices } from './kafka-notices.ts'
import { KafkaOffsets, NEWEST, OLDEST } from './kafka-offsets.ts'
import { clientSettings, topicOf, type KafkaOptions } from './kafka-options.ts'
import { KafkaPacks } from './kafka-packs.ts'
import { KafkaProblem } from './kafka-problem.ts'
import { KafkaProducer } from './kafka-producer.ts'
import { EVENT_BYTES_MAX, offsetOf, positionOf } from './kafka-record.ts'
import { newCounters, type KafkaCounters, type KafkaStats } from './kafka-stats.ts'
import { KafkaTail } from './kafka-tail.ts'
import { ensureTopics } from './kafka-topics.ts'
import { KafkaWatchdog } from './kafka-watchdog.ts'

/** The log on Kafka. Retention trims it, so `trim` does nothing. */
export interface KafkaLog extends EventLog {
  stats (): KafkaStats
}

/** Beyond this much waiting for Kafka an append is refused at once, bytes. */
const WAITING_BYTES = 32 * 1024 * 1024
/** What is on its way is given so long at the end, ms; a relay that stops has waited for its own already. */
const CLOSE_MS = 2000
const RETRY_MS = 200

/**
 * Opens the log on Kafka: creates or verifies its topics, then connects one producer and one consumer.
 * Rejects with KafkaProblem where the client is not built, the topics will not do, or no broker answers.
 */
export async function openKafkaLog (options: KafkaOptions, load: () => Promise<KafkaModule> = loadKafka): Promise<KafkaLog> {
  const kafka = await load()
  await ensureTopics(options)
  const notices = new KafkaNotices(options.logger)
  const counters = newCounters()
  const producer = new KafkaProducer(kafka, options, notices, counters)
  const consumer = newConsumer(kafka, options, notices)
  try {
    await Promise.all([producer.connect(), connect(consumer, options.timeoutMs)])
  } catch (error) {
    await Promise.all([producer.close(0), disconnect((done) => consumer.disconnect(done), CLOSE_MS)])
    throw new KafkaProblem(`KAFKA_BROKERS ${options.brokers.join()} cannot be used: ${(error as Error).message}`, false)
  }
  return new ConnectedLog(options, producer, consumer, notices, counters)
}

class ConnectedLog implements KafkaLog {
  readonly partitions: number
  readonly #options: KafkaOptions
  readonly #producer: KafkaProducer
  readonly #consumer: TailConsumer
  readonly #notices: KafkaNotices
  readonly #counters: KafkaCounters
  readonly #packs: KafkaPacks
  readonly #offsets: KafkaOffsets
  readonly #assignment: KafkaAssignment
  readonly #tail: KafkaTail
  readonly #watchdog: KafkaWatchdog
  #closing: Promise<void> | null = null

  constructor (options: KafkaOptions, producer: KafkaProducer, consumer: TailConsumer, notices: KafkaNotices, counters: KafkaCounters) {
    this.partitions = options.partitions
    this.#options = options
    this.#producer = producer
    this.#consumer = consumer
    this.#notices = notices
    this.#counters = counters
    this.#packs = new KafkaPacks(options.lingerMs, (pack) => { producer.send(pack) })
    this.#offsets = new KafkaOffsets(consumer, options.timeoutMs)
    this.#assignment = new KafkaAssignment(consumer)
    this.#tail = new KafkaTail({ consumer, assignment: this.#assignment, notices, counters, onLost: () => { void this.#watchdog.look() } })
    this.#watchdog = new KafkaWatchdog(this.#assignment, this.#offsets, this.#tail, notices, counters)
  }

  partitionOf (classCode: string): number {
    return partitionOf(classCode, this.partitions)
  }

  append (partition: number, lane: Lane, classCode: string, payload: Uint8Array): Promise<void> {
    if (this.#closing !== null) return Promise.reject(new Error('the log is closed'))
    const bytes = payload.byteLength
    if (bytes > EVENT_BYTES_MAX) return Promise.reject(new RangeError(`an event of ${bytes} bytes is too large for the log; the most is ${EVENT_BYTES_MAX}`))
    if (this.#counters.waitingBytes > WAITING_BYTES) return Promise.reject(new Error('the log is behind: too much waits for Kafka'))
    this.#counters.waitingBytes += bytes
    const stored = this.#packs.add(partition, lane, classCode, payload)
    const settled = (): void => { this.#counters.waitingBytes -= bytes }
    stored.then(settled, settled)
    return stored
  }

  follow (partition: number, lane: Lane, from: number, onRecords: RecordHandler): Follower {
    let resolve!: () => void
    const caughtUp = new Promise<void>((_resolve) => { resolve = _resolve })
    const follower: FeedFollower = { next: from, target: Infinity, stopped: false, onRecords, caughtUp: resolve }
    void this.#join(partition, lane, follower)
    return {
      caughtUp,
      stop: () => {
        follower.stopped = true
        this.#assignment.left()
      }
    }
  }

  async positionAt (partition: number, lane: Lane, time: number): Promise<number> {
    // the end comes first: what is appended after it would be missed by an end asked for after "none so late"
    const end = await this.end(partition, lane)
    const offset = await this.#offsets.find(this.#topic(lane), partition, Math.max(0, Math.ceil(time)))
    return offset < 0 ? end : positionOf(offset, 0)
  }

  async end (partition: number, lane: Lane): Promise<number> {
    return positionOf(await this.#offsets.find(this.#topic(lane), partition, NEWEST), 0)
  }

  /** Kafka's own retention drops old records. */
  async trim (): Promise<void> {}

  close (): Promise<void> {
    this.#closing ??= this.#close()
    return this.#closing
  }

  stats (): KafkaStats {
    return this.#counters
  }

  #topic (lane: Lane): string {
    return topicOf(this.#options.topicPrefix, lane)
  }

  /** Puts a follower where it wants to be, or at the nearest place that is there, as soon as brokers tell it. */
  async #join (partition: number, lane: Lane, follower: FeedFollower): Promise<void> {
    const topic = this.#topic(lane)
    while (!follower.stopped && this.#closing === null) {
      try {
        const oldest = await this.#offsets.find(topic, partition, OLDEST)
        const newest = await this.#offsets.find(topic, partition, NEWEST)
        const wanted = offsetOf(Math.max(0, follower.next))
        if (wanted > newest) {
          follower.next = positionOf(newest, 0)
          this.#notices.reassigned('cut', lane, partition, newest)
        }
        follower.target = newest
        this.#assignment.join(topic, lane, partition, follower, Math.min(Math.max(wanted, oldest), newest))
        return
      } catch (error) {
        this.#notices.trouble(error as Error)
        await delay(RETRY_MS)
      }
    }
  }

  async #close (): Promise<void> {
    this.#watchdog.stop()
    this.#packs.flush()
    this.#offsets.close()
    // a process that exits with a living client may crash (tech-facts A7)
    await Promise.all([this.#producer.close(CLOSE_MS), this.#closeConsumer()])
  }

  async #closeConsumer (): Promise<void> {
    await this.#tail.close()
    await disconnect((done) => this.#consumer.disconnect(done), CLOSE_MS)
  }
}

function newConsumer (kafka: KafkaModule, options: KafkaOptions, notices: KafkaNotices): TailConsumer {
  const consumer = new kafka.KafkaConsumer({
    ...clientSettings(options),
    // must be there, and is not used: partitions are assigned by hand, and offsets are kept by nobody
    'group.id': 'lectern',
    'enable.auto.commit': false,
    'enable.auto.offset.store': false,
    'enable.partition.eof': true,
    // nothing of ours is in a transaction, and a foreign one that stays open must not hold ours back
    'isolation.level': 'read_uncommitted',
    'check.crcs': true,
    // the broker's long poll: so long a partition that joins waits for the others' answer
    'fetch.wait.max.ms': 100,
    'fetch.queue.backoff.ms': 20,
    'fetch.max.bytes': 8 * 1024 * 1024,
    'queued.max.messages.kbytes': 32_768
  }, { 'auto.offset.reset': 'error' })
  consumer.on('event.error', notices.trouble)
  return consumer
}
