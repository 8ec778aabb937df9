import { dial } from './dial.ts'
import type { Endpoint } from './dial.ts'

/** A reply; status 0 if the connection ended without one. */
export interface Reply {
  status: number
  body: string
}

const HEAD_END = Buffer.from('\r\n\r\n')
const LENGTH = /\r\ncontent-length: (\d+)/i

/** All connections of a process read into one buffer: a read is used up before the next one begins. */
const readBuffer = Buffer.allocUnsafe(64 * 1024)

/** The bytes of a POST of JSON, made before they are due. */
export function postRequest ({ host, port }: Endpoint, path: string, body: unknown): Buffer {
  const json = JSON.stringify(body)
  return Buffer.from(`POST ${path} HTTP/1.1\r\nHost: ${host}:${port}\r\nContent-Type: application/json\r\nContent-Length: ${Buffer.byteLength(json)}\r\n\r\n${json}`)
}

/**
 * Sends a request over a connection of its own, as a phone does, and calls `done` once. The connection is
 * closed as soon as the reply is whole. Chunked replies are not understood: the server sends these bodies
 * with their length.
 */
export function post (endpoint: Endpoint, request: Buffer, index: number, done: (reply: Reply) => void): void {
  let held: Buffer | null = null
  let ended = false
  const end = (reply: Reply): void => {
    if (ended) return
    ended = true
    socket.destroy()
    done(reply)
  }
  const lost = (): void => { end({ status: 0, body: '' }) }
  const socket = dial(endpoint, index, readBuffer, (piece) => {
    const bytes = held === null ? piece : Buffer.concat([held, piece])
    const reply = parse(bytes)
    if (reply !== null) end(reply)
    else held = Buffer.from(bytes)
  })
  socket.on('error', lost)
  socket.on('close', lost)
  socket.write(request)
}

/** The reply that stands in `bytes`, or null while it is not whole. */
function parse (bytes: Buffer): Reply | null {
  const headEnd = bytes.indexOf(HEAD_END)
  if (headEnd < 0) return null
  const head = bytes.toString('latin1', 0, headEnd)
  const start = headEnd + HEAD_END.length
  const end = start + Number(LENGTH.exec(head)?.[1] ?? 0)
  if (end > bytes.length) return null
  return { status: Number(head.slice(9, 12)), body: bytes.toString('utf8', start, end) }
}
