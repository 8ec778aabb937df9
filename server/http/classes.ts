import { lecternError } from '../errors.ts'
import { randomCode } from './codes.ts'
import type { Database } from '../database/database.ts'

const CODE_LENGTH = 6
/** A code is taken once in 10⁹ times for each class there is. */
const ATTEMPTS = 5

export interface ClassRow {
  code: string
  title: string
}

/**
 * Makes a class with a code of its own.
 * @throws unavailable when no free code was found, which means that something else is wrong
 */
export async function createClass (db: Database, title: string): Promise<ClassRow> {
  for (let attempt = 0; attempt < ATTEMPTS; attempt++) {
    const row = { code: randomCode(CODE_LENGTH), title }
    const { numInsertedOrUpdatedRows } = await db.insertInto('classes')
      .values({ ...row, created_at: Date.now() })
      .onConflict((conflict) => conflict.doNothing())
      .executeTakeFirstOrThrow()
    if (numInsertedOrUpdatedRows === 1n) return row
  }
  throw lecternError('unavailable')
}

/** The classes that have a row. Once found, a class is answered from memory: entering must not touch the database. */
export class Classes {
  readonly #db: Database
  readonly #found = new Map<string, ClassRow>()

  constructor (db: Database) {
    this.#db = db
  }

  /** The class of `code`; if there is none, the one of `code` in capitals, as people type it. */
  async find (code: string): Promise<ClassRow | undefined> {
    return await this.#get(code) ?? await this.#get(code.toUpperCase())
  }

  async #get (code: string): Promise<ClassRow | undefined> {
    const known = this.#found.get(code)
    if (known !== undefined) return known
    const row = await this.#db.selectFrom('classes').select(['code', 'title']).where('code', '=', code).executeTakeFirst()
    if (row !== undefined) this.#found.set(code, row)
    return row
  }
}
