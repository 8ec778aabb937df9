import { execFile, spawn } from 'node:child_process'
import type { ChildProcess } from 'node:child_process'
import { closeSync, existsSync, mkdirSync, openSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout as delay } from 'node:timers/promises'
import { promisify } from 'node:util'

export interface NodeOptions {
  /** 1, 2, 3 … */
  id: number
  /** Its own folder; what lies there from an earlier life is used again. */
  dir: string
  /** Ports of all nodes' brokers and controllers on 127.0.0.1, this one's at `id − 1`. */
  brokerPorts: readonly number[]
  controllerPorts: readonly number[]
  clusterId: string
  jars: string
  /**
   * Whether it lives for some minutes only: it goes with the process that started it, and does without the JVM's
   * second compiler, which saves a third of its start.
   */
  shortLived?: boolean
  /** Lines of server.properties that come last, and so win. */
  properties?: Readonly<Record<string, string | number>>
}

const POLL_MS = 50
const PATIENCE_MS = 15_000
/** The class that a living node's command line names. */
const MAIN = 'kafka.Kafka'

/**
 * One Kafka process, broker and controller, known by the pid in its folder: whoever has the folder can stop it,
 * also a later command.
 */
export class KafkaNode {
  readonly id: number
  readonly #options: NodeOptions
  readonly #pidFile: string

  constructor (options: NodeOptions) {
    this.id = options.id
    this.#options = options
    this.#pidFile = join(options.dir, 'pid')
  }

  /** The pid of the living node, or null. */
  get pid (): number | null {
    if (!existsSync(this.#pidFile)) return null
    const pid = Number(readFileSync(this.#pidFile, 'utf8'))
    // a pid may have been given to somebody else since
    return pid > 0 && commandLine(pid).includes(`${MAIN}\0${this.#propertiesFile}`) ? pid : null
  }

  /** Starts the process, unless it runs; whether it serves is the cluster's to see. */
  async start (): Promise<void> {
    if (this.pid !== null) return
    const { dir, jars, clusterId, shortLived = false } = this.#options
    mkdirSync(dir, { recursive: true })
    writeFileSync(this.#propertiesFile, this.#properties())
    const classPath = ['-cp', join(jars, '*')]
    if (!existsSync(join(dir, 'data', 'meta.properties'))) {
      // in one word: one id in 64 begins with a dash
      await promisify(execFile)('java', ['-XX:TieredStopAtLevel=1', ...classPath, 'kafka.tools.StorageTool', 'format', `--cluster-id=${clusterId}`, '-c', this.#propertiesFile])
    }
    const output = openSync(join(dir, 'output'), 'a')
    const jvm = ['-Xms128m', '-Xmx512m', '-XX:+UseSerialGC', ...(shortLived ? ['-XX:TieredStopAtLevel=1'] : []), '-Dorg.slf4j.simpleLogger.defaultLogLevel=warn']
    const child = spawn('java', [...jvm, ...classPath, MAIN, this.#propertiesFile], { detached: !shortLived, stdio: ['ignore', output, output] })
    closeSync(output)
    writeFileSync(this.#pidFile, `${child.pid}`)
    child.on('error', () => {})
    child.unref()
    if (shortLived) goWithUs(child)
  }

  /** Sends a signal, if the node lives: SIGSTOP and SIGCONT freeze and thaw it. */
  signal (signal: NodeJS.Signals): void {
    if (this.pid !== null) process.kill(this.pid, signal)
  }

  /** Ends the process with `signal` and waits until it is gone; politely it flushes its log first. */
  async stop (signal: 'SIGTERM' | 'SIGKILL' = 'SIGTERM'): Promise<void> {
    this.signal('SIGCONT')
    this.signal(signal)
    const limit = Date.now() + PATIENCE_MS
    while (this.pid !== null) {
      if (Date.now() > limit) this.signal('SIGKILL')
      await delay(POLL_MS)
    }
    rmSync(this.#pidFile, { force: true })
  }

  /** The end of what it wrote; for the case that it does not start. */
  get output (): string {
    const path = join(this.#options.dir, 'output')
    return existsSync(path) ? readFileSync(path, 'utf8').slice(-2000) : ''
  }

  get #propertiesFile (): string {
    return join(this.#options.dir, 'server.properties')
  }

  #properties (): string {
    const { id, dir, brokerPorts, controllerPorts, properties } = this.#options
    const replicas = Math.min(3, brokerPorts.length)
    const all = {
      'process.roles': 'broker,controller',
      'node.id': id,
      'controller.quorum.voters': controllerPorts.map((port, i) => `${i + 1}@127.0.0.1:${port}`).join(),
      listeners: `CLIENT://127.0.0.1:${brokerPorts[id - 1]},CONTROLLER://127.0.0.1:${controllerPorts[id - 1]}`,
      'inter.broker.listener.name': 'CLIENT',
      'controller.listener.names': 'CONTROLLER',
      'listener.security.protocol.map': 'CLIENT:PLAINTEXT,CONTROLLER:PLAINTEXT',
      'log.dirs': join(dir, 'data'),
      'offsets.topic.replication.factor': replicas,
      'transaction.state.log.replication.factor': replicas,
      'transaction.state.log.min.isr': 1,
      'group.initial.rebalance.delay.ms': 0,
      'auto.create.topics.enable': false,
      ...properties
    }
    return Object.entries(all).map(([name, value]) => `${name}=${value}\n`).join('')
  }
}

const mortal = new Set<ChildProcess>()

/** The child is killed when this process ends. */
function goWithUs (child: ChildProcess): void {
  if (mortal.size === 0) process.once('exit', () => { for (const one of mortal) one.kill('SIGKILL') })
  mortal.add(child)
}

/** The arguments of a process, each ended by a zero byte; '' when there is none. Reading /proc, as all of this, is for Linux. */
function commandLine (pid: number): string {
  try {
    return readFileSync(`/proc/${pid}/cmdline`, 'utf8')
  } catch {
    return ''
  }
}
