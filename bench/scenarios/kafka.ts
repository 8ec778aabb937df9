import { pino } from 'pino'
import { openKafkaLog } from '../../server/log/kafka-log.ts'
import type { KafkaLog } from '../../server/log/kafka-log.ts'

const HOUR_MS = 3_600_000

/** A log at Kafka of the bench's own process, as relays open theirs; its topics begin with `topicPrefix`. */
export async function openLog (brokers: string, partitions: number, topicPrefix = '', lingerMs = 0): Promise<KafkaLog> {
  return openKafkaLog({
    brokers: brokers.split(','),
    partitions,
    topicPrefix,
    retentionMs: 48 * HOUR_MS,
    lingerMs,
    timeoutMs: 30_000,
    access: { saslMechanism: 'none', saslUsername: '', saslPassword: '', tls: false, tlsCa: '', tlsCert: '', tlsKey: '', tlsKeyPassword: '' },
    logger: pino({ level: 'silent' })
  })
}
