import { Verdict } from '../../server/classroom/model.ts'
import type { AnswerValue } from '../../server/classroom/model.ts'
import { encode } from '../../server/wire/codec.ts'
import { SUBPROTOCOL, Up } from '../../server/wire/messages.ts'
import { now } from '../clock.ts'
import { AnswerLedger } from './answer-ledger.ts'
import { Continuity } from './continuity.ts'
import { FanoutMeter } from './fanout-meter.ts'
import { readFrames } from './frame-reader.ts'
import type { FrameListener } from './frame-reader.ts'
import { Line, targetOf } from './line.ts'
import type { LineOwner } from './line.ts'
import { clientFrame } from './websocket.ts'

/** What a phase of a run listens for; `failed` when a student's line ended or his command was refused. */
export interface Watch {
  viewed?: (index: number) => void
  joined?: (index: number) => void
  answered?: (index: number) => void
  question?: (index: number, no: number) => void
  failed?: (index: number) => void
}

const CLIENT = 'bench'

/** Simulated students: each keeps the client's side of the protocol, in a few numbers of typed arrays. */
export class Students implements LineOwner, FrameListener {
  readonly count: number
  readonly continuity: Continuity
  readonly ledger: AnswerLedger
  readonly fanout: FanoutMeter
  /** What went wrong, and how often: lines that ended without being cut, refused joins and commands. */
  readonly trouble: Record<string, number> = {}
  /** Students whose view came without all the control messages they had missed. */
  unrecovered = 0
  /** The time (ms) over which the server wants a dropped class to come back. */
  spread = 0
  watch: Watch = {}
  readonly #lines: Array<Line | null>
  readonly #urls: string[]
  readonly #tokens: string[]
  readonly #positions: Float64Array
  readonly #commands: Uint32Array
  readonly #joinCommand: Uint32Array
  readonly #question: Int32Array
  readonly #questionAt: Float64Array
  readonly #frames = new Map<string, Buffer>()
  /** Whether the batch being read is new to its student; his client drops the others. */
  #fresh = true

  constructor (count: number) {
    this.count = count
    this.continuity = new Continuity(count)
    this.ledger = new AnswerLedger(count)
    this.fanout = new FanoutMeter(count)
    this.#lines = Array<null>(count).fill(null)
    this.#urls = Array<string>(count).fill('')
    this.#tokens = Array<string>(count).fill('')
    this.#positions = new Float64Array(3 * count)
    this.#commands = new Uint32Array(count)
    this.#joinCommand = new Uint32Array(count)
    this.#question = new Int32Array(count).fill(-1)
    this.#questionAt = new Float64Array(count)
  }

  /** Opens student `index`'s socket for the first time, with the ticket that the join over HTTP gave him. */
  enter (index: number, url: string, ticket: string): void {
    this.#urls[index] = url
    this.#tokens[index] = ticket
    this.#connect(index)
  }

  /** Opens his socket again, with what he holds: the resume token. */
  comeBack (index: number): void {
    this.#connect(index)
  }

  /** Ends his line without a word to either side. */
  cut (index: number): void {
    this.#lines[index]?.cut()
    this.#lines[index] = null
  }

  /** Sends the wish to take part; `watch.joined` hears of the verdict. */
  join (index: number): void {
    const n = ++this.#commands[index]!
    this.#joinCommand[index] = n
    this.#send(index, [Up.join, n])
  }

  answer (index: number, no: number, round: number, revision: number, value: AnswerValue): void {
    const n = ++this.#commands[index]!
    this.ledger.sent(index, n)
    this.#send(index, [Up.answer, n, no, round, revision, value])
  }

  /** Forgets the encoded frames of an earlier question. */
  forgetFrames (): void {
    this.#frames.clear()
  }

  /** When (ms of clock.ts) each student who has seen question `no` saw it. */
  sightings (no: number): Float64Array {
    return this.#questionAt.filter((_, index) => this.#question[index] === no)
  }

  /** Counts one more of some trouble. */
  note (what: string): void {
    this.trouble[what] = (this.trouble[what] ?? 0) + 1
  }

  opened (index: number): void {
    const [user, socket, media] = this.#positions.subarray(3 * index, 3 * index + 3) as unknown as [number, number, number]
    const seen = this.#commands[index] === 0 ? null : [user, socket, media]
    this.#lines[index]?.send(clientFrame(encode([Up.itsme, index + 1, CLIENT, seen])))
  }

  message (index: number, bytes: Buffer, start: number, end: number): void {
    readFrames(index, bytes, start, end, this)
  }

  closed (index: number, code: number): void {
    this.note(`close ${code}`)
    this.#lines[index] = null
    this.watch.failed?.(index)
  }

  view (index: number, batch: number, positions: Float64Array, resume: string | null, spread: number, recovered: boolean): void {
    this.continuity.view(index, batch)
    this.#fresh = true
    this.#positions.set(positions, 3 * index)
    if (resume !== null) this.#tokens[index] = resume
    if (!recovered) this.unrecovered++
    this.spread = spread
    this.watch.viewed?.(index)
  }

  batch (index: number, n: number, positions: Float64Array): void {
    this.#fresh = this.continuity.batch(index, n)
    this.#positions.set(positions, 3 * index)
  }

  beat (index: number, batch: number): void {
    this.continuity.beat(index, batch)
  }

  ack (index: number, n: number, verdict: number, position: number): void {
    if (verdict !== Verdict.accepted) this.note(`verdict ${verdict}`)
    if (n === this.#joinCommand[index]) this.watch.joined?.(index)
    else if (this.ledger.verdict(index, n, verdict, position)) this.watch.answered?.(index)
  }

  error (index: number, n: number, code: string): void {
    this.note(`error ${code}`)
    this.ledger.refused(index, n)
    this.watch.failed?.(index)
  }

  resume (index: number, token: string): void {
    this.#tokens[index] = token
  }

  question (index: number, no: number): void {
    if (this.#question[index] === no) return
    this.#question[index] = no
    this.#questionAt[index] = now()
    this.watch.question?.(index, no)
  }

  control (index: number, bytes: Buffer, start: number): void {
    if (this.#fresh) this.fanout.receive(index, bytes, start)
  }

  #connect (index: number): void {
    this.#lines[index] = new Line(index, targetOf(this.#urls[index]!, [SUBPROTOCOL, this.#tokens[index]!]), this)
  }

  /** Students say the same things: a frame is encoded once for all who send it. */
  #send (index: number, frame: unknown[]): void {
    const key = frame.join()
    let bytes = this.#frames.get(key)
    if (bytes === undefined) {
      bytes = clientFrame(encode(frame))
      this.#frames.set(key, bytes)
    }
    this.#lines[index]?.send(bytes)
  }
}
