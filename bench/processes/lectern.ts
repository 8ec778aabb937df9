import { spawn } from 'node:child_process'
import type { ChildProcess } from 'node:child_process'
import { randomBytes } from 'node:crypto'
import { mkdtemp, rm } from 'node:fs/promises'
import { request } from 'node:http'
import { join } from 'node:path'
import { setTimeout as delay } from 'node:timers/promises'
import { nodeOn } from './cores.ts'
import { collectGarbage } from './inspector.ts'
import { freePorts } from './ports.ts'
import { cpuMs, resident } from './proc.ts'
import type { Resident } from './proc.ts'
import { stop } from './stop.ts'

export interface LecternOptions {
  /** The server's main file, as built. */
  main: string
  core: number | null
  /** Folder in which its data folder is made, and removed at the end. */
  dataParent: string
  /** Whether its memory will be asked for, which needs Node's inspector (on loopback). */
  inspect: boolean
}

const START_MS = 20_000
const POLL_MS = 50
/** A graceful stop takes at most 10 s. */
const PATIENCE_MS = 12_000
/** What is kept of the server's output, for the case that it fails. */
const OUTPUT_CHARACTERS = 8000

/** The server under test, as a real process with an embedded log on disk. */
export class Lectern {
  readonly httpPort: number
  /** `kid:secret` of the key that launch tokens are signed with. */
  readonly launchKey: string
  readonly #child: ChildProcess
  readonly #dataDir: string
  #output = ''
  #inspectorUrl = ''

  private constructor (child: ChildProcess, httpPort: number, launchKey: string, dataDir: string) {
    this.#child = child
    this.httpPort = httpPort
    this.launchKey = launchKey
    this.#dataDir = dataDir
    child.stdout!.on('data', (piece: Buffer) => { this.#keep(piece) })
    child.stderr!.on('data', (piece: Buffer) => { this.#keep(piece) })
  }

  /**
   * Starts the server and waits until both its processes are ready.
   * @throws Error with the end of its output when it ends or is not ready in time
   */
  static async start ({ main, core, dataParent, inspect }: LecternOptions): Promise<Lectern> {
    const [socket, http, socketMetrics, httpMetrics] = await freePorts(4) as [number, number, number, number]
    const dataDir = await mkdtemp(join(dataParent, 'lectern-bench-'))
    const launchKey = `bench:${randomBytes(24).toString('base64url')}`
    const { command, before } = nodeOn(core, inspect ? ['--inspect=127.0.0.1:0'] : [])
    const child = spawn(command, [...before, main], {
      stdio: ['ignore', 'pipe', 'pipe'],
      // A group of its own: Ctrl-C must not reach it before the bench has its figures and stops it.
      detached: true,
      env: {
        ...process.env,
        HOST: '127.0.0.1',
        PORT_SOCKET: String(socket),
        PORT_HTTP: String(http),
        PORT_SOCKET_METRICS: String(socketMetrics),
        PORT_HTTP_METRICS: String(httpMetrics),
        DATA_DIR: dataDir,
        ENTRY: 'signed',
        LAUNCH_KEYS: launchKey,
        SYNTHETIC: 'on',
        LOG_LEVEL: 'warn',
        NODE_ENV: 'production'
      }
    })
    const lectern = new Lectern(child, http, launchKey, dataDir)
    await lectern.#ready([socket, http])
    return lectern
  }

  /** The relay's process: sockets and log. */
  get pid (): number {
    return this.#child.pid!
  }

  cpuMs (): number {
    return cpuMs(this.pid)
  }

  /** Resident memory after its garbage was collected. */
  async collectedMemory (): Promise<Resident> {
    await collectGarbage(this.#inspectorUrl)
    return resident(this.pid)
  }

  memory (): Resident {
    return resident(this.pid)
  }

  /** The end of what it wrote; empty when all went well. */
  get output (): string {
    return this.#output
  }

  async stop (): Promise<void> {
    await stop(this.#child, PATIENCE_MS)
    await rm(this.#dataDir, { recursive: true, force: true })
  }

  async #ready (ports: number[]): Promise<void> {
    const deadline = Date.now() + START_MS
    for (const port of ports) {
      while (!await isReady(port)) {
        if (this.#child.exitCode !== null || Date.now() > deadline) {
          await this.stop()
          throw new Error(`the server under test did not become ready:\n${this.#output}`)
        }
        await delay(POLL_MS)
      }
    }
  }

  #keep (piece: Buffer): void {
    const text = piece.toString()
    // The relay is the first to say so; its children follow with addresses of their own.
    if (this.#inspectorUrl === '') this.#inspectorUrl = /Debugger listening on (ws:\S+)/.exec(text)?.[1] ?? ''
    this.#output = (this.#output + text.replace(/^(Debugger|For help).*\n/gm, '')).slice(-OUTPUT_CHARACTERS)
  }
}

function isReady (port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const probe = request({ host: '127.0.0.1', port, path: '/health/ready', timeout: 1000 }, (reply) => {
      reply.resume()
      resolve(reply.statusCode === 200)
    })
    probe.on('error', () => { resolve(false) })
    probe.on('timeout', () => { probe.destroy() })
    probe.end()
  })
}
