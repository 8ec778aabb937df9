import { connect } from 'node:net'
import type { Socket } from 'node:net'
import { loopback, source } from '../loopback.ts'
import { FrameParser, Opcode, clientFrame, isUpgraded, upgradeRequest } from './websocket.ts'

/** Gets what happens on the lines of a swarm; `index` says on whose. Bytes are good until the call returns. */
export interface LineOwner {
  opened (index: number): void
  message (index: number, bytes: Buffer, start: number, end: number): void
  /** Once for every line that ends without being cut; `code` is the server's close code, 1006 without one. */
  closed (index: number, code: number): void
}

/** Where lines go: a loopback host and port, path and offered subprotocols. */
export interface Target {
  host: string
  port: number
  path: string
  protocols: string[]
}

/** Reads the parts of a WebSocket URL. */
export function targetOf (url: string, protocols: string[]): Target {
  const { hostname, port, pathname } = new URL(url)
  return { host: loopback(hostname), port: Number(port), path: pathname, protocols }
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

  constructor (index: number, target: Target, owner: LineOwner) {
    this.#index = index
    this.#owner = owner
    this.#socket = connect({
      host: target.host,
      port: target.port,
      ...source(index),
      noDelay: true,
      onread: { buffer: readBuffer, callback: (length, buffer) => this.#read(buffer as Buffer, length) }
    })
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
    this.#socket.resetAndDestroy()
  }

  #read (buffer: Buffer, length: number): boolean {
    if (this.#done) return true
    try {
      const bytes = buffer.subarray(0, length)
      const frames = this.#head === null ? bytes : this.#upgrade(bytes)
      if (frames !== null) this.#parser.push(frames, this.#sink)
    } catch (error) {
      this.#socket.destroy()
      throw error
    }
    return true
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
    if (end - start >= 2) this.#code = bytes.readUInt16BE(start)
    this.#socket.end(clientFrame(bytes.subarray(start, Math.min(end, start + 2)), Opcode.close))
  }

  #end (): void {
    if (this.#done) return
    this.#done = true
    this.#owner.closed(this.#index, this.#code)
  }
}
