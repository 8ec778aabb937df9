import type { ClassroomState } from '../classroom/lesson.ts'
import { CloseCode } from '../wire/close-codes.ts'
import { encode } from '../wire/codec.ts'
import { Down } from '../wire/messages.ts'
import type { Positions } from '../wire/messages.ts'
import { splice } from '../wire/splice.ts'
import type { ControlRing } from './control-ring.ts'
import type { Herald } from './herald.ts'
import type { RoomContext } from './room-context.ts'
import type { Session } from './session.ts'

/** What of its room a class's welcome is made from. */
export interface WelcomeParts {
  state: ClassroomState
  positions: Positions
  herald: Herald
  ring: ControlRing
}

/** What somebody gets who comes into a class, or comes back: the view, the messages missed, a token to return with. */
export class Welcome {
  readonly #parts: WelcomeParts
  readonly #context: RoomContext

  constructor (parts: WelcomeParts, context: RoomContext) {
    this.#parts = parts
    this.#context = context
  }

  /** How the socket ends of somebody who may not come in; null for everyone else. */
  turnedAway (session: Session): CloseCode | null {
    const { lesson, ended } = this.#parts.state
    if (session.resumed !== '' && session.resumed !== lesson?.id) {
      return lesson === null && ended === null ? CloseCode.lessonLost : CloseCode.ended
    }
    return lesson?.isRemoved(session.ticket.sub) === true ? CloseCode.removed : null
  }

  /** The answer to `itsme`. */
  connected (session: Session, seen: Positions | null, now: number): Uint8Array {
    const { settings } = this.#context
    const { herald, positions } = this.#parts
    const { outbox, size } = herald.feeds[session.audience]
    const missed = seen === null ? [] : this.#missed(session, seen)
    const spread = Math.min(settings.spreadMaxMs, Math.round(size * settings.spreadPerStudentMs))
    const { role, seat } = session.ticket
    return splice(
      [Down.connected, session.id, role, seat, positions, outbox.n, now, this.#firstToken(session), spread, missed !== null],
      [...outbox.view(), ...herald.own(session), ...(missed ?? [])])
  }

  /** The view again, for a client that noticed a hole. */
  view (session: Session, seen: Positions): Uint8Array {
    const { herald, positions } = this.#parts
    const { outbox } = herald.feeds[session.audience]
    const missed = this.#missed(session, seen)
    return splice(
      [Down.view, positions, outbox.n, this.#context.now(), missed !== null],
      [...outbox.view(), ...herald.own(session), ...(missed ?? [])])
  }

  /** The frame with a token bound to the live lesson, for somebody who has just joined it. */
  resume (session: Session): Uint8Array {
    return encode([Down.resume, this.#token(session)])
  }

  /** Null where the client's own token stays good or a join will bring one. */
  #firstToken (session: Session): string | null {
    if (session.audience === 'projectors') return this.#token(session)
    const joins = this.#parts.state.lesson !== null && session.who < 0
    return session.resumed !== '' || joins ? null : this.#token(session)
  }

  /** A wall hangs there from one lesson to the next, so that its token is bound to none (rule S18). */
  #token ({ ticket, audience }: Session): string {
    const { cls, sub, name, num, role, seat, ver, fac, lid, ttl, syn } = ticket
    return this.#context.signResume({ cls, sub, name, num, role, seat, ver, fac, lid, ttl, syn, les: audience === 'projectors' ? '' : this.#parts.state.lesson?.id ?? '' })
  }

  #missed (session: Session, seen: Positions): Uint8Array[] | null {
    return this.#parts.ring.since(seen[1], session.isTeacher)
  }
}
