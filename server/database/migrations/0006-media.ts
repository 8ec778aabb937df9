import type { Kysely, Migration } from 'kysely'

export const media: Migration = {
  async up (db: Kysely<unknown>): Promise<void> {
    let table = db.schema.createTable('media').addColumn('id', 'text', (column) => column.primaryKey())
    for (const name of ['class_code', 'lesson', 'participant', 'type', 'sha256', 'alt', 'name']) table = table.addColumn(name, 'text', (column) => column.notNull())
    for (const name of ['stored', 'kind', 'width', 'height']) table = table.addColumn(name, 'integer', (column) => column.notNull())
    for (const name of ['bytes', 'expires_at']) table = table.addColumn(name, 'bigint', (column) => column.notNull())
    await table.execute()
    await db.schema.createIndex('media_of_participant').on('media').columns(['class_code', 'participant', 'lesson']).execute()
    await db.schema.createIndex('media_by_expiry').on('media').column('expires_at').execute()
  }
}
