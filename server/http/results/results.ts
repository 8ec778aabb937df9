import { Role } from '../../classroom/model.ts'
import type { Question } from '../../classroom/model.ts'
import type { Database } from '../../database/database.ts'
import type { Tables } from '../../database/schema.ts'
import { lecternError } from '../../errors.ts'
import type { Bearer } from '../../tokens.ts'
import type { LessonExtras, LessonList, LessonResult, LessonSummary, QuestionResult, StudentPage, StudentResult, StudentSummary } from '../../wire/results.ts'
import { findLesson, summaryOf, visibleLessons } from './visible-lessons.ts'

const DAY_MS = 86_400_000
/** Lessons of one page of the list. */
const LESSONS = 50
/** Students of one page of the list, and of one that holds their answers too. */
export const STUDENTS_MAX = 1000
export const ANSWERED_MAX = 200

export interface ResultsOptions {
  /** Results are kept so long (days), the log so long (ms). */
  keptDays: number
  logMs: number
}

/** What the archiver wrote, for teachers. */
export class Results {
  readonly #db: Database
  readonly #options: ResultsOptions

  constructor (db: Database, options: ResultsOptions) {
    this.#db = db
    this.#options = options
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
    const [results, figures, erased, absent] = await Promise.all([
      this.questions(id),
      this.#db.selectFrom('participants').where('lesson', '=', id).where('role', '=', Role.student).where('seconds', '>', 0)
        .select((row) => [row.fn.countAll<number>().as('present'), row.fn.sum<number>('seconds').as('seconds')]).executeTakeFirstOrThrow(),
      this.#db.selectFrom('erasures').where('lesson', '=', id).select((row) => row.fn.countAll<number>().as('n')).executeTakeFirstOrThrow(),
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
      forgottenAt: (summary.endedAt || Date.now()) + logMs
    }
  }

  /** A page of the students in the order in which they came, after the index `after`. @throws not-found */
  async students (teacher: Bearer, id: string, after: number, limit: number): Promise<StudentPage> {
    await this.summary(teacher, id)
    const students = (await this.#people(id, after, limit)).map(studentOf)
    return { students, next: students.length < limit ? -1 : students.at(-1)?.who ?? -1 }
  }

  /** One student with what he answered. @throws not-found */
  async student (teacher: Bearer, id: string, who: number): Promise<StudentResult> {
    const { questions } = await this.summary(teacher, id)
    const [student] = await this.page(id, who - 1, 1, questions)
    if (student?.who !== who) throw lecternError('not-found')
    return student
  }

  /** The questions of a lesson with what their rounds came to. */
  async questions (id: string): Promise<QuestionResult[]> {
    const [questions, rounds] = await Promise.all([
      this.#db.selectFrom('questions').where('lesson', '=', id).orderBy('no').select(['no', 'question', 'phase']).execute(),
      this.#db.selectFrom('rounds').where('lesson', '=', id).orderBy('no').orderBy('round').selectAll().execute()
    ])
    return questions.map(({ no, question, phase }) => ({
      no,
      question: JSON.parse(question) as Question,
      phase,
      rounds: rounds.filter((round) => round.no === no).map(({ answered, correct, late_accepted: lateAccepted, middle_ms: middleMs, counts, top }) =>
        ({ answered, right: correct, lateAccepted, middleMs, counts: JSON.parse(counts) as number[], top: JSON.parse(top) as Array<[string, number]> }))
    }))
  }

  /** Students after the index `after`, with their answers to `questions` questions. */
  async page (id: string, after: number, limit: number, questions: number): Promise<StudentResult[]> {
    const people = await this.#people(id, after, limit)
    const last = people.at(-1)
    if (last === undefined) return []
    const students = new Map(people.map((person): [number, StudentResult] => [person.who, { ...studentOf(person), answers: new Array<null>(questions).fill(null) }]))
    const answers = await this.#db.selectFrom('answers').select(['who', 'no', 'value', 'outcome', 'points']).where('lesson', '=', id)
      .where('who', '>', after).where('who', '<=', last.who).orderBy('who').orderBy('no').orderBy('round').execute()
    for (const { who, no, value, outcome, points } of answers) {
      const student = students.get(who)
      // later rounds come later and stay
      if (student !== undefined && no < questions) student.answers[no] = { value: JSON.parse(value) as number | string, outcome, points }
    }
    return [...students.values()]
  }

  /** Draws and shared media, the oldest first. Who was erased is in draws an index that nobody bears. */
  async extras (id: string): Promise<LessonExtras> {
    const [draws, media] = await Promise.all([
      this.#db.selectFrom('draws').selectAll().where('lesson', '=', id).orderBy('no').execute(),
      this.#db.selectFrom('shared_media').leftJoin('participants', (join) => join.onRef('participants.lesson', '=', 'shared_media.lesson').onRef('participants.who', '=', 'shared_media.who'))
        .where('shared_media.lesson', '=', id).orderBy('shared_media.at').orderBy('shared_media.id')
        .select(['shared_media.who as who', 'shared_media.kind', 'shared_media.name as title', 'shared_media.alt', 'shared_media.url', 'shared_media.at', 'shared_media.standing', 'participants.name as by']).execute()
    ])
    return {
      draws: draws.map(({ no, at, mode, pool, groups, passed }) => ({ no, at, mode, pool, groups: JSON.parse(groups) as number[][], passed: JSON.parse(passed) as number[] })),
      media: media.map(({ who, by, kind, title, alt, url, at, standing }) => ({ who, by: by ?? '', kind, name: title, alt, url, at, standing }))
    }
  }

  /** The lesson as the list shows it. @throws not-found */
  summary (teacher: Bearer, id: string): Promise<LessonSummary> {
    return findLesson(this.#db, teacher, id)
  }

  async #people (id: string, after: number, limit: number): Promise<Person[]> {
    return await this.#db.selectFrom('participants').selectAll().where('lesson', '=', id).where('role', '=', Role.student)
      .where('who', '>', after).orderBy('who').limit(limit).execute()
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

type Person = Tables['participants']

function studentOf ({ who, name, student_number: number, verified, joined_at: joinedAt, seconds, total, rank, answered, correct: right, removed }: Person): StudentSummary {
  return { who, name, number, verified: verified === 1, joinedAt, seconds, total, rank, answered, right, removed: removed === 1 }
}
