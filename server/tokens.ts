import { createSigner, createVerifier } from 'fast-jwt'
import type { Role, Seat } from './classroom/model.ts'

/**
 * The signed tokens between sidecar, relay and client (DESIGN sections 4 and 9). HS256, one purpose each,
 * told apart by `typ`. The first key signs; all keys of the list verify, so that a key can be changed
 * without a stop.
 */
export interface Key {
  kid: string
  secret: string
}

/** How long a ticket is good for, in seconds. */
export const TICKET_SECONDS = 120
/** How long a resume token is good for: a lesson (6 h) and what an open screen may lag behind it. */
export const RESUME_SECONDS = 6 * 3600 + 900
/** How long a teacher's bearer token is good for, in seconds. */
export const BEARER_SECONDS = 12 * 3600

/** What a ticket says of its holder. Short names, because it travels in a header of at most 4 KiB. */
export interface Ticket {
  cls: string
  /** Participant: uuid, else tempUsrId. */
  sub: string
  name: string
  /** Student number, or ''. */
  num: string
  role: Role
  seat: Seat
  /** Whether a host service vouched for the person. */
  ver: boolean
  /** Time factor for accessibility, 1 as a rule. */
  fac: number
  /** The launch token's id, or ''. */
  lid: string
  /** Title of the class. */
  ttl: string
  /** Whether this is a load test's. */
  syn: boolean
}

/** A ticket bound to one lesson; good until it closes or its holder is removed. */
export interface Resume extends Ticket {
  les: string
}

/** A teacher's pass for the sidecar's routes. */
export interface Bearer {
  cls: string
  sub: string
  name: string
}

/** How large a token may be, in characters: it travels in headers and in the socket's handshake. */
export const TOKEN_MAX = 1024

type Purpose = 'ticket' | 'resume' | 'bearer'
interface Claims { ticket: Ticket, resume: Resume, bearer: Bearer }

export type Failure = 'invalid' | 'expired'
export type Checked<T> = { ok: true, claims: T } | { ok: false, why: Failure }

/** Makes the signer of one purpose. */
export function signer<P extends Purpose> (purpose: P, keys: readonly Key[], seconds: number): (claims: Claims[P]) => string {
  const key = keys[0]
  if (key === undefined) throw new Error('no key to sign with')
  const sign = createSigner({ key: key.secret, kid: key.kid, algorithm: 'HS256', header: { alg: 'HS256', typ: typOf(purpose) }, aud: `lectern:${purpose}`, expiresIn: seconds * 1000 })
  return (claims) => sign({ ...claims })
}

/** Makes the synchronous verifier of one purpose (about 15 µs a call). */
export function verifier<P extends Purpose> (purpose: P, keys: readonly Key[]): (token: string) => Checked<Claims[P]> {
  const verifiers = keys.map(({ secret }) => createVerifier({ key: secret, algorithms: ['HS256'], checkTyp: typOf(purpose), allowedAud: `lectern:${purpose}`, requiredClaims: ['exp'] }))
  return (token) => {
    if (token.length > TOKEN_MAX) return { ok: false, why: 'invalid' }
    let why: Failure = 'invalid'
    for (const verify of verifiers) {
      try {
        return { ok: true, claims: verify(token) as Claims[P] }
      } catch (error) {
        if ((error as { code?: string }).code === 'FAST_JWT_EXPIRED') why = 'expired'
      }
    }
    return { ok: false, why }
  }
}

/** Header and audience both name the purpose: either alone would do, and a library that forgets one is caught by the other. */
function typOf (purpose: Purpose): string {
  return `lectern-${purpose}`
}
