import { once } from 'node:events'
import { createServer } from 'node:http'
import type { IncomingHttpHeaders, IncomingMessage, Server, ServerResponse } from 'node:http'
import type { AddressInfo, Socket } from 'node:net'
import type { Duplex } from 'node:stream'

/** How a stand-in takes what comes: as a relay that is ready, one that is not, or one that stands still. */
type Mood = 'ready' | 'red' | 'frozen'

/** What a stand-in was asked. */
export interface Asked {
  method: string
  url: string
  headers: IncomingHttpHeaders
}

/**
 * A small server that stands for a relay or a sidecar behind a real nginx: it answers health checks and requests
 * with its name, and after an upgrade sends back what it gets.
 */
export class StandIn {
  mood: Mood = 'ready'
  /** Requests and upgrades, but no health checks. */
  readonly asked: Asked[] = []
  readonly #name: string
  readonly #sockets = new Set<Duplex>()
  #server: Server | null = null
  #port = 0

  constructor (name: string) {
    this.#name = name
  }

  get port (): number {
    return this.#port
  }

  /** Listens, on the port that it had before if there was one. */
  async start (): Promise<this> {
    const server = createServer((request, response) => { this.#answer(request, response) })
    server.on('connection', (socket: Socket) => {
      this.#sockets.add(socket)
      socket.on('error', () => { /* nginx cuts what it gave up */ })
    })
    server.on('upgrade', (request, socket) => { this.#upgrade(request, socket) })
    server.listen(this.#port, '127.0.0.1')
    await once(server, 'listening')
    this.#port = (server.address() as AddressInfo).port
    this.#server = server
    return this
  }

  /** Dies as a killed process does: the port is closed and every connection cut. */
  async die (): Promise<void> {
    const server = this.#server
    this.#server = null
    if (server === null) return
    const closed = once(server, 'close')
    server.close()
    for (const socket of this.#sockets) socket.destroy()
    this.#sockets.clear()
    await closed
  }

  #answer (request: IncomingMessage, response: ServerResponse): void {
    if (this.mood === 'frozen') return
    const health = request.url === '/health/ready'
    if (!health) this.#note(request)
    response.writeHead(this.mood === 'red' ? 503 : 200, { 'content-type': 'text/plain' }).end(this.#name)
  }

  #upgrade (request: IncomingMessage, socket: Duplex): void {
    if (this.mood === 'frozen') return
    this.#note(request)
    socket.write(`HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\nX-Name: ${this.#name}\r\n\r\n`)
    socket.pipe(socket)
  }

  #note ({ method = '', url = '', headers }: IncomingMessage): void {
    this.asked.push({ method, url, headers })
  }
}
