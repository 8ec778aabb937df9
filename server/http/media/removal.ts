import { rm } from 'node:fs/promises'
import { join } from 'node:path'
import type { Database } from '../../database/database.ts'
import { RECEIPT_SECONDS } from '../../tokens.ts'
import { keysOf } from './media-keys.ts'
import type { Row } from './media-keys.ts'
import type { MediaStore } from './media-store.ts'

/** How far a file is: its bytes are on their way, it may be shared, it is to be removed. */
export const Stored = { underWay: 0, kept: 1, gone: 2 } as const

/** A file that stands in no lesson so long after it was kept goes (ms): its last receipt is long over. */
export const UNSHARED_MS = 6 * RECEIPT_SECONDS * 1000
/** So long after a file was removed, a browser may still be putting bytes under its presigned address (ms). */
export const LATE_MS = 3_600_000
/** Rows that are swept at once. */
const SWEEP_ROWS = 100

/** Removes files for good, also when the store, the sidecar or a phone failed in the midst of it. */
export class Removal {
  readonly #db: Database
  readonly #store: MediaStore
  readonly #work: string

  /** `work`: the folder that holds what is being checked, in folders named by id. */
  constructor (db: Database, store: MediaStore, work: string) {
    this.#db = db
    this.#store = store
    this.#work = work
  }

  /**
   * Nobody finds the files any more from here on, and nothing is left of whose they were. Then the objects go, the
   * rows last: what fails in between, the next sweep goes on with.
   * @throws the store's error
   */
  async drop (rows: readonly Row[], now = Date.now()): Promise<void> {
    if (rows.length === 0) return
    const ids = rows.map(({ id }) => id)
    await this.#db.updateTable('media').set({ stored: Stored.gone, stored_at: now, expires_at: now, participant: '', alt: '', name: '' })
      .where('id', 'in', ids).where('stored', '!=', Stored.gone).execute()
    await this.#store.remove(rows.flatMap(keysOf))
    for (const id of ids) await rm(join(this.#work, id), { recursive: true, force: true })
    // where browsers put bytes themselves, one that is late makes the object anew: it is removed once more
    const over = this.#store.origin === null ? now : now - LATE_MS
    await this.#db.deleteFrom('media').where('id', 'in', ids).where('stored_at', '<=', over).execute()
    await this.#db.updateTable('media').set(({ eb }) => ({ expires_at: eb('stored_at', '+', LATE_MS) })).where('id', 'in', ids).execute()
  }

  /**
   * Files to be removed: whose time is over, and what stands in no lesson although the archive has read all that
   * could have shared it. That is what was taken off the screens and could not be removed then, and what was
   * uploaded and never shared. Where nothing archives, they wait for their time.
   */
  async due (now: number): Promise<Row[]> {
    const before = now - UNSHARED_MS
    return await this.#db.selectFrom('media').selectAll('media')
      .leftJoin('lessons', (join) => join.onRef('lessons.id', '=', 'media.lesson').onRef('lessons.class_code', '=', 'media.class_code'))
      .where(({ or, and, not, eb, exists, selectFrom }) => or([
        eb('media.expires_at', '<=', now),
        and([
          eb('media.stored', '=', Stored.kept),
          eb('media.stored_at', '>', 0),
          eb('media.stored_at', '<=', before),
          or([
            eb('lessons.media_known_at', '>=', eb('media.stored_at', '+', UNSHARED_MS)),
            and([eb('lessons.ended_at', '>', 0), eb('lessons.media_known_at', '>=', eb.ref('lessons.ended_at'))])
          ]),
          not(exists(selectFrom('shared_media').select('shared_media.id').whereRef('shared_media.lesson', '=', 'media.lesson').whereRef('shared_media.id', '=', 'media.id')))
        ])
      ]))
      .limit(SWEEP_ROWS).execute()
  }
}
