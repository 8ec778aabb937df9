import type { Kysely, Migration } from 'kysely'

/** Rows that an earlier release wrote count as the oldest: whoever knows of one event more writes them anew. */
export const lessonEvents: Migration = {
  async up (db: Kysely<unknown>): Promise<void> {
    await db.schema.alterTable('lessons').addColumn('events', 'bigint', (it) => it.notNull().defaultTo(0)).execute()
  }
}
