import WebSocket from 'ws'
import type { Verdict } from '../../classroom/model.ts'
import { decodeAll, encode } from '../../wire/codec.ts'
import { Down, SUBPROTOCOL, Up } from '../../wire/messages.ts'
import type { Ack, Connected, Step, UpFrame } from '../../wire/messages.ts'

/** A frame as a test looks at it: its kind, then its fields. */
export type Frame = [kind: number, ...fields: unknown[]]

interface Waiter {
  wanted: (frame: Frame) => boolean
  resolve: (frame: Frame) => void
}

let devices = 0

/** A faithful client on a real socket: keeps its view, its command ids and what it was told. */
export class Phone {
  /** Every frame, in the order of arrival; those inside batches and views stand alone too. */
  readonly frames: Frame[] = []
  /** The view: the last frame of each part. */
  readonly parts = new Map<number, Frame>()
  /** How the socket ended. */
  readonly closed: Promise<{ code: number, reason: string }>
  /** Whether the socket came to be open at all. */
  readonly opened: Promise<boolean>
  resume: string | null = null
  positions: [number, number, number] = [-1, -1, -1]
  batch = -1
  /** Told of every frame, those inside batches and views too. */
  onFrame: (frame: Frame) => void = () => {}
  /** Batch numbers that did not follow the one before. */
  gaps = 0
  device: number
  #n = 0
  #socket: WebSocket
  #waiters: Waiter[] = []

  constructor (url: string, token: string, device = ++devices) {
    this.device = device
    this.#socket = new WebSocket(url, [SUBPROTOCOL, token])
    this.#socket.binaryType = 'nodebuffer'
    this.#socket.on('message', (data: Buffer) => { for (const frame of decodeAll(data) as Frame[]) this.#take(frame) })
    this.#socket.on('error', () => { /* `closed` tells */ })
    this.closed = new Promise((resolve) => {
      this.#socket.on('close', (code, reason) => { resolve({ code, reason: reason.toString() }) })
    })
    this.opened = new Promise((resolve) => {
      this.#socket.on('open', () => { resolve(true) })
      this.#socket.on('close', () => { resolve(false) })
    })
  }

  get socket (): WebSocket {
    return this.#socket
  }

  /** Opens, says who it is, and waits for the view. */
  async enter (positions: [number, number, number] | null = null): Promise<Connected> {
    if (!await this.opened) return await new Promise(() => { /* `closed` tells */ })
    this.send([Up.itsme, this.device, 'test', positions])
    return await this.next((frame) => frame[0] === Down.connected) as unknown as Connected
  }

  /** Enters and joins. */
  async join (): Promise<Ack> {
    await this.enter()
    return await this.command((n) => [Up.join, n])
  }

  send (...frames: Array<UpFrame | unknown[]>): void {
    this.sendBytes(Buffer.concat(frames.map((frame) => encode(frame))))
  }

  sendBytes (bytes: Uint8Array): void {
    this.#socket.send(bytes)
  }

  /** The counter of the next command. */
  counter (): number {
    return ++this.#n
  }

  /** Goes on counting where another phone of this device stopped. */
  startCounterAt (n: number): void {
    this.#n = n
  }

  /** Sends a command and waits for its verdict, or for its error. */
  async command (make: (n: number) => UpFrame): Promise<Ack> {
    const n = this.counter()
    const verdict = this.next((frame) => (frame[0] === Down.ack || frame[0] === Down.error) && frame[1] === n)
    this.send(make(n))
    return await verdict as unknown as Ack
  }

  /** A teacher's step, based on the last steering event that this phone saw. Resolves with the verdict. */
  async steer (step: Step): Promise<Verdict> {
    const based = this.parts.get(Down.steering)?.[1] ?? 0
    const ack = await this.command((n) => [Up.steer, n, based as number, step])
    if ((ack[0] as number) === Down.error) throw new Error(`steering failed: ${String(ack)}`)
    // The next step names the position of this one, which comes with the batch.
    if (ack[2] < 10) await this.until(Down.steering, (part) => (part[1] as number) >= ack[3] || !STEERING.has(step[0]))
    return ack[2]
  }

  /** The next frame (from now on) that fits. */
  next (wanted: (frame: Frame) => boolean): Promise<Frame> {
    return new Promise((resolve) => { this.#waiters.push({ wanted, resolve }) })
  }

  /** The part of the view, once it fits. */
  async until (kind: number, wanted: (part: Frame) => boolean): Promise<Frame> {
    const now = this.parts.get(kind)
    if (now !== undefined && wanted(now)) return now
    return await this.next((frame) => frame[0] === kind && wanted(frame))
  }

  /** Cuts the line without a word, as a phone does that lost its network. */
  cut (): void {
    this.#socket.terminate()
  }

  #take (frame: Frame): void {
    if (frame[0] === Down.connected) {
      this.batch = frame[5] as number
      this.positions = frame[4] as [number, number, number]
      this.resume = frame[7] as string | null ?? this.resume
      for (const part of frame.slice(10)) this.#show(part as Frame)
    } else if (frame[0] === Down.view) {
      this.batch = frame[2] as number
      this.positions = frame[1] as [number, number, number]
      for (const part of frame.slice(5)) this.#show(part as Frame)
    } else if (frame[0] === Down.batch) {
      const n = frame[1] as number
      if (n > this.batch) {
        if (n !== this.batch + 1) this.gaps++
        this.batch = n
        this.positions = frame[2] as [number, number, number]
        for (const part of frame.slice(3)) this.#show(part as Frame)
      }
    } else if (frame[0] === Down.resume) {
      this.resume = frame[1] as string
    }
    this.#show(frame)
  }

  #show (frame: Frame): void {
    this.frames.push(frame)
    this.onFrame(frame)
    if (frame[0] >= Down.lesson && frame[0] !== Down.control) this.parts.set(frame[0], frame)
    for (const waiter of this.#waiters.filter(({ wanted }) => wanted(frame))) {
      this.#waiters.splice(this.#waiters.indexOf(waiter), 1)
      waiter.resolve(frame)
    }
  }
}

/** Steps that move the quiz and so move the position that the next one names. */
const STEERING = new Set<string>(['open', 'ask', 'extend', 'close', 'reveal', 'again', 'show', 'skip'])
