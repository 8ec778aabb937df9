import { randomBytes } from 'node:crypto'
import { existsSync, mkdirSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout as delay } from 'node:timers/promises'
import { Admin } from '@platformatic/kafka'
import type { AdminOptions, ClusterMetadata } from '@platformatic/kafka'
import { ROOT } from '../server/place.ts'
import { kafkaJars } from './jars.ts'
import { KafkaNode } from './node.ts'
import { freePorts } from './ports.ts'

/** Where jars and nodes lie when nobody says otherwise; git ignores it. */
export const KAFKA_DIR = join(ROOT, '.kafka')

export interface ClusterOptions {
  /** Folder of the nodes; what lies there from an earlier life is used again. */
  dir: string
  nodes: number
  /** The first of the brokers' ports on 127.0.0.1; controllers listen 100 above. Unset: any free ports. */
  port?: number
  /** More lines for every node's server.properties; the brokers' listener is called CLIENT. */
  properties?: Readonly<Record<string, string | number>>
  /** Whether the nodes live for some minutes only, and go with this process. */
  shortLived?: boolean
  /** How the nodes are asked whether they serve, where those lines want more than a connection. */
  access?: Pick<AdminOptions, 'sasl' | 'tls'>
}

const CONTROLLERS_ABOVE = 100
const START_MS = 120_000
const POLL_MS = 100

/** Real Kafka nodes on loopback, each a process of its own that can be killed, frozen and started again. */
export class KafkaCluster {
  readonly nodes: readonly KafkaNode[]
  /** What KAFKA_BROKERS is to be. */
  readonly brokers: string
  readonly #dir: string
  readonly #access: Pick<AdminOptions, 'sasl' | 'tls'>

  private constructor (dir: string, nodes: readonly KafkaNode[], brokerPorts: readonly number[], access: Pick<AdminOptions, 'sasl' | 'tls'>) {
    this.#dir = dir
    this.#access = access
    this.nodes = nodes
    this.brokers = brokerPorts.map((port) => `127.0.0.1:${port}`).join()
  }

  /**
   * Starts the nodes that do not run and waits until all serve.
   * @throws Error with the end of their output when they do not in time; they are stopped then
   */
  static async start ({ dir, nodes: count, port, properties = {}, shortLived = false, access = {} }: ClusterOptions): Promise<KafkaCluster> {
    mkdirSync(dir, { recursive: true })
    mkdirSync(KAFKA_DIR, { recursive: true })
    const jars = kafkaJars(KAFKA_DIR)
    const free = port === undefined ? await freePorts(2 * count) : []
    const numbers = Array.from({ length: count }, (_, i) => i)
    const brokerPorts = numbers.map((i) => port === undefined ? free[i]! : port + i)
    const controllerPorts = numbers.map((i) => port === undefined ? free[count + i]! : port + CONTROLLERS_ABOVE + i)
    const clusterId = clusterIdOf(dir)
    const nodes = numbers.map((i) => new KafkaNode({ id: i + 1, dir: nodeDir(dir, i + 1), brokerPorts, controllerPorts, clusterId, jars, shortLived, properties }))
    const cluster = new KafkaCluster(dir, nodes, brokerPorts, access)
    try {
      await Promise.all(nodes.map((node) => node.start()))
      await cluster.serving()
      return cluster
    } catch (error) {
      await cluster.stop()
      throw error
    }
  }

  /** The node of this id: 1, 2, 3 … */
  node (id: number): KafkaNode {
    return this.nodes[id - 1]!
  }

  /** Waits until every living node has registered with the controller and answers. */
  async serving (): Promise<void> {
    const limit = Date.now() + START_MS
    const wanted = this.nodes.filter((node) => node.pid !== null).length
    for (;;) {
      const known = await this.#metadata([]).then(({ brokers }) => brokers.size, () => 0)
      if (known >= wanted) return
      const ended = this.nodes.filter((node) => node.pid === null)
      if (ended.length === this.nodes.length || Date.now() > limit) {
        throw new Error(`Kafka did not start:\n${this.nodes.map((node) => node.output).join('\n')}`)
      }
      await delay(POLL_MS)
    }
  }

  /** The id of the node that leads a partition now; −1 when none does. */
  async leaderOf (topic: string, partition: number): Promise<number> {
    const { topics } = await this.#metadata([topic])
    return topics.get(topic)?.partitions[partition]?.leader ?? -1
  }

  /** Waits until every replica of a topic has all that its leader has: until then the death of a broker more may cost writes. */
  async inSync (topic: string): Promise<void> {
    const limit = Date.now() + START_MS
    for (;;) {
      const found = await this.#metadata([topic]).catch(() => null)
      const partitions = found?.topics.get(topic)?.partitions ?? []
      if (partitions.length > 0 && partitions.every(({ isr, replicas }) => isr.length === replicas.length)) return
      if (Date.now() > limit) throw new Error(`the replicas of ${topic} do not catch up`)
      await delay(POLL_MS)
    }
  }

  /** Stops all nodes; their data stays. */
  async stop (): Promise<void> {
    await Promise.all(this.nodes.map((node) => node.stop()))
  }

  /** Kills all nodes and removes their folder. */
  async destroy (): Promise<void> {
    await Promise.all(this.nodes.map((node) => node.stop('SIGKILL')))
    rmSync(this.#dir, { recursive: true, force: true })
  }

  /** What the first node that answers knows. Each is asked by itself: a client of all may for ever begin with one that is frozen. */
  async #metadata (topics: string[]): Promise<ClusterMetadata> {
    const admins = this.brokers.split(',').map((broker) => new Admin({ clientId: 'lectern-kafka', bootstrapBrokers: [broker], retries: 0, connectTimeout: 1000, requestTimeout: 5000, ...this.#access }))
    try {
      return await Promise.any(admins.map((admin) => admin.metadata({ topics, forceUpdate: true })))
    } finally {
      await Promise.all(admins.map((admin) => admin.close()))
    }
  }
}

/** Stops the nodes whose folders lie in `dir`, whoever started them; returns how many ran. */
export async function stopNodes (dir: string): Promise<number> {
  const running = living(dir)
  await Promise.all(running.map((node) => node.stop()))
  return running.length
}

/** How many nodes run whose folders lie in `dir`. */
export function runningIn (dir: string): number {
  return living(dir).length
}

function living (dir: string): KafkaNode[] {
  const ids = readdirSync(dir).map((name) => Number(/^node-(\d+)$/.exec(name)?.[1] ?? 0)).filter((id) => id > 0)
  const nodes = ids.map((id) => new KafkaNode({ id, dir: nodeDir(dir, id), brokerPorts: [], controllerPorts: [], clusterId: '', jars: '' }))
  return nodes.filter((node) => node.pid !== null)
}

function nodeDir (dir: string, id: number): string {
  return join(dir, `node-${id}`)
}

/** The cluster's id, made the first time. */
function clusterIdOf (dir: string): string {
  const path = join(dir, 'cluster-id')
  if (!existsSync(path)) writeFileSync(path, randomBytes(16).toString('base64url'))
  return readFileSync(path, 'utf8')
}
