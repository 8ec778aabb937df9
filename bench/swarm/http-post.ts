import { connect } from 'node:net'
import { loopback, source } from '../loopback.ts'

/** A reply; status 0 if the connection ended without one. */
export interface Reply {
  status: number
  body: string
}

/** All connections of a process read into one buffer: a read is used up before the next one begins. */
const readBuffer = Buffer.allocUnsafe(64 * 1024)

/**
 * Posts JSON over a connection of its own, as a phone that opens the page does, and calls `done` once.
 * Chunked replies are not understood: the server sends these bodies with their length.
 */
export function post (host: string, port: number, path: string, body: string, index: number, done: (reply: Reply) => void): void {
  const pieces: Buffer[] = []
  const socket = connect({
    host: loopback(host),
    port,
    ...source(index),
    noDelay: true,
    onread: {
      buffer: readBuffer,
      callback (length, buffer) {
        pieces.push(Buffer.from(buffer.subarray(0, length)))
        return true
      }
    }
  })
  let ended = false
  const end = (): void => {
    if (ended) return
    ended = true
    done(parse(Buffer.concat(pieces).toString('utf8')))
  }
  socket.on('error', end)
  socket.on('close', end)
  socket.write(`POST ${path} HTTP/1.1\r\nHost: ${host}:${port}\r\nConnection: close\r\nContent-Type: application/json\r\n` +
    `Content-Length: ${Buffer.byteLength(body)}\r\n\r\n${body}`)
}

function parse (text: string): Reply {
  const split = text.indexOf('\r\n\r\n')
  if (split < 0) return { status: 0, body: '' }
  return { status: Number(text.slice(9, 12)), body: text.slice(split + 4) }
}
