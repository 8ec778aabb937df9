import type { QuestionType } from '../../classroom/model.ts'
import { collect } from './collect.ts'
import { looksNumeric, numberOf, rightChoices, solutionFrom, yesOrNo } from './csv-answers.ts'
import { headerOf } from './csv-header.ts'
import type { Column, Header } from './csv-header.ts'
import { cellsOf, csvRecords } from './csv-records.ts'
import { LeftOut, questionOf } from './draft.ts'
import type { Draft, Imported, Manner, Source } from './draft.ts'
import { withoutMarkup } from './plain-text.ts'
import { titleLine } from './quiz-title.ts'

const TYPES: Record<string, QuestionType> = {
  single: 'single', choice: 'single', 단일: 'single', 단일선택: 'single', 객관식: 'single', 선택: 'single',
  several: 'several', multiple: 'several', 복수: 'several', 복수선택: 'several', 다중: 'several', 다중선택: 'several',
  truefalse: 'truefalse', tf: 'truefalse', ox: 'truefalse', 참거짓: 'truefalse', 진위: 'truefalse',
  numeric: 'numeric', number: 'numeric', 숫자: 'numeric', 수치: 'numeric',
  text: 'text', short: 'text', shortanswer: 'text', 단답: 'text', 단답형: 'text', 주관식: 'text',
  survey: 'survey', poll: 'survey', 설문: 'survey', 의견: 'survey'
}

/** Reads a CSV file (samples/README.md tells its columns). Never throws for what stands in it. */
export async function importCsv (text: string): Promise<Imported> {
  const lines = text.split('\n')
  // a spreadsheet may tell its delimiter in a line of its own
  const says = (line: string): boolean => line.trim() !== '' && !/^sep=.\s*$/.test(line)
  const top = lines.findIndex(says)
  const title = headerOf(lines[top] ?? '') === null ? titleLine(lines[top] ?? '') : null
  const first = title === null ? top : lines.findIndex((line, index) => index > top && says(line))
  const header = headerOf(lines[first] ?? '')
  if (header === null) return { title: '', questions: [], found: 0, notes: [] }
  return await collect(title ?? '', csvRecords(lines, first + 2, header.delimiter), (record) => readRecord(record, header))
}

function readRecord (record: Source, { delimiter, columns }: Header): Draft | null {
  const cells = cellsOf(record.text, delimiter)
  if (cells.every((cell) => cell === '')) return null
  let bent = false
  const cell = (column: Column): string => {
    const { text, changed } = withoutMarkup(cells[columns.indexOf(column)] ?? '', false)
    bent ||= changed
    return text.trim()
  }
  const choices = withoutTail(Array.from({ length: choiceColumns(columns) }, (_, index) => cell(index)))
  const answer = cell('answer')
  const type = typeOf(cell('type'), answer, choices)
  const solution = solutionFrom(type, answer, cell('tolerance'), choices)
  const hasChoices = type === 'single' || type === 'several' || type === 'survey'
  const question = questionOf(type, cell('text'), hasChoices ? choices : [], solution, cell('explanation'), mannerOf(cell))
  return { question, bends: bent ? [{ reason: 'html-removed', detail: '' }] : [] }
}

/** How many choices the header has room for. */
function choiceColumns (columns: Header['columns']): number {
  return 1 + Math.max(-1, ...columns.filter((column) => typeof column === 'number'))
}

/** A question need not use all columns for choices; one left empty between two is a mistake and stays. */
function withoutTail (choices: string[]): string[] {
  return choices.slice(0, choices.findLastIndex((choice) => choice !== '') + 1)
}

/** The type the file says, else the one its answer looks like. */
function typeOf (cell: string, answer: string, choices: string[]): QuestionType {
  const name = cell.normalize('NFKC').toLowerCase().replace(/[\s/_-]/g, '')
  if (name !== '') {
    const type = Object.hasOwn(TYPES, name) ? TYPES[name] : undefined
    if (type === undefined) throw new LeftOut('unknown-type', cell)
    return type
  }
  if (choices.length > 0) return answer !== '' && rightChoices(answer, choices).length > 1 ? 'several' : 'single'
  if (looksNumeric(answer)) return 'numeric'
  return yesOrNo(answer) === undefined ? 'text' : 'truefalse'
}

function mannerOf (cell: (column: Column) => string): Manner {
  const manner: Manner = {}
  for (const name of ['seconds', 'points'] as const) {
    const text = cell(name)
    if (text === '') continue
    const value = numberOf(text)
    if (!Number.isInteger(value)) throw new LeftOut('bad-number', text)
    manner[name] = value
  }
  for (const name of ['speed', 'change', 'shuffle', 'live'] as const) {
    const value = yesOrNo(cell(name))
    if (value !== undefined) manner[name] = value
  }
  const unit = cell('unit')
  if (unit !== '') manner.unit = unit
  return manner
}
