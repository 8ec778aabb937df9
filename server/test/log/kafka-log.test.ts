import { setTimeout as delay } from 'node:timers/promises'
import t from 'tap'
import type { Test } from 'tap'
import { openKafkaLog } from '../../log/kafka-log.ts'
import { loadKafka, type Producer } from '../../log/kafka-module.ts'
import { PACKED_BYTES, packRecord } from '../../log/kafka-record.ts'
import { collect, payload, stored, textOf } from './collected.ts'
import { eventLogContract } from './event-log-contract.ts'
import { kafkaSkip, opened, persistently, settings, sharedBrokers, topicsOf, trimmedByHand } from './kafka-under-test.ts'

const skip = await kafkaSkip()
const brokers = skip === false ? await sharedBrokers(t) : ''
const CLASS = 'ABC234'

t.test('the contract of every event log', { skip }, async (t) => {
  eventLogContract(t, 'kafka', (t) => {
    const options = settings(brokers)
    return { open: async () => trimmedByHand(t, await openKafkaLog(options), options) }
  })
})

t.test('L4: events of a class in one linger window are one record; their positions are its offset and their index', { skip }, async (t) => {
  const log = await opened(t, settings(brokers))
  const partition = log.partitionOf(CLASS)
  await Promise.all(['a', 'b', 'c'].map((text) => log.append(partition, 'socket', CLASS, payload(text))))
  await log.append(partition, 'socket', CLASS, payload('d'))
  const records = await stored(log, partition, 'socket')
  t.same(records.map(({ position }) => position), [0, 1, 2, 1024])
  t.match(log.stats(), { appended: 4, appendedRecords: 2, rejected: 0, underWay: 0, waitingBytes: 0, followed: 4, followedRecords: 2 })
  t.equal(log.stats().appendMs.count, 2)
})

t.test('L5: an event that no record can hold is refused at once, and the others go on', { skip }, async (t) => {
  const log = await opened(t, settings(brokers))
  const [large, alone, small] = await Promise.allSettled([
    log.append(0, 'socket', CLASS, new Uint8Array(1_000_000)),
    log.append(0, 'socket', CLASS, new Uint8Array(900_000)),
    log.append(0, 'socket', CLASS, payload('small'))
  ])
  t.match(large, { status: 'rejected', reason: new RangeError('an event of 1000000 bytes is too large for the log; the most is 960000') })
  t.match([alone, small], [{ status: 'fulfilled' }, { status: 'fulfilled' }])
  t.same((await stored(log, 0, 'socket')).map((record) => record.payload.length), [900_000, 5])
})

t.test('L5: what waits for Kafka is bounded; what is beyond is refused and can be repeated', { skip }, async (t) => {
  const log = await opened(t, settings(brokers))
  const results = await Promise.allSettled(Array.from({ length: 200 }, () => log.append(0, 'socket', CLASS, new Uint8Array(PACKED_BYTES))))
  const refused = results.filter(({ status }) => status === 'rejected')
  t.match(refused[0], { reason: { message: 'the log is behind: too much waits for Kafka' } })
  t.equal((await stored(log, 0, 'socket')).length, 200 - refused.length)
  await log.append(0, 'socket', CLASS, payload('again'))
})

t.test('L3: records that are not ours or of a newer format are left out, counted and told with their place', { skip }, async (t) => {
  const options = settings(brokers)
  const log = await opened(t, options)
  const [, topic = ''] = topicsOf(options)
  const newer = packRecord([payload('of the next release')])
  newer[2] = 2
  await log.append(0, 'socket', CLASS, payload('before'))
  for (const value of [Buffer.from('{"type":"json"}'), newer, null]) await produced(t, topic, value)
  await produced(t, topic, Buffer.from('in a transaction'), 'somebody')
  await log.append(0, 'socket', CLASS, payload('after'))
  const { records, follower } = collect(log, 0, 'socket', 0)
  await follower.caughtUp
  t.same(records.map(textOf), ['before', 'after'])
  t.equal(log.stats().skipped, 4)
  t.match(options.lines.filter(([, name]) => name === 'record-foreign'), [[50, 'record-foreign', { topic, partition: 0, offset: 1, records: 1 }]])
})

