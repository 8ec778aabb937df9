import { createHash, randomBytes, timingSafeEqual } from 'node:crypto'
import { Role, Seat } from '../classroom/model.ts'
import { LecternError, lecternError } from '../errors.ts'
import { verifier } from '../tokens.ts'
import type { Checked, Resume } from '../tokens.ts'
import type { EntryFields, EntryRequest } from '../wire/api.ts'
import type { Classes } from './classes.ts'
import { cleanFields } from './entry-fields.ts'
import type { CleanFields } from './entry-fields.ts'
import type { KnownParticipants } from './known-participants.ts'
import { cleanFactor } from './launch-token.ts'
import type { Launch, LaunchCheck } from './launch-token.ts'
import type { SidecarOptions } from './options.ts'
import { WindowCounter } from './window-counter.ts'

/** Somebody who may come in. */
export interface Entrant {
  /** `uuid` is the participant; '' when the id is still to be made. */
  user: CleanFields
  role: Role
  seat: Seat
  title: string
  /** Whether a host service vouched for him. */
  verified: boolean
  factor: number
  /** The launch token's id, or ''. */
  launchId: string
  synthetic: boolean
}

/** Body of POST /socket/join. */
export type ServerJoin = EntryFields & { token?: string, factor?: number }

/** Whose request it is; to ask the kernel for his address takes longer than to check a token, so it is asked only where it counts. */
export interface Caller {
  readonly ip: string
}

/**
 * Failures of one address in a minute. A lecture hall is one address, so that a wrong link on the board
 * must not lock it out; guessing one of 10⁹ codes at this pace takes a hundred days.
 */
const WRONG_LINKS = 6000
const WRONG_KEYS = 30
const MINUTE = 60_000

/** Who may come in, and as whom. */
export class Entry {
  readonly #options: SidecarOptions
  readonly #classes: Classes
  readonly #known: KnownParticipants
  readonly #launches: LaunchCheck
  readonly #checkResume: (token: string) => Checked<Resume>
  readonly #wrongLinks = new WindowCounter(WRONG_LINKS, MINUTE)
  readonly #wrongKeys = new WindowCounter(WRONG_KEYS, MINUTE)

  constructor (options: SidecarOptions, launches: LaunchCheck, classes: Classes, known: KnownParticipants) {
    this.#options = options
    this.#classes = classes
    this.#known = known
    this.#launches = launches
    this.#checkResume = verifier('resume', options.keys.ticket)
  }

  /** Whether anybody can come in. */
  get ready (): boolean {
    return this.#options.entry === 'open' || this.#launches.ready
  }

