import type { Kysely, Migration } from 'kysely'

/** When a file was kept, and how far the archive knows what a lesson shared: together they tell which nobody shares. */
export const mediaKnown: Migration = {
  async up (db: Kysely<unknown>): Promise<void> {
    await db.schema.alterTable('media').addColumn('stored_at', 'bigint', (column) => column.notNull().defaultTo(0)).execute()
    await db.schema.alterTable('lessons').addColumn('media_known_at', 'bigint', (column) => column.notNull().defaultTo(0)).execute()
  }
}
