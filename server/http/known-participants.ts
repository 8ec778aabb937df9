import type { Database } from '../database/database.ts'

/** How long what was remembered waits for the next write to the database, in ms. */
const WRITE_MS = 250
/** Rows of one statement: SQLite takes 32,766 values, three a row. */
const ROWS = 1000

interface Entry { class_code: string, participant: string, until: number }

/**
 * Who has entered which class under open entry. An id that somebody has entered with is his for
 * `keptMs` after each entry, which is as long as his resume token lives; another one who names the id
 * must show that token. Answered from memory; written behind, many rows at once, so that a restart
 * forgets at most the last quarter of a second.
 */
export class KnownParticipants {
  readonly #db: Database
  readonly #keptMs: number
  readonly #until = new Map<string, number>()
  #unwritten = new Map<string, Entry>()
  #timer: NodeJS.Timeout | undefined
  #writing: Promise<void> = Promise.resolve()
  readonly #onError: (error: unknown) => void

  private constructor (db: Database, keptMs: number, onError: (error: unknown) => void) {
    this.#db = db
    this.#keptMs = keptMs
    this.#onError = onError
  }

  /** Reads what the database remembers. `onError` hears of writes that failed. */
  static async load (db: Database, keptMs: number, onError: (error: unknown) => void): Promise<KnownParticipants> {
    const known = new KnownParticipants(db, keptMs, onError)
    await db.deleteFrom('entries').where('until', '<', Date.now()).execute()
    const rows = await db.selectFrom('entries').selectAll().execute()
    for (const row of rows) known.#until.set(keyOf(row.class_code, row.participant), row.until)
    return known
  }

  has (classCode: string, participant: string): boolean {
    return (this.#until.get(keyOf(classCode, participant)) ?? 0) > Date.now()
  }

  remember (classCode: string, participant: string): void {
    const until = Date.now() + this.#keptMs
    const key = keyOf(classCode, participant)
    this.#until.delete(key)
    this.#until.set(key, until)
    this.#unwritten.set(key, { class_code: classCode, participant, until })
    this.#timer ??= setTimeout(() => { this.#write() }, WRITE_MS)
  }

  /** Writes what is left. */
  async close (): Promise<void> {
    this.#write()
    await this.#writing
  }

  #write (): void {
    clearTimeout(this.#timer)
    this.#timer = undefined
    this.#forgetOld()
    const rows = [...this.#unwritten.values()]
    this.#unwritten.clear()
    this.#writing = this.#writing.then(() => this.#store(rows)).catch(this.#onError)
  }

  async #store (rows: Entry[]): Promise<void> {
    for (let from = 0; from < rows.length; from += ROWS) {
      await this.#db.insertInto('entries')
        .values(rows.slice(from, from + ROWS))
        .onConflict((conflict) => conflict.columns(['class_code', 'participant']).doUpdateSet((row) => ({ until: row.ref('excluded.until') })))
        .execute()
    }
  }

  /** Entries stand in the order in which they were last remembered, so the old ones are at the front. */
  #forgetOld (): void {
    const now = Date.now()
    for (const [key, until] of this.#until) {
      if (until > now) break
      this.#until.delete(key)
    }
  }
}

/** A class code has no blank, so this is one key for one pair. */
function keyOf (classCode: string, participant: string): string {
  return `${classCode} ${participant}`
}
