import type { CreateTableBuilder, Kysely, Migration } from 'kysely'

/** A table whose rows are named by `key`, with the given columns besides: text, and whole numbers of any size. */
function table (db: Kysely<unknown>, name: string, key: string[], texts: string[], numbers: string[]): CreateTableBuilder<string> {
  let builder: CreateTableBuilder<string> = db.schema.createTable(name)
  for (const column of texts) builder = builder.addColumn(column, 'text', (it) => it.notNull())
  for (const column of numbers) builder = builder.addColumn(column, 'bigint', (it) => it.notNull().defaultTo(0))
  return builder.addPrimaryKeyConstraint(`${name}_key`, key as never[])
}

export const results: Migration = {
  async up (db: Kysely<unknown>): Promise<void> {
    const tables = [
      table(db, 'archive_positions', ['log', 'partition'], ['log'], ['partition', 'position', 'at']),
      table(db, 'lessons', ['id'], ['id', 'class_code', 'title', 'teacher'], ['synthetic', 'opened_at', 'ended_at', 'deleted_at', 'writes']),
      table(db, 'participants', ['lesson', 'who'], ['lesson', 'key', 'name', 'student_number'],
        ['who', 'role', 'verified', 'joined_at', 'seconds', 'total', 'rank', 'answered', 'correct', 'removed', 'gone']),
      table(db, 'questions', ['lesson', 'no'], ['lesson', 'quiz_id', 'question'], ['no', 'place', 'total', 'phase', 'rounds']),
      table(db, 'rounds', ['lesson', 'no', 'round'], ['lesson', 'counts', 'top'],
        ['no', 'round', 'opened_at', 'closed_at', 'answered', 'correct', 'late_accepted', 'middle_ms']),
      table(db, 'answers', ['lesson', 'who', 'no', 'round'], ['lesson', 'value'], ['who', 'no', 'round', 'received_at', 'kept', 'outcome', 'points']),
      table(db, 'erasures', ['lesson', 'who'], ['lesson'], ['who', 'at'])
    ]
    for (const builder of tables) await builder.execute()
    await db.schema.createIndex('lessons_of_class').on('lessons').columns(['class_code', 'opened_at']).execute()
    await db.schema.createIndex('participants_by_key').on('participants').columns(['key', 'lesson']).execute()
  }
}
