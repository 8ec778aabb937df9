import { encode } from '../server/wire/codec.ts'
import { Down } from '../server/wire/messages.ts'
import { Line, targetOf } from './swarm/line.ts'
import { clientFrame } from './swarm/websocket.ts'

/** Between two flushes of one tick, so that the rival does not put them together (ms). */
const APART_MS = 2
/** What the rival's messages say of position and session, which nobody reads: as long as in a real batch. */
const POSITION = 1_000_000
const SESSION = 1000

/** Speaks to the bare broadcaster: each message is a batch as a student of Lectern would get it. */
export class BareTeacher {
  readonly #line: Line
  #batches = 0

  private constructor (line: Line) {
    this.#line = line
  }

  static async connect (url: string): Promise<BareTeacher> {
    return new Promise((resolve, reject) => {
      const line: Line = new Line(0, targetOf(url, []), {
        opened: () => { resolve(new BareTeacher(line)) },
        message: () => {},
        closed: () => { reject(new Error(`no broadcaster at ${url}`)) }
      })
    })
  }

  /** Sends one message for each payload, in `flushes` writes. */
  speak (payloads: Uint8Array[], flushes: number): void {
    const frames = payloads.map((payload) => this.#frame(payload))
    const perFlush = Math.ceil(frames.length / flushes)
    for (let flush = 0; flush * perFlush < frames.length; flush++) {
      const bytes = Buffer.concat(frames.slice(flush * perFlush, (flush + 1) * perFlush))
      if (flush === 0) this.#line.send(bytes)
      else setTimeout(() => { this.#line.send(bytes) }, flush * APART_MS)
    }
  }

  goAway (): void {
    this.#line.cut()
  }

  #frame (payload: Uint8Array): Buffer {
    const positions = [POSITION, POSITION, POSITION]
    return clientFrame(encode([Down.batch, ++this.#batches, positions, [Down.control, POSITION, SESSION, 'bench', payload]]))
  }
}
