import { existsSync } from 'node:fs'
import type { Transaction } from 'kysely'
import { runCommand } from './command.ts'
import type { Config } from './config.ts'
import { databasePlace } from './database-place.ts'
import { openDatabase } from './database/database.ts'
import type { Database } from './database/database.ts'
import type { Tables } from './database/schema.ts'
import { StartError } from './start-error.ts'

/** Rows of one statement: PostgreSQL takes 65,535 values, and a row has 16 at most. */
const ROWS = 1000

type Table = keyof Tables

/**
 * Copies everything from the embedded database in DATA_DIR into the PostgreSQL at DATABASE_URL, which must hold
 * nothing of Lectern yet, in one transaction: all of it is there, or none. What it copies from is left as it was.
 * @throws StartError with one line for whoever called it
 */
export async function moveDatabaseCommand (config: Config): Promise<string> {
  const { databaseUrl, dataDir } = config
  if (databaseUrl === '') throw new StartError('DATABASE_URL is not set; allowed: postgres://user:password@host/database, where the database is to go', 1)
  const file = databasePlace({ databaseUrl: '', dataDir })
  if (!existsSync(file)) throw new StartError(`DATA_DIR ${dataDir} holds no lectern.db; nothing is to be moved`, 1)
  const from = await opened(file, 'DATA_DIR')
  try {
    const to = await opened(databaseUrl, 'DATABASE_URL')
    try {
      return `${await moveTables(from, to)} rows are in the database at DATABASE_URL; ${file} is as it was`
    } finally {
      await to.destroy()
    }
  } finally {
    await from.destroy()
  }
}

async function opened (place: string, setting: string): Promise<Database> {
  try {
    return await openDatabase(place)
  } catch (error) {
    throw new StartError(`${setting} cannot be used: ${(error as Error).message}`, 1)
  }
}

/** Copies all tables; resolves with how many rows that were. */
async function moveTables (from: Database, to: Database): Promise<number> {
  const names = (await from.introspection.getTables()).map(({ name }) => name as Table)
  return await to.transaction().execute(async (db) => {
    let moved = 0
    for (const name of names) {
      if (await count(db, name) > 0) throw new StartError(`the database at DATABASE_URL has rows in ${name} already; give it an empty one`, 1)
      moved += await moveTable(from, db, name)
    }
    return moved
  })
}

/** By SQLite's own row numbers, so that memory holds a page at a time. */
async function moveTable (from: Database, to: Transaction<Tables>, name: Table): Promise<number> {
  let moved = 0
  for (let after = 0; ;) {
    const rows = await from.selectFrom(name).selectAll().select('rowid as row' as never).where('rowid' as never, '>', after as never).orderBy('rowid' as never).limit(ROWS).execute() as unknown as Array<{ row: number }>
    const last = rows.at(-1)
    if (last === undefined) break
    after = last.row
    await to.insertInto(name).values(rows.map(({ row: _, ...columns }) => columns) as never).execute()
    moved += rows.length
  }
  if (await count(from, name) !== moved) throw new StartError(`${name} changed while it was copied; stop what uses DATA_DIR, and begin again`, 1)
  return moved
}

async function count (db: Database | Transaction<Tables>, name: Table): Promise<number> {
  const { n } = await db.selectFrom(name).select((row) => row.fn.countAll().as('n')).executeTakeFirstOrThrow()
  return Number(n)
}

await runCommand(import.meta.url, moveDatabaseCommand)
