import { setTimeout as delay } from 'node:timers/promises'
import t from 'tap'
import type { KafkaCluster } from '../../../kafka/cluster.ts'
import type { EventLog } from '../../log/event-log.ts'
import { topicOf } from '../../log/kafka-options.ts'
import { collect, payload, stored, textOf } from './collected.ts'
import { opened, ownCluster, ownClusterSkip, persistently, settings } from './kafka-under-test.ts'

const skip = await ownClusterSkip()
const WRITERS = 8

/** Callers that append one event after another and repeat what was refused, until they are told to end. */
class Writers {
  /** What was stored, and how often it had been refused before. */
  readonly refusals = new Map<string, number>()
  #ended = false
  readonly #running: Promise<unknown>

  constructor (log: EventLog) {
    this.#running = Promise.all(Array.from({ length: WRITERS }, (_, i) => this.#write(log, i)))
  }

  /** Resolves when so many more events are stored. */
  async more (events: number): Promise<void> {
    const wanted = this.refusals.size + events
    while (this.refusals.size < wanted) await delay(10)
  }

  async end (): Promise<void> {
    this.#ended = true
    await this.#running
  }

  async #write (log: EventLog, writer: number): Promise<void> {
    for (let i = 0; !this.#ended; i++) {
      const id = `${writer}-${i}`
      this.refusals.set(id, await persistently(log, id, `class-${writer}`))
      await delay(2)
    }
  }
}

async function leader (cluster: KafkaCluster, topic: string, other = -1): Promise<number> {
  for (;;) {
    const id = await cluster.leaderOf(topic, 0).catch(() => -1)
    if (id > 0 && id !== other) return id
    await delay(100)
  }
}

t.test('three brokers, of which some die', { skip, timeout: 120_000 }, async (t) => {
  const cluster = await ownCluster(t, { nodes: 3, properties: { 'broker.session.timeout.ms': 3000, 'broker.heartbeat.interval.ms': 500 } })
  const options = settings(cluster.brokers, { partitions: 2, timeoutMs: 5000 })
  const log = await opened(t, options)
  const topic = topicOf(options.topicPrefix, 'socket')
  const live = collect(log, 0, 'socket', 0)
  const writers = new Writers(log)
  await writers.more(100)

  await t.test('L2: the leader is killed: another leads, and what was acknowledged is there', async () => {
    const killed = await leader(cluster, topic)
    await cluster.node(killed).stop('SIGKILL')
    await leader(cluster, topic, killed)
    await writers.more(100)
    await cluster.node(killed).start()
    await cluster.inSync(topic)
    await writers.more(100)
  })

  await t.test('L2: the leader freezes and thaws', async () => {
    const frozen = await leader(cluster, topic)
    cluster.node(frozen).signal('SIGSTOP')
    await leader(cluster, topic, frozen)
    await writers.more(100)
    cluster.node(frozen).signal('SIGCONT')
    await writers.more(100)
  })

  await t.test('L5: all are gone: appends are refused in time, and go on by themselves when the brokers are back', async () => {
    const refused = log.stats().rejected
    await Promise.all(cluster.nodes.map((node) => node.stop('SIGKILL')))
    while (log.stats().rejected < refused + WRITERS) await delay(50)
    const starting = opened(t, { ...options, timeoutMs: 60_000 })
    await Promise.all(cluster.nodes.map((node) => node.start()))
    await cluster.serving()
    await writers.more(100)
    t.equal((await starting).partitions, 2, 'who starts meanwhile waits for them')
  })

  await writers.end()
  const records = (await stored(log, 0, 'socket')).map(textOf)
  const counts = new Map<string, number>()
  for (const id of records) counts.set(id, (counts.get(id) ?? 0) + 1)
  t.same([...writers.refusals.keys()].filter((id) => !counts.has(id)), [], 'nothing acknowledged is lost')
  t.same([...counts].filter(([id, count]) => count > 1 + (writers.refusals.get(id) ?? 0)), [], 'nothing is there more often than it was sent')
  t.same((await live.first(records.length)).map(textOf), records, 'a follower saw all of it in the same order, each once')
  for (let writer = 0; writer < WRITERS; writer++) {
    const first = [...new Set(records.filter((id) => id.startsWith(`${writer}-`)))].map((id) => Number(id.split('-')[1]))
    t.same(first, [...first].sort((a, b) => a - b), `the order of writer ${writer}`)
  }
  t.comment(`${records.length} records, ${[...writers.refusals.values()].filter((count) => count > 0).length} refused first`)

  await t.test('L5: closing ends though no broker is there, and what was on its way is refused', async (t) => {
    await Promise.all(cluster.nodes.map((node) => node.stop('SIGKILL')))
    const append = log.append(0, 'socket', 'class-0', payload('in vain'))
    await Promise.all([t.rejects(append), log.close()])
  })
})
