import { Role } from '../../classroom/model.ts'
import type { Database } from '../../database/database.ts'
import { lecternError } from '../../errors.ts'
import type { Bearer } from '../../tokens.ts'
import type { LessonList, LessonResult, LessonSummary, StudentPage, StudentResult } from '../../wire/results.ts'
import { LessonRows } from './lesson-rows.ts'
import { keptOf } from './shared-files.ts'
import { findLesson, summaryOf, visibleLessons } from './visible-lessons.ts'

const DAY_MS = 86_400_000
/** Lessons of one page of the list. */
const LESSONS = 50
/** Students of one page of the list. */
export const STUDENTS_MAX = 1000

export interface ResultsOptions {
  /** Results are kept so long (days), the log so long (ms). */
  keptDays: number
  logMs: number
}

/** What the archiver wrote, for teachers. */
export class Results {
  readonly #db: Database
  readonly #options: ResultsOptions
  /** The same lessons for those who know already that the teacher may see them. */
  readonly rows: LessonRows

  constructor (db: Database, options: ResultsOptions) {
    this.#db = db
    this.#options = options
    this.rows = new LessonRows(db)
  }

  /** The newest first, opened before `before` (ms; 0: any). Synthetic ones stand apart. */
  async list (teacher: Bearer, before: number, synthetic: boolean): Promise<LessonList> {
    let query = visibleLessons(this.#db, teacher).where('synthetic', '=', synthetic ? 1 : 0).orderBy('opened_at', 'desc').limit(LESSONS + 1)
    if (before > 0) query = query.where('opened_at', '<', before)
    const rows = await query.execute()
    const lessons = rows.slice(0, LESSONS).map(summaryOf)
    return { lessons, next: rows.length > LESSONS ? lessons.at(-1)?.openedAt ?? 0 : 0, keptDays: this.#options.keptDays }
  }

  /** @throws not-found */
  async lesson (teacher: Bearer, id: string): Promise<LessonResult> {
    const summary = await this.summary(teacher, id)
    const { keptDays, logMs } = this.#options
    const [results, figures, erased, files, absent] = await Promise.all([
      this.rows.questions(id),
      this.#db.selectFrom('participants').where('lesson', '=', id).where('role', '=', Role.student).where('seconds', '>', 0)
        .select((row) => [row.fn.countAll<number>().as('present'), row.fn.sum<number>('seconds').as('seconds')]).executeTakeFirstOrThrow(),
      this.#db.selectFrom('erasures').where('lesson', '=', id).select((row) => row.fn.countAll<number>().as('n')).executeTakeFirstOrThrow(),
      keptOf(this.#db, id, summary.classCode).select((row) => row.fn.min<number>('expires_at').as('until')).executeTakeFirstOrThrow(),
      this.#absent(summary)
    ])
    const present = Number(figures.present)
    return {
      ...summary,
      results,
      present,
      meanSeconds: present === 0 ? 0 : Math.round(Number(figures.seconds) / present),
      absent,
      erased: Number(erased.n),
      deletedAt: summary.openedAt + keptDays * DAY_MS,
      filesUntil: files.until ?? 0,
      forgottenAt: (summary.endedAt || Date.now()) + logMs
    }
  }

  /** A page of the students in the order in which they came, after the index `after`. @throws not-found */
  async students (teacher: Bearer, id: string, after: number, limit: number): Promise<StudentPage> {
    await this.summary(teacher, id)
    const students = await this.rows.students(id, after, limit)
    return { students, next: students.length < limit ? -1 : students.at(-1)?.who ?? -1 }
  }

  /** One student with what he answered. @throws not-found */
  async student (teacher: Bearer, id: string, who: number): Promise<StudentResult> {
    const { questions } = await this.summary(teacher, id)
    const [student] = await this.rows.answered(id, who - 1, 1, questions)
    if (student?.who !== who) throw lecternError('not-found')
    return student
  }

  /** The lesson as the list shows it. @throws not-found */
  summary (teacher: Bearer, id: string): Promise<LessonSummary> {
    return findLesson(this.#db, teacher, id)
  }

  async #absent ({ id, classCode, openedAt, synthetic }: LessonSummary): Promise<string[]> {
    const rows = await this.#db.selectFrom('participants').innerJoin('lessons', 'lessons.id', 'participants.lesson')
      .where('class_code', '=', classCode).where('opened_at', '<', openedAt).where('synthetic', '=', synthetic ? 1 : 0).where('deleted_at', '=', 0)
      .where('role', '=', Role.student).where('removed', '=', 0)
      .where((row) => row.or([row('verified', '=', 1), row('student_number', '!=', '')]))
      .where('key', 'not in', (row) => row.selectFrom('participants').select('key').where('lesson', '=', id))
      .groupBy('key').select((row) => row.fn.max('name').as('name')).orderBy('name').execute()
    return rows.map(({ name }) => name)
  }
}
