import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { readXlsx } from 'hucre'
import { createClassroom, fold } from '../../../server/classroom/lesson.ts'
import type { Lesson } from '../../../server/classroom/live-lesson.ts'
import { Outcome, Role } from '../../../server/classroom/model.ts'
import { rankOf } from '../../../server/classroom/ranking.ts'
import { LmdbReader } from '../../../server/log/lmdb-reader.ts'
import { decodeSocketEvent } from '../../../server/wire/event-codec.ts'
import type { Person } from './lesson-person.ts'

/** One student as a row: name, rank ('' where he has none), score, right, answered. */
export type Row = [name: string, rank: number | '', score: number, right: number, answered: number]

/** One lesson that was told three times: by the log, by the pages, by the workbook. */
export interface Told {
  students: Row[]
  /** Of each question: how many answered and, where there is a right answer, how many percent had it. */
  questions: Array<[answered: number, percent: number | null]>
}

/** The lesson that a class had last, folded from the embedded log in `dataDir`. */
async function foldedLesson (dataDir: string, classCode: string): Promise<Lesson> {
  const log = new LmdbReader(join(dataDir, 'log'), (lane, error) => { throw new Error(`${lane} cannot be read`, { cause: error }) })
  const room = createClassroom()
  let lesson: Lesson | null = null
  const follower = log.follow(0, 'socket', 0, (records) => {
    for (const { classCode: code, payload, position } of records) {
      if (code !== classCode) continue
      fold(room, decodeSocketEvent(payload), position)
      lesson = room.lesson ?? lesson
    }
  })
  await follower.caughtUp
  await log.close()
  if (lesson === null) throw new Error(`the log holds no lesson of ${classCode}`)
  return lesson
}

/** What the log says. */
export async function byLog (dataDir: string, classCode: string): Promise<Told> {
  const lesson = await foldedLesson(dataDir, classCode)
  const { people, questions } = lesson
  const students = [...Array(lesson.size).keys()].filter((who) => people.roleOf(who) === Role.student)
  return {
    students: students.map((who) => [
      people.nameOf(who), rankOf(lesson, who) || '', people.totalOf(who),
      questions.filter((asked) => asked.outcomeOf(who) === Outcome.right).length,
      questions.filter(({ last }) => last.answers.counting(who)).length
    ]),
    questions: questions.map(({ last: { answers }, isSurvey }) => [answers.answered, isSurvey ? null : Math.round(100 * answers.right / answers.answered)])
  }
}

/** What the pages of the results say to the teacher, who looks at the lesson. */
export async function byPages ({ page }: Person): Promise<Told> {
  const texts = async (selector: string): Promise<string[]> => (await page.locator(selector).allInnerTexts()).map((text) => text.replace(/\s+/g, ' ').trim())
  await page.getByRole('tab', { name: '질문별' }).click()
  const rows = await page.locator('.cols tbody tr').all()
  const questions = await Promise.all(rows.map(async (row): Promise<Told['questions'][number]> => {
    const [, , , answered, rate] = await row.locator('td').allInnerTexts()
    return [Number(answered), Number(/(\d+)%/.exec(rate ?? '')?.[1] ?? NaN)]
  }))
  await page.getByRole('tab', { name: '학생별' }).click()
  await page.locator('button.row').first().waitFor()
  const names = await texts('button.row .name')
  const figures = await Promise.all((await page.locator('button.row').all()).map(async (row) => (await row.locator('.num').allInnerTexts()).map((text) => /[\d,]+(?=\D*$)|–/.exec(text.replace(/\/\d+/, ''))?.[0] ?? '')))
  return {
    students: names.map((name, i) => {
      const [rank = '', score = '', right = '', answered = ''] = figures[i] ?? []
      return [name.replace(/ ?· .*/, ''), rank === '–' ? '' : Number(rank), Number(score.replace(',', '')), Number(right), Number(answered)]
    }),
    questions: questions.map(([answered, percent]) => [answered, Number.isNaN(percent) ? null : percent])
  }
}

/** What a spreadsheet says that the teacher has downloaded. */
export async function byWorkbook (file: string): Promise<Told> {
  const { sheets } = await readXlsx(new Uint8Array(await readFile(file)))
  const rows = (name: string) => sheets.find((sheet) => sheet.name === name)?.rows ?? []
  const [head = [], ...students] = rows('학생')
  const at = (title: string) => head.indexOf(title)
  return {
    students: students.map((row) => [String(row[at('이름')]), typeof row[at('순위')] === 'number' ? Number(row[at('순위')]) : '', Number(row[at('점수')]), Number(row[at('정답')]), Number(row[at('응답')])]),
    questions: rows('문항').slice(1).map((row) => [Number(row[4]), typeof row[6] === 'number' ? row[6] : null])
  }
}
