import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox'
import { Type } from 'typebox'
import { Role, Seat } from '../../classroom/model.ts'
import { lecternError } from '../../errors.ts'
import { TOKEN_MAX, verifier } from '../../tokens.ts'
import type { Key } from '../../tokens.ts'
import type { PairingReply } from '../../wire/api.ts'
import { PAIRING_SECONDS } from '../pairings.ts'
import type { Pairings } from '../pairings.ts'
import { ErrorBody, PairingBody, RoomBody } from '../replies.ts'
import type { RoomDesk } from '../room.ts'

export interface PairingParts {
  keys: readonly Key[]
  pairings: Pairings
  desk: RoomDesk
}

const refusals = { '4xx': ErrorBody, '5xx': ErrorBody }
const Offer = Type.Object({
  resume: Type.String({ maxLength: TOKEN_MAX }),
  seat: Type.Union([Type.Literal(Seat.projector), Type.Literal(Seat.remote)])
}, { additionalProperties: false })
const Redeem = Type.Object({ code: Type.String({ maxLength: 32 }) }, { additionalProperties: false })

/** A teacher's projector and phone come in by a one-time code. */
export const pairingRoutes: FastifyPluginAsyncTypebox<PairingParts> = async (app, { keys, pairings, desk }) => {
  const verify = verifier('resume', keys)

  app.post('/api/pairings', {
    schema: { summary: 'A one-time code for a projector (seat 2) or a remote (seat 3), with the resume token of a teacher', tags: ['pairing'], body: Offer, response: { 201: PairingBody, ...refusals } }
  }, async (request, reply) => {
    const checked = verify(request.body.resume)
    if (!checked.ok) throw lecternError(checked.why === 'expired' ? 'expired' : 'bad-token')
    if (checked.claims.role !== Role.teacher) throw lecternError('forbidden')
    const code = await pairings.offer(checked.claims, request.body.seat)
    return await reply.code(201).send({ code, seconds: PAIRING_SECONDS, url: desk.pairingUrl(request, request.body.seat, code) } satisfies PairingReply)
  })

  app.post('/api/pairings/redeem', {
    schema: { summary: 'Gives the ticket that a one-time code is good for', tags: ['pairing'], body: Redeem, response: { 200: RoomBody, ...refusals } }
  }, async (request) => desk.seat(await pairings.redeem(request.body.code, request.ip), request))
}
