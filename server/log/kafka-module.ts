import type { Assignment, ConsumerGlobalConfig, ConsumerTopicConfig, KafkaConsumer, LibrdKafkaError, Message, MetadataOptions, Producer, ProducerGlobalConfig, ProducerTopicConfig, TopicPartition } from '@confluentinc/kafka-javascript'
import { KafkaProblem } from './kafka-problem.ts'

/** A consumer that tails partitions of its own choice. The package's types leave these three out, which the library has. */
export interface TailConsumer extends KafkaConsumer {
  incrementalAssign (assignments: Assignment[]): this
  incrementalUnassign (assignments: TopicPartition[]): this
  /** Whether `consume(n)` waits for its first message alone; else it waits its timeout for each of n. */
  setDefaultIsTimeoutOnlyForFirstMessage (only: boolean): void
}

/** What we use of the native client. */
export interface KafkaModule {
  Producer: new (config: ProducerGlobalConfig, topicConfig: ProducerTopicConfig) => Producer
  KafkaConsumer: new (config: ConsumerGlobalConfig, topicConfig: ConsumerTopicConfig) => TailConsumer
}

export type { LibrdKafkaError, Message, Producer }

/** Codes of librdkafka that something is done about. */
export const Code = {
  notTaken: -192,
  queueFull: -184,
  noPlaceToRead: -140,
  fatal: -150
} as const

/**
 * The native client; nothing else of Lectern needs it.
 * @throws KafkaProblem when it was not built
 */
export async function loadKafka (): Promise<KafkaModule> {
  try {
    const { default: loaded } = await import('@confluentinc/kafka-javascript') as unknown as { default: KafkaModule }
    return loaded
  } catch {
    throw new KafkaProblem('KAFKA_BROKERS is set, and the Kafka client is not there; `make kafka-client` builds it', true)
  }
}

/** What producer and consumer have in common. */
interface Connectable {
  connect (options: MetadataOptions, done: (error: LibrdKafkaError | null) => void): unknown
}

/** Connects a client; rejects after `timeoutMs`, and it must be thrown away then. */
export function connect (client: Connectable, timeoutMs: number): Promise<void> {
  return new Promise((resolve, reject) => {
    // without these options metadata of every topic of the cluster is fetched
    client.connect({ allTopics: false, timeout: timeoutMs }, (error) => { error ? reject(error) : resolve() })
  })
}

/** Lets a client go by `end`, which calls back, but not always: it is left behind after `limitMs`. */
export function disconnect (end: (done: () => void) => unknown, limitMs: number): Promise<void> {
  return new Promise((resolve) => {
    const timer = setTimeout(resolve, limitMs)
    const done = (): void => {
      clearTimeout(timer)
      resolve()
    }
    try {
      end(done)
    } catch {
      // it was not connected
      done()
    }
  })
}
