import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox'
import { sql } from 'kysely'
import { Type } from 'typebox'
import { lecternError } from '../../errors.ts'
import type { Database } from '../database/database.ts'
import { ErrorBody } from '../replies.ts'

const Health = Type.Object({ status: Type.Literal('ok') })

/** Live: the process answers. Ready: its database does too (without keys it would not have started). */
export const healthRoutes: FastifyPluginAsyncTypebox<{ db: Database }> = async (app, { db }) => {
  app.get('/health/live', {
    schema: { summary: 'Whether the process answers', tags: ['health'], response: { 200: Health } }
  }, async () => ({ status: 'ok' as const }))

  app.get('/health/ready', {
    schema: { summary: 'Whether it can serve', tags: ['health'], response: { 200: Health, 503: ErrorBody } }
  }, async () => {
    try {
      await sql`select 1`.execute(db)
    } catch (error) {
      throw lecternError('unavailable', { cause: error })
    }
    return { status: 'ok' as const }
  })
}
