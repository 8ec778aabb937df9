import { once } from 'node:events'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { WebSocketServer } from 'ws'
import type { WebSocket } from 'ws'
import { Verdict } from '../../server/classroom/model.ts'
import { decodeAll, encode } from '../../server/wire/codec.ts'
import { Down, SUBPROTOCOL, Up } from '../../server/wire/messages.ts'
import { stampedPayload } from '../swarm/fanout-meter.ts'
import type { Entrance } from '../swarm/way-in.ts'

/**
 * What goes wrong. Batches: one is never sent, sent twice, sent after the next one, or sent late. Verdicts: one
 * is never sent, or told a second time with another place in the log.
 */
export type Fault = 'none' | 'drops' | 'repeats' | 'reorders' | 'delays' | 'forgets verdicts' | 'counts twice'

/** The batch that a fault meets, and the student whose verdict it meets (his device). */
const FAULTY_BATCH = 2
const FAULTY_DEVICE = 3
export const DELAY_MS = 300

const NOW = 1_700_000_000_000

/** Lectern's wire without Lectern: lets students in, acknowledges what they say, speaks to all, and does one thing wrong. */
export class FaultyServer {
  readonly #fault: Fault
  readonly #http = createServer((_, reply) => { reply.end(JSON.stringify({ socketUrl: this.#socketUrl, ticket: 'ticket' })) })
  readonly #sockets = new WebSocketServer({ server: this.#http, handleProtocols: () => SUBPROTOCOL })
  readonly #students = new Set<WebSocket>()
  #batches = 0
  #position = 100

  constructor (fault: Fault) {
    this.#fault = fault
    this.#sockets.on('connection', (socket) => {
      let device = 0
      socket.on('message', (bytes) => {
        for (const frame of decodeAll(bytes as Buffer) as number[][]) {
          if (frame[0] === Up.itsme) device = frame[1]!
          this.#take(socket, frame, device)
        }
      })
    })
  }

  async listen (): Promise<void> {
    this.#http.listen(0, '127.0.0.1')
    await once(this.#http, 'listening')
  }

  /** The way in for `count` students. */
  entrance (count: number): Entrance {
    return { http: { host: '127.0.0.1', port: this.#port }, tokens: Array<string>(count).fill('token'), relays: [] }
  }

  /** Says messages number 1 to `count` to everybody, each in a batch, and ends with a heartbeat. `due`: the time stamped on them. */
  async speak (count: number, due: () => number): Promise<void> {
    let held: Uint8Array | null = null
    for (let number = 1; number <= count; number++) {
      const batch = encode([Down.batch, ++this.#batches, [1, 2, 3], [Down.control, this.#position++, 7, 'bench', stampedPayload(120, due(), number)]])
      const faulty = number === FAULTY_BATCH
      if (faulty && this.#fault === 'drops') continue
      if (faulty && this.#fault === 'delays') await new Promise((resolve) => { setTimeout(resolve, DELAY_MS) })
      if (faulty && this.#fault === 'reorders') {
        held = batch
        continue
      }
      this.#publish(batch)
      if (faulty && this.#fault === 'repeats') this.#publish(batch)
      if (held !== null) this.#publish(held)
      held = null
    }
    this.#publish(encode([Down.beat, this.#batches, NOW, true]))
  }

  close (): void {
    for (const socket of this.#students) socket.terminate()
    this.#sockets.close()
    this.#http.close()
  }

  #take (socket: WebSocket, [kind, n]: number[], device: number): void {
    if (kind === Up.itsme) {
      this.#students.add(socket)
      socket.send(encode([Down.connected, device, 0, 0, [1, 2, 3], this.#batches, NOW, 'resume', 100, true]))
    } else if (kind === Up.join) {
      this.#acknowledge(socket, n!)
    } else if (kind === Up.answer) {
      const faulty = device === FAULTY_DEVICE
      if (faulty && this.#fault === 'forgets verdicts') return
      this.#acknowledge(socket, n!)
      if (faulty && this.#fault === 'counts twice') this.#acknowledge(socket, n!)
    }
  }

  #acknowledge (socket: WebSocket, n: number): void {
    socket.send(encode([Down.ack, n, Verdict.accepted, this.#position++, NOW]))
  }

  #publish (bytes: Uint8Array): void {
    for (const socket of this.#students) socket.send(bytes)
  }

  get #port (): number {
    return (this.#http.address() as AddressInfo).port
  }

  get #socketUrl (): string {
    return `ws://127.0.0.1:${this.#port}/ws/0/class`
  }
}