t.test('L3: the marks of a foreign transaction at the end keep nobody from catching up', { skip }, async (t) => {
  const options = settings(brokers)
  const log = await opened(t, options)
  await log.append(0, 'socket', CLASS, payload('ours'))
  await produced(t, topicsOf(options)[1]!, Buffer.from('theirs'), 'somebody else')
  t.same((await stored(log, 0, 'socket')).map(textOf), ['ours'])
})

t.test('L5: a full queue refuses the append and nothing else', { skip }, async (t) => {
  const { load, fail } = await failing()
  const log = await opened(t, settings(brokers), load)
  fail(-184)
  await t.rejects(log.append(0, 'socket', CLASS, payload('refused')), { code: -184 })
  await log.append(0, 'socket', CLASS, payload('taken'))
  t.same((await stored(log, 0, 'socket')).map(textOf), ['taken'])
  t.match(log.stats(), { appended: 1, rejected: 1, fatalErrors: 0 })
})

t.test('L5: after a fatal error a new producer goes on; callers that repeat lose nothing', { skip }, async (t) => {
  const { load, fail } = await failing()
  const options = settings(brokers)
  const log = await opened(t, options, load)
  const texts = Array.from({ length: 40 }, (_, i) => `${i}`)
  const appends = texts.map(async (text, i) => {
    await delay(i)
    if (i === 20) fail(-150)
    await persistently(log, text)
  })
  await Promise.all(appends)
  t.same(new Set((await stored(log, 0, 'socket')).map(textOf)), new Set(texts))
  t.equal(log.stats().fatalErrors, 1)
  t.equal(options.lines.filter(([, name]) => name === 'kafka-producer-replaced').length, 1)
})

t.test('a follower that throws is told of, and neither it nor the others lose what comes later', { skip }, async (t) => {
  const options = settings(brokers)
  const log = await opened(t, options)
  const seen: string[] = []
  const follower = log.follow(0, 'socket', 0, (records) => {
    const first = seen.length === 0
    seen.push(...records.map(textOf))
    if (first) throw new Error('a defect')
  })
  await follower.caughtUp
  const other = collect(log, 0, 'socket', 0)
  await log.append(0, 'socket', CLASS, payload('a'))
  await log.append(0, 'socket', CLASS, payload('b'))
  t.same((await other.first(2)).map(textOf), ['a', 'b'])
  t.same(seen, ['a', 'b'])
  t.match(options.lines.filter(([, name]) => name === 'log-follow-failed'), [[50, 'log-follow-failed', { lane: 'socket' }]])
})

t.test('close waits for appends under way', { skip }, async (t) => {
  const options = settings(brokers)
  const log = await opened(t, options)
  const appends = Array.from({ length: 100 }, (_, i) => log.append(i % 3, 'socket', `class-${i}`, payload(`${i}`)))
  await Promise.all([log.close(), ...appends])
  const again = await opened(t, options)
  // 100 appends over three partitions; one that is missing keeps this waiting until the test's time is over
  const all = await Promise.all([34, 33, 33].map((count, partition) => collect(again, partition, 'socket', 0).first(count)))
  t.equal(new Set(all.flat().map(textOf)).size, 100)
})

/** The native client, whose next `produce` can be made to fail with a code. */
async function failing () {
  const kafka = await loadKafka()
  let code = 0
  class FailingProducer extends (kafka.Producer as new (...config: unknown[]) => Producer) {
    override produce (...message: Parameters<Producer['produce']>): unknown {
      if (code === 0) return super.produce(...message)
      const failed = code
      code = 0
      throw Object.assign(new Error('made to fail'), { code: failed })
    }
  }
  return { load: async () => ({ ...kafka, Producer: FailingProducer }), fail: (next: number) => { code = next } }
}

/** Writes a record as somebody else would, in a transaction if there is a name for it. */
async function produced (t: Test, topic: string, value: Buffer | null, transaction = ''): Promise<void> {
  const { Producer } = await import('@platformatic/kafka')
  const producer = new Producer({ clientId: 'somebody', bootstrapBrokers: brokers.split(','), ...(transaction === '' ? {} : { idempotent: true, transactionalId: `${topic}-${transaction}` }) })
  t.teardown(() => producer.close())
  const message = { messages: [{ topic, partition: 0, key: Buffer.from('K'), ...(value === null ? {} : { value }) }] }
  if (transaction === '') {
    await producer.send(message)
    return
  }
  const open = await producer.beginTransaction()
  await open.send(message)
  await open.commit()
}
