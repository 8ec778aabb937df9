import { createPublicKey } from 'node:crypto'
import type { JsonWebKey, KeyObject } from 'node:crypto'

/** How launch tokens may be signed with a key of a set; a key takes one of them and no other. */
export const PUBLIC_ALGORITHMS = ['RS256', 'ES256', 'EdDSA'] as const
export type PublicAlgorithm = (typeof PUBLIC_ALGORITHMS)[number]

export interface PublicKey {
  /** '' for a key without one, which is for tokens that name none. */
  kid: string
  algorithm: PublicAlgorithm
  pem: string
}

export interface KeySet {
  keys: PublicKey[]
  /** Keys that launch tokens are not checked with: for encryption, of another algorithm, too weak, secret. */
  ignored: number
}

/** Bits of an RSA key (RFC 7518, section 3.3). */
const RSA_BITS = 2048
const KID_MAX = 128

/**
 * The keys of a JSON Web Key Set (RFC 7517).
 * @throws SyntaxError or TypeError when `text` is no set
 */
export function keySetOf (text: string): KeySet {
  const { keys } = JSON.parse(text) as { keys?: unknown }
  if (!Array.isArray(keys)) throw new TypeError('no key set')
  const usable = keys.map(publicKey).filter((key) => key !== null)
  return { keys: usable, ignored: keys.length - usable.length }
}

function publicKey (candidate: unknown): PublicKey | null {
  if (typeof candidate !== 'object' || candidate === null) return null
  const jwk = candidate as JsonWebKey
  const { kid = '', use = 'sig', key_ops: operations = ['verify'], alg } = jwk
  // a private key that everybody can read proves nothing any more
  if ('d' in jwk || use !== 'sig' || !Array.isArray(operations) || !operations.includes('verify')) return null
  if (typeof kid !== 'string' || kid.length > KID_MAX) return null
  const key = imported(jwk)
  const algorithm = key === null ? null : algorithmOf(key)
  if (key === null || algorithm === null || (alg !== undefined && alg !== algorithm)) return null
  return { kid, algorithm, pem: key.export({ type: 'spki', format: 'pem' }).toString() }
}

/** Secrets (`oct`) are no public keys, so they end here with all that is broken. */
function imported (jwk: JsonWebKey): KeyObject | null {
  try {
    return createPublicKey({ key: jwk, format: 'jwk' })
  } catch {
    return null
  }
}

/** The key says how it signs, never the token. */
function algorithmOf ({ asymmetricKeyType, asymmetricKeyDetails }: KeyObject): PublicAlgorithm | null {
  if (asymmetricKeyType === 'rsa') return (asymmetricKeyDetails?.modulusLength ?? 0) >= RSA_BITS ? 'RS256' : null
  if (asymmetricKeyType === 'ec') return asymmetricKeyDetails?.namedCurve === 'prime256v1' ? 'ES256' : null
  return asymmetricKeyType === 'ed25519' ? 'EdDSA' : null
}
