import type { Kysely, Migration } from 'kysely'

export const pairingCodes: Migration = {
  async up (db: Kysely<unknown>): Promise<void> {
    await db.schema.createTable('pairings')
      .addColumn('code', 'text', (column) => column.primaryKey())
      .addColumn('owner', 'text', (column) => column.notNull().unique())
      .addColumn('ticket', 'text', (column) => column.notNull())
      .addColumn('until', 'bigint', (column) => column.notNull())
      .execute()
  }
}
