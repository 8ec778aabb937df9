import type { Kysely, Migration } from 'kysely'

export const classesQuizzesEntries: Migration = {
  async up (db: Kysely<unknown>): Promise<void> {
    await db.schema.createTable('classes')
      .addColumn('code', 'text', (column) => column.primaryKey())
      .addColumn('title', 'text', (column) => column.notNull())
      .addColumn('created_at', 'bigint', (column) => column.notNull())
      .execute()
    await db.schema.createTable('quizzes')
      .addColumn('id', 'text', (column) => column.primaryKey())
      .addColumn('owner', 'text', (column) => column.notNull())
      .addColumn('title', 'text', (column) => column.notNull())
      .addColumn('questions', 'text', (column) => column.notNull())
      .addColumn('count', 'integer', (column) => column.notNull())
      .addColumn('updated_at', 'bigint', (column) => column.notNull())
      .execute()
    await db.schema.createIndex('quizzes_of_owner').on('quizzes').columns(['owner', 'updated_at']).execute()
    await db.schema.createTable('entries')
      .addColumn('class_code', 'text', (column) => column.notNull())
      .addColumn('participant', 'text', (column) => column.notNull())
      .addColumn('until', 'bigint', (column) => column.notNull())
      .addPrimaryKeyConstraint('entries_key', ['class_code', 'participant'])
      .execute()
  }
}
