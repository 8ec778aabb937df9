import { Role } from '../../classroom/model.ts'
import type { Question } from '../../classroom/model.ts'
import type { Database } from '../../database/database.ts'
import type { Tables } from '../../database/schema.ts'
import type { LessonExtras, QuestionResult, StudentResult, StudentSummary } from '../../wire/results.ts'

/** Reads what the archiver wrote of a lesson, whoever asks. */
export class LessonRows {
  readonly #db: Database

  constructor (db: Database) {
    this.#db = db
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

  /** Students in the order in which they came, after the index `after`. */
  async students (id: string, after: number, limit: number): Promise<StudentSummary[]> {
    return (await this.#people(id, after, limit)).map(studentOf)
  }

  /** The same with their answers to `questions` questions. */
  async answered (id: string, after: number, limit: number, questions: number): Promise<StudentResult[]> {
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

  async #people (id: string, after: number, limit: number): Promise<Person[]> {
    return await this.#db.selectFrom('participants').selectAll().where('lesson', '=', id).where('role', '=', Role.student)
      .where('who', '>', after).orderBy('who').limit(limit).execute()
  }
}

type Person = Tables['participants']

function studentOf ({ who, name, student_number: number, verified, joined_at: joinedAt, seconds, total, rank, answered, correct: right, removed }: Person): StudentSummary {
  return { who, name, number, verified: verified === 1, joinedAt, seconds, total, rank, answered, right, removed: removed === 1 }
}
