import { randomBytes } from 'node:crypto'
import type { KafkaLog } from '../../server/log/kafka-log.ts'
import { now } from '../clock.ts'
import { Latency } from '../latency.ts'
import type { Quantiles } from '../latency.ts'
import { openLog } from './kafka.ts'

/** What an answer takes in the log. */
const PAYLOAD_BYTES = 120
/** A record alone every so often (ms): moderate, whatever else goes on. */
const EVERY_MS = 20

/**
 * The bare loop: produces a record (acks=all, idempotent, without lingering) to a topic of its own and consumes it,
 * over and over, beside what is measured. What it takes is Kafka's and the client's part of every verdict.
 */
export class LogLoop {
  readonly #log: KafkaLog
  readonly #timer: NodeJS.Timeout
  #latency = new Latency()

  private constructor (log: KafkaLog) {
    this.#log = log
    log.follow(0, 'socket', 0, (records) => {
      const at = now()
      for (const { payload } of records) this.#latency.record(Buffer.from(payload).readDoubleBE(0), at)
    })
    this.#timer = setInterval(() => {
      const payload = Buffer.alloc(PAYLOAD_BYTES)
      payload.writeDoubleBE(now(), 0)
      log.append(0, 'socket', 'loop', payload).catch(() => {})
    }, EVERY_MS)
  }

  static async start (brokers: string): Promise<LogLoop> {
    return new LogLoop(await openLog(brokers, 1, `loop-${randomBytes(4).toString('hex')}-`))
  }

  /** Forgets what was measured so far. */
  restart (): void {
    this.#latency = new Latency()
  }

  /** Of all records since (ms). */
  get quantiles (): Quantiles {
    return this.#latency.quantiles()
  }

  async stop (): Promise<void> {
    clearInterval(this.#timer)
    await this.#log.close()
  }
}
