import { connect } from 'node:net'
import type { Socket } from 'node:net'
import { TLSSocket, connect as connectSecurely, createSecureContext } from 'node:tls'
import { isLoopback, loopback, source } from '../loopback.ts'
import { turn } from './turns.ts'

/** Who is called. */
export interface Endpoint {
  /** Whether TLS is spoken; only an installation behind a proxy does. */
  secure?: boolean
  host: string
  port: number
}

let context: ReturnType<typeof createSecureContext> | undefined

/**
 * Connects number `index` of this process. Everything received is put into `buffer` and handed to `read`:
 * many sockets may share one buffer, since a read is used up before the next one begins.
 * @throws Error for hosts that the bench may not knock at
 */
export function dial ({ secure = false, host, port }: Endpoint, index: number, buffer: Buffer, read: (bytes: Buffer) => void): Socket {
  const onread = {
    buffer,
    callback (length: number): boolean {
      read(buffer.subarray(0, length))
      turn()
      return true
    }
  }
  const address = loopback(host)
  if (!secure) return connect({ host: address, port, ...(isLoopback(address) ? source(index) : {}), noDelay: true, onread })
  context ??= createSecureContext()
  // @types/node does not know that onread is passed on.
  const options = { host: address, port, servername: host, secureContext: context, onread }
  return connectSecurely(options).setNoDelay(true)
}

/** Ends a connection as a lost network does: at once, without a word to either side. */
export function hangUp (socket: Socket): void {
  if (socket instanceof TLSSocket) socket.destroy()
  else socket.resetAndDestroy()
}
