import type { Kysely, Migration } from 'kysely'

export const mediaPages: Migration = {
  async up (db: Kysely<unknown>): Promise<void> {
    await db.schema.alterTable('media').addColumn('pages', 'text', (column) => column.notNull().defaultTo('')).execute()
  }
}
