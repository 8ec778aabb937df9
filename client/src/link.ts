import { CloseCode, comesBack } from '../../server/wire/close-codes.ts'
import { decodeAll, encode } from '../../server/wire/codec.ts'
import { SUBPROTOCOL } from '../../server/wire/messages.ts'
import type { DownFrame } from '../../server/wire/messages.ts'
import { endingOfClose } from './endings.ts'
import type { Ending } from './endings.ts'
import { LARGEST_SPREAD, reconnectDelay, toldDelay } from './reconnect.ts'

/** With what a socket is opened: a ticket of the HTTP join, or a resume token of an earlier socket. */
export interface Credential {
  url: string
  token: string
  kind: 'ticket' | 'resume'
}

/** The part of a WebSocket that a link uses. */
export type Socket = Pick<WebSocket, 'binaryType' | 'onopen' | 'onmessage' | 'onclose' | 'send' | 'close'>

/** What a link needs of the world; tests give their own. */
export interface World {
  /** Fetches a ticket over HTTP. Rejects with JoinRefused when trying again cannot help. */
  join: () => Promise<Credential>
  open: (url: string, protocols: string[]) => Socket
  /** Calls back after `ms`; the result cancels. */
  after: (ms: number, call: () => void) => () => void
  random: () => number
}

/** The HTTP join said no for good. */
export class JoinRefused extends Error {
  readonly ending: Ending

  constructor (ending: Ending) {
    super(`join refused: ${ending}`)
    this.ending = ending
  }
}

/** Where a link tells what happens to it. */
export interface LinkListener {
  /** A socket is open and waits for the greeting. */
  opened (): void
  heard (frame: DownFrame): void
  /** The socket was closed because of what was sent on it. */
  tooBig (): void
  /** The socket is gone; the next attempt is due. */
  lost (): void
  over (ending: Ending): void
  /** A resume token to keep, or null: the one kept is dead. */
  resume (credential: Credential | null): void
}

/** A socket that is not greeted after this long is given up (ms). */
const OPEN_LIMIT = 10_000
/** A connection that lived this long makes the next drop a first one (ms). */
const STABLE = 5_000
/** Added to two heartbeats before a silent socket counts as dead (ms). */
const SILENCE_MARGIN = 2_000
/** While a resume token is at hand, every third failed attempt asks over HTTP where the class is served now. */
const HTTP_EVERY = 3
/** A socket asked for a sign of life has this long (ms). */
const PROBE_LIMIT = 4_000
const TOO_BIG = 1009
const ABNORMAL = 1006

/**
 * Keeps one socket open: joins over HTTP when it must, comes back after a drop, notices a silent death.
 * It ends only with a stay-away close, a refused join, or `stop`.
 */
export class Link {
  readonly #world: World
  readonly #listener: LinkListener
  #credential: Credential | null
  #used: Credential | null = null
  #socket: Socket | null = null
  #greeted = false
  #everGreeted = false
  #running = false
  #asking = false
  #failures = 0
  #spread = LARGEST_SPREAD
  #beat = 15_000
  #timers: Record<'attempt' | 'limit' | 'stable', () => void> = { attempt: nothing, limit: nothing, stable: nothing }

  /** `credential` is what an earlier visit kept, or null. */
  constructor (world: World, listener: LinkListener, credential: Credential | null) {
    this.#world = world
    this.#listener = listener
    this.#credential = credential
  }

  start (): void {
    this.#running = true
    this.#attempt()
  }

  /** Ends it for now; `start` begins again. */
  stop (): void {
    this.#running = false
    this.#drop()
  }

