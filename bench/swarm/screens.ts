import { Verdict } from '../../server/classroom/model.ts'
import { decodeAll } from '../../server/wire/codec.ts'
import { Down } from '../../server/wire/messages.ts'
import type { Ack, DownFrame, Part } from '../../server/wire/messages.ts'
import { now } from '../clock.ts'

/** An answer that a student was told is stored: whose, his command's number, and where it stands in the log. */
export type Receipt = [index: number, n: number, position: number, no: number, round: number, revision: number, value: number]

/** What the screens of all students show, and what they were promised. */
export interface Evidence {
  /** By student: the parts that he holds, as they came last. */
  screens: Part[][]
  receipts: Receipt[]
}

interface Said { n: number, no: number, round: number, revision: number, value: number, at: number }

/** Parts of a round: of another round than the clock's they stand on no screen any more. */
const OF_ROUND: ReadonlySet<number> = new Set([Down.progress, Down.tally, Down.mine])

/**
 * What every student of a swarm sees, kept as the client keeps it: a view replaces everything, a batch the parts
 * in it. Costs a whole decoding of every message, and so is for runs that judge correctness.
 */
export class Screens {
  readonly receipts: Receipt[] = []
  readonly #parts: Array<Map<number, Part>>
  readonly #batch: Uint32Array
  readonly #said: Array<Said | null>

  constructor (students: number) {
    this.#parts = Array.from({ length: students }, () => new Map<number, Part>())
    this.#batch = new Uint32Array(students)
    this.#said = Array<null>(students).fill(null)
  }

  /** A student answers. */
  said (index: number, n: number, no: number, round: number, revision: number, value: number): void {
    this.#said[index] = { n, no, round, revision, value, at: now() }
  }

  /** Takes a message of the server. */
  take (index: number, bytes: Uint8Array): void {
    for (const frame of decodeAll(bytes) as DownFrame[]) this.#frame(index, frame)
  }

  /** How long the one who waits longest for a verdict has waited (ms). */
  get oldest (): number {
    const first = this.#said.reduce((least, said) => Math.min(least, said?.at ?? Infinity), Infinity)
    return Math.max(0, now() - first)
  }

  evidence (): Evidence {
    return { screens: this.#parts.map((parts) => [...parts.values()]), receipts: this.receipts }
  }

  #frame (index: number, frame: DownFrame): void {
    switch (frame[0]) {
      case Down.connected: return this.#view(index, frame[5], frame.slice(10) as Part[])
      case Down.view: return this.#view(index, frame[2], frame.slice(5) as Part[])
      case Down.batch:
        // what the view held already
        if (frame[1] <= this.#batch[index]!) return
        this.#batch[index] = frame[1]
        return this.#replace(index, frame.slice(3) as Part[])
      case Down.me:
      case Down.mine:
      case Down.score: return this.#replace(index, [frame])
      case Down.ack: return this.#ack(index, frame)
    }
  }

  #view (index: number, batch: number, parts: Part[]): void {
    this.#batch[index] = batch
    this.#parts[index]!.clear()
    this.#replace(index, parts)
  }

  #replace (index: number, parts: Part[]): void {
    const screen = this.#parts[index]!
    for (const part of parts) {
      if ((part[0] as number) === Down.control) continue
      screen.set(part[0], part)
      if (part[0] !== Down.clock) continue
      for (const kind of OF_ROUND) {
        const old = screen.get(kind)
        if (old !== undefined && !parts.includes(old) && (old[1] !== part[1] || old[2] !== part[2])) screen.delete(kind)
      }
    }
  }

  #ack (index: number, [, n, verdict, position, at]: Ack): void {
    const said = this.#said[index]
    if (said?.n !== n) return
    this.#said[index] = null
    if (verdict !== Verdict.accepted && verdict !== Verdict.late) return
    const { no, round, revision, value } = said
    if (verdict === Verdict.accepted) this.receipts.push([index, n, position, no, round, revision, value])
    const mine = this.#parts[index]!.get(Down.mine)
    const newer = mine?.[1] !== no || mine[2] !== round || (mine[3] as number) < revision
    if (newer) this.#replace(index, [[Down.mine, no, round, revision, value, at, verdict]])
  }
}
