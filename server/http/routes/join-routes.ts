import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox'
import type { FastifyRequest } from 'fastify'
import { Type } from 'typebox'
import { LIMITS } from '../../classroom/limits.ts'
import { Role } from '../../classroom/model.ts'
import { LecternError } from '../../errors.ts'
import type { NavReply, RoomReply } from '../../wire/api.ts'
import { bearerOf } from '../authorization.ts'
import { ENTRY_FIELDS, EntryBody } from '../entry-fields.ts'
import type { Entrant, Entry } from '../entry.ts'
import type { Metrics } from '../metrics.ts'
import { ErrorBody, NavBody, RoomBody } from '../replies.ts'
import type { RoomDesk } from '../room.ts'

export interface JoinParts {
  entry: Entry
  desk: RoomDesk
  metrics: Metrics
}

const ServerJoinBody = Type.Object({
  ...ENTRY_FIELDS,
  token: EntryBody.properties.token,
  factor: Type.Optional(Type.Number({ minimum: LIMITS.factorMin, maximum: LIMITS.factorMax }))
}, { additionalProperties: false })

const refusals = { '4xx': ErrorBody, '5xx': ErrorBody }

/** What a role may do; the client shows no button for anything else. */
const CAPABILITIES: Record<Role, readonly string[]> = {
  [Role.student]: ['answer', 'control'],
  [Role.teacher]: ['steer', 'control', 'quizzes', 'roster']
}

/** The way in: the seed's two routes and their server-to-server form. */
export const joinRoutes: FastifyPluginAsyncTypebox<JoinParts> = async (app, { entry, desk, metrics }) => {
  app.post('/api/classrooms/nav', {
    schema: { summary: 'Checks and cleans the fields of somebody who wants to come in', tags: ['join'], body: EntryBody, response: { 200: NavBody, ...refusals } }
  }, async (request): Promise<NavReply> => navReply(await entry.admit(request.body, request)))

  app.post('/api/classrooms/getRealRoom', {
    schema: { summary: 'Gives a ticket for the room, and a teacher a bearer token', tags: ['join'], body: EntryBody, response: { 200: RoomBody, ...refusals } }
  }, (request) => enter(request, () => entry.admit(request.body, request)))

  app.post('/socket/join', {
    schema: {
      summary: 'The same for a server, with the host credential or a launch token in the Authorization header',
      tags: ['join'],
      security: [{ bearer: [] }],
      body: ServerJoinBody,
      response: { 200: RoomBody, ...refusals }
    }
  }, (request) => enter(request, () => entry.admitFromServer(bearerOf(request), request.body, request.ip)))

  async function enter (request: FastifyRequest, admit: () => Promise<Entrant>): Promise<RoomReply> {
    try {
      const reply = desk.open(await admit(), request)
      metrics.joins.inc({ result: 'ok' })
      return reply
    } catch (error) {
      metrics.joins.inc({ result: error instanceof LecternError ? error.code : 'internal' })
      throw error
    }
  }
}

function navReply ({ user, role, seat, verified }: Entrant): NavReply {
  return { user, role, seat, verified, needsName: user.userName === '', capabilities: [...CAPABILITIES[role]] }
}
