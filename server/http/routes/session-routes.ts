import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox'
import { Type } from 'typebox'
import { Role } from '../../classroom/model.ts'
import { lecternError } from '../../errors.ts'
import { BEARER_SECONDS, TOKEN_MAX, verifier } from '../../tokens.ts'
import type { Key } from '../../tokens.ts'
import { ErrorBody, RenewBody } from '../replies.ts'
import type { RoomDesk } from '../room.ts'

export interface SessionParts {
  keys: readonly Key[]
  desk: RoomDesk
}

const Renew = Type.Object({ resume: Type.String({ maxLength: TOKEN_MAX }) }, { additionalProperties: false })

/** A teacher's bearer token is renewed with the resume token of the lesson. */
export const sessionRoutes: FastifyPluginAsyncTypebox<SessionParts> = async (app, { keys, desk }) => {
  const verify = verifier('resume', keys)
  app.post('/api/session/renew', {
    schema: { summary: 'A new bearer token for a teacher', tags: ['join'], body: Renew, response: { 200: RenewBody, '4xx': ErrorBody, '5xx': ErrorBody } }
  }, async (request) => {
    const checked = verify(request.body.resume)
    if (!checked.ok) throw lecternError(checked.why === 'expired' ? 'expired' : 'bad-token')
    if (checked.claims.role !== Role.teacher) throw lecternError('forbidden')
    return { bearer: desk.bearer(checked.claims), bearerSeconds: BEARER_SECONDS }
  })
}
