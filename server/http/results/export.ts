import { writeXlsx } from 'hucre'
import { MediaStanding } from '../../classroom/media.ts'
import type { MediaKind } from '../../classroom/media.ts'
import { Outcome } from '../../classroom/model.ts'
import type { Question } from '../../classroom/model.ts'
import type { LessonExtras, LessonSummary, QuestionResult, StudentResult } from '../../wire/results.ts'
import { PickMode } from '../../classroom/tool-model.ts'
import type { Language } from '../language.ts'
import { KIND_NAMES } from './kind-names.ts'
import type { LessonRows } from './lesson-rows.ts'

/** One cell. A text is a text whatever it begins with; no cell is a formula. */
export type Cell = string | number

const WORDS = {
  ko: {
    students: '학생', questions: '문항', name: '이름', number: '학번', minutes: '머문 시간(분)', score: '점수', rank: '순위', answered: '응답', right: '정답',
    no: '번호', text: '질문', type: '종류', rounds: '라운드', rate: '정답률(%)', seconds: '보통 걸린 시간(초)', removed: '내보냄', synthetic: '시험용 수업',
    unverified: '확인되지 않음', check: '확인', draws: '추첨', media: '자료', time: '시각', pool: '대상', group: '모둠', drawn: '뽑힌 학생', passed: '넘김', erased: '지운 학생', by: '공유한 사람', alt: '설명', standing: '상태', link: '주소',
    standings: { [MediaStanding.waiting]: '기다림', [MediaStanding.approved]: '허용', [MediaStanding.rejected]: '거절' }
  },
  en: {
    students: 'Students', questions: 'Questions', name: 'Name', number: 'Number', minutes: 'Minutes present', score: 'Score', rank: 'Rank', answered: 'Answered', right: 'Right',
    no: 'No.', text: 'Question', type: 'Type', rounds: 'Rounds', rate: 'Right (%)', seconds: 'Median time (s)', removed: 'Removed', synthetic: 'Load test',
    unverified: 'unverified', check: 'Verified', draws: 'Draws', media: 'Media', time: 'Time', pool: 'Pool', group: 'Group', drawn: 'Drawn', passed: 'Passed', erased: 'erased student', by: 'Shared by', alt: 'Description', standing: 'State', link: 'Address',
    standings: { [MediaStanding.waiting]: 'Waiting', [MediaStanding.approved]: 'Approved', [MediaStanding.rejected]: 'Rejected' }
  }
} as const satisfies Record<Language, unknown>

/** What one file of results is to be: of which lesson, which the teacher may see, in which format and language. */
export interface Export {
  lesson: LessonSummary
  format: 'xlsx' | 'csv'
  language: Language
}

/** Students that are read at once, with their answers. */
const READ_AT_ONCE = 200

/** Reads a lesson and writes the file; of a class of 5,000 with 60 questions this takes seconds. */
export async function exportOf (rows: LessonRows, { lesson, format, language }: Export): Promise<Uint8Array> {
  const sheets = await readSheets(rows, lesson, await rows.questions(lesson.id), language)
  return format === 'xlsx' ? await xlsxOf(lesson, sheets, language) : csvOf(sheets.students)
}

/** Reads the tables of a lesson with these questions. */
export async function readSheets (rows: LessonRows, lesson: LessonSummary, questions: QuestionResult[], language: Language): Promise<Sheets> {
  const students = []
  for (let after = -1; ;) {
    const page = await rows.answered(lesson.id, after, READ_AT_ONCE, questions.length)
    students.push(...page)
    if (page.length < READ_AT_ONCE) break
    after = page.at(-1)?.who ?? after
  }
  return sheetsOf(questions, students, await rows.extras(lesson.id), language)
}

/** A lesson as tables with a head each; draws and media are left out where there are none. */
export interface Sheets {
  students: Cell[][]
  questions: Cell[][]
  draws: Cell[][]
  media: Cell[][]
}

