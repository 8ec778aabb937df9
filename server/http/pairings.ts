import { Role, Seat } from '../classroom/model.ts'
import type { PairedSeat } from '../classroom/model.ts'
import { lecternError } from '../errors.ts'
import type { Resume, Ticket } from '../tokens.ts'
import { randomCode } from './codes.ts'
import type { Database } from '../database/database.ts'
import { randomId } from './entry.ts'
import { WindowCounter } from './window-counter.ts'

/** How long a pairing code is good for, in seconds: the time to walk to the projector's computer. */
export const PAIRING_SECONDS = 60
/** Letters of a pairing code: 10¹² of them, of which a handful are good at a time. */
const PAIRING_LETTERS = 8

/** How many codes a teacher may ask for in a minute. */
const CODES = 20
/**
 * Wrong codes of one address in a minute. A lecture hall is one address, so that students who guess must not
 * lock the teacher's projector out; at this pace a good code is met once in a thousand years.
 */
const WRONG_CODES = 600
const MINUTE = 60_000

/**
 * One-time codes with which a teacher's projector or phone comes in. They lie in the database that all sidecars
 * share: whoever takes a code deletes its row, so that one of several wins (rule H10).
 */
export class Pairings {
  readonly #db: Database
  readonly #asked = new WindowCounter(CODES, MINUTE)
  readonly #wrong = new WindowCounter(WRONG_CODES, MINUTE)

  constructor (db: Database) {
    this.#db = db
  }

  /**
   * A new code for a seat of this teacher; it takes the place of an earlier one for the same seat.
   * @throws too-many
   */
  async offer (teacher: Resume, seat: PairedSeat): Promise<string> {
    const owner = `${teacher.cls} ${seat} ${teacher.sub}`
    this.#asked.guard(owner)
    this.#asked.count(owner)
    const now = Date.now()
    const row = { code: randomCode(PAIRING_LETTERS), owner, ticket: JSON.stringify(ticketFor(teacher, seat)), until: now + PAIRING_SECONDS * 1000 }
    await this.#db.deleteFrom('pairings').where('until', '<=', now).execute()
    const { code, ticket, until } = row
    await this.#db.insertInto('pairings').values(row).onConflict((conflict) => conflict.column('owner').doUpdateSet({ code, ticket, until })).execute()
    return code
  }

  /**
   * The ticket that `code` is good for; after that it is good for nothing.
   * @throws wrong-link for a code that is unknown, used or too old alike; too-many
   */
  async redeem (code: string, address: string): Promise<Ticket> {
    this.#wrong.guard(address)
    const row = await this.#db.deleteFrom('pairings')
      .where('code', '=', plainCode(code)).where('until', '>', Date.now())
      .returning('ticket').executeTakeFirst()
    if (row === undefined) {
      this.#wrong.count(address)
      throw lecternError('wrong-link')
    }
    return JSON.parse(row.ticket) as Ticket
  }
}

/** A code as people type it: in small letters, full-width ones, with a hyphen or blanks. */
function plainCode (code: string): string {
  return code.normalize('NFKC').toUpperCase().replace(/[\s-]/g, '')
}

/**
 * A remote is the teacher at another seat. A projector is nobody: it shows what everyone may see and can do
 * nothing, so that a laptop left in the hall gives nothing away.
 */
function ticketFor ({ cls, sub, name, num, ver, fac, ttl, syn }: Resume, seat: PairedSeat): Ticket {
  if (seat === Seat.remote) return { cls, sub, name, num, role: Role.teacher, seat, ver, fac, lid: '', ttl, syn }
  return { cls, sub: `wall-${randomId()}`, name: '', num: '', role: Role.student, seat, ver: false, fac: 1, lid: '', ttl, syn }
}
