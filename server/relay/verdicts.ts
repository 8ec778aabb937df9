import { Kind } from '../classroom/events.ts'
import type { SocketEvent } from '../classroom/events.ts'
import type { Folded } from '../classroom/lesson.ts'
import { Verdict } from '../classroom/model.ts'
import { CloseCode } from '../wire/close-codes.ts'
import { encode } from '../wire/codec.ts'
import { Down } from '../wire/messages.ts'
import { joinFrames } from '../wire/splice.ts'
import type { Herald } from './herald.ts'
import type { RoomContext } from './room-context.ts'
import type { Seats } from './seats.ts'
import type { Session } from './session.ts'
import type { Welcome } from './welcome.ts'

/** How the socket ends of somebody who may not join. */
const REFUSED_JOINS: ReadonlyMap<Verdict, CloseCode> = new Map([
  [Verdict.removed, CloseCode.removed],
  [Verdict.locked, CloseCode.locked],
  [Verdict.tokenUsed, CloseCode.tokenUsed]
])

/** What became of a command of any lane; `key` is whose it is. */
type Answered = Pick<Folded, 'id' | 'verdict' | 'position' | 'at' | 'key' | 'applied'>

/** What of its room verdicts are told with. */
export interface VerdictParts {
  seats: Seats
  herald: Herald
  welcome: Welcome
}

/**
 * Tells whoever sent a command what became of it, on every socket of that device that this relay has (rule S5).
 * Verdicts of records that were read together leave together: a socket's as one message, so in one system call.
 */
export class Verdicts {
  readonly #parts: VerdictParts
  readonly #context: RoomContext
  readonly #due = new Map<Session, Uint8Array[]>()

  constructor (parts: VerdictParts, context: RoomContext) {
    this.#parts = parts
    this.#context = context
  }

  /** Notes the verdict of an event; `send` tells it. */
  note (event: SocketEvent, folded: Folded): void {
    const { verdict } = folded
    for (const session of this.#acknowledge(folded, event[2])) {
      if (event[0] !== Kind.join) continue
      if (verdict === Verdict.accepted) this.#joined(session, folded.who)
      const refused = REFUSED_JOINS.get(verdict)
      if (refused === undefined) continue
      this.send()
      session.close(refused)
    }
  }

  /** The same of an event of the `media` lane. */
  noteMedia (folded: Answered): void {
    this.#acknowledge(folded, folded.at)
  }

  /** Returns the sockets that are told. */
  #acknowledge ({ id, verdict, position, at, key, applied }: Answered, receivedAt: number): Session[] {
    if (id === 0) return []
    const { metrics, now } = this.#context
    const device = Math.floor(id / 2 ** 32)
    const n = id % 2 ** 32
    const sessions = [...this.#parts.seats.of(key)].filter((session) => session.device === device)
    for (const session of sessions) {
      session.pending.delete(n)
      if (!applied && verdict < 10) metrics.repeats.inc()
      metrics.verdict.observe(Math.max(0, now() - receivedAt) / 1000)
      this.#add(session, encode([Down.ack, n, verdict, position, at]))
    }
    return sessions
  }

  /** Tells what was noted. Due before a socket is ended, and before its class hears of the same events. */
  send (): void {
    for (const [session, frames] of this.#due) session.line.send(frames.length === 1 ? frames[0]! : joinFrames(frames))
    this.#due.clear()
  }

  #add (session: Session, frame: Uint8Array): void {
    const frames = this.#due.get(session)
    if (frames === undefined) this.#due.set(session, [frame])
    else frames.push(frame)
  }

  #joined (session: Session, who: number): void {
    session.who = who
    const { herald, welcome } = this.#parts
    for (const frame of herald.own(session)) this.#add(session, frame)
    if (session.resumed === '') this.#add(session, welcome.resume(session))
  }
}