/** The tables of a lesson. A right answer of a student has a tick, his answers stand as he gave them. */
function sheetsOf (questions: QuestionResult[], students: StudentResult[], { draws, media }: LessonExtras, language: Language): Sheets {
  const t = WORDS[language]
  const names = new Map(students.map(({ who, name }) => [who, name]))
  const nameOf = (who: number): string => names.get(who) ?? t.erased
  const head = [t.name, t.number, t.check, t.minutes, t.score, t.rank, t.answered, t.right, ...questions.flatMap(({ no }) => [`${no + 1}`, `${no + 1} ${t.score}`])]
  return {
    students: [head, ...students.map(({ name, number, verified, seconds, total, rank, answered, right, removed, answers }): Cell[] => [
      name,
      number,
      verified ? '✓' : t.unverified,
      Math.round(seconds / 6) / 10,
      total,
      removed ? t.removed : rank || '',
      answered,
      right,
      ...questions.flatMap(({ question }, no): Cell[] => {
        const given = answers[no]
        return given === undefined || given === null ? ['', ''] : [answerCell(question, given.value, given.outcome), given.points]
      })
    ])],
    questions: [
      [t.no, t.text, t.type, t.rounds, t.answered, t.right, t.rate, t.seconds],
      ...questions.map(({ no, question, rounds }): Cell[] => {
        const { answered = 0, right = 0, middleMs = 0 } = rounds.at(-1) ?? {}
        const survey = question.solution === null
        return [no + 1, question.text, question.type, rounds.length, answered, survey ? '' : right, survey || answered === 0 ? '' : Math.round(100 * right / answered), Math.round(middleMs / 100) / 10]
      })
    ],
    draws: [
      [t.no, t.time, t.pool, t.group, t.drawn, t.passed],
      ...draws.flatMap(({ no, at, mode, pool, groups, passed }) => groups.map((group, n): Cell[] =>
        [no + 1, timeCell(at), pool, mode === PickMode.groups ? n + 1 : '', group.map(nameOf).join(', '), group.filter((who) => passed.includes(who)).map(nameOf).join(', ')]))
    ],
    media: [
      [t.time, t.type, t.name, t.alt, t.link, t.by, t.standing],
      ...media.map(({ at, kind, name, alt, url, by, standing }): Cell[] => [timeCell(at), KIND_NAMES[language][kind as MediaKind], name, alt, url, by || t.erased, t.standings[standing as MediaStanding]])
    ]
  }
}

/** A time as ISO 8601 in UTC, because the server does not know where the class was. */
function timeCell (at: number): string {
  return new Date(at).toISOString().slice(0, 19) + 'Z'
}

function answerCell ({ type, choices }: Question, value: number | string, outcome: number): Cell {
  if (typeof value === 'string' || type === 'numeric') return value
  const count = type === 'truefalse' ? 2 : choices.length
  const letters = Array.from({ length: count }, (_, i) => value >> i & 1 ? (type === 'truefalse' ? 'OX' : 'ABCDEFGHIJ')[i] : '').join('')
  return outcome === Outcome.right ? `${letters} ✓` : letters
}

/** The lesson as an Excel workbook. */
export async function xlsxOf ({ synthetic }: LessonSummary, sheets: Sheets, language: Language): Promise<Uint8Array> {
  const t = WORDS[language]
  const name = (sheet: string): string => synthetic ? `${sheet} (${t.synthetic})` : sheet
  return await writeXlsx({
    sheets: [
      { name: name(t.students), rows: sheets.students, freezePane: { rows: 1, columns: 1 } },
      { name: name(t.questions), rows: sheets.questions, freezePane: { rows: 1 } },
      ...(['draws', 'media'] as const).filter((sheet) => sheets[sheet].length > 1).map((sheet) => ({ name: name(t[sheet]), rows: sheets[sheet], freezePane: { rows: 1 } }))
    ]
  })
}

/** A table as CSV that Excel reads as UTF-8. A text that a spreadsheet would take for a formula gets an apostrophe. */
export function csvOf (rows: Cell[][]): Buffer {
  const field = (cell: Cell): string => {
    if (typeof cell === 'number') return String(cell)
    const inert = /^[=+\-@\t\r]/.test(cell) ? `'${cell}` : cell
    return /[",\r\n]/.test(inert) ? `"${inert.replaceAll('"', '""')}"` : inert
  }
  return Buffer.from(`\uFEFF${rows.map((row) => row.map(field).join(',')).join('\r\n')}\r\n`)
}
