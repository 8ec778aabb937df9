import { createServer } from 'node:net'
import type { AddressInfo } from 'node:net'
import t from 'tap'
import type { Test } from 'tap'
import { openKafkaLog } from '../../log/kafka-log.ts'
import { topicOf, type KafkaOptions } from '../../log/kafka-options.ts'
import { KafkaProblem } from '../../log/kafka-problem.ts'
import { admin, kafkaSkip, opened, settings, sharedBrokers, topicsOf } from './kafka-under-test.ts'

const skip = await kafkaSkip()
const brokers = skip === false ? await sharedBrokers(t) : ''

const GOOD = { 'cleanup.policy': 'delete', 'retention.ms': '86400000', 'message.timestamp.type': 'LogAppendTime' }

/** Makes the three topics by hand, as somebody might. */
async function made (t: Test, options: KafkaOptions, partitions: number, configs: Record<string, string>): Promise<void> {
  await admin(t, brokers).createTopics({ topics: topicsOf(options), partitions, replicas: 1, configs: Object.entries(configs).map(([name, value]) => ({ name, value })) })
}

/** The problem that opening ends with. */
async function problem (options: KafkaOptions): Promise<KafkaProblem> {
  const outcome: unknown = await openKafkaLog(options).catch((error: unknown) => error)
  if (outcome instanceof KafkaProblem) return outcome
  throw new Error('no problem', { cause: outcome })
}

t.test('topics that are missing are created, by one of all that start at the same time', { skip }, async (t) => {
  const options = settings(brokers, { partitions: 5 })
  await Promise.all([opened(t, options), opened(t, options), opened(t, options)])
  const client = admin(t, brokers)
  const { topics } = await client.metadata({ topics: topicsOf(options) })
  t.same([...topics.values()].map(({ partitionsCount }) => partitionsCount), [5, 5, 5])
  const [described] = await client.describeConfigs({ resources: [{ resourceType: 2, resourceName: topicOf(options.topicPrefix, 'media') }] })
  const value = (name: string): unknown => described?.configs.find((config) => config.name === name)?.value
  t.match(Object.fromEntries(['cleanup.policy', 'retention.ms', 'message.timestamp.type', 'unclean.leader.election.enable'].map((name) => [name, value(name)])), {
    'cleanup.policy': 'delete', 'retention.ms': '172800000', 'message.timestamp.type': 'LogAppendTime', 'unclean.leader.election.enable': 'false'
  })
  t.equal(options.lines.filter(([, name]) => name === 'kafka-topic-created').length, 3)
})

t.test('topics that somebody made well are taken as they are', { skip }, async (t) => {
  const options = settings(brokers)
  await made(t, options, 3, GOOD)
  await opened(t, options)
  t.same(options.lines, [])
})

t.test('a topic with another number of partitions ends the start with a line that names both, and with the setting that it wants the start succeeds', { skip }, async (t) => {
  const options = settings(brokers)
  await made(t, options, 7, GOOD)
  const { message, wantsChange } = await problem({ ...options, partitions: 48 })
  const [user, socket, media] = topicsOf(options)
  t.equal(message, `${user} has 7 partitions, ${socket} has 7 partitions, ${media} has 7 partitions, and KAFKA_PARTITIONS is 48; set it to what the topics have, or KAFKA_TOPIC_PREFIX for new ones`)
  t.ok(wantsChange)
  await opened(t, { ...options, partitions: 7 })
})

t.test('a topic that forgets too early or keeps the wrong times ends the start with a line for each wrong setting', { skip }, async (t) => {
  const options = settings(brokers)
  await made(t, options, 3, { ...GOOD, 'retention.ms': '3600000', 'cleanup.policy': 'compact', 'message.timestamp.type': 'CreateTime', 'max.message.bytes': '1000' })
  const { message, wantsChange } = await problem(options)
  for (const topic of topicsOf(options)) {
    for (const words of ['retention.ms=3600000, wanted: at least 86400000 (24 h)', 'cleanup.policy=compact, wanted: delete', 'message.timestamp.type=CreateTime, wanted: LogAppendTime', 'max.message.bytes=1000, wanted: at least 1048576']) {
      t.ok(message.includes(`${topic} has ${words}`), words)
    }
  }
  t.notMatch(message, '\n')
  t.ok(wantsChange)
})

t.test('once retention is long enough, the same start succeeds', { skip }, async (t) => {
  const options = settings(brokers)
  await made(t, options, 3, { ...GOOD, 'retention.ms': '3600000' })
  await problem(options)
  await admin(t, brokers).incrementalAlterConfigs({
    resources: topicsOf(options).map((resourceName) => ({ resourceType: 2, resourceName, configs: [{ name: 'retention.ms', configOperation: 0, value: '86400000' }] }))
  })
  // the controller has taken the change; the broker that is asked may hear of it a moment later
  const start = (): Promise<unknown> => opened(t, options).catch((error: unknown) => error instanceof KafkaProblem && error.wantsChange ? start() : Promise.reject(error))
  await start()
})

t.test('each record has as many copies as there are brokers named, three at the most; fewer are not made instead', { skip }, async (t) => {
  const client = admin(t, brokers)
  const there = (await client.metadata({ topics: [] })).brokers.size
  const options = settings([...brokers.split(','), 'localhost:1', 'localhost:2', 'localhost:3'].join(), { timeoutMs: 1000 })
  if (there < 3) {
    const { message, wantsChange } = await problem(options)
    t.match(message, /Replication factor .* larger than the number of available brokers/)
    t.notOk(wantsChange)
    return
  }
  await opened(t, options)
  const { topics } = await client.metadata({ topics: topicsOf(options) })
  t.equal([...topics.values()][0]?.partitions[0]?.replicas.length, 3)
})

t.test('where nobody listens, the start waits, and ends with a line that names the brokers', { skip }, async (t) => {
  const options = settings('127.0.0.1:1', { timeoutMs: 1000 })
  const { message, wantsChange } = await problem(options)
  t.match(message, /^KAFKA_BROKERS 127\.0\.0\.1:1 cannot be used: .*ECONNREFUSED/)
  t.notOk(wantsChange)
  t.match(options.lines[0], [30, 'kafka-waiting'])
})

t.test('what listens and is no Kafka ends the start in the same way', { skip }, async (t) => {
  const server = createServer((socket) => { socket.on('error', () => {}).end('HTTP/1.1 400 Bad Request\r\n\r\n') }).listen(0, '127.0.0.1')
  t.teardown(() => server.close())
  await new Promise((resolve) => server.once('listening', resolve))
  const address = `127.0.0.1:${(server.address() as AddressInfo).port}`
  const { message, wantsChange } = await problem(settings(address, { timeoutMs: 1000 }))
  t.match(message, `KAFKA_BROKERS ${address} cannot be used: `)
  t.notOk(wantsChange)
})
