import { Verdict } from '../../server/classroom/model.ts'
import type { AnswerValue } from '../../server/classroom/model.ts'
import { EMOJI } from '../../server/classroom/tool-model.ts'
import { encode } from '../../server/wire/codec.ts'
import { Up } from '../../server/wire/messages.ts'
import { now } from '../clock.ts'
import { AnswerLedger } from './answer-ledger.ts'
import { Commands } from './commands.ts'
import { Continuity } from './continuity.ts'
import { FanoutMeter } from './fanout-meter.ts'
import { readFrames } from './frame-reader.ts'
import type { FrameListener } from './frame-reader.ts'
import { Line } from './line.ts'
import type { LineOwner } from './line.ts'
import { Passes } from './passes.ts'
import type { Screens } from './screens.ts'
import { clientFrame } from './websocket.ts'

/** What a phase of a run listens for. */
export interface Watch {
  viewed?: (index: number) => void
  joined?: (index: number) => void
  answered?: (index: number, verdict: number) => void
  question?: (index: number, no: number) => void
  clock?: (index: number, no: number, round: number, phase: number, limit: number) => void
  /** The line ended without being cut. Without it, that is trouble and a failure. */
  closed?: (index: number, code: number, reason: string) => void
  /** A command was not taken, and may be said again after `retryAfter` ms. Without it, that is trouble and a failure. */
  putOff?: (index: number, retryAfter: number) => void
  /** A line ended that should not have, or a command was refused. */
  failed?: (index: number) => void
}

const CLIENT = 'bench'
const REACTIONS = Array.from({ length: EMOJI }, (_, reaction) => clientFrame(encode([Up.react, reaction])))

/** Simulated students: each keeps the client's side of the protocol, in a few numbers of typed arrays. */
export class Students implements LineOwner, FrameListener {
  readonly count: number
  readonly continuity: Continuity
  readonly ledger: AnswerLedger
  readonly fanout: FanoutMeter
  readonly passes: Passes
  /** What went wrong, and how often: lines that ended without being cut, refused joins and commands. */
  readonly trouble: Record<string, number> = {}
  /** Application bytes received: by the clock (beats, counts), and because something happened; of these, ink. */
  readonly bytes = { rhythm: 0, event: 0, ink: 0 }
  /** Students whose view came without all the control messages they had missed. */
  unrecovered = 0
  /** The time (ms) over which the server wants a dropped class to come back. */
  spread = 0
  /** Open lines. */
  connected = 0
  /** Verdicts that are no trouble. */
  readonly welcome = new Set<number>([Verdict.accepted])
  watch: Watch = {}
  /** What each of them sees; null where nobody asks for it. */
  screens: Screens | null = null
  readonly #lines: Array<Line | null>
  readonly #open: Uint8Array
  readonly #heardAt: Float64Array
  readonly #positions: Float64Array
  readonly #commands: Commands
  readonly #question: Int32Array
  readonly #questionAt: Float64Array
  /** Whether the batch being read is new to its student; his client drops the others. */
  #fresh = true

  constructor (count: number) {
    this.count = count
    this.continuity = new Continuity(count)
    this.ledger = new AnswerLedger(count)
    this.fanout = new FanoutMeter(count)
    this.#lines = Array<null>(count).fill(null)
    this.#open = new Uint8Array(count)
    this.passes = new Passes(count)
    this.#heardAt = new Float64Array(count)
    this.#positions = new Float64Array(3 * count)
    this.#commands = new Commands(count)
    this.#question = new Int32Array(count).fill(-1)
    this.#questionAt = new Float64Array(count)
  }

  /** Opens student `index`'s socket, with the ticket that the join over HTTP gave him. */
  enter (index: number, url: string, ticket: string): void {
    this.passes.ticket(index, url, ticket)
    this.comeBack(index)
  }

  /** Opens his socket again, with what he holds: the resume token. */
  comeBack (index: number): void {
    this.#lines[index] = new Line(index, this.passes.target(index), this)
  }

  /** Ends his line without a word to either side. */
  cut (index: number): void {
    this.#lines[index]?.cut()
    this.#gone(index)
  }

  cutAll (): void {
    for (let index = 0; index < this.count; index++) this.cut(index)
  }

  /** He reads nothing more (`stall`), or on (`wake`), while his socket stays open. */
  stall (index: number): void {
    this.#lines[index]?.stall()
  }

  wake (index: number): void {
    this.#lines[index]?.wake()
  }

  isOpen (index: number): boolean {
    return this.#open[index] === 1
  }

  /** Whether he has a socket, be it open or on its way. */
  hasLine (index: number): boolean {
    return this.#lines[index] !== null
  }

  /** When (ms of clock.ts) something last came over his line. */
  heardAt (index: number): number {
    return this.#heardAt[index]!
  }

