import { App, us_listen_socket_close as closeListener, us_socket_local_port as localPort } from 'uWebSockets.js'
import type { HttpRequest, HttpResponse, TemplatedApp, WebSocket, us_listen_socket as ListenSocket, us_socket_context_t as SocketContext } from 'uWebSockets.js'
import type { RelaySettings } from '../config.ts'
import { SUBPROTOCOL } from '../wire/messages.ts'
import type { CloseCode } from '../wire/close-codes.ts'
import type { Admitted } from './admission.ts'
import type { Line } from './line.ts'

/** uWebSockets.js queues 512 unaccepted connections a listen; eight of them take a lecture hall at once (tried: one listen overflowed by thousands, eight by one). */
const LISTENS = 8

/** The library's listen options; its types name an enum that its module does not have. */
const SHARED_PORT = 0
const EXCLUSIVE_PORT = 1

/** What the sockets' owner does with them. `T` is what it keeps for each. */
export interface SocketHandlers<T> {
  admit (partition: string, classCode: string, token: string): Admitted
  /** A socket is open; the returned value is handed to the other handlers. Null: it was closed at once. */
  open (line: Line, admitted: Admitted): T | null
  message (kept: T, bytes: Uint8Array, binary: boolean): void
  /** The socket lost a message because it does not read. */
  dropped (kept: T): void
  closed (kept: T, code: number): void
  ready (): boolean
}

interface UserData<T> {
  admitted: Admitted
  line: SocketLine<T> | null
  kept: T | null
}

type Socket<T> = WebSocket<UserData<T>>

/** The one place that knows uWebSockets.js: sockets in, lines out. */
export class Sockets<T> {
  readonly #app: TemplatedApp
  readonly #handlers: SocketHandlers<T>
  readonly #origins: readonly string[]
  #listeners: ListenSocket[] = []

  /** `origins`: pages that may connect; empty is any. */
  constructor (handlers: SocketHandlers<T>, settings: RelaySettings, origins: readonly string[]) {
    this.#handlers = handlers
    this.#origins = origins
    this.#app = App()
      .ws<UserData<T>>('/ws/:partition/:class', {
        maxPayloadLength: settings.frameBytes,
        maxBackpressure: settings.backpressureBytes,
        closeOnBackpressureLimit: true,
        idleTimeout: settings.idleSeconds,
        sendPingsAutomatically: true,
        upgrade: (res, req, context) => { this.#upgrade(res, req, context) },
        open: (ws) => { this.#open(ws) },
        message: (ws, message, binary) => {
          const { kept } = ws.getUserData()
          if (kept !== null) handlers.message(kept, new Uint8Array(message), binary)
        },
        dropped: (ws) => {
          const { kept } = ws.getUserData()
          if (kept !== null) handlers.dropped(kept)
        },
        close: (ws, code) => {
          const data = ws.getUserData()
          data.line?.gone()
          if (data.kept !== null) handlers.closed(data.kept, code)
        }
      })
      .get('/health/live', (res) => { res.end('live\n') })
      .get('/health/ready', (res) => {
        const ready = handlers.ready()
        res.cork(() => { res.writeStatus(ready ? '200 OK' : '503 Service Unavailable').end(ready ? 'ready\n' : 'not ready\n') })
      })
      .any('/*', (res) => { res.cork(() => { res.writeStatus('404 Not Found').end('not found\n') }) })
  }

  /**
   * Listens on `port` (0: any free one) and returns it. Rejects with code EADDRINUSE when it is taken: an
   * exclusive attempt comes first, because the shared listens would silently divide the students with a
   * second instance.
   */
  async listen (host: string, port: number): Promise<number> {
    const first = await this.#listenOnce(host, port, EXCLUSIVE_PORT)
    const bound = localPort(first)
    closeListener(first)
    for (let i = 0; i < LISTENS; i++) this.#listeners.push(await this.#listenOnce(host, bound, SHARED_PORT))
    return bound
  }

  /** Takes no new sockets; open ones stay. */
  stopListening (): void {
    for (const listener of this.#listeners) closeListener(listener)
    this.#listeners = []
  }

  /** Cuts everything that is left. */
  close (): void {
    this.stopListening()
    this.#app.close()
  }

  readonly publish = (topic: string, bytes: Uint8Array): void => {
    this.#app.publish(topic, bytes, true)
  }

  #listenOnce (host: string, port: number, options: number): Promise<ListenSocket> {
    return new Promise((resolve, reject) => {
      // The package's types leave out the form with host and options, which the library has.
      const listen = this.#app.listen.bind(this.#app) as unknown as (host: string, port: number, options: number, done: (socket: ListenSocket | false) => void) => void
      listen(host, port, options, (socket) => {
        if (socket !== false) resolve(socket)
        else reject(Object.assign(new Error(`port ${port} is in use`), { code: 'EADDRINUSE' }))
      })
    })
  }

  #upgrade (res: HttpResponse, req: HttpRequest, context: SocketContext): void {
    const origin = req.getHeader('origin')
    if (origin !== '' && this.#origins.length > 0 && !this.#origins.includes(origin)) {
      res.writeStatus('403 Forbidden').end('origin not allowed\n')
      return
    }
    const offered = req.getHeader('sec-websocket-protocol').split(',').map((name) => name.trim())
    if (offered[0] !== SUBPROTOCOL) {
      res.writeStatus('400 Bad Request').end(`offer the subprotocol ${SUBPROTOCOL}\n`)
      return
    }
    // A browser learns nothing of a refused upgrade, so a bad token is let in and ended with its code (rule W6).
    const admitted = this.#handlers.admit(req.getParameter(0) ?? '', req.getParameter(1) ?? '', offered[1] ?? '')
    res.upgrade<UserData<T>>({ admitted, line: null, kept: null }, req.getHeader('sec-websocket-key'), SUBPROTOCOL, req.getHeader('sec-websocket-extensions'), context)
  }

  #open (ws: Socket<T>): void {
    const data = ws.getUserData()
    data.line = new SocketLine(ws)
    data.kept = this.#handlers.open(data.line, data.admitted)
  }
}

/** A line over one uWebSockets.js socket, harmless after its end (the library throws then). */
class SocketLine<T> implements Line {
  #ws: Socket<T> | null

  constructor (ws: Socket<T>) {
    this.#ws = ws
  }

  send (bytes: Uint8Array): void {
    this.#ws?.send(bytes, true)
  }

  cork (write: () => void): void {
    this.#ws?.cork(write)
  }

  close (code: CloseCode, reason = ''): void {
    this.#ws?.end(code, reason)
  }

  subscribe (topic: string): void {
    this.#ws?.subscribe(topic)
  }

  buffered (): number {
    return this.#ws?.getBufferedAmount() ?? 0
  }

  gone (): void {
    this.#ws = null
  }
}
