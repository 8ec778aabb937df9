import type { Socket } from 'node:net'
import { loopback } from '../loopback.ts'
import { dial, hangUp } from './dial.ts'
import type { Endpoint } from './dial.ts'
import { FrameParser, Opcode, clientFrame, isUpgraded, upgradeRequest } from './websocket.ts'

/** Gets what happens on the lines of a swarm; `index` says on whose. Bytes are good until the call returns. */
export interface LineOwner {
  opened (index: number): void
  message (index: number, bytes: Buffer, start: number, end: number): void
  /** Once for every line that ends without being cut; `code` is the server's close code, 1006 without one, and `reason` its text. */
  closed (index: number, code: number, reason: string): void
}

/** Where lines go: host and port, path and offered subprotocols. */
export interface Target extends Endpoint {
  path: string
  protocols: string[]
}

/** Reads the parts of a WebSocket URL. */
export function targetOf (url: string, protocols: string[]): Target {
  const { protocol, hostname, port, pathname } = new URL(url)
  const secure = protocol === 'wss:'
  return { secure, host: loopback(hostname), port: Number(port) || (secure ? 443 : 80), path: pathname, protocols }
}

const HEADERS_END = Buffer.from('\r\n\r\n')
/** All lines of a process read into one buffer: a read is used up before the next one begins. */
const readBuffer = Buffer.allocUnsafe(256 * 1024)

/** One WebSocket over a raw TCP socket: a tenth of the price of a client library, in time and memory. */
export class Line {
  readonly #index: number
  readonly #owner: LineOwner
  readonly #socket: Socket
  readonly #parser = new FrameParser()
  #head: Buffer | null = Buffer.alloc(0)
  #done = false
  #code = 1006
  #reason = ''

  constructor (index: number, target: Target, owner: LineOwner) {
    this.#index = index
    this.#owner = owner
    this.#socket = dial(target, index, readBuffer, (bytes) => { this.#read(bytes) })
    this.#socket.write(upgradeRequest(`${target.host}:${target.port}`, target.path, target.protocols), 'latin1')
    this.#socket.on('error', () => this.#end())
    this.#socket.on('close', () => this.#end())
  }

  /** Writes a frame made by clientFrame. */
  send (frame: Buffer): void {
    this.#socket.write(frame)
  }

  /** Ends the line as a lost network does: at once, without a word to either side. */
  cut (): void {
    this.#done = true
    hangUp(this.#socket)
  }

  /** Reads nothing more, as a phone that sleeps: what comes fills the kernel's buffers and then the server's. */
  stall (): void {
    this.#socket.pause()
  }

  /** Reads on. */
  wake (): void {
    this.#socket.resume()
  }

  #read (bytes: Buffer): void {
    if (this.#done) return
    try {
      const frames = this.#head === null ? bytes : this.#upgrade(bytes)
      if (frames !== null) this.#parser.push(frames, this.#sink)
    } catch (error) {
      this.#socket.destroy()
      throw error
    }
  }

  /** Takes the reply to the upgrade; returns what follows it, or null while it is not whole. */
  #upgrade (bytes: Buffer): Buffer | null {
    const head = this.#head!.length === 0 ? bytes : Buffer.concat([this.#head!, bytes])
    const end = head.indexOf(HEADERS_END)
    if (end < 0) {
      this.#head = Buffer.from(head)
      return null
    }
    this.#head = null
    if (!isUpgraded(head.toString('latin1', 0, end))) {
      this.#socket.destroy()
      return null
    }
    this.#owner.opened(this.#index)
    return head.subarray(end + HEADERS_END.length)
  }

  readonly #sink = (opcode: number, bytes: Buffer, start: number, end: number): void => {
    if (this.#done) return
    if (opcode === Opcode.ping) this.send(clientFrame(bytes.subarray(start, end), Opcode.pong))
    else if (opcode === Opcode.close) this.#closing(bytes, start, end)
    else this.#owner.message(this.#index, bytes, start, end)
  }

  #closing (bytes: Buffer, start: number, end: number): void {
    if (end - start >= 2) {
      this.#code = bytes.readUInt16BE(start)
      this.#reason = bytes.toString('utf8', start + 2, end)
    }
    this.#socket.end(clientFrame(bytes.subarray(start, Math.min(end, start + 2)), Opcode.close))
  }

  #end (): void {
    if (this.#done) return
    this.#done = true
    this.#owner.closed(this.#index, this.#code, this.#reason)
  }
}