  /**
   * Takes a launch token, or under open entry the plain fields.
   * @throws wrong-link for a bad token, a class that does not exist and a teacher without the key alike;
   *   expired, synthetic-off, bad-field, too-many
   */
  async admit (body: EntryRequest, caller: Caller): Promise<Entrant> {
    if (body.token !== undefined) return await this.launched(body.token)
    if (this.#options.entry === 'signed') throw lecternError('wrong-link')
    return await countFailures(this.#wrongLinks, caller.ip, () => this.#admitOpenly(body, caller.ip))
  }

  /** Somebody with a launch token. Its signature cannot be guessed, so failures need not be counted. */
  async launched (token: string): Promise<Entrant> {
    const checked = await this.#launches.check(token)
    if (!checked.ok) throw lecternError(checked.why === 'invalid' ? 'wrong-link' : checked.why)
    if (checked.launch.synthetic && !this.#options.synthetic) throw lecternError('synthetic-off')
    return certain(checked.launch)
  }

  /**
   * What a server may say with its `secret` (from the Authorization header): the host's credential vouches
   * for the plain fields, else it is a launch token.
   * @throws bad-token without either; wrong-link, expired, synthetic-off, bad-field, too-many
   */
  async admitFromServer (secret: string, body: ServerJoin, address: string): Promise<Entrant> {
    const given = secret === '' ? body.token ?? '' : secret
    if (given === '') throw lecternError('bad-token')
    return await countFailures(this.#wrongKeys, address, async () => {
      return isSecret(given, this.#options.keys.hostCredential) ? vouched(body) : await this.launched(given)
    })
  }

  /** Throws forbidden unless `given` is the teacher's key; counts wrong ones. */
  async requireTeacherKey (given: string, address: string): Promise<void> {
    await countFailures(this.#wrongKeys, address, async () => {
      if (!isSecret(given, this.#options.keys.teacherKey)) throw lecternError('forbidden')
    })
  }

  async #admitOpenly (body: EntryRequest, address: string): Promise<Entrant> {
    const { token, teacherKey, resume, ...given } = body
    const fields = cleanFields(given)
    const teaches = fields.usrTpCd === 'TE'
    if (teaches) await this.#requireTeacher(teacherKey ?? '', address)
    const found = await this.#classes.find(fields.classCode)
    if (found === undefined) throw lecternError('wrong-link')
    const user = { ...fields, classCode: found.code }
    const { role, seat } = standingOf(user)
    return { user: teaches ? user : this.#own(user, resume), role, seat, title: found.title, verified: false, factor: 1, launchId: '', synthetic: false }
  }

  async #requireTeacher (teacherKey: string, address: string): Promise<void> {
    try {
      await this.requireTeacherKey(teacherKey, address)
    } catch (error) {
      throw isForbidden(error) ? lecternError('wrong-link') : error
    }
  }

  /**
   * The id a student may have under open entry, where anybody can write anything into a link: the one
   * his resume token proves, else the one he names as long as nobody has entered the class with it, else
   * none (he gets a random one). So nobody takes another's answers over, and nobody is turned away.
   */
  #own (user: CleanFields, resume: string | undefined): CleanFields {
    const checked = resume === undefined ? null : this.#checkResume(resume)
    if (checked?.ok === true && checked.claims.cls === user.classCode && checked.claims.role === Role.student) {
      return { ...user, uuid: checked.claims.sub, userName: user.userName || checked.claims.name }
    }
    return this.#known.has(user.classCode, user.uuid) ? { ...user, uuid: '', tempUsrId: '' } : user
  }
}

/** An id nobody can guess, for people who come without one. */
export function randomId (): string {
  return randomBytes(16).toString('base64url')
}

function vouched ({ token, factor, ...given }: ServerJoin): Entrant {
  return certain({ fields: cleanFields(given), factor: cleanFactor(factor), id: '', synthetic: false })
}

/** Somebody of whom the host service said who he is. */
function certain ({ fields, factor, id, synthetic }: Launch): Entrant {
  if (fields.uuid === '') throw lecternError('bad-field', { field: 'uuid' })
  const { role, seat } = standingOf(fields)
  return { user: fields, role, seat, title: fields.spaceName, verified: true, factor, launchId: id, synthetic }
}

function standingOf ({ usrTpCd }: CleanFields): Pick<Entrant, 'role' | 'seat'> {
  return usrTpCd === 'TE' ? { role: Role.teacher, seat: Seat.console } : { role: Role.student, seat: Seat.student }
}

async function countFailures<T> (counter: WindowCounter, address: string, work: () => Promise<T>): Promise<T> {
  counter.guard(address)
  try {
    return await work()
  } catch (error) {
    if (error instanceof LecternError && (error.code === 'wrong-link' || error.code === 'forbidden')) counter.count(address)
    throw error
  }
}

function isForbidden (error: unknown): boolean {
  return error instanceof LecternError && error.code === 'forbidden'
}

/** Compares in a time that tells nothing; a secret that is not set equals nothing. */
function isSecret (given: string, secret: string | null): boolean {
  if (secret === null) return false
  return timingSafeEqual(digest(given), digest(secret))
}

function digest (text: string): Buffer {
  return createHash('sha256').update(text).digest()
}
