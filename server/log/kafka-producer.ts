import { setTimeout as delay } from 'node:timers/promises'
import { Code, connect, disconnect, type KafkaModule, type LibrdKafkaError, type Producer } from './kafka-module.ts'
import type { KafkaNotices } from './kafka-notices.ts'
import { clientSettings, topicOf, type KafkaOptions } from './kafka-options.ts'
import type { Pack } from './kafka-packs.ts'
import { packRecord } from './kafka-record.ts'
import type { KafkaCounters } from './kafka-stats.ts'

/** librdkafka's own queue, KiB; what is appended is refused before it is full. */
const QUEUE_KBYTES = 65_536
const RETRY_MS = 1000
const DISCONNECT_MS = 2000

/**
 * Hands packs to librdkafka's idempotent producer and settles them by their delivery reports. A fatal error
 * ends a producer for good: its packs are rejected, which is *unknown* (L5), and a new one takes its place.
 */
export class KafkaProducer {
  readonly #kafka: KafkaModule
  readonly #options: KafkaOptions
  readonly #notices: KafkaNotices
  readonly #counters: KafkaCounters
  /** Packs that wait for their reports, by the number they were produced with. */
  readonly #underWay = new Map<number, Pack>()
  #number = 0
  #producer: Producer | null = null
  #closed = false

  constructor (kafka: KafkaModule, options: KafkaOptions, notices: KafkaNotices, counters: KafkaCounters) {
    this.#kafka = kafka
    this.#options = options
    this.#notices = notices
    this.#counters = counters
  }

  /** Resolves when packs can be sent; rejects when no broker answers in time. */
  async connect (): Promise<void> {
    const producer = this.#make()
    await connect(producer, this.#options.timeoutMs)
    // reports come from librdkafka's own thread; without polling they would fill the queue for ever
    producer.setPollInBackground(true)
    this.#producer = producer
  }

  /** Settles `pack` when its fate is known, and at once where it cannot be sent. */
  send (pack: Pack): void {
    const number = this.#number++
    this.#underWay.set(number, pack)
    this.#counters.underWay = this.#underWay.size
    const { partition, lane, classCode, payloads } = pack
    try {
      if (this.#producer === null) throw new Error('the connection to Kafka is being made anew')
      // the report brings back an integer; anything else would cost memory until then (tech-facts A5)
      this.#producer.produce(topicOf(this.#options.topicPrefix, lane), partition, packRecord(payloads), classCode, null, number)
    } catch (error) {
      this.#settle(number, error)
    }
  }

  /** Waits for reports until `limitMs`, rejects the packs without one, and disconnects. */
  async close (limitMs: number): Promise<void> {
    this.#closed = true
    const producer = this.#producer
    this.#producer = null
    if (producer !== null) {
      await new Promise<void>((resolve) => { producer.flush(limitMs, () => { resolve() }) })
      // the last reports are on their way from librdkafka's thread
      for (let turns = 0; this.#underWay.size > 0 && turns < 100; turns++) await delay(1)
      await abandon(producer)
    }
    this.#rejectAll(new Error('the log is closed'))
  }

  #make (): Producer {
    const producer = new this.#kafka.Producer({
      ...clientSettings(this.#options),
      'enable.idempotence': true,
      'compression.codec': 'lz4',
      'linger.ms': 0,
      'queue.buffering.max.kbytes': QUEUE_KBYTES,
      'allow.auto.create.topics': false,
      dr_cb: true
    }, { acks: -1, 'message.timeout.ms': this.#options.timeoutMs })
    producer.on('delivery-report', (error, report) => {
      if (producer === this.#producer || this.#closed) this.#settle(report.opaque as number, error ?? null)
    })
    producer.on('event.error', this.#notices.trouble)
    return producer
  }

  #settle (number: number, error: unknown): void {
    const pack = this.#underWay.get(number)
    if (pack === undefined) return
    this.#underWay.delete(number)
    const { payloads, begun } = pack
    this.#counters.underWay = this.#underWay.size
    if (error !== null) {
      this.#counters.rejected += payloads.length
      pack.reject(error)
      if (isFatal(error)) this.#replace(error)
      return
    }
    this.#counters.appended += payloads.length
    this.#counters.appendedRecords++
    this.#counters.appendMs.add(performance.now() - begun)
    pack.resolve()
  }

  #replace (error: unknown): void {
    const producer = this.#producer
    if (producer === null || this.#closed) return
    this.#producer = null
    this.#counters.fatalErrors++
    this.#notices.fatal(error)
    this.#rejectAll(error)
    void abandon(producer)
    void this.#reconnect()
  }

  async #reconnect (): Promise<void> {
    while (this.#producer === null && !this.#closed) {
      await this.connect().catch(async (error: Error) => {
        this.#notices.trouble(error)
        await delay(RETRY_MS)
      })
    }
  }

  #rejectAll (error: unknown): void {
    for (const number of [...this.#underWay.keys()]) this.#settle(number, error)
  }
}

/** Whether a producer is of no more use: its promise of no gap and no double is broken. */
function isFatal (error: unknown): boolean {
  const { code, isFatal: fatal } = error as Partial<LibrdKafkaError>
  return code === Code.fatal || fatal === true
}

/** Lets a producer go whose reports are not waited for any more. */
function abandon (producer: Producer): Promise<void> {
  return disconnect((done) => producer.disconnect(1, done), DISCONNECT_MS)
}
