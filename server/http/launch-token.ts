import { createHash } from 'node:crypto'
import { createSigner } from 'fast-jwt'
import { LIMITS } from '../classroom/limits.ts'
import { lecternError } from '../errors.ts'
import { TOKEN_MAX, byKid, headOf } from '../tokens.ts'
import type { Failure, Key, TokenHead } from '../tokens.ts'
import type { EntryFields } from '../wire/api.ts'
import { cleanFields } from './entry-fields.ts'
import type { CleanFields } from './entry-fields.ts'
import { PUBLIC_ALGORITHMS } from './key-set.ts'
import { AUDIENCE, signatureCheck } from './launch-signature.ts'
import type { SignatureCheck } from './launch-signature.ts'
import type { PublishedKeys } from './published-keys.ts'

/** How old a launch token may be, in seconds. */
const LAUNCH_SECONDS = 120
/** How old the token of a load test may be, in seconds. */
const SYNTHETIC_SECONDS = 3600
/** How far the host's clock may be ahead of ours, in seconds. */
const AHEAD_SECONDS = 30

/** What a host service says of somebody it sends to us. */
export interface Launch {
  fields: CleanFields
  /** Time factor for accessibility, 1 as a rule. */
  factor: number
  /** The token's own id, which the fold binds to the first device; '' for a load test's, which may be used again. */
  id: string
  synthetic: boolean
}

/** `unavailable`: nobody can tell now, because the host's key set cannot be read. */
export type CheckedLaunch = { ok: true, launch: Launch } | { ok: false, why: Failure | 'unavailable' }

/**
 * The check of launch tokens: HS256 with one of `secrets`, or RS256, ES256 or EdDSA with a key that the
 * host publishes; audience `lectern`, type JWT, at most 120 s old. The claims are the
 * seed's ten fields and, if the host likes, `factor` and `jti`.
 */
export class LaunchCheck {
  readonly #secrets: (kid: unknown) => readonly SignatureCheck[]
  readonly #published: PublishedKeys | null
  /** Whether there is a key to check any token with. */
  readonly #hasSecret: boolean

  constructor (secrets: readonly Key[], published: PublishedKeys | null) {
    this.#secrets = byKid(secrets, ({ secret }) => signatureCheck(secret, 'HS256'))
    this.#hasSecret = secrets.length > 0
    this.#published = published
  }

  /** Whether tokens can be told good from bad. */
  get ready (): boolean {
    return this.#hasSecret || this.#published?.known === true
  }

  /** @throws bad-field when the token is good but one of its fields is not */
  async check (token: string): Promise<CheckedLaunch> {
    const head = token.length > TOKEN_MAX ? null : headOf(token)
    if (head === null) return { ok: false, why: 'invalid' }
    if (head.alg === 'HS256') return firstGood(this.#secrets(head.kid), token)
    return await this.#checkPublic(head, token)
  }

  async #checkPublic ({ alg, kid = '' }: TokenHead, token: string): Promise<CheckedLaunch> {
    const algorithm = PUBLIC_ALGORITHMS.find((allowed) => allowed === alg)
    if (this.#published === null || algorithm === undefined || typeof kid !== 'string') return { ok: false, why: 'invalid' }
    const found = await this.#published.find(algorithm, kid)
    if (found !== undefined) return firstGood([found], token)
    return { ok: false, why: this.#published.current ? 'invalid' : 'unavailable' }
  }
}

function firstGood (checks: readonly SignatureCheck[], token: string): CheckedLaunch {
  let why: Failure = 'invalid'
  for (const check of checks) {
    try {
      return checkAge(token, check(token))
    } catch (error) {
      const { code } = error as { code?: string }
      if (code === undefined || !code.startsWith('FAST_JWT_')) throw error
      if (code === 'FAST_JWT_EXPIRED') why = 'expired'
    }
  }
  return { ok: false, why }
}

function checkAge (token: string, claims: Record<string, unknown>): CheckedLaunch {
  const synthetic = claims['syn'] === true
  const { iat } = claims
  if (typeof iat !== 'number') return { ok: false, why: 'invalid' }
  const age = Date.now() / 1000 - iat
  if (age < -AHEAD_SECONDS) return { ok: false, why: 'invalid' }
  if (age > (synthetic ? SYNTHETIC_SECONDS : LAUNCH_SECONDS)) return { ok: false, why: 'expired' }
  return { ok: true, launch: { fields: cleanFields(claims), factor: cleanFactor(claims['factor']), id: synthetic ? '' : idOf(token, claims['jti']), synthetic } }
}

/**
 * The time factor a host gave, or 1.
 * @throws bad-field
 */
export function cleanFactor (value: unknown): number {
  if (value === undefined) return 1
  if (typeof value !== 'number' || !(value >= LIMITS.factorMin && value <= LIMITS.factorMax)) throw lecternError('bad-field', { field: 'factor' })
  return value
}

/** A UUID and a little more. */
const ID_MAX = 40

/** The host's id if it is short enough for the ticket, else a hash of it; a token without an id is its own. */
function idOf (token: string, jti: unknown): string {
  if (typeof jti === 'string' && /^[\w.-]+$/.test(jti) && jti.length <= ID_MAX) return jti
  return createHash('sha256').update(typeof jti === 'string' ? jti : token).digest('base64url').slice(0, 22)
}

/** Makes the signer of launch tokens for load tests. Nobody but a host service signs any others. */
export function syntheticSigner (keys: readonly Key[]): (fields: EntryFields) => string {
  const key = keys[0]
  if (key === undefined) throw new Error('no launch key to sign with')
  const sign = createSigner({ key: key.secret, kid: key.kid, algorithm: 'HS256', aud: AUDIENCE })
  return (fields) => sign({ ...fields, syn: true })
}
