import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox'
import { Type } from 'typebox'
import { LIMITS } from '../../classroom/limits.ts'
import { lecternError } from '../../errors.ts'
import { bearerOf } from '../authorization.ts'
import { createClass } from '../classes.ts'
import type { Database } from '../../database/database.ts'
import { cleanTitle } from '../entry-fields.ts'
import type { Entry } from '../entry.ts'
import { ClassBody, ErrorBody } from '../replies.ts'

export interface ClassParts {
  db: Database
  entry: Entry
}

const NewClass = Type.Object({
  /** Without one the screens name the class by its code. */
  title: Type.Optional(Type.String({ maxLength: 5 * LIMITS.title })),
  teacherKey: Type.Optional(Type.String({ maxLength: 256 }))
}, { additionalProperties: false })

/** Classes that have no host: a teacher makes one with the teacher's key. */
export const classRoutes: FastifyPluginAsyncTypebox<ClassParts> = async (app, { db, entry }) => {
  app.post('/api/classes', {
    schema: {
      summary: 'Makes a class with a code of six characters; wants the teacher key in the body or the Authorization header',
      tags: ['classes'],
      security: [{ bearer: [] }],
      body: NewClass,
      response: { 201: ClassBody, '4xx': ErrorBody, '5xx': ErrorBody }
    }
  }, async (request, reply) => {
    await entry.requireTeacherKey(request.body.teacherKey ?? bearerOf(request), request.ip)
    const title = request.body.title === undefined ? '' : cleanTitle(request.body.title)
    if (title === '' && request.body.title !== undefined) throw lecternError('bad-field', { field: 'title' })
    return await reply.code(201).send(await createClass(db, title))
  })
}
