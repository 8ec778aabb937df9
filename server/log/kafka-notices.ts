import type { Logger } from 'pino'
import { event } from '../log-events.ts'
import type { Lane } from './event-log.ts'

/** The same trouble is told at most so often, ms; librdkafka repeats it many times a second. */
const EVERY_MS = 10_000

/** What librdkafka says of its brokers, as a fixed word; the errors themselves carry a text and no code. */
const REASONS: ReadonlyArray<[pattern: RegExp, reason: string]> = [
  [/authentication|sasl/i, 'authentication'],
  [/ssl|certificate/i, 'tls'],
  [/resolv/i, 'resolve'],
  [/timed out/i, 'timeout'],
  [/transport|connect|disconnected/i, 'transport'],
  [/leader/i, 'leader'],
  [/unknown topic/i, 'topic']
]

/** Tells what goes wrong with Kafka, each thing at most every 10 s. */
export class KafkaNotices {
  readonly #logger: Logger
  readonly #toldAt = new Map<string, number>()
  /** Records left out since they were told of last. */
  #left = 0

  constructor (logger: Logger) {
    this.#logger = logger
  }

  /** A condition of the brokers, as one of librdkafka's error events words it. */
  readonly trouble = ({ message }: { message: string }): void => {
    if (/all broker connections are down/i.test(message)) {
      if (this.#due('down')) event(this.#logger, 'kafka-down', {})
      return
    }
    const reason = REASONS.find(([pattern]) => pattern.test(message))?.[1] ?? 'other'
    if (this.#due(reason)) event(this.#logger, 'kafka-trouble', { reason })
  }

  /** A record that is not ours, or that this release cannot read. */
  foreign (topic: string, partition: number, offset: number): void {
    this.#left++
    if (!this.#due('foreign')) return
    event(this.#logger, 'record-foreign', { topic, partition, offset, records: this.#left })
    this.#left = 0
  }

  /** Reading a partition goes on at another offset, or anew where it stood still. */
  reassigned (reason: 'stalled' | 'trimmed' | 'cut', lane: Lane, partition: number, offset: number): void {
    event(this.#logger, reason === 'stalled' ? 'kafka-stalled' : 'kafka-offset-gone', { reason, lane, partition, offset })
  }

  fatal (err: unknown): void {
    event(this.#logger, 'kafka-producer-replaced', { err })
  }

  handlerFailed (lane: Lane, err: unknown): void {
    event(this.#logger, 'log-follow-failed', { lane, err })
  }

  #due (what: string): boolean {
    const now = Date.now()
    if (now - (this.#toldAt.get(what) ?? 0) < EVERY_MS) return false
    this.#toldAt.set(what, now)
    return true
  }
}
