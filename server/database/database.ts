import Libsql from 'libsql'
import { Kysely, Migrator, PostgresDialect, SqliteDialect } from 'kysely'
import type { Dialect, SqliteDatabase } from 'kysely'
import { classesQuizzesEntries } from './migrations/0001-classes-quizzes-entries.ts'
import { pairingCodes } from './migrations/0004-pairings.ts'
import { media } from './migrations/0006-media.ts'
import { results } from './migrations/0007-results.ts'
import { lessonEvents } from './migrations/0008-lesson-events.ts'
import { drawsMedia } from './migrations/0009-draws-media.ts'
import { mediaPages } from './migrations/0010-media-pages.ts'
import { mediaKnown } from './migrations/0011-media-known.ts'
import { boardItems } from './migrations/0012-board-items.ts'
import type { Tables } from './schema.ts'

export type Database = Kysely<Tables>

/** All migrations, in the order of their names. One that was released is never changed. */
const MIGRATIONS = {
  '0001-classes-quizzes-entries': classesQuizzesEntries,
  '0004-pairings': pairingCodes,
  '0006-media': media,
  '0007-results': results,
  '0008-lesson-events': lessonEvents,
  '0009-draws-media': drawsMedia,
  '0010-media-pages': mediaPages,
  '0011-media-known': mediaKnown,
  '0012-board-items': boardItems
}

/** How long a statement waits for another process's write, in ms. */
const BUSY_MS = 5000
/** Connections of one process to PostgreSQL. */
const CONNECTIONS = 8
/** How long a statement waits for a connection to PostgreSQL, in ms. */
const CONNECT_MS = 5000
/** PostgreSQL's number of the type bigint, which its driver gives as text because it may pass 2⁵³. Ours are times and positions and never do. */
const BIGINT = 20

/**
 * Opens the database and brings its tables up to date: PostgreSQL where `place` is a postgres:// address, else
 * SQLite in that file (':memory:' for one of its own). Close it with `destroy()`. `onLost` hears of connections
 * that broke while nobody used them; the next statement opens another.
 * @throws the driver's error when the database cannot be reached or a migration fails
 */
export async function openDatabase (place: string, onLost: (error: unknown) => void = () => {}): Promise<Database> {
  const db = await connectDatabase(place, onLost)
  const { error } = await new Migrator({ db, provider: { getMigrations: async () => MIGRATIONS } }).migrateToLatest()
  if (error !== undefined) {
    await db.destroy()
    throw error
  }
  return db
}

/** The same for one more process on a database that `openDatabase` has brought up to date: nothing is migrated. @throws the driver's error */
export async function connectDatabase (place: string, onLost: (error: unknown) => void = () => {}): Promise<Database> {
  return new Kysely<Tables>({ dialect: isPostgres(place) ? await postgres(place, onLost) : sqlite(place) })
}

/** Whether this is the address of a PostgreSQL, and not the name of a file. */
function isPostgres (place: string): boolean {
  return /^postgres(ql)?:\/\//.test(place)
}

function sqlite (file: string): Dialect {
  const driver = new Libsql(file)
  driver.exec('PRAGMA journal_mode = WAL')
  driver.exec('PRAGMA synchronous = NORMAL')
  driver.exec(`PRAGMA busy_timeout = ${BUSY_MS}`)
  return new SqliteDialect({ database: driver as unknown as SqliteDatabase })
}

async function postgres (connectionString: string, onLost: (error: unknown) => void): Promise<Dialect> {
  // only where it is used: a small installation never loads it
  const { Pool, types } = (await import('pg')).default
  types.setTypeParser(BIGINT, Number)
  const pool = new Pool({ connectionString, max: CONNECTIONS, connectionTimeoutMillis: CONNECT_MS, keepAlive: true })
  // unheard, it would end the process
  pool.on('error', onLost)
  return new PostgresDialect({ pool })
}