  /** Sends the wish to take part; `watch.joined` hears of the verdict. */
  join (index: number): void {
    const frame = this.#commands.join(index)
    if (frame !== null) this.#send(index, frame)
  }

  /** Answers. Without an open line the answer waits, and goes with the next view. */
  answer (index: number, no: number, round: number, revision: number, value: AnswerValue): void {
    const { n, frame } = this.#commands.answer(index, no, round, revision, value)
    this.ledger.sent(index, n)
    this.screens?.said(index, n, no, round, revision, value as number)
    this.#send(index, frame)
  }

  /** Sends again what has no verdict yet. */
  sayAgain (index: number): void {
    for (const frame of this.#commands.unanswered(index)) this.#send(index, frame)
  }

  /** Sends a reaction, which nobody answers. */
  react (index: number, reaction: number): void {
    this.#send(index, REACTIONS[reaction]!)
  }

  /** Says that he leaves for good. */
  leave (index: number): void {
    this.#send(index, this.#commands.leave(index))
  }

  /** Asks for the view again. */
  resync (index: number): void {
    this.#send(index, clientFrame(encode([Up.resync, this.#seen(index)])))
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
    this.#open[index] = 1
    this.connected++
    this.#heardAt[index] = now()
    this.#send(index, clientFrame(encode([Up.itsme, index + 1, CLIENT, this.#commands.any(index) ? this.#seen(index) : null])))
  }

  message (index: number, bytes: Buffer, start: number, end: number): void {
    this.#heardAt[index] = now()
    this.screens?.take(index, bytes.subarray(start, end))
    readFrames(index, bytes, start, end, this)
  }

  closed (index: number, code: number, reason: string): void {
    this.#gone(index)
    if (this.watch.closed !== undefined) {
      this.watch.closed(index, code, reason)
      return
    }
    this.note(`close ${code}`)
    this.watch.failed?.(index)
  }

  view (index: number, batch: number, positions: Float64Array, resume: string | null, spread: number, recovered: boolean): void {
    if (resume !== null) this.resume(index, resume)
    this.spread = spread
    this.sayAgain(index)
    this.refreshed(index, batch, positions, recovered)
    this.watch.viewed?.(index)
  }

  refreshed (index: number, batch: number, positions: Float64Array, recovered: boolean): void {
    this.continuity.view(index, batch)
    this.#fresh = true
    this.#positions.set(positions, 3 * index)
    if (recovered) return
    this.unrecovered++
    this.fanout.excuse(index)
  }

  batch (index: number, n: number, positions: Float64Array): void {
    this.#fresh = this.continuity.batch(index, n)
    this.#positions.set(positions, 3 * index)
  }

  beat (index: number, batch: number): void {
    this.continuity.beat(index, batch)
  }

  ack (index: number, n: number, verdict: number, position: number): void {
    if (!this.welcome.has(verdict)) this.note(`verdict ${verdict}`)
    if (this.#commands.settle(index, n)) this.watch.joined?.(index)
    else if (this.ledger.verdict(index, n, verdict, position)) this.watch.answered?.(index, verdict)
  }

  error (index: number, n: number, code: string, retryAfter: number): void {
    if (retryAfter > 0 && this.watch.putOff !== undefined) {
      this.watch.putOff(index, retryAfter)
      return
    }
    this.note(`error ${code}`)
    this.#commands.settle(index, n)
    this.ledger.refused(index, n)
    this.watch.failed?.(index)
  }

  resume (index: number, token: string): void {
    this.passes.resume(index, token)
  }

  question (index: number, no: number): void {
    if (this.#question[index] === no) return
    this.#question[index] = no
    this.#questionAt[index] = now()
    this.watch.question?.(index, no)
  }

  clock (index: number, no: number, round: number, phase: number, limit: number): void {
    this.watch.clock?.(index, no, round, phase, limit)
  }

  control (index: number, bytes: Buffer, start: number): void {
    if (this.#fresh) this.fanout.receive(index, bytes, start)
  }

  heard (_: number, bytes: number, rhythm: boolean): void {
    if (rhythm) this.bytes.rhythm += bytes
    else this.bytes.event += bytes
  }

  inked (_: number, bytes: number): void {
    this.bytes.ink += bytes
  }

  #gone (index: number): void {
    this.#lines[index] = null
    if (this.#open[index] === 1) this.connected--
    this.#open[index] = 0
  }

  #send (index: number, frame: Buffer): void {
    if (this.isOpen(index)) this.#lines[index]!.send(frame)
  }

  /** The last positions of the lanes that he saw. */
  #seen (index: number): number[] {
    return [...this.#positions.subarray(3 * index, 3 * index + 3)]
  }
}
