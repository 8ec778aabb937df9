import { pino } from 'pino'
import { Archiver } from '../../archive/archiver.ts'
import type { Lesson } from '../../classroom/live-lesson.ts'
import { rankOf } from '../../classroom/ranking.ts'
import type { Database } from '../../database/database.ts'
import type { LessonLog } from './lesson-log.ts'

const FOR_EVER = 1e15
/** The longest that a timer can wait (ms). */
export const NEVER = 2 ** 31 - 1

/** An archiver that writes only when it is told to. */
export async function archiver (log: LessonLog, db: Database, keptMs = FOR_EVER, onNeeded: (since: number) => void = () => {}): Promise<Archiver> {
  const archiver = new Archiver({ log: log.reader(), logName: 'test', db, keptMs, logger: pino({ level: 'silent' }), onNeeded, everyMs: NEVER, clock: () => log.now })
  await archiver.start()
  return archiver
}

/** Archives what `log` holds and is gone. */
export async function archive (log: LessonLog, db: Database): Promise<void> {
  const once = await archiver(log, db)
  await once.write()
  await once.stop()
}

/** What the database knows of a lesson, in the words of the fold. */
export async function stored (db: Database, lesson: string): Promise<object> {
  const of = <T extends 'participants' | 'questions' | 'rounds' | 'answers'>(table: T) => db.selectFrom(table as 'answers').selectAll().where('lesson', '=', lesson).execute() as Promise<any[]>
  const [people, questions, rounds, answers] = [await of('participants'), await of('questions'), await of('rounds'), await of('answers')]
  return {
    people: people.toSorted((a, b) => a.who - b.who).map(({ who, key, name, student_number: number, role, total, rank, removed }) => [who, key, name, number, role, total, rank, removed === 1]),
    questions: questions.toSorted((a, b) => a.no - b.no).map(({ no, phase, question }) => [no, phase, JSON.parse(question)]),
    rounds: rounds.map(({ no, round, answered, correct, counts }) => `${no}/${round}: ${answered} ${correct} ${counts}`).toSorted(),
    answers: answers.map(({ no, round, who, value, received_at: at, kept, points }) => `${no}/${round}/${who}: ${value} ${at} ${kept} ${points}`).toSorted()
  }
}

/** What the fold, and so every screen, knows of it. */
export function folded (lesson: Lesson): object {
  const { people, questions } = lesson
  const everybody = Array.from({ length: lesson.size }, (_, who) => who)
  return {
    people: everybody.map((who) => [who, people.keyOf(who), people.nameOf(who), people.numberOf(who), people.roleOf(who), people.totalOf(who), rankOf(lesson, who), people.isRemoved(who)]),
    questions: questions.map(({ no, phase, question }) => [no, phase, question]),
    rounds: questions.flatMap(({ no, isSurvey, rounds }) => rounds.map(({ answers }, round) => `${no}/${round}: ${answers.answered} ${isSurvey ? 0 : answers.right} ${JSON.stringify(answers.counts)}`)).toSorted(),
    answers: questions.flatMap((asked) => asked.rounds.flatMap(({ answers }, round) => everybody.flatMap((who) => {
      const given = answers.given(who)
      if (given === null) return []
      const points = round === asked.round ? asked.pointsOf(who) : 0
      return [`${asked.no}/${round}/${who}: ${JSON.stringify(given.value)} ${given.at} ${given.kept} ${points}`]
    }))).toSorted()
  }
}
