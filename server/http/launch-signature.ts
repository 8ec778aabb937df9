import { createVerifier } from 'fast-jwt'
import type { PublicAlgorithm } from './key-set.ts'

/** The claims of a token that is signed as it must be; throws fast-jwt's TokenError otherwise. */
export type SignatureCheck = (token: string) => Record<string, unknown>

export const AUDIENCE = 'lectern'
/** Set by every JWT library unless told otherwise, so that hosts need no special care. */
const TYPE = 'JWT'

/** Makes the check of one key: its algorithm and no other, our audience, type JWT. */
export function signatureCheck (key: string, algorithm: PublicAlgorithm | 'HS256'): SignatureCheck {
  return createVerifier({ key, algorithms: [algorithm], checkTyp: TYPE, allowedAud: AUDIENCE, requiredClaims: ['aud', 'iat'] })
}
