import type { Kysely, Migration } from 'kysely'

/** What the picker drew, and what was shared, in a lesson. */
export const drawsMedia: Migration = {
  async up (db: Kysely<unknown>): Promise<void> {
    let draws = db.schema.createTable('draws')
    for (const column of ['lesson', 'groups', 'passed']) draws = draws.addColumn(column, 'text', (it) => it.notNull())
    for (const column of ['no', 'at', 'mode', 'pool']) draws = draws.addColumn(column, 'bigint', (it) => it.notNull())
    await draws.addPrimaryKeyConstraint('draws_key', ['lesson', 'no'] as never[]).execute()
    let media = db.schema.createTable('shared_media')
    for (const column of ['lesson', 'id', 'name', 'alt', 'url']) media = media.addColumn(column, 'text', (it) => it.notNull())
    for (const column of ['who', 'kind', 'at', 'standing']) media = media.addColumn(column, 'bigint', (it) => it.notNull())
    await media.addPrimaryKeyConstraint('shared_media_key', ['lesson', 'id'] as never[]).execute()
  }
}
