import { lecternError } from '../errors.ts'
import type { Quiz, QuizBody, QuizSummary } from '../wire/api.ts'
import type { Database } from '../database/database.ts'
import { randomId } from './entry.ts'

/** The quizzes that teachers keep. `owner` is the bearer token's `sub`; another's quiz is as good as none. */
export class Quizzes {
  readonly #db: Database

  constructor (db: Database) {
    this.#db = db
  }

  /** All of `owner`, the one changed last first. */
  async list (owner: string): Promise<QuizSummary[]> {
    return await this.#db.selectFrom('quizzes')
      .select(['id', 'title', 'count as questions', 'updated_at as updatedAt'])
      .where('owner', '=', owner)
      .orderBy('updated_at', 'desc').orderBy('id')
      .execute()
  }

  /** @throws not-found */
  async read (owner: string, id: string): Promise<Quiz> {
    const row = await this.#db.selectFrom('quizzes').selectAll().where('id', '=', id).where('owner', '=', owner).executeTakeFirst()
    if (row === undefined) throw lecternError('not-found')
    return { id, title: row.title, questions: JSON.parse(row.questions) as Quiz['questions'], updatedAt: row.updated_at }
  }

  async create (owner: string, quiz: QuizBody): Promise<Quiz> {
    const id = randomId()
    const columns = columnsOf(quiz)
    await this.#db.insertInto('quizzes').values({ id, owner, ...columns }).execute()
    return { id, ...quiz, updatedAt: columns.updated_at }
  }

  /** @throws not-found */
  async replace (owner: string, id: string, quiz: QuizBody): Promise<Quiz> {
    const columns = columnsOf(quiz)
    const { numUpdatedRows } = await this.#db.updateTable('quizzes').set(columns).where('id', '=', id).where('owner', '=', owner).executeTakeFirstOrThrow()
    if (numUpdatedRows === 0n) throw lecternError('not-found')
    return { id, ...quiz, updatedAt: columns.updated_at }
  }

  /** @throws not-found */
  async remove (owner: string, id: string): Promise<void> {
    const { numDeletedRows } = await this.#db.deleteFrom('quizzes').where('id', '=', id).where('owner', '=', owner).executeTakeFirstOrThrow()
    if (numDeletedRows === 0n) throw lecternError('not-found')
  }
}

function columnsOf ({ title, questions }: QuizBody): { title: string, questions: string, count: number, updated_at: number } {
  return { title, questions: JSON.stringify(questions), count: questions.length, updated_at: Date.now() }
}
