import type { Transaction } from 'kysely'
import { Role } from '../../classroom/model.ts'
import type { Database } from '../../database/database.ts'
import { LESSON_TABLES, PERSONAL_TABLES } from '../../database/lesson-tables.ts'
import type { Tables } from '../../database/schema.ts'
import { lecternError } from '../../errors.ts'
import type { Bearer } from '../../tokens.ts'
import type { DeletionProof, ErasureProof } from '../../wire/results.ts'
import { findLesson, visibleLessons } from './visible-lessons.ts'

export interface ErasureOptions {
  /** How long the log keeps what it took (ms). */
  logMs: number
  /** Deletes files: all that somebody shared in a class, or all of a lesson; resolves with how many. */
  eraseMedia: (classCode: string, participant: string) => Promise<number>
  eraseLessonMedia: (classCode: string, lesson: string) => Promise<number>
}

/** Where a participant stands in a lesson. */
interface Place { lesson: string, who: number }

/** Deletes students and lessons for good, and proves it by looking again. The log forgets them by its retention. */
export class Erasure {
  readonly #db: Database
  readonly #options: ErasureOptions

  constructor (db: Database, options: ErasureOptions) {
    this.#db = db
    this.#options = options
  }

  /** Erases a student: whoever he is in this lesson, in all lessons of this teacher. @throws not-found */
  async student (teacher: Bearer, id: string, who: number): Promise<ErasureProof> {
    await findLesson(this.#db, teacher, id)
    const student = await this.#db.selectFrom('participants').select('key').where('lesson', '=', id).where('who', '=', who).where('role', '=', Role.student).executeTakeFirst()
    if (student === undefined) throw lecternError('not-found')
    const visible = await visibleLessons(this.#db, teacher).execute()
    const of = await this.#db.selectFrom('participants').select(['lesson', 'who']).where('key', '=', student.key).where('role', '=', Role.student).execute()
    const places = of.filter(({ lesson }) => visible.some(({ id }) => id === lesson))
    const erasedAt = Date.now()
    const proof = { erasedAt, lessons: places.length, participants: 0, answers: 0, media: 0, left: 0, forgottenAt: erasedAt + this.#options.logMs }
    for (const place of places) {
      await this.#holding(place.lesson, async (db) => {
        await db.insertInto('erasures').values({ ...place, at: erasedAt }).onConflict((conflict) => conflict.doNothing()).execute()
        for (const table of PERSONAL_TABLES) {
          const { numDeletedRows } = await db.deleteFrom(table).where('lesson', '=', place.lesson).where('who', '=', place.who).executeTakeFirstOrThrow()
          if (table === 'answers' || table === 'participants') proof[table] += Number(numDeletedRows)
        }
      })
      proof.left += await this.#left(place)
    }
    const classes = new Set(visible.filter(({ id }) => places.some(({ lesson }) => lesson === id)).map(({ class_code: code }) => code))
    for (const code of classes) proof.media += await this.#options.eraseMedia(code, student.key)
    return proof
  }

  /** Deletes a lesson that is over, with everybody in it; its own row stays, empty, so that the archiver does not write it again. @throws not-found, lesson-open */
  async lesson (teacher: Bearer, id: string): Promise<DeletionProof> {
    const { classCode, endedAt } = await findLesson(this.#db, teacher, id)
    if (endedAt === 0) throw lecternError('lesson-open')
    const deletedAt = Date.now()
    const proof = { deletedAt, participants: 0, answers: 0, media: 0, left: 0, forgottenAt: deletedAt + this.#options.logMs }
    await this.#holding(id, async (db) => {
      await db.updateTable('lessons').set({ deleted_at: deletedAt, title: '', teacher: '' }).where('id', '=', id).execute()
      for (const table of LESSON_TABLES) {
        const { numDeletedRows } = await db.deleteFrom(table).where('lesson', '=', id).executeTakeFirstOrThrow()
        if (table === 'answers' || table === 'participants') proof[table] += Number(numDeletedRows)
      }
    })
    proof.media = await this.#options.eraseLessonMedia(classCode, id)
    for (const table of LESSON_TABLES) {
      const { n } = await this.#db.selectFrom(table).where('lesson', '=', id).select((row) => row.fn.countAll<number>().as('n')).executeTakeFirstOrThrow()
      proof.left += Number(n)
    }
    return proof
  }

  /** Does `work` while it holds the lesson's own row, as the archiver does, so that neither overtakes the other. */
  async #holding (lesson: string, work: (db: Transaction<Tables>) => Promise<void>): Promise<void> {
    await this.#db.transaction().execute(async (db) => {
      await db.updateTable('lessons').set((row) => ({ writes: row('writes', '+', 1) })).where('id', '=', lesson).execute()
      await work(db)
    })
  }

  async #left ({ lesson, who }: Place): Promise<number> {
    let left = 0
    for (const table of PERSONAL_TABLES) {
      const { n } = await this.#db.selectFrom(table).where('lesson', '=', lesson).where('who', '=', who).select((row) => row.fn.countAll<number>().as('n')).executeTakeFirstOrThrow()
      left += Number(n)
    }
    return left
  }
}
