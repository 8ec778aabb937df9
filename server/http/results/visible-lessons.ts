import { sql } from 'kysely'
import type { Expression, SqlBool } from 'kysely'
import { Role } from '../../classroom/model.ts'
import type { Database } from '../../database/database.ts'
import { lecternError } from '../../errors.ts'
import type { Bearer } from '../../tokens.ts'
import type { LessonSummary } from '../../wire/results.ts'
import { KEY_HOLDERS } from '../room.ts'

/**
 * The lessons that a teacher may see: those that he taught, those of the class that his token is for, and under
 * open entry those of the classes that holders of the teacher's key make.
 */
export function visibleLessons (db: Database, { sub, cls }: Bearer) {
  return db.selectFrom('lessons').selectAll('lessons').where('deleted_at', '=', 0)
    .select((row) => [
      row.selectFrom('participants').whereRef('participants.lesson', '=', 'lessons.id').where('role', '=', Role.student)
        .select((inner) => inner.fn.countAll<number>().as('n')).as('students'),
      row.selectFrom('questions').whereRef('questions.lesson', '=', 'lessons.id').select((inner) => inner.fn.countAll<number>().as('n')).as('questions')
    ])
    .where((row) => {
      const ways: Array<Expression<SqlBool>> = [row('class_code', '=', cls)]
      if (sub === KEY_HOLDERS) ways.push(row('class_code', 'in', row.selectFrom('classes').select('code')))
      else ways.push(row.exists(row.selectFrom('participants').whereRef('participants.lesson', '=', 'lessons.id').where('role', '=', Role.teacher).where('key', '=', sub).select(sql`1`.as('one'))))
      return row.or(ways)
    })
}

/** One lesson that a teacher may see. @throws not-found */
export async function findLesson (db: Database, teacher: Bearer, id: string): Promise<LessonSummary> {
  const row = await visibleLessons(db, teacher).where('id', '=', id).executeTakeFirst()
  if (row === undefined) throw lecternError('not-found')
  return summaryOf(row)
}

interface Row { id: string, class_code: string, title: string, teacher: string, synthetic: number, opened_at: number, ended_at: number, students: number | null, questions: number | null }

/** A lesson as the list shows it. */
export function summaryOf ({ id, class_code: classCode, title, teacher, synthetic, opened_at: openedAt, ended_at: endedAt, students, questions }: Row): LessonSummary {
  return { id, classCode, title, teacher, synthetic: synthetic === 1, openedAt, endedAt, students: Number(students), questions: Number(questions) }
}
