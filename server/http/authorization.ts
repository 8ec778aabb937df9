import type { FastifyRequest } from 'fastify'
import { lecternError } from '../errors.ts'
import { verifier } from '../tokens.ts'
import type { Bearer, Key } from '../tokens.ts'

/** What stands after "Bearer" in the Authorization header, or ''. */
export function bearerOf (request: FastifyRequest): string {
  return /^Bearer +(\S+)$/i.exec(request.headers.authorization ?? '')?.[1] ?? ''
}

/**
 * Makes the check of a teacher's bearer token.
 * The check throws bad-token, or expired where it only needs to be renewed.
 */
export function teacherCheck (keys: readonly Key[]): (request: FastifyRequest) => Bearer {
  const verify = verifier('bearer', keys)
  return (request) => {
    const checked = verify(bearerOf(request))
    if (!checked.ok) throw lecternError(checked.why === 'expired' ? 'expired' : 'bad-token')
    return checked.claims
  }
}
