import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox'
import { sql } from 'kysely'
import { Type } from 'typebox'
import { lecternError } from '../../errors.ts'
import type { Database } from '../../database/database.ts'
import { ErrorBody } from '../replies.ts'

const Health = Type.Object({ status: Type.Literal('ok') })

export interface HealthParts {
  db: Database
  /** Whether there are keys to let anybody in with. */
  hasKeys: () => boolean
}

/** Live: the process answers. Ready: its database does too, and somebody can come in. */
export const healthRoutes: FastifyPluginAsyncTypebox<HealthParts> = async (app, { db, hasKeys }) => {
  app.get('/health/live', {
    schema: { summary: 'Whether the process answers', tags: ['health'], response: { 200: Health } }
  }, async () => ({ status: 'ok' as const }))

  app.get('/health/ready', {
    schema: { summary: 'Whether it can serve', tags: ['health'], response: { 200: Health, 503: ErrorBody } }
  }, async () => {
    if (!hasKeys()) throw lecternError('unavailable')
    try {
      await sql`select 1`.execute(db)
    } catch (error) {
      throw lecternError('unavailable', { cause: error })
    }
    return { status: 'ok' as const }
  })
}
