import { once } from 'node:events'
import { createServer } from 'node:net'
import type { AddressInfo, Socket } from 'node:net'
import { createHash } from 'node:crypto'
import { now } from '../clock.ts'

/** An echo server that takes everything and answers nothing between `from` and `to` (clock.ts); then it goes on. */
export class StallingServer {
  #from = Infinity
  #to = Infinity
  readonly #server = createServer((socket) => { this.#serve(socket) })

  async listen (): Promise<string> {
    this.#server.listen(0, '127.0.0.1')
    await once(this.#server, 'listening')
    return `ws://127.0.0.1:${(this.#server.address() as AddressInfo).port}/`
  }

  stallBetween (from: number, to: number): void {
    this.#from = from
    this.#to = to
  }

  close (): void {
    this.#server.close()
  }

  #serve (socket: Socket): void {
    socket.on('error', () => {})
    socket.once('data', (request) => {
      const key = /Sec-WebSocket-Key: (\S+)/.exec(request.toString('latin1'))![1]!
      const accept = createHash('sha1').update(`${key}258EAFA5-E914-47DA-95CA-C5AB0DC85B11`).digest('base64')
      socket.write(`HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Accept: ${accept}\r\n\r\n`)
      socket.on('data', (frame) => { this.#echo(socket, frame) })
    })
  }

  /** Every read holds one short frame of a client: 2 bytes of header, 4 of a mask of zeros, the payload. */
  #echo (socket: Socket, frame: Buffer): void {
    const reply = Buffer.concat([Buffer.from([0x82, frame.length - 6]), frame.subarray(6)])
    const time = now()
    if (time < this.#from || time >= this.#to) socket.write(reply)
    else setTimeout(() => { socket.write(reply) }, this.#to - time)
  }
}
