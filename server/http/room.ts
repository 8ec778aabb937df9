import type { FastifyRequest } from 'fastify'
import { Role, Seat } from '../classroom/model.ts'
import type { PairedSeat } from '../classroom/model.ts'
import { lecternError } from '../errors.ts'
import { BEARER_SECONDS, TICKET_SECONDS, signer } from '../tokens.ts'
import type { Bearer, Ticket } from '../tokens.ts'
import type { RoomReply } from '../wire/api.ts'
import { socketPath } from '../wire/topics.ts'
import type { Addresses } from './addresses.ts'
import { claimBytes } from './entry-fields.ts'
import { randomId } from './entry.ts'
import type { Entrant } from './entry.ts'
import type { KnownParticipants } from './known-participants.ts'
import type { SidecarOptions } from './options.ts'
import { WindowCounter } from './window-counter.ts'

/** How often one participant may come in within a minute. A phone that reconnects needs no HTTP at all. */
const ENTRIES = 30
const MINUTE = 60_000

/**
 * What of 1 KiB is left for the texts of a ticket's holder, in bytes; the rest is names of claims, numbers,
 * signature, and the lesson, which the resume token says besides. All but the title never take more than 392.
 */
const TEXT_BYTES = 440

/**
 * Whose the quizzes of an unverified teacher are: under open entry the teacher's key is all that is known
 * of him, so all who hold it share theirs.
 */
export const KEY_HOLDERS = '(teacher key)'

/** Hands out tickets: what somebody who may come in needs to open his socket. */
export class RoomDesk {
  readonly #options: SidecarOptions
  readonly #addresses: Addresses
  readonly #known: KnownParticipants
  readonly #signTicket: (claims: Ticket) => string
  readonly #signBearer: (claims: Bearer) => string
  readonly #entries = new WindowCounter(ENTRIES, MINUTE)

  constructor (options: SidecarOptions, addresses: Addresses, known: KnownParticipants) {
    this.#options = options
    this.#addresses = addresses
    this.#known = known
    this.#signTicket = signer('ticket', options.keys.ticket, TICKET_SECONDS)
    this.#signBearer = signer('bearer', options.keys.ticket, BEARER_SECONDS)
  }

  /**
   * The way into the room.
   * @throws bad-field without a name; too-many for a participant who comes in again and again
   */
  open (entrant: Entrant, request: FastifyRequest): RoomReply {
    const { user } = entrant
    if (user.userName === '') throw lecternError('bad-field', { field: 'userName' })
    const participant = user.uuid || randomId()
    this.#remember(entrant, participant)
    return { ...this.seat(ticketOf(entrant, participant), request), title: entrant.title }
  }

  /** The way to the seat that a ticket is for. */
  seat (ticket: Ticket, request: FastifyRequest): RoomReply {
    const { cls, sub, name, role, seat, ttl } = ticket
    const reply: RoomReply = {
      socketUrl: this.#addresses.socket(request) + socketPath(this.#options.partitionOf(cls), cls),
      ticket: this.#signTicket(ticket),
      ticketSeconds: TICKET_SECONDS,
      classCode: cls,
      title: ttl,
      role,
      seat,
      participant: sub,
      name,
      joinUrl: this.#addresses.join(request, cls)
    }
    if (role === Role.teacher) reply.bearer = this.bearer(ticket)
    return reply
  }

  /** Where a projector or a phone takes its pairing code to. */
  pairingUrl (request: FastifyRequest, seat: PairedSeat, code: string): string {
    return this.#addresses.pairing(request, seat === Seat.projector ? 'present' : 'remote', code)
  }

  /** A teacher's pass for the other routes. */
  bearer ({ cls, sub, name, ver }: Pick<Ticket, 'cls' | 'sub' | 'name' | 'ver'>): string {
    return this.#signBearer({ cls, sub: ver ? sub : KEY_HOLDERS, name })
  }

  #remember ({ user, synthetic }: Entrant, participant: string): void {
    if (synthetic) return
    const key = `${user.classCode} ${participant}`
    this.#entries.guard(key)
    this.#entries.count(key)
    if (this.#options.entry === 'open') this.#known.remember(user.classCode, participant)
  }
}

function ticketOf ({ user, role, seat, title, verified, factor, launchId, synthetic }: Entrant, participant: string): Ticket {
  const taken = claimBytes(user.classCode + participant + user.userName + user.stuNo + launchId)
  return {
    cls: user.classCode,
    sub: participant,
    name: user.userName,
    num: user.stuNo,
    role,
    seat,
    ver: verified,
    fac: factor,
    lid: launchId,
    ttl: clip(title, TEXT_BYTES - taken),
    syn: synthetic
  }
}

/** The beginning of `text` in at most `bytes` of a token. Only a class with very long names of everything meets it. */
function clip (text: string, bytes: number): string {
  let kept = text
  while (claimBytes(kept) > bytes) kept = [...kept].slice(0, -1).join('')
  return kept
}
