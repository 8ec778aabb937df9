import type { Transaction } from 'kysely'
import type { Database } from '../database/database.ts'
import { LESSON_TABLES } from '../database/lesson-tables.ts'
import type { Tables } from '../database/schema.ts'
import type { LessonRows } from './lesson-rows.ts'

/** Rows of one transaction: the sidecar on the same SQLite waits no longer for its turn than these take. */
const ROWS = 1000

/** Where the archiver begins again in a partition, and when the log took that record (ms). */
export interface Place {
  position: number
  at: number
}

/** The rows of a table with the columns that name one. What was shared comes first: the lesson's row says how far that is known. */
const KEYS = {
  shared_media: ['lesson', 'id'],
  participants: ['lesson', 'who'],
  questions: ['lesson', 'no'],
  rounds: ['lesson', 'no', 'round'],
  answers: ['lesson', 'who', 'no', 'round'],
  draws: ['lesson', 'no'],
  board_items: ['lesson', 'sheet', 'z']
} as const
type Table = keyof typeof KEYS
const TABLES = Object.keys(KEYS) as Table[]

/** What one transaction writes of a lesson; `last` is nothing left of it. */
interface Piece { lesson: LessonRows['lessons'], table: Table, rows: object[], last: boolean }

/** Writes lessons into the database. Everything is written by its key, so that writing it again does no harm. */
export class ResultStore {
  readonly #db: Database
  /** Name of the log that the positions are of. */
  readonly #log: string

  constructor (db: Database, log: string) {
    this.#db = db
    this.#log = log
  }

  /** Where to begin in a partition; null where nothing was archived yet. */
  async place (partition: number): Promise<Place | null> {
    const row = await this.#db.selectFrom('archive_positions').select(['position', 'at'])
      .where('log', '=', this.#log).where('partition', '=', partition).executeTakeFirst()
    return row ?? null
  }

  /** Of lessons by id, each with how many events of it one knows: those of which the rows hold more. */
  async ahead (known: ReadonlyMap<string, number>): Promise<Set<string>> {
    if (known.size === 0) return new Set()
    const rows = await this.#db.selectFrom('lessons').select(['id', 'events']).where('id', 'in', [...known.keys()]).execute()
    return new Set(rows.filter(({ id, events }) => events > (known.get(id) ?? 0)).map(({ id }) => id))
  }

  /**
   * Writes lessons and then, in the transaction of the last of their rows, where to begin again. Returns how many
   * rows that were, and the lessons (by id) that were not written because somebody wrote them who knew more.
   */
  async write (partition: number, lessons: LessonRows[], place: Place): Promise<{ rows: number, overtaken: Set<string> }> {
    const pieces = lessons.flatMap(piecesOf)
    const overtaken = new Set<string>()
    let written = 0
    const take = async (db: Transaction<Tables>, piece: Piece): Promise<void> => {
      if (await put(db, piece)) written += piece.rows.length
      else overtaken.add(piece.lesson.id)
    }
    const last = pieces.pop()
    for (const piece of pieces) await this.#db.transaction().execute((db) => take(db, piece))
    await this.#db.transaction().execute(async (db) => {
      if (last !== undefined) await take(db, last)
      await db.insertInto('archive_positions').values({ log: this.#log, partition, ...place })
        .onConflict((conflict) => conflict.columns(['log', 'partition']).doUpdateSet(place)).execute()
    })
    return { rows: written + lessons.length - overtaken.size, overtaken }
  }

  /** Deletes lessons that were opened before `time` (ms), with all their rows. Returns how many. */
  async deleteBefore (time: number): Promise<number> {
    const old = await this.#db.selectFrom('lessons').select('id').where('opened_at', '<', time).execute()
    for (const { id } of old) {
      await this.#db.transaction().execute(async (db) => {
        for (const table of LESSON_TABLES) await db.deleteFrom(table).where('lesson', '=', id).execute()
        await db.deleteFrom('lessons').where('id', '=', id).execute()
      })
    }
    return old.length
  }
}

function piecesOf (rows: LessonRows): Piece[] {
  const pieces = TABLES.flatMap((table) => {
    const all: object[] = rows[table] ?? []
    // what was removed has no row: those there are take the place of all former ones, in one transaction
    if (table === 'shared_media' && rows[table] !== null) return [{ table, rows: all }]
    return Array.from({ length: Math.ceil(all.length / ROWS) }, (_, n) => ({ table, rows: all.slice(n * ROWS, (n + 1) * ROWS) }))
  })
  if (pieces.length === 0) pieces.push({ table: 'participants', rows: [] })
  return pieces.map((piece, n) => ({ lesson: rows.lessons, ...piece, last: n === pieces.length - 1 }))
}

/** False where rows are there of somebody who knew more of the lesson: a process that stood still must not undo them. */
async function put (db: Transaction<Tables>, { lesson, table, rows, last }: Piece): Promise<boolean> {
  const held = await holdLesson(db, lesson, last)
  if (held === 'overtaken') return false
  if (held === 'deleted') return true
  if (table === 'shared_media') await db.deleteFrom(table).where('lesson', '=', lesson.id).execute()
  if (rows.length === 0) return true
  const erased = new Set((await db.selectFrom('erasures').select('who').where('lesson', '=', lesson.id).execute()).map(({ who }) => who))
  const kept = erased.size === 0 ? rows : rows.filter((row) => !('who' in row && erased.has(row.who as number)))
  if (kept.length === 0) return true
  const keys: readonly string[] = KEYS[table]
  const columns = Object.keys(kept[0] as object).filter((column) => !keys.includes(column))
  await db.insertInto(table).values(kept as never)
    .onConflict((conflict) => conflict.columns(keys as never)
      .doUpdateSet((row) => Object.fromEntries(columns.map((column) => [column, row.ref(`excluded.${column}` as never)])) as never))
    .execute()
  return true
}

/**
 * Writes the lesson's own row, which holds it until the transaction ends: whoever erases somebody does the same,
 * so neither overtakes the other. That the lesson has ended is said with the `last` of its rows (rule A10), and not
 * taken back when they are written once more.
 */
async function holdLesson (db: Transaction<Tables>, lesson: LessonRows['lessons'], last: boolean): Promise<'held' | 'deleted' | 'overtaken'> {
  const { id, ended_at: endedAt, sheets, ...columns } = lesson
  const end = last && endedAt > 0 ? { ended_at: endedAt, sheets } : {}
  const row = await db.insertInto('lessons').values({ id, ended_at: 0, ...columns, ...end, writes: 1 })
    .onConflict((conflict) => conflict.column('id')
      .doUpdateSet((old) => ({ ...columns, ...end, writes: old('lessons.writes' as never, '+' as never, 1 as never) as never }))
      .where('lessons.events', '<=', lesson.events))
    .returning('deleted_at')
    .executeTakeFirst()
  if (row === undefined) return 'overtaken'
  if (row.deleted_at === 0) return 'held'
  await db.updateTable('lessons').set({ title: '', teacher: '' }).where('id', '=', id).execute()
  return 'deleted'
}
