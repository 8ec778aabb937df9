import { mkdtempSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as delay } from 'node:timers/promises'
import { Admin } from '@platformatic/kafka'
import type { AdminOptions } from '@platformatic/kafka'
import { pino } from 'pino'
import type { Test } from 'tap'
import { KafkaCluster, type ClusterOptions } from '../../../kafka/cluster.ts'
import { missingForKafka } from '../../../kafka/jars.ts'
import { LANES, type EventLog } from '../../log/event-log.ts'
import { loadKafka } from '../../log/kafka-module.ts'
import { topicOf, type KafkaOptions } from '../../log/kafka-options.ts'
import { openKafkaLog, type KafkaLog } from '../../log/kafka-log.ts'
import { offsetOf } from '../../log/kafka-record.ts'
import { payload } from './collected.ts'

/** A broker of the whole run, where scripts/test.mjs started one or somebody named his. */
const SHARED = process.env['TEST_KAFKA_BROKERS'] ?? ''

/** Why tests cannot use Kafka here; false where they can. Where CI runs they fail instead. */
export async function kafkaSkip (): Promise<string | false> {
  return SHARED === '' ? await ownClusterSkip() : await clientSkip()
}

/** The same for tests that need brokers of their own, which they may harm. */
export async function ownClusterSkip (): Promise<string | false> {
  return unlessCi(missingForKafka()) || await clientSkip()
}

async function clientSkip (): Promise<string | false> {
  return unlessCi(await loadKafka().then(() => null, (error: Error) => error.message))
}

function unlessCi (missing: string | null): string | false {
  return missing === null || process.env['CI'] === 'true' ? false : missing
}

/** An id like any other, which the tools of Kafka must not take for an option. */
const DASHED_ID = '-3n08eiG189MYFjQsI__QQ'

/** A cluster of its own for a test, which may kill its nodes; it is gone with the test. */
export async function ownCluster (t: Test, options: Omit<ClusterOptions, 'dir'> & { dir?: string }): Promise<KafkaCluster> {
  const dir = options.dir ?? mkdtempSync(join(tmpdir(), 'lectern-kafka-'))
  if (options.dir === undefined) writeFileSync(join(dir, 'cluster-id'), DASHED_ID)
  const cluster = await KafkaCluster.start({ shortLived: true, ...options, dir })
  t.teardown(() => cluster.destroy())
  return cluster
}

/** The brokers that tests share: those of the run, else a node for this file. */
export async function sharedBrokers (t: Test): Promise<string> {
  if (SHARED === '') return (await ownCluster(t, { nodes: 1 })).brokers
  const client = admin(t, SHARED)
  t.teardown(async () => {
    const topics = (await client.listTopics()).filter((topic) => topic.startsWith(PREFIX))
    if (topics.length > 0) await client.deleteTopics({ topics })
  })
  return SHARED
}

/** Lines of the log, each [level, event, fields]. */
export type Lines = Array<[level: number, name: string, fields: Record<string, unknown>]>

export interface Settings extends KafkaOptions {
  lines: Lines
}

/** What the topics of this file's tests begin with. */
const PREFIX = `test-${process.pid}-${Date.now()}-`
let prefixes = 0

/** Options with topics of their own, and what is logged. */
export function settings (brokers: string, more: Partial<KafkaOptions> = {}): Settings {
  const lines: Lines = []
  const logger = pino({ level: 'trace' }, {
    write (line: string) {
      const { level, msg, ...fields } = JSON.parse(line) as { level: number, msg: string }
      lines.push([level, msg, fields])
    }
  })
  return {
    brokers: brokers.split(','),
    partitions: 3,
    topicPrefix: `${PREFIX}${prefixes++}-`,
    retentionMs: 48 * 3_600_000,
    lingerMs: 3,
    timeoutMs: 15_000,
    access: { saslMechanism: 'none', saslUsername: '', saslPassword: '', tls: false, tlsCa: '', tlsCert: '', tlsKey: '', tlsKeyPassword: '' },
    logger,
    lines,
    ...more
  }
}

/** Opens a log that is closed with the test. */
export async function opened (t: Test, options: KafkaOptions, ...rest: Parameters<typeof openKafkaLog> extends [unknown, ...infer R] ? R : never): Promise<KafkaLog> {
  const log = await openKafkaLog(options, ...rest)
  t.teardown(() => log.close())
  return log
}

export function topicsOf ({ topicPrefix }: KafkaOptions): string[] {
  return LANES.map((lane) => topicOf(topicPrefix, lane))
}

/** An administrator of the cluster, gone with the test. */
export function admin (t: Test, brokers: string, access: Pick<AdminOptions, 'sasl' | 'tls'> = {}): Admin {
  const client = new Admin({ clientId: 'lectern-test', bootstrapBrokers: brokers.split(','), retries: 3, retryDelay: 200, ...access })
  t.teardown(() => client.close())
  return client
}

/** Appends as a relay does: again and again until it is stored. Returns how often it was refused. */
export async function persistently (log: EventLog, text: string, classCode = 'ABC234', partition = 0): Promise<number> {
  for (let refused = 0; ; refused++) {
    try {
      await log.append(partition, 'socket', classCode, payload(text))
      return refused
    } catch {
      await delay(20)
    }
  }
}

/** The log with a `trim` that drops what the brokers' retention would; the log's own leaves that to them. */
export function trimmedByHand (t: Test, log: KafkaLog, options: KafkaOptions): EventLog {
  const client = admin(t, options.brokers.join())
  return {
    partitions: log.partitions,
    partitionOf: (classCode) => log.partitionOf(classCode),
    append: (...record) => log.append(...record),
    follow: (...place) => log.follow(...place),
    positionAt: (...time) => log.positionAt(...time),
    end: (...lane) => log.end(...lane),
    async trim (partition, lane, time) {
      await log.trim(partition, lane, time)
      const offset = BigInt(offsetOf(await log.positionAt(partition, lane, time)))
      await client.deleteRecords({ topics: [{ name: topicOf(options.topicPrefix, lane), partitions: [{ partition, offset }] }] })
    },
    close: () => log.close()
  }
}
