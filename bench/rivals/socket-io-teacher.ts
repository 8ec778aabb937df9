import { Line } from '../swarm/line.ts'
import { CONNECT, PONG, Packet, argumentAt, event, isEvent, packetAt, socketIoTarget, stampedJson } from './socket-io-wire.ts'

const TALLY = 'tally'
const TALLY_ARGUMENT = argumentAt(TALLY)

/** The teacher of a class on Socket.IO. */
export class SocketIoTeacher {
  readonly #line: Line
  readonly #ready: () => void
  /** Answers that the server told of so far. */
  answered = 0
  /** Answers that were relayed to him one by one. */
  relayed = 0

  private constructor (port: number, ready: (teacher: SocketIoTeacher) => void, refused: (error: Error) => void) {
    this.#ready = () => { ready(this) }
    this.#line = new Line(0, socketIoTarget(port), {
      opened: () => {},
      message: (_, bytes, start, end) => { this.#read(bytes, start, end) },
      closed: () => { refused(new Error(`no Socket.IO at port ${port}`)) }
    })
  }

  static async connect (port: number): Promise<SocketIoTeacher> {
    return new Promise((resolve, reject) => new SocketIoTeacher(port, resolve, reject))
  }

  /** Sends `count` messages of `bytes` characters, numbered from `first`, in one write. */
  speak (bytes: number, due: number, first: number, count: number): void {
    this.#line.send(Buffer.concat(Array.from({ length: count }, (_, k) => event('control', stampedJson(bytes, due, first + k)))))
  }

  goAway (): void {
    this.#line.cut()
  }

  #read (bytes: Buffer, start: number, end: number): void {
    switch (packetAt(bytes, start)) {
      case Packet.open:
        this.#line.send(CONNECT)
        break
      case Packet.connected:
        this.#line.send(event('teach', '{}'))
        this.#ready()
        break
      case Packet.ping:
        this.#line.send(PONG)
        break
      case Packet.event:
        if (isEvent(bytes, start, TALLY)) this.answered = Number(bytes.toString('latin1', start + TALLY_ARGUMENT, end - 1))
        else this.relayed++
    }
  }
}
