import type { AnswerValue } from '../../server/classroom/model.ts'
import { encode } from '../../server/wire/codec.ts'
import { Up } from '../../server/wire/messages.ts'
import { clientFrame } from './websocket.ts'

/** Encoded frames kept for others who say the same. */
const ENCODED_MAX = 4096

/** The commands of each student: their numbers, and the frames of those that have no verdict yet, to be sent again (R2). */
export class Commands {
  readonly #last: Uint32Array
  readonly #join: Uint32Array
  readonly #joining: Array<Buffer | null>
  readonly #answer: Uint32Array
  readonly #answering: Array<Buffer | null>
  readonly #encoded = new Map<string, Buffer>()

  constructor (students: number) {
    this.#last = new Uint32Array(students)
    this.#join = new Uint32Array(students)
    this.#joining = Array<null>(students).fill(null)
    this.#answer = new Uint32Array(students)
    this.#answering = Array<null>(students).fill(null)
  }

  /** Whether he has ever sent one. */
  any (index: number): boolean {
    return this.#last[index]! > 0
  }

  /** The wish to take part; null where one waits for its verdict. */
  join (index: number): Buffer | null {
    if (this.#joining[index] !== null) return null
    const n = ++this.#last[index]!
    this.#join[index] = n
    const frame = this.#frame([Up.join, n])
    this.#joining[index] = frame
    return frame
  }

  /** The frame of an answer and its number; it takes the place of the one before. */
  answer (index: number, no: number, round: number, revision: number, value: AnswerValue): { n: number, frame: Buffer } {
    const n = ++this.#last[index]!
    this.#answer[index] = n
    const frame = this.#frame([Up.answer, n, no, round, revision, value])
    this.#answering[index] = frame
    return { n, frame }
  }

  leave (index: number): Buffer {
    return this.#frame([Up.leave, ++this.#last[index]!])
  }

  /** What has no verdict yet, in the order in which it was said. */
  unanswered (index: number): Buffer[] {
    return [this.#joining[index], this.#answering[index]].filter((frame) => frame != null)
  }

  /** There is a verdict on command `n`: true if it was the join. */
  settle (index: number, n: number): boolean {
    if (n === this.#join[index]) {
      this.#joining[index] = null
      return true
    }
    if (n === this.#answer[index]) this.#answering[index] = null
    return false
  }

  /** Students say the same things: a frame is encoded once for all who send it. */
  #frame (frame: unknown[]): Buffer {
    const key = frame.join()
    let bytes = this.#encoded.get(key)
    if (bytes === undefined) {
      if (this.#encoded.size === ENCODED_MAX) this.#encoded.clear()
      bytes = clientFrame(encode(frame))
      this.#encoded.set(key, bytes)
    }
    return bytes
  }
}
