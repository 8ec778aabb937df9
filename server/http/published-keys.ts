import type { Logger } from 'pino'
import { event } from '../log-events.ts'
import type { PublicAlgorithm } from './key-set.ts'
import { KeySetError, readKeySet } from './key-set-source.ts'
import { signatureCheck } from './launch-signature.ts'
import type { SignatureCheck } from './launch-signature.ts'

/** How old a set gets before it is read again, in ms: so long a key that the host withdrew may still be good. */
const REFRESH_MS = 10 * 60_000
/** The least time between two readings, in ms, whatever tokens name: nobody makes us storm the host. */
const PAUSE_MS = 10_000
/** How long a reading may take, in ms. */
const PATIENCE_MS = 5000

/** Times in ms. */
export interface Rhythm {
  refresh: number
  pause: number
  patience: number
}

/**
 * The public keys of a host service, as it publishes them (LAUNCH_JWKS). Read at the start, every ten
 * minutes, and when a token names a key that is not among them, so that a host may change its keys at
 * any time. A set that cannot be read again goes on working.
 */
export class PublishedKeys {
  readonly #source: string
  readonly #logger: Logger
  readonly #rhythm: Rhythm
  readonly #ended = new AbortController()
  #checks: ReadonlyMap<string, SignatureCheck> = new Map()
  #reading: Promise<void> | null = null
  #readAt = -Infinity
  /** The keys as they were read last, so that a reading without news is not logged. */
  #last = ''
  #state: 'unread' | 'current' | 'stale' = 'unread'
  #timer: NodeJS.Timeout | undefined

  constructor (source: string, logger: Logger, rhythm: Rhythm = { refresh: REFRESH_MS, pause: PAUSE_MS, patience: PATIENCE_MS }) {
    this.#source = source
    this.#logger = logger
    this.#rhythm = rhythm
    void this.#read()
  }

  /** Whether the set was ever read. */
  get known (): boolean {
    return this.#state !== 'unread'
  }

  /** Whether the last reading went well, so that a key that is not there does not exist. */
  get current (): boolean {
    return this.#state === 'current'
  }

  /** The check of a key; asks the host for it where it is not known and the host was not asked just now. */
  async find (algorithm: PublicAlgorithm, kid: string): Promise<SignatureCheck | undefined> {
    const name = nameOf(algorithm, kid)
    const known = this.#checks.get(name)
    if (known !== undefined) return known
    if (this.#reading !== null || performance.now() - this.#readAt >= this.#rhythm.pause) await this.#read()
    return this.#checks.get(name)
  }

  /** Ends a reading that is under way, and reads no more. */
  close (): void {
    this.#ended.abort()
    clearTimeout(this.#timer)
  }

  /** Reads the set; those who ask meanwhile wait for the same reading. */
  #read (): Promise<void> {
    clearTimeout(this.#timer)
    this.#reading ??= this.#take().catch((error: unknown) => { this.#failed(error) }).finally(() => {
      this.#reading = null
      this.#readAt = performance.now()
      this.#next()
    })
    return this.#reading
  }

  async #take (): Promise<void> {
    const signal = AbortSignal.any([this.#ended.signal, AbortSignal.timeout(this.#rhythm.patience)])
    const { keys, ignored } = await readKeySet(this.#source, signal)
    const news = keys.map(({ pem }) => pem).join('')
    if (!this.current || news !== this.#last) event(this.#logger, 'launch-keys-read', { keys: keys.length, ignored })
    this.#last = news
    this.#checks = new Map(keys.map(({ algorithm, kid, pem }) => [nameOf(algorithm, kid), signatureCheck(pem, algorithm)]))
    this.#state = 'current'
  }

  #failed (err: unknown): void {
    if (this.#ended.signal.aborted) return
    if (this.#state === 'current') this.#state = 'stale'
    const reason = err instanceof KeySetError ? err.reason : 'defect'
    event(this.#logger, 'launch-keys-failed', { reason, keys: this.#checks.size, waitMs: this.#rhythm.pause, err })
  }

  #next (): void {
    if (this.#ended.signal.aborted) return
    const wait = this.current ? this.#rhythm.refresh : this.#rhythm.pause
    this.#timer = setTimeout(() => { void this.#read() }, wait).unref()
  }
}

function nameOf (algorithm: PublicAlgorithm, kid: string): string {
  return `${algorithm} ${kid}`
}