  /** Tries at once what waits for its turn: the phone is online again. */
  hurry (): void {
    if (this.#running && this.#socket === null) this.#attempt()
  }

  /** Sends a frame that is answered, and gives the socket up if nothing comes: after sleep it may be dead without a word. */
  probe (frame: unknown[]): void {
    this.send(frame)
    this.#watch(PROBE_LIMIT)
  }

  /** The relay has said who we are: the socket is usable. `resume` null: the credential used stays good. */
  greet (spread: number, resume: string | null): void {
    this.#greeted = true
    this.#everGreeted = true
    this.#spread = spread
    this.#failures++
    this.#timers.stable = this.#world.after(STABLE, () => { this.#failures = 0 })
    if (resume !== null) this.renew(resume)
    else this.#credential = this.#used
  }

  /** A resume token that takes the place of what was kept. */
  renew (token: string): void {
    if (this.#used === null) return
    this.#credential = { url: this.#used.url, token, kind: 'resume' }
    this.#listener.resume(this.#credential)
  }

  /** How often the relay says something at least (ms): it depends on whether a question is open. */
  set beat (ms: number) {
    if (ms === this.#beat) return
    this.#beat = ms
    if (this.#greeted) this.#watch(this.#silence)
  }

  send (frame: unknown[]): void {
    this.sendBytes(encode(frame))
  }

  sendBytes (bytes: Uint8Array): void {
    this.#socket?.send(bytes as Uint8Array<ArrayBuffer>)
  }

  #attempt (): void {
    if (this.#asking) return
    this.#timers.attempt()
    const overHttp = this.#failures > 0 && this.#failures % HTTP_EVERY === 0
    if (this.#credential === null || overHttp) void this.#joinOverHttp()
    else this.#open(this.#credential)
  }

  async #joinOverHttp (): Promise<void> {
    this.#asking = true
    const answer = await this.#world.join().catch((error: unknown) => error)
    this.#asking = false
    if (!this.#running) return
    if (!(answer instanceof Error)) return this.#open(answer as Credential)
    if (answer instanceof JoinRefused && this.#credential === null) return this.#end(answer.ending)
    // The pages may be away while the sockets are not: what is at hand is tried before the next wait.
    if (this.#credential !== null) return this.#open(this.#credential)
    this.#failures++
    this.#later(null)
  }

  #open (credential: Credential): void {
    const socket = this.#world.open(credential.url, [SUBPROTOCOL, credential.token])
    this.#socket = socket
    this.#used = credential
    let opened = false
    socket.binaryType = 'arraybuffer'
    socket.onopen = () => {
      opened = true
      this.#listener.opened()
    }
    socket.onmessage = event => { this.#hear(event.data as ArrayBuffer) }
    socket.onclose = event => { this.#closed(event.code, event.reason, opened) }
    this.#timers.limit = this.#world.after(OPEN_LIMIT, () => { this.#closed(ABNORMAL, '', opened) })
  }

  #hear (data: ArrayBuffer): void {
    const socket = this.#socket
    for (const frame of decodeAll(new Uint8Array(data)) as DownFrame[]) {
      this.#listener.heard(frame)
      if (this.#socket !== socket) return
    }
    if (this.#greeted) this.#watch(this.#silence)
  }

  get #silence (): number {
    return 2 * this.#beat + SILENCE_MARGIN
  }

  #watch (limit: number): void {
    this.#timers.limit()
    this.#timers.limit = this.#world.after(limit, () => { this.#closed(ABNORMAL, '', true) })
  }

  #closed (code: number, reason: string, opened: boolean): void {
    const greeted = this.#greeted
    const kept = this.#used === this.#credential
    this.#drop()
    if (code === TOO_BIG) this.#listener.tooBig()
    if (!comesBack(code)) {
      if (!kept || !this.#outdated(code)) return this.#end(endingOfClose(code))
      this.#forget()
    }
    if (!opened && kept && this.#used?.kind === 'ticket') this.#forget()
    if (!greeted) this.#failures++
    this.#later(toldDelay(reason))
  }

  /** Whether what was kept is too old, or of a lesson before this visit: then the person may come in anew. */
  #outdated (code: number): boolean {
    if (code === CloseCode.expired) return true
    return !this.#everGreeted && this.#credential?.kind === 'resume' && (code === CloseCode.ended || code === CloseCode.lessonLost)
  }

  #later (told: number | null): void {
    this.#listener.lost()
    const delay = reconnectDelay(this.#failures, this.#spread, told, this.#world.random)
    this.#timers.attempt = this.#world.after(delay, () => { this.#attempt() })
  }

  #end (ending: Ending): void {
    this.stop()
    this.#listener.over(ending)
  }

  #forget (): void {
    if (this.#credential?.kind === 'resume') this.#listener.resume(null)
    this.#credential = null
  }

  #drop (): void {
    for (const cancel of Object.values(this.#timers)) cancel()
    const socket = this.#socket
    this.#socket = null
    this.#greeted = false
    if (socket === null) return
    socket.onopen = socket.onmessage = socket.onclose = null
    socket.close()
  }
}

function nothing (): void {}
