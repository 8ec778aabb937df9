import type { Logger } from 'pino'
import { event } from './log-events.ts'

/** What must be let go of when the process ends. */
export type Stop = () => Promise<void>

/** The end of a process: on a signal, when its parent is gone, or when an error was caught by nobody. */
export class Lifetime {
  readonly #logger: Logger
  readonly #limitMs: number
  readonly #stops: Stop[] = []
  #ending = false

  /** `limitMs`: stopping may take so long, then the process ends as it is. */
  constructor (logger: Logger, limitMs: number) {
    this.#logger = logger
    this.#limitMs = limitMs
  }

  /** Begins to listen for the reasons to end. A child leaves Ctrl-C to its parent, which sends SIGTERM. */
  begin (isChild: boolean): void {
    process.on('SIGTERM', () => { this.end('SIGTERM') })
    process.on('SIGINT', () => { if (!isChild) this.end('SIGINT') })
    process.on('uncaughtException', (err) => { this.#fail(err) })
    process.on('unhandledRejection', (err) => { this.#fail(err) })
    if (!isChild) return
    process.on('disconnect', () => {
      event(this.#logger, 'parent-gone', {})
      this.end('disconnect')
    })
  }

  /** Adds something to let go of; the last added goes first. */
  onEnd (stop: Stop): void {
    this.#stops.unshift(stop)
  }

  /** Lets go of everything, then ends the process with 0 (1 if that fails or takes too long). */
  end (signal: string): void {
    if (this.#ending) return
    this.#ending = true
    const begun = Date.now()
    event(this.#logger, 'process-stopping', { signal })
    setTimeout(() => {
      event(this.#logger, 'stop-too-slow', { limit: this.#limitMs })
      process.exit(1)
    }, this.#limitMs)
    this.letGo().then(() => {
      event(this.#logger, 'process-stopped', { tookMs: Date.now() - begun })
      process.exit(0)
    }, (err: unknown) => { this.#fail(err) })
  }

  /** Lets go of everything and nothing else: for a start that failed half-way. */
  async letGo (): Promise<void> {
    for (const stop of this.#stops.splice(0)) await stop()
  }

  #fail (err: unknown): void {
    event(this.#logger, 'process-failed', { err })
    process.exit(1)
  }
}
