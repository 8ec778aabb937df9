import { setTimeout as delay } from 'node:timers/promises'
import t from 'tap'
import { loadKafka, type KafkaModule, type LibrdKafkaError, type Message, type TailConsumer } from '../../log/kafka-module.ts'
import { collect, payload, textOf } from './collected.ts'
import { admin, kafkaSkip, opened, persistently, settings, sharedBrokers, topicsOf } from './kafka-under-test.ts'

const skip = await kafkaSkip()
const brokers = skip === false ? await sharedBrokers(t) : ''

/**
 * The native client, and the consumer that is made by it, to do to it what brokers may do. Muted it tells no
 * error, as the library does when one comes behind a record.
 */
async function exposed () {
  const kafka = await loadKafka()
  const consumers: TailConsumer[] = []
  let muted = false
  const KafkaConsumer = new Proxy(kafka.KafkaConsumer, {
    construct (Consumer, config: ConstructorParameters<KafkaModule['KafkaConsumer']>) {
      const made = new Consumer(...config)
      const consume = made.consume.bind(made)
      consumers.push(made)
      return Object.assign(made, {
        consume (count: number, done: (error: LibrdKafkaError | null, messages: Message[]) => void) {
          consume(count, (error, messages) => { muted ? done(null, messages ?? []) : done(error, messages) })
        }
      })
    }
  })
  return { load: async () => ({ ...kafka, KafkaConsumer }), consumer: () => consumers[0]!, mute: () => { muted = true } }
}

t.test('L3: a partition that is read no further without a word is assigned anew', { skip }, async (t) => {
  const { load, consumer, mute } = await exposed()
  const options = settings(brokers)
  const log = await opened(t, options, load)
  const [, topic = ''] = topicsOf(options)
  const one = collect(log, 0, 'socket', 0)
  const other = collect(log, 1, 'socket', 0)
  await Promise.all([one.follower.caughtUp, other.follower.caughtUp])
  mute()
  consumer().incrementalUnassign([{ topic, partition: 0 }])
  consumer().incrementalAssign([{ topic, partition: 0, offset: 1_000_000 }])
  for (const text of ['a', 'b', 'c']) await Promise.all([log.append(0, 'socket', 'A', payload(text)), log.append(1, 'socket', 'B', payload(text))])
  t.same((await other.first(3)).map(textOf), ['a', 'b', 'c'])
  t.same((await one.first(3)).map(textOf), ['a', 'b', 'c'])
  t.match(log.stats(), { stalls: 1, reassigned: 1 })
  t.match(options.lines.filter(([, name]) => name === 'kafka-stalled'), [[40, 'kafka-stalled', { lane: 'socket', partition: 0, offset: 0 }]])
})

t.test('L6: what retention trims before it was read is told, and following goes on from the oldest left', { skip }, async (t) => {
  const { load, consumer } = await exposed()
  const options = settings(brokers)
  const log = await opened(t, options, load)
  const [, topic = ''] = topicsOf(options)
  const follower = collect(log, 0, 'socket', 0)
  await log.append(0, 'socket', 'A', payload('read'))
  await follower.first(1)
  consumer().incrementalUnassign([{ topic, partition: 0 }])
  for (const text of ['lost', 'lost', 'left']) await log.append(0, 'socket', 'A', payload(text))
  await admin(t, brokers).deleteRecords({ topics: [{ name: topic, partitions: [{ partition: 0, offset: 3n }] }] })
  consumer().incrementalAssign([{ topic, partition: 0, offset: 1 }])
  t.same((await follower.first(2)).map(textOf), ['read', 'left'])
  t.match(log.stats(), { stalls: 0, reassigned: 1 })
  t.match(options.lines.filter(([, name]) => name === 'kafka-offset-gone'), [[50, 'kafka-offset-gone', { reason: 'trimmed', partition: 0, offset: 3 }]])
})

t.test('L6: where the cluster lost the end of a partition, following goes on from its new end', { skip }, async (t) => {
  const options = settings(brokers)
  const log = await opened(t, options)
  const [, topic = ''] = topicsOf(options)
  const follower = collect(log, 0, 'socket', 0)
  await follower.follower.caughtUp
  await log.append(0, 'socket', 'A', payload('read'))
  await follower.first(1)
  // the topic is made anew, and its offsets begin again
  const client = admin(t, brokers)
  await client.deleteTopics({ topics: [topic] })
  await client.createTopics({ topics: [topic], partitions: 3, replicas: 1 })
  while (log.stats().reassigned === 0) await delay(50)
  t.match(options.lines.filter(([, name]) => name === 'kafka-offset-gone'), [[50, 'kafka-offset-gone', { reason: 'cut', partition: 0, offset: 0 }]])
  await persistently(log, 'new')
  t.same((await follower.first(2)).map(textOf), ['read', 'new'])
})
