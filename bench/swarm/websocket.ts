import { createHash } from 'node:crypto'

/** The client's half of RFC 6455, as little of it as a load generator needs. */

export const Opcode = { text: 1, binary: 2, close: 8, ping: 9, pong: 10 } as const

/** Sixteen bytes, as RFC 6455 wants them; they need not be random where no proxy caches. */
const KEY = Buffer.from("lectern's bench!").toString('base64')
const ACCEPT = createHash('sha1').update(`${KEY}258EAFA5-E914-47DA-95CA-C5AB0DC85B11`).digest('base64')

/** The request that opens a WebSocket at `path`, offering `protocols` in this order (none if empty). */
export function upgradeRequest (host: string, path: string, protocols: string[]): string {
  const offer = protocols.length > 0 ? `Sec-WebSocket-Protocol: ${protocols.join(', ')}\r\n` : ''
  return `GET ${path} HTTP/1.1\r\nHost: ${host}\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n` +
    `Sec-WebSocket-Key: ${KEY}\r\nSec-WebSocket-Version: 13\r\n${offer}\r\n`
}

/** Whether the server's reply (its header block as text) opens the WebSocket that upgradeRequest asked for. */
export function isUpgraded (head: string): boolean {
  return head.startsWith('HTTP/1.1 101') && head.includes(ACCEPT)
}

/**
 * One message as a client must send it: masked (RFC 6455, 5.3). The mask is all zeros, which changes no
 * byte, so a frame is encoded once and written as it is by every student.
 */
export function clientFrame (payload: Uint8Array, opcode: number = Opcode.binary): Buffer {
  const length = payload.length
  const wide = length < 126 ? 0 : length < 65536 ? 2 : 8
  const frame = Buffer.alloc(2 + wide + 4 + length)
  frame[0] = 0x80 | opcode
  frame[1] = 0x80 | (wide === 0 ? length : wide === 2 ? 126 : 127)
  if (wide === 2) frame.writeUInt16BE(length, 2)
  if (wide === 8) frame.writeBigUInt64BE(BigInt(length), 2)
  frame.set(payload, 2 + wide + 4)
  return frame
}

/** Gets each whole message, in place: `bytes` is only good until the call returns. */
export type FrameSink = (opcode: number, bytes: Buffer, start: number, end: number) => void

/**
 * Cuts a TCP stream into WebSocket messages. Whole frames are handed over where they lie in the read
 * buffer; only the piece of a frame that a read has cut in two is copied, and kept until the rest comes.
 */
export class FrameParser {
  #rest: Buffer | null = null

  /** Takes the next bytes of the stream. Throws on what a server must not send (masked or fragmented frames). */
  push (chunk: Buffer, sink: FrameSink): void {
    const bytes = this.#rest === null ? chunk : Buffer.concat([this.#rest, chunk])
    this.#rest = null
    let at = 0
    while (at < bytes.length) {
      const end = frameEnd(bytes, at)
      if (end < 0 || end > bytes.length) break
      sink(bytes[at]! & 0x0f, bytes, payloadStart(bytes, at), end)
      at = end
    }
    if (at < bytes.length) this.#rest = Buffer.from(bytes.subarray(at))
  }
}

/** Where the frame at `at` ends, or -1 while its header is not whole. */
function frameEnd (bytes: Buffer, at: number): number {
  if (at + 2 > bytes.length) return -1
  const second = bytes[at + 1]!
  if ((bytes[at]! & 0xf0) !== 0x80 || (second & 0x80) !== 0) throw new Error('a server sends whole, unmasked frames only')
  const start = payloadStart(bytes, at)
  if (second < 126) return start + second
  if (start > bytes.length) return -1
  return start + (second === 126 ? bytes.readUInt16BE(at + 2) : Number(bytes.readBigUInt64BE(at + 2)))
}

function payloadStart (bytes: Buffer, at: number): number {
  const second = bytes[at + 1]!
  return at + 2 + (second < 126 ? 0 : second === 126 ? 2 : 8)
}
