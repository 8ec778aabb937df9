import { createHmac, createSecretKey } from 'node:crypto'
import { createVerifier } from 'fast-jwt'
import { RECEIPT_MAX } from './classroom/media.ts'
import type { Medium } from './classroom/media.ts'
import type { Role, Seat } from './classroom/model.ts'

/**
 * The signed tokens between sidecar, relay and client. HS256, one purpose each,
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

/** What lets its holder upload media in one lesson. A relay gives it to those who may at that moment. */
export interface MediaPass {
  cls: string
  les: string
  sub: string
  role: Role
}

/** That the sidecar has seen a medium whole and found it good; `sendMedia` carries it. */
export interface Receipt extends Omit<MediaPass, 'role'> {
  med: Medium
}

/** How long a media pass and a receipt are good for, in seconds: a large file over a poor line takes minutes. */
export const MEDIA_PASS_SECONDS = 900
export const RECEIPT_SECONDS = 600

/** How large a token may be, in characters: it travels in headers and in the socket's handshake. */
export const TOKEN_MAX = 1024

type Purpose = 'ticket' | 'resume' | 'bearer' | 'media' | 'receipt'
interface Claims { ticket: Ticket, resume: Resume, bearer: Bearer, media: MediaPass, receipt: Receipt }

export type Failure = 'invalid' | 'expired'
export type Checked<T> = { ok: true, claims: T } | { ok: false, why: Failure }

/**
 * Makes the signer of one purpose (RFC 7515, compact, HS256). By hand, because a lecture hall comes in within
 * 2 s and gets two tokens each: the library takes twice as long. What it checks is checked by the library.
 */
export function signer<P extends Purpose> (purpose: P, keys: readonly Key[], seconds: number): (claims: Claims[P]) => string {
  const key = keys[0]
  if (key === undefined) throw new Error('no key to sign with')
  const secret = createSecretKey(key.secret, 'utf8')
  const head = base64url(JSON.stringify({ alg: 'HS256', typ: typOf(purpose), kid: key.kid }))
  return (claims) => {
    const iat = Math.floor(Date.now() / 1000)
    // joined as text: to copy so many claims into another object takes longer than the signature
    const input = `${head}.${base64url(`${JSON.stringify(claims).slice(0, -1)},"aud":"lectern:${purpose}","iat":${iat},"exp":${iat + seconds}}`)}`
    return `${input}.${createHmac('sha256', secret).update(input).digest('base64url')}`
  }
}

function base64url (text: string): string {
  return Buffer.from(text).toString('base64url')
}

/** Makes the synchronous verifier of one purpose (about 15 µs a call). */
export function verifier<P extends Purpose> (purpose: P, keys: readonly Key[]): (token: string) => Checked<Claims[P]> {
  const verifiers = byKid(keys, ({ secret }) => createVerifier({ key: secret, algorithms: ['HS256'], checkTyp: typOf(purpose), allowedAud: `lectern:${purpose}`, requiredClaims: ['aud', 'exp'] }))
  const most = purpose === 'receipt' ? RECEIPT_MAX : TOKEN_MAX
  return (token) => {
    const head = token.length > most ? null : headOf(token)
    if (head === null) return { ok: false, why: 'invalid' }
    let why: Failure = 'invalid'
    for (const verify of verifiers(head.kid)) {
      try {
        return { ok: true, claims: verify(token) as Claims[P] }
      } catch (error) {
        if ((error as { code?: string }).code === 'FAST_JWT_EXPIRED') why = 'expired'
      }
    }
    return { ok: false, why }
  }
}

/** What a token says of its signature, before anything of it is checked. */
export interface TokenHead {
  alg?: unknown
  kid?: unknown
}

/** Reads the head of a token; null where there is none. */
export function headOf (token: string): TokenHead | null {
  try {
    const head: unknown = JSON.parse(Buffer.from(token.slice(0, token.indexOf('.')), 'base64url').toString('utf8'))
    return typeof head === 'object' ? head : null
  } catch {
    return null
  }
}

/**
 * What `make` makes of each key, to be found by the key id of a token: the one of that key, else all of
 * them. A token that is checked with the wrong key first takes four times as long.
 */
export function byKid<T> (keys: readonly Key[], make: (key: Key) => T): (kid: unknown) => readonly T[] {
  const made = keys.map((key) => ({ kid: key.kid, value: make(key) }))
  const all = made.map(({ value }) => value)
  const named = new Map<unknown, readonly T[]>(made.map(({ kid, value }) => [kid, [value]]))
  return (kid) => named.get(kid) ?? all
}

/** Header and audience both name the purpose: either alone would do, and a library that forgets one is caught by the other. */
function typOf (purpose: Purpose): string {
  return `lectern-${purpose}`
}
