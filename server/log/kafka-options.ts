import { readFileSync } from 'node:fs'
import { isIP } from 'node:net'
import type { GlobalConfig } from '@confluentinc/kafka-javascript'
import type { AdminOptions } from '@platformatic/kafka'
import type { Logger } from 'pino'
import type { Lane } from './event-log.ts'
import { KafkaProblem } from './kafka-problem.ts'

export interface KafkaOptions {
  brokers: readonly string[]
  /** Partitions of every topic. */
  partitions: number
  /** What the topics' names begin with. */
  topicPrefix: string
  /** How long topics that we create keep their records, ms. */
  retentionMs: number
  /** How long events of one class and lane wait for others to share a record, ms. */
  lingerMs: number
  /** An append that no broker took for so long is rejected; a start gives up after twice that, ms. */
  timeoutMs: number
  access: KafkaAccess
  logger: Logger
}

/** How the brokers let us in; '' is unset, files are PEM. The settings KAFKA_SASL_… and KAFKA_TLS_… say it. */
export interface KafkaAccess {
  saslMechanism: 'none' | 'PLAIN' | 'SCRAM-SHA-256' | 'SCRAM-SHA-512'
  saslUsername: string
  saslPassword: string
  tls: boolean
  /** File of the authorities that sign the brokers' certificates; '': the system's. */
  tlsCa: string
  /** Files of our own certificate and key, where brokers ask for them. */
  tlsCert: string
  tlsKey: string
  tlsKeyPassword: string
}

export function topicOf (prefix: string, lane: Lane): string {
  return `${prefix}${lane}-topic`
}

/** A broker that does not answer for so long is given up, and the partition's next leader asked for, ms. */
const SILENCE_MS = 6000
/** A broker that is back is used again within this, ms. */
const RECONNECT_MS = 1000

/** What producer and consumer of librdkafka have in common. */
export function clientSettings ({ brokers, access }: KafkaOptions): GlobalConfig {
  const { saslMechanism, saslUsername, saslPassword, tls, tlsCa, tlsCert, tlsKey, tlsKeyPassword } = access
  return {
    'bootstrap.servers': brokers.join(),
    'client.id': 'lectern',
    'socket.timeout.ms': SILENCE_MS,
    'socket.connection.setup.timeout.ms': SILENCE_MS,
    'reconnect.backoff.max.ms': RECONNECT_MS,
    'security.protocol': saslMechanism === 'none' ? (tls ? 'ssl' : 'plaintext') : (tls ? 'sasl_ssl' : 'sasl_plaintext'),
    ...(saslMechanism === 'none' ? {} : { 'sasl.mechanisms': saslMechanism, 'sasl.username': saslUsername, 'sasl.password': saslPassword }),
    ...(tlsCa === '' ? {} : { 'ssl.ca.location': tlsCa }),
    ...(tlsCert === '' ? {} : { 'ssl.certificate.location': tlsCert }),
    ...(tlsKey === '' ? {} : { 'ssl.key.location': tlsKey }),
    ...(tlsKeyPassword === '' ? {} : { 'ssl.key.password': tlsKeyPassword })
  }
}

/**
 * The same for the client that creates and verifies topics.
 * @throws KafkaProblem when a file cannot be read
 */
export function adminSettings ({ brokers, access }: KafkaOptions): AdminOptions {
  const { saslMechanism, saslUsername, saslPassword, tls, tlsCa, tlsCert, tlsKey, tlsKeyPassword } = access
  return {
    clientId: 'lectern',
    bootstrapBrokers: [...brokers],
    retries: 0,
    connectTimeout: SILENCE_MS,
    requestTimeout: SILENCE_MS,
    ...(saslMechanism === 'none' ? {} : { sasl: { mechanism: saslMechanism, username: saslUsername, password: saslPassword } }),
    ...(tls
      ? {
          tls: {
            ...(tlsCa === '' ? {} : { ca: pem('KAFKA_TLS_CA', tlsCa) }),
            ...(tlsCert === '' ? {} : { cert: pem('KAFKA_TLS_CERT', tlsCert) }),
            ...(tlsKey === '' ? {} : { key: pem('KAFKA_TLS_KEY', tlsKey) }),
            ...(tlsKeyPassword === '' ? {} : { passphrase: tlsKeyPassword })
          },
          // brokers behind one address are told apart by name; an address is none
          tlsServerName: brokers.some((broker) => isIP(broker.replace(/:\d+$/, '').replace(/^\[|\]$/g, '')) === 0)
        }
      : {})
  }
}

function pem (setting: string, path: string): Buffer {
  try {
    return readFileSync(path)
  } catch (error) {
    throw new KafkaProblem(`${setting} ${path} cannot be read: ${(error as NodeJS.ErrnoException).code}`, true)
  }
}
