import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox'
import type { FastifyRequest } from 'fastify'
import { Type } from 'typebox'
import { LIMITS } from '../../classroom/limits.ts'
import type { Bearer } from '../../tokens.ts'
import type { RehearsalReply } from '../../wire/api.ts'
import { cleanTitle } from '../entry-fields.ts'
import { languageOf } from '../language.ts'
import { Rehearsals } from '../rehearsals.ts'
import { ErrorBody, RoomBody } from '../replies.ts'
import type { RoomDesk } from '../room.ts'

export interface RehearsalParts {
  desk: RoomDesk
  teacherOf: (request: FastifyRequest) => Bearer
}

const Start = Type.Object({ title: Type.String({ maxLength: LIMITS.title }) }, { additionalProperties: false })
const Reply = Type.Object({ console: RoomBody, wall: RoomBody, phone: RoomBody, students: Type.Array(RoomBody) })

/** A teacher tries a lesson out, or looks at one from every seat. */
export const rehearsalRoutes: FastifyPluginAsyncTypebox<RehearsalParts> = async (app, { desk, teacherOf }) => {
  const rehearsals = new Rehearsals()

  app.post('/api/rehearsals', {
    schema: { summary: 'Tickets of a class to try out: synthetic, kept out of results', tags: ['rehearsal'], security: [{ bearer: [] }], body: Start, response: { 201: Reply, '4xx': ErrorBody, '5xx': ErrorBody } }
  }, async (request, reply) => {
    const tickets = rehearsals.start(teacherOf(request), cleanTitle(request.body.title), languageOf(request.headers['accept-language']))
    const { console, wall, phone, students } = tickets
    return await reply.code(201).send({
      console: desk.seat(console, request),
      wall: desk.seat(wall, request),
      phone: desk.seat(phone, request),
      students: students.map((ticket) => desk.seat(ticket, request))
    } satisfies RehearsalReply)
  })
}
