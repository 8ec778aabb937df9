import type { Kysely, Migration } from 'kysely'

/** What stood on the whiteboard when a lesson ended. A lesson that an earlier release wrote has 0 sheets: its board is not known. */
export const boardItems: Migration = {
  async up (db: Kysely<unknown>): Promise<void> {
    await db.schema.alterTable('lessons').addColumn('sheets', 'bigint', (column) => column.notNull().defaultTo(0)).execute()
    let items = db.schema.createTable('board_items')
    for (const column of ['lesson', 'item']) items = items.addColumn(column, 'text', (it) => it.notNull())
    for (const column of ['sheet', 'z', 'who']) items = items.addColumn(column, 'bigint', (it) => it.notNull())
    await items.addPrimaryKeyConstraint('board_items_key', ['lesson', 'sheet', 'z'] as never[]).execute()
  }
}
