import { randomBytes } from 'node:crypto'
import { mkdirSync } from 'node:fs'
import { mkdtemp, rm } from 'node:fs/promises'
import { join } from 'node:path'
import { KafkaCluster } from '../../kafka/cluster.ts'
import { partitionOf } from '../../server/partition.ts'
import { primaryOf, standbyOf } from '../../server/relay/placement.ts'
import type { Installation } from '../installation.ts'
import type { Entrance } from '../swarm/way-in.ts'
import { Nginx } from './nginx.ts'
import { freePorts } from '../../kafka/ports.ts'
import { Program } from './program.ts'

export interface FleetOptions {
  /** The server's main file, as built. */
  main: string
  /** Folder in which its data folder is made, and removed at the end. */
  dataParent: string
  relays: number
  /** Brokers that it starts; each is a JVM. */
  brokers: number
  partitions: number
  /** Settings of every process beside its own. */
  env?: Readonly<Record<string, string>>
}

/** A relay of the fleet: its process, and where it tells of itself. */
export interface FleetRelay {
  number: number
  program: Program
  metricsPort: number
}

/** A broker that is gone is missed within this (ms); Kafka's own 9 s would make a run of many faults long, and much less a busy machine's brokers miss each other. */
const BROKER_SESSION_MS = 6000
const START_TRIES = 4

/**
 * An installation as it runs in production, on loopback: real Kafka nodes, several relays with warm standby, a
 * sidecar, and nginx before all of them. Students know the balancer's address alone.
 */
export class Fleet implements Installation {
  readonly hosts: string[] = []
  readonly launchKey: string
  readonly kafka: KafkaCluster
  readonly partitions: number
  readonly relays: readonly FleetRelay[]
  readonly #port: number
  readonly #sidecar: Program
  readonly #dir: string
  #nginx: Nginx | null = null

  private constructor (options: FleetOptions, kafka: KafkaCluster, dir: string, ports: number[]) {
    const { main, relays: count, partitions, env = {} } = options
    const [port, http, httpMetrics, ...rest] = ports as [number, number, number, ...number[]]
    this.kafka = kafka
    this.partitions = partitions
    this.launchKey = `bench:${secret()}`
    this.#port = port
    this.#dir = dir
    const common = {
      HOST: '127.0.0.1',
      PORT_HTTP: String(http),
      PORT_HTTP_METRICS: String(httpMetrics),
      ENTRY: 'signed',
      LAUNCH_KEYS: this.launchKey,
      TICKET_KEYS: `bench:${secret()}`,
      SYNTHETIC: 'on',
      LOG_LEVEL: 'warn',
      NODE_ENV: 'production',
      PUBLIC_URL: `http://127.0.0.1:${port}`,
      SOCKET_URL: `ws://127.0.0.1:${port}`,
      TRUST_PROXY: '127.0.0.1',
      KAFKA_BROKERS: kafka.brokers,
      KAFKA_PARTITIONS: String(partitions),
      ...env
    }
    const program = (name: string, own: Record<string, string>, ready: number): Program => {
      mkdirSync(join(dir, name))
      return new Program({ main, core: null, env: { ...common, ...own, DATA_DIR: join(dir, name) }, ports: [ready], nodeArguments: [] })
    }
    this.relays = Array.from({ length: count }, (_, i) => {
      const [socket, metricsPort] = [rest[2 * i]!, rest[2 * i + 1]!]
      const own = { ROLES: 'relay', RELAY: `${i + 1}/${count}`, PORT_SOCKET: String(socket), PORT_SOCKET_METRICS: String(metricsPort) }
      return { number: i + 1, program: program(`relay-${i + 1}`, own, socket), metricsPort }
    })
    this.#sidecar = program('http', { ROLES: 'http', PORT_SOCKET: String(rest[0]) }, http)
  }

  /**
   * Starts everything and waits until all is ready.
   * @throws Error with the end of the output of what is not in time
   */
  static async start (options: FleetOptions): Promise<Fleet> {
    const { main, dataParent, relays, brokers, partitions } = options
    const dir = await mkdtemp(join(dataParent, 'lectern-fleet-'))
    const ports = await freePorts(3 + 2 * relays)
    const properties = { 'broker.session.timeout.ms': BROKER_SESSION_MS, 'broker.heartbeat.interval.ms': BROKER_SESSION_MS / 6 }
    const kafka = await KafkaCluster.start({ dir: join(dir, 'kafka'), nodes: brokers, shortLived: true, properties }).catch(async (error: unknown) => {
      await rm(dir, { recursive: true, force: true })
      throw error
    })
    const fleet = new Fleet(options, kafka, dir, ports)
    try {
      const [first, ...others] = fleet.relays
      // the first makes the topics
      await first!.program.start()
      await Promise.all([...others.map(({ program }) => program.start()), fleet.#sidecar.start()])
      fleet.#nginx = await Nginx.start({ main, dir, partitions, relays: Array.from({ length: relays }, (_, i) => ports[3 + 2 * i]!), sidecar: ports[1]!, port: ports[0]! })
      return fleet
    } catch (error) {
      await fleet.stop()
      throw error
    }
  }

  entrance (tokens: string[]): Entrance {
    return { http: { host: '127.0.0.1', port: this.#port }, tokens, relays: [] }
  }

  /** The partition of a class. */
  partitionOf (classCode: string): number {
    return partitionOf(classCode, this.partitions)
  }

  /** A class that relay `number` serves as a rule: `name` with something behind it. */
  classOn (number: number, name: string): string {
    for (let i = 0; ; i++) {
      const code = `${name}-${i}`
      if (primaryOf(this.partitionOf(code), this.relays.length) === number) return code
    }
  }

  /** The relays that hold a class: its primary and its standby. */
  holders (classCode: string): FleetRelay[] {
    const partition = this.partitionOf(classCode)
    const numbers = [primaryOf(partition, this.relays.length), standbyOf(partition, this.relays.length)]
    return this.relays.filter(({ number }) => numbers.includes(number))
  }

  /** Starts a relay whose process is gone; a log that is not there yet is waited for. */
  async restart ({ program }: FleetRelay): Promise<void> {
    for (let left = START_TRIES; ; left--) {
      try {
        await program.start()
        return
      } catch (error) {
        if (left === 1) throw error
      }
    }
  }

  cpuMs (): number {
    return this.relays.reduce((sum, { program }) => sum + program.cpuMs(), 0)
  }

  get output (): string {
    return [...this.relays.map(({ program }) => program), this.#sidecar].map(({ output }) => output).join('')
  }

  async stop (): Promise<void> {
    await this.#nginx?.stop()
    await Promise.all([...this.relays.map(({ program }) => program.stop()), this.#sidecar.stop()])
    await this.kafka.destroy()
    await rm(this.#dir, { recursive: true, force: true })
  }
}

function secret (): string {
  return randomBytes(24).toString('base64url')
}
