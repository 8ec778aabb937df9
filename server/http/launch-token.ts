import { createHash } from 'node:crypto'
import { createSigner, createVerifier } from 'fast-jwt'
import { LIMITS } from '../classroom/limits.ts'
import { lecternError } from '../errors.ts'
import { TOKEN_MAX } from '../tokens.ts'
import type { Failure, Key } from '../tokens.ts'
import type { EntryFields } from '../wire/api.ts'
import { cleanFields } from './entry-fields.ts'
import type { CleanFields } from './entry-fields.ts'

/** How old a launch token may be, in seconds. */
const LAUNCH_SECONDS = 120
/** How old the token of a load test may be, in seconds. */
const SYNTHETIC_SECONDS = 3600
/** How far the host's clock may be ahead of ours, in seconds. */
const AHEAD_SECONDS = 30

const AUDIENCE = 'lectern'
/** Set by every JWT library unless told otherwise, so that hosts need no special care. */
const TYPE = 'JWT'

/** What a host service says of somebody it sends to us. */
export interface Launch {
  fields: CleanFields
  /** Time factor for accessibility, 1 as a rule. */
  factor: number
  /** The token's own id, which the fold binds to the first device; '' for a load test's, which may be used again. */
  id: string
  synthetic: boolean
}

export type CheckedLaunch = { ok: true, launch: Launch } | { ok: false, why: Failure }

/**
 * Makes the check of launch tokens: HS256 with one of `keys`, audience `lectern`, type JWT, at most 120 s
 * old (DESIGN section 9). The claims are the seed's ten fields and, if the host likes, `factor` and `jti`.
 * The check throws bad-field when a token is good but one of its fields is not.
 */
export function launchVerifier (keys: readonly Key[]): (token: string) => CheckedLaunch {
  const verifiers = keys.map(({ secret }) => createVerifier({ key: secret, algorithms: ['HS256'], checkTyp: TYPE, allowedAud: AUDIENCE, requiredClaims: ['iat'] }))
  return (token) => {
    if (token.length > TOKEN_MAX) return { ok: false, why: 'invalid' }
    let why: Failure = 'invalid'
    for (const verify of verifiers) {
      try {
        return checkAge(token, verify(token) as Record<string, unknown>)
      } catch (error) {
        const { code } = error as { code?: string }
        if (code === undefined || !code.startsWith('FAST_JWT_')) throw error
        if (code === 'FAST_JWT_EXPIRED') why = 'expired'
      }
    }
    return { ok: false, why }
  }
}

function checkAge (token: string, claims: Record<string, unknown>): CheckedLaunch {
  const synthetic = claims['syn'] === true
  const age = Date.now() / 1000 - Number(claims['iat'])
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
