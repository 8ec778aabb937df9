import { request } from 'node:http'
import type { IncomingMessage, OutgoingHttpHeaders } from 'node:http'
import { request as secureRequest } from 'node:https'
import type { Duplex } from 'node:stream'

/** What became of an upgrade: the name of the stand-in that took it and its socket, or the status that refused it. */
export interface Visit {
  name: string
  status: number
  socket: Duplex | null
}

/** Comes through nginx: `url` is a whole address on loopback; certificates are not looked at. */
export function upgrade (url: string, headers: OutgoingHttpHeaders = {}): Promise<Visit> {
  return new Promise((resolve, reject) => {
    const asked = asker(url)(url, { agent: false, rejectUnauthorized: false, headers: { Connection: 'Upgrade', Upgrade: 'websocket', ...headers } })
    asked.on('upgrade', (reply, socket) => {
      socket.on('error', () => { /* the far end was killed */ })
      resolve({ name: String(reply.headers['x-name']), status: 101, socket })
    })
    asked.on('response', (reply) => {
      reply.resume()
      resolve({ name: '', status: reply.statusCode ?? 0, socket: null })
    })
    asked.on('error', reject)
    asked.end()
  })
}

export function fetchText (url: string, method = 'GET', headers: OutgoingHttpHeaders = {}): Promise<{ status: number, text: string }> {
  return new Promise((resolve, reject) => {
    const asked = asker(url)(url, { agent: false, rejectUnauthorized: false, method, headers }, (reply: IncomingMessage) => {
      let text = ''
      reply.setEncoding('utf8').on('data', (piece: string) => { text += piece })
      reply.on('end', () => { resolve({ status: reply.statusCode ?? 0, text }) })
    })
    asked.on('error', reject)
    asked.end(method === 'GET' ? undefined : '{}')
  })
}

/** Both take the options of TLS; plain HTTP does not look at them. */
function asker (url: string): typeof secureRequest {
  return url.startsWith('https:') ? secureRequest : request
}
