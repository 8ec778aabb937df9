import type { ChildProcess } from 'node:child_process'
import type { Logger } from 'pino'
import { event } from './log-events.ts'
import { StartError } from './start-error.ts'

/** A child that serves says `{ ready: port }` over its channel. */
export const READY = 'ready'

export interface SupervisorOptions {
  /** Starts the child with a channel to us. */
  start: () => ChildProcess
  logger: Logger
  /** Wait before the first restart, ms; doubled with each that follows … */
  firstWaitMs?: number
  /** … up to this, ms. */
  longestWaitMs?: number
  /** A child that lived so long was well: the next restart waits the first wait again, ms. */
  wellAfterMs?: number
  /** A child that was told to stop is killed after this, ms. */
  stopLimitMs?: number
}

/** Keeps one child process alive: starts it, starts it again with back-off when it dies, stops it. */
export class Supervisor {
  readonly #options: Required<SupervisorOptions>
  #child: ChildProcess | null = null
  #restart: NodeJS.Timeout | null = null
  #startedAt = 0
  #waitMs: number
  #stopping = false

  constructor (options: SupervisorOptions) {
    this.#options = { firstWaitMs: 250, longestWaitMs: 10_000, wellAfterMs: 60_000, stopLimitMs: 5000, ...options }
    this.#waitMs = this.#options.firstWaitMs
  }

  /**
   * Resolves with the port of the first child when it serves.
   * @throws StartError without words when it ends before; it has told the reason itself
   */
  start (): Promise<number> {
    return new Promise((resolve, reject) => {
      const child = this.#launch()
      const failed = (code: number | null): void => { reject(new StartError('', code === null || code === 0 ? 1 : code)) }
      child.once('exit', failed)
      child.once('message', (message: { [READY]: number }) => {
        child.off('exit', failed)
        this.#watch(child)
        resolve(message[READY])
      })
    })
  }

  /** Resolves when the child is gone and none will follow. */
  async stop (): Promise<void> {
    this.#stopping = true
    if (this.#restart !== null) clearTimeout(this.#restart)
    const child = this.#child
    if (child === null || child.exitCode !== null || child.signalCode !== null) return
    const gone = new Promise((resolve) => { child.once('exit', resolve) })
    child.kill('SIGTERM')
    const killer = setTimeout(() => { child.kill('SIGKILL') }, this.#options.stopLimitMs)
    await gone
    clearTimeout(killer)
  }

  #launch (): ChildProcess {
    this.#startedAt = Date.now()
    const child = this.#options.start()
    this.#child = child
    event(this.#options.logger, 'child-started', { pid: child.pid ?? -1 })
    return child
  }

  #watch (child: ChildProcess): void {
    child.once('exit', (code, signal) => {
      if (this.#stopping) return
      const { logger, firstWaitMs, longestWaitMs, wellAfterMs } = this.#options
      if (Date.now() - this.#startedAt >= wellAfterMs) this.#waitMs = firstWaitMs
      event(logger, 'child-ended', { exitCode: code ?? -1, signal: signal ?? '', waitMs: this.#waitMs })
      this.#restart = setTimeout(() => { this.#watch(this.#launch()) }, this.#waitMs)
      this.#waitMs = Math.min(this.#waitMs * 2, longestWaitMs)
    })
  }
}
