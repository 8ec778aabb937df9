import { setTimeout as delay } from 'node:timers/promises'
import type { Admin } from '@platformatic/kafka'
import { event } from '../log-events.ts'
import { LANES } from './event-log.ts'
import { adminSettings, topicOf, type KafkaOptions } from './kafka-options.ts'
import { KafkaProblem } from './kafka-problem.ts'

const HOUR_MS = 3_600_000
/** A lesson of 6 h must be readable to its end, and an archiver that was down for a night with it. */
const RETENTION_MIN_MS = 24 * HOUR_MS
/** Room for the largest record, packed or alone. */
const RECORD_BYTES = 1_048_576
const REPLICAS_MAX = 3
const RETRY_MS = 500
/** Kafka's number for a topic where settings are asked for. */
const TOPIC = 2

/** What the topics' settings must be: by Kafka's name, whether a value will do, and what is wanted, in words. */
const WANTED: ReadonlyArray<[name: string, good: (value: string, replicas: number) => boolean, wanted: string]> = [
  ['retention.ms', (value) => Number(value) === -1 || Number(value) >= RETENTION_MIN_MS, `at least ${RETENTION_MIN_MS} (24 h)`],
  ['cleanup.policy', (value) => value === 'delete', 'delete'],
  ['message.timestamp.type', (value) => value === 'LogAppendTime', 'LogAppendTime'],
  ['min.insync.replicas', (value, replicas) => Number(value) >= Math.min(2, replicas - 1), 'at least 2 with three replicas'],
  ['unclean.leader.election.enable', (value) => value === 'false', 'false'],
  ['max.message.bytes', (value) => Number(value) >= RECORD_BYTES, `at least ${RECORD_BYTES}`]
]

/**
 * Creates the three topics where they are missing, verifies what is there, and waits until every partition has
 * a leader. Waits for brokers that do not answer yet.
 * @throws KafkaProblem with one line that says what is wrong and what to do
 */
export async function ensureTopics (options: KafkaOptions): Promise<void> {
  const settings = adminSettings(options)
  // pure JavaScript, but 0.5 s to load: only who starts on Kafka waits for it
  const { Admin } = await import('@platformatic/kafka')
  const admin = new Admin(settings)
  const limit = Date.now() + options.timeoutMs
  try {
    for (;;) {
      try {
        await prepare(admin, options)
        return
      } catch (error) {
        if (error instanceof KafkaProblem) throw error
        const line = refusalOf(error, options)
        if (line !== null) throw new KafkaProblem(line, true)
        if (Date.now() > limit) throw new KafkaProblem(`KAFKA_BROKERS ${options.brokers.join()} cannot be used: ${wordsOf(error)}`, false)
        event(options.logger, 'kafka-waiting', { waitMs: RETRY_MS })
        await delay(RETRY_MS)
      }
    }
  } finally {
    await admin.close().catch(() => {})
  }
}

async function prepare (admin: Admin, options: KafkaOptions): Promise<void> {
  const topics = LANES.map((lane) => topicOf(options.topicPrefix, lane))
  const there = await admin.listTopics()
  const missing = topics.filter((topic) => !there.includes(topic))
  if (missing.length > 0) await create(admin, missing, options)
  await verifySettings(admin, topics, await verifyPartitions(admin, topics, options))
}

async function create (admin: Admin, topics: string[], { brokers, partitions, retentionMs, logger }: KafkaOptions): Promise<void> {
  const cluster = await admin.metadata({ topics: [], forceUpdate: true })
  // brokers that start together with us may not have registered yet: fewer replicas than named would stay for ever
  const replicas = Math.min(REPLICAS_MAX, Math.max(brokers.length, cluster.brokers.size))
  const configs = Object.entries({
    'cleanup.policy': 'delete',
    'retention.ms': retentionMs,
    'message.timestamp.type': 'LogAppendTime',
    'min.insync.replicas': Math.max(1, replicas - 1),
    'unclean.leader.election.enable': false
  }).map(([name, value]) => ({ name, value: String(value) }))
  await admin.createTopics({ topics, partitions, replicas, configs })
  for (const topic of topics) event(logger, 'kafka-topic-created', { topic, partitions, replicas })
}

/** Returns how many replicas the topics have, the fewest. */
async function verifyPartitions (admin: Admin, names: string[], options: KafkaOptions): Promise<number> {
  // the client sorts the list that it is given
  const { topics } = await admin.metadata({ topics: [...names], forceUpdate: true })
  const found = names.map((name) => ({ name, partitions: topics.get(name)?.partitions ?? [] }))
  const wrong = found.filter(({ partitions }) => partitions.length !== options.partitions)
  if (wrong.length > 0) {
    const told = wrong.map(({ name, partitions }) => `${name} has ${partitions.length} partitions`).join(', ')
    throw new KafkaProblem(`${told}, and KAFKA_PARTITIONS is ${options.partitions}; set it to what the topics have, or KAFKA_TOPIC_PREFIX for new ones`, true)
  }
  const leaderless = found.find(({ partitions }) => partitions.some(({ leader }) => leader < 0))
  if (leaderless !== undefined) throw new Error(`${leaderless.name} has partitions without a leader`)
  return Math.min(...found.flatMap(({ partitions }) => partitions.map(({ replicas }) => replicas.length)))
}

async function verifySettings (admin: Admin, topics: string[], replicas: number): Promise<void> {
  const configurationKeys = WANTED.map(([name]) => name)
  const described = await admin.describeConfigs({ resources: topics.map((resourceName) => ({ resourceType: TOPIC, resourceName, configurationKeys })) })
  const wrong = described.flatMap(({ resourceName, configs }) => WANTED.flatMap(([name, good, wanted]) => {
    const value = configs.find((config) => config.name === name)?.value ?? ''
    return good(value, replicas) ? [] : [`${resourceName} has ${name}=${value}, wanted: ${wanted}`]
  }))
  if (wrong.length > 0) throw new KafkaProblem(`${wrong.join('; ')}; kafka-configs.sh changes it`, true)
}

/** What the cluster refuses for good, as one line; null for what may pass. */
function refusalOf (error: unknown, { access, topicPrefix }: KafkaOptions): string | null {
  if (has(error, 'code', 'PLT_KFK_AUTHENTICATION')) return `Kafka refuses KAFKA_SASL_USERNAME ${access.saslUsername || '(unset)'} or its password`
  if (!['TOPIC', 'CLUSTER'].some((what) => has(error, 'apiId', `${what}_AUTHORIZATION_FAILED`))) return null
  const topics = LANES.map((lane) => topicOf(topicPrefix, lane)).join(', ')
  return `Kafka gives KAFKA_SASL_USERNAME ${access.saslUsername || '(unset)'} no right to the topics ${topics}: grant Create (or create them), Describe, DescribeConfigs, Read and Write`
}

/** Whether an error, or one among its parts and causes, has this property. */
function has (error: unknown, property: 'code' | 'apiId', value: string): boolean {
  if (!(error instanceof Error)) return false
  if (property in error && error[property as keyof Error] === value) return true
  return has(error.cause, property, value) || (error instanceof AggregateError && error.errors.some((part) => has(part, property, value)))
}

/** The innermost words of an error: those that name the cause. */
function wordsOf (error: unknown): string {
  if (error instanceof AggregateError && error.errors.length > 0) return [...new Set(error.errors.map(wordsOf))].join(', ')
  if (error instanceof Error && error.cause instanceof Error) return wordsOf(error.cause)
  return error instanceof Error ? error.message : String(error)
}
