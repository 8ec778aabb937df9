import Libsql from 'libsql'
import { Kysely, Migrator, SqliteDialect } from 'kysely'
import type { SqliteDatabase } from 'kysely'
import { classesQuizzesEntries } from './migrations/0001-classes-quizzes-entries.ts'
import type { Tables } from './schema.ts'

export type Database = Kysely<Tables>

/** All migrations, in the order of their names. One that was released is never changed. */
const MIGRATIONS = {
  '0001-classes-quizzes-entries': classesQuizzesEntries
}

/** How long a statement waits for another process's write, in ms. */
const BUSY_MS = 5000

/**
 * Opens the database in `file` (':memory:' for one of its own), brings its tables up to date.
 * Close it with `destroy()`.
 * @throws the driver's error when the file cannot be opened or a migration fails
 */
export async function openDatabase (file: string): Promise<Database> {
  const driver = new Libsql(file)
  driver.exec('PRAGMA journal_mode = WAL')
  driver.exec('PRAGMA synchronous = NORMAL')
  driver.exec(`PRAGMA busy_timeout = ${BUSY_MS}`)
  const db = new Kysely<Tables>({ dialect: new SqliteDialect({ database: driver as unknown as SqliteDatabase }) })
  const { error } = await new Migrator({ db, provider: { getMigrations: async () => MIGRATIONS } }).migrateToLatest()
  if (error !== undefined) {
    await db.destroy()
    throw error
  }
  return db
}
