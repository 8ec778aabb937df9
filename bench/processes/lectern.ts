import { randomBytes } from 'node:crypto'
import { mkdirSync } from 'node:fs'
import { mkdtemp, rm } from 'node:fs/promises'
import { join } from 'node:path'
import type { Installation } from '../installation.ts'
import type { Entrance } from '../swarm/way-in.ts'
import { freePorts } from '../../kafka/ports.ts'
import type { Resident } from './proc.ts'
import { Program } from './program.ts'
import type { ProgramOptions } from './program.ts'

export interface LecternOptions {
  /** The server's main file, as built. */
  main: string
  core: number | null
  /** Folder in which its data folder is made, and removed at the end. */
  dataParent: string
  log: 'lmdb' | 'kafka'
  relays: number
  /** Whether its memory will be asked for, which needs Node's inspector (on loopback). */
  inspect: boolean
  /** Whether an archiver writes results. */
  archive: boolean
  /** Folder for CPU profiles, or ''. */
  cpuProf: string
}

/**
 * The server under test, as real processes with a log on disk: one relay with its sidecar as its child, or
 * (at Kafka) several relays and a sidecar of their own, without a balancer before them.
 */
export class Lectern implements Installation {
  readonly httpPort: number
  readonly launchKey: string
  readonly hosts: string[] = []
  /** Where the first relay tells its metrics … */
  readonly metricsPort: number
  /** … and where all relays do. */
  readonly metricsPorts: readonly number[]
  readonly #relays: Program[]
  /** The ports of the relays, where there are several. */
  readonly #relayPorts: number[]
  readonly #programs: Program[]
  readonly #dataDir: string

  private constructor (plan: Plan) {
    this.httpPort = plan.httpPort
    this.launchKey = plan.launchKey
    this.metricsPort = plan.metricsPort
    this.metricsPorts = plan.relays.map(({ env }) => Number(env['PORT_SOCKET_METRICS']))
    this.#relayPorts = plan.relays.length > 1 ? plan.relays.map(({ ports }) => ports[0]!) : []
    this.#relays = plan.relays.map((relay) => new Program(relay))
    this.#programs = [...this.#relays, ...plan.others.map((other) => new Program(other))]
    this.#dataDir = plan.dataDir
  }

  /**
   * Starts the server and waits until all its processes are ready.
   * @throws Error with the end of the output of one that is not in time
   */
  static async start (options: LecternOptions): Promise<Lectern> {
    const lectern = new Lectern(await planOf(options))
    try {
      for (const program of lectern.#programs) await program.start()
    } catch (error) {
      await lectern.stop()
      throw error
    }
    return lectern
  }

  entrance (tokens: string[]): Entrance {
    return { http: { host: '127.0.0.1', port: this.httpPort }, tokens, relays: this.#relayPorts }
  }

  /** The first relay's process: sockets and log. */
  get pid (): number {
    return this.#relays[0]!.pid
  }

  cpuMs (): number {
    return this.#relays.reduce((sum, relay) => sum + relay.cpuMs(), 0)
  }

  /** Resident memory of all relays, after their garbage was collected. */
  async collectedMemory (): Promise<Resident> {
    const each = []
    for (const relay of this.#relays) each.push(await relay.collectedMemory())
    return together(each)
  }

  memory (): Resident {
    return together(this.#relays.map((relay) => relay.memory()))
  }

  get output (): string {
    return this.#programs.map(({ output }) => output).join('')
  }

  /** Kills the first relay with all that hangs on it, and starts it again at once. Returns how long it took to be ready (ms). */
  async killAndRestart (): Promise<number> {
    const begun = Date.now()
    await this.#relays[0]!.kill()
    await this.#relays[0]!.start()
    return Date.now() - begun
  }

  async stop (): Promise<void> {
    for (const program of this.#programs.toReversed()) await program.stop()
    await rm(this.#dataDir, { recursive: true, force: true })
  }
}

interface Plan {
  httpPort: number
  metricsPort: number
  launchKey: string
  dataDir: string
  relays: ProgramOptions[]
  others: ProgramOptions[]
}

async function planOf ({ main, core, dataParent, log, relays, inspect, archive, cpuProf }: LecternOptions): Promise<Plan> {
  const dataDir = await mkdtemp(join(dataParent, 'lectern-bench-'))
  const launchKey = `bench:${secret()}`
  const [httpPort, httpMetrics, archiveMetrics, ...ports] = await freePorts(3 + 2 * relays) as [number, number, number, ...number[]]
  const nodeArguments = [...(inspect ? ['--inspect=127.0.0.1:0'] : []), ...(cpuProf === '' ? [] : ['--cpu-prof', `--cpu-prof-dir=${cpuProf}`])]
  const common = {
    HOST: '127.0.0.1',
    PORT_HTTP: String(httpPort),
    PORT_HTTP_METRICS: String(httpMetrics),
    PORT_ARCHIVE_METRICS: String(archiveMetrics),
    // what the archiver costs is measured by the scenario `results` alone
    ROLES: archive ? 'relay,http,archive' : 'relay,http',
    ENTRY: 'signed',
    LAUNCH_KEYS: launchKey,
    TICKET_KEYS: `bench:${secret()}`,
    SYNTHETIC: 'on',
    LOG_LEVEL: 'warn',
    NODE_ENV: 'production',
    ...(log === 'lmdb' ? { KAFKA_BROKERS: '' } : {})
  }
  const program = (name: string, env: Record<string, string>, waitFor: number[]): ProgramOptions => {
    mkdirSync(join(dataDir, name))
    return { main, core, env: { ...common, ...env, DATA_DIR: join(dataDir, name) }, ports: waitFor, nodeArguments }
  }
  const relay = (index: number): { PORT_SOCKET: string, PORT_SOCKET_METRICS: string } => ({ PORT_SOCKET: String(ports[2 * index]), PORT_SOCKET_METRICS: String(ports[2 * index + 1]) })
  if (relays === 1) return { httpPort, metricsPort: ports[1]!, launchKey, dataDir, relays: [program('all', relay(0), [ports[0]!, httpPort])], others: [] }
  const each = Array.from({ length: relays }, (_, index) => program(`relay-${index + 1}`, { ROLES: 'relay', RELAY: `${index + 1}/${relays}`, ...relay(index) }, [ports[2 * index]!]))
  return { httpPort, metricsPort: ports[1]!, launchKey, dataDir, relays: each, others: [program('http', { ROLES: 'http', ...relay(0) }, [httpPort])] }
}

function secret (): string {
  return randomBytes(24).toString('base64url')
}

function together (each: Resident[]): Resident {
  return each.reduce((sum, { total, anonymous }) => ({ total: sum.total + total, anonymous: sum.anonymous + anonymous }), { total: 0, anonymous: 0 })
}
