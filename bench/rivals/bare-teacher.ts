import { decodeAll } from '../../server/wire/codec.ts'
import { Down } from '../../server/wire/messages.ts'
import type { Batch } from '../../server/wire/messages.ts'
import { Line, targetOf } from '../swarm/line.ts'
import { clientFrame } from '../swarm/websocket.ts'
import { controlBatch } from './bare-batches.ts'

/** Between two flushes of one tick, so that the rival does not put them together (ms). */
const APART_MS = 2

/** Speaks to a bare rival: each message is a batch as a student of Lectern would get it. */
export class BareTeacher {
  readonly #line: Line
  #batches = 0
  /** Answers that the rival told of so far. */
  answered = 0

  private constructor (url: string, opened: (teacher: BareTeacher) => void, refused: (error: Error) => void) {
    this.#line = new Line(0, targetOf(url, []), {
      opened: () => { opened(this) },
      message: (_, bytes, start, end) => { this.#read(bytes.subarray(start, end)) },
      closed: () => { refused(new Error(`no rival at ${url}`)) }
    })
  }

  static async connect (url: string): Promise<BareTeacher> {
    return new Promise((resolve, reject) => new BareTeacher(url, resolve, reject))
  }

  /** Sends one message for each payload, in `flushes` writes. */
  speak (payloads: Uint8Array[], flushes: number): void {
    const frames = payloads.map((payload) => clientFrame(controlBatch(++this.#batches, payload)))
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

  #read (bytes: Buffer): void {
    for (const [,,, part] of decodeAll(bytes) as Batch[]) {
      if (part?.[0] === Down.progress) this.answered = part[3]
    }
  }
}
