import { spawn } from 'node:child_process'
import type { ChildProcess } from 'node:child_process'
import { request } from 'node:http'
import { setTimeout as delay } from 'node:timers/promises'
import { nodeOn } from './cores.ts'
import { collectGarbage } from './inspector.ts'
import { cpuMs, resident } from './proc.ts'
import type { Resident } from './proc.ts'
import { end, stop } from './stop.ts'

export interface ProgramOptions {
  /** The server's main file, as built. */
  main: string
  core: number | null
  env: Record<string, string>
  /** Ports that answer /health/ready with 200 once it can serve. */
  ports: number[]
  /** Arguments of Node itself. */
  nodeArguments: string[]
}

/** A machine that tests use at the same time needs long. */
const START_MS = 60_000
const POLL_MS = 50
/** A graceful stop takes at most 10 s. */
const PATIENCE_MS = 12_000
/** What is kept of the output, for the case that it fails. */
const OUTPUT_CHARACTERS = 8000

/** A process of the server under test. Its children, where it has some, end with it. */
export class Program {
  readonly #options: ProgramOptions
  #child!: ChildProcess
  #output = ''
  #inspectorUrl = ''

  constructor (options: ProgramOptions) {
    this.#options = options
  }

  /**
   * Starts it, for the first time or again, and waits until all its ports are ready.
   * @throws Error with the end of its output when it ends or is not ready in time
   */
  async start (): Promise<void> {
    const { main, core, env, nodeArguments, ports } = this.#options
    const { command, before } = nodeOn(core, nodeArguments)
    this.#inspectorUrl = ''
    // A group of its own: Ctrl-C must not reach it before the bench has its figures and stops it.
    this.#child = spawn(command, [...before, main], { stdio: ['ignore', 'pipe', 'pipe'], detached: true, env: { ...process.env, ...env } })
    this.#child.stdout!.on('data', (piece: Buffer) => { this.#keep(piece) })
    this.#child.stderr!.on('data', (piece: Buffer) => { this.#keep(piece) })
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

  get pid (): number {
    return this.#child.pid!
  }

  cpuMs (): number {
    return cpuMs(this.pid)
  }

  /** Resident memory after its garbage was collected; it must have been started with `--inspect`. */
  async collectedMemory (): Promise<Resident> {
    await collectGarbage(this.#inspectorUrl)
    return resident(this.pid)
  }

  memory (): Resident {
    return resident(this.pid)
  }

  /** The end of what it wrote. */
  get output (): string {
    return this.#output
  }

  async stop (): Promise<void> {
    await stop(this.#child, PATIENCE_MS)
  }

  /** Ends it as a power cut does (SIGKILL). */
  async kill (): Promise<void> {
    await end(this.#child)
  }

  /** Freezes it (SIGSTOP) or lets it go on (SIGCONT). */
  signal (name: 'SIGSTOP' | 'SIGCONT'): void {
    this.#child.kill(name)
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
