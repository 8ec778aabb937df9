import { setTimeout as delay } from 'node:timers/promises'
import type { TailConsumer } from './kafka-module.ts'

/** Times that Kafka gives a meaning of their own. */
export const OLDEST = -2
export const NEWEST = -1

interface Lookup {
  topic: string
  partition: number
  time: number
  /** When nobody waits for it any more, ms. */
  until: number
  resolve (offset: number): void
  reject (error: Error): void
}

type Answer = Map<string, number>

const CALL_MS = 5000
const RETRY_MS = 100

/**
 * Asks brokers for offsets: all that is asked in one turn goes into one call, because each call holds one of
 * Node's few pool threads. Asks again while leaders change, as they do for a moment after topics were created.
 */
export class KafkaOffsets {
  readonly #consumer: TailConsumer
  readonly #timeoutMs: number
  #waiting: Lookup[] = []
  #running = false
  #closed = false

  constructor (consumer: TailConsumer, timeoutMs: number) {
    this.#consumer = consumer
    this.#timeoutMs = timeoutMs
  }

  /**
   * The offset of the first record taken at or after `time` (ms), −1 when there is none; of OLDEST the oldest
   * record's, of NEWEST the next one's. Rejects when no leader told it for `timeoutMs`.
   */
  find (topic: string, partition: number, time: number): Promise<number> {
    return new Promise((resolve, reject) => {
      this.#waiting.push({ topic, partition, time, until: Date.now() + this.#timeoutMs, resolve, reject })
      if (!this.#running) void this.#run()
    })
  }

  /** Rejects what is not answered yet, and all that follows. */
  close (): void {
    this.#closed = true
  }

  async #run (): Promise<void> {
    this.#running = true
    await null
    while (this.#waiting.length > 0) {
      const batch = this.#takeBatch()
      const answer: Answer = this.#closed ? new Map() : await this.#ask(batch).catch(() => new Map())
      const open = batch.filter((lookup) => {
        const offset = answer.get(keyOf(lookup))
        if (offset !== undefined) lookup.resolve(offset)
        return offset === undefined
      })
      const late = open.filter(({ until }) => this.#closed || until < Date.now())
      for (const { reject, topic, partition } of late) reject(new Error(`no broker tells the offsets of ${topic}/${partition}`))
      this.#waiting.push(...open.filter((lookup) => !late.includes(lookup)))
      if (open.length > late.length) await delay(RETRY_MS)
    }
    this.#running = false
  }

  /** A call names a partition once, so what is asked of it twice waits for the next. */
  #takeBatch (): Lookup[] {
    const batch = new Map<string, Lookup>()
    const rest: Lookup[] = []
    for (const lookup of this.#waiting) {
      if (batch.has(keyOf(lookup))) rest.push(lookup)
      else batch.set(keyOf(lookup), lookup)
    }
    this.#waiting = rest
    return [...batch.values()]
  }

  #ask (batch: readonly Lookup[]): Promise<Answer> {
    const wanted = batch.map(({ topic, partition, time }) => ({ topic, partition, offset: time }))
    return new Promise((resolve, reject) => {
      this.#consumer.offsetsForTimes(wanted, CALL_MS, (error, found) => {
        if (error) reject(error)
        else resolve(new Map(found.filter((one, i) => isAnswer(one, batch[i]!)).map((one) => [keyOf(one), one.offset])))
      })
    })
  }
}

/**
 * A partition without an answer comes as an error in its place, or with what was asked in place of the offset. Of
 * a time −1 is an answer, "none so late"; of the newest it is none, and whoever took it for one would have caught
 * up before the first record (rule L3).
 */
function isAnswer ({ error, offset }: { error?: unknown, offset: number }, { time }: Lookup): boolean {
  return error === undefined && offset >= (time < 0 ? 0 : -1)
}

function keyOf ({ topic, partition }: { topic: string, partition: number }): string {
  return `${topic}/${partition}`
}
