import { LeftOut } from './draft.ts'
import { cellsOf } from './csv-records.ts'
import type { Delimiter } from './csv-records.ts'

/** What a column holds; choices are numbered from 0. */
export type Column = 'type' | 'text' | 'answer' | 'tolerance' | 'explanation' | 'seconds' | 'points' | 'speed' | 'change' | 'shuffle' | 'live' | 'unit' | number

/** Names of columns, without blanks and in small letters. samples/README.md lists them. */
const NAMES: Record<string, Column> = {
  유형: 'type', 종류: 'type', type: 'type',
  문제: 'text', 질문: 'text', question: 'text', text: 'text',
  정답: 'answer', 답: 'answer', answer: 'answer', answers: 'answer', correct: 'answer',
  오차: 'tolerance', 허용오차: 'tolerance', tolerance: 'tolerance',
  해설: 'explanation', 설명: 'explanation', explanation: 'explanation', feedback: 'explanation',
  시간: 'seconds', 제한시간: 'seconds', seconds: 'seconds', time: 'seconds', timelimit: 'seconds',
  점수: 'points', 배점: 'points', points: 'points',
  속도: 'speed', 속도점수: 'speed', speed: 'speed',
  변경: 'change', 답변경: 'change', change: 'change',
  섞기: 'shuffle', 보기섞기: 'shuffle', shuffle: 'shuffle',
  실시간: 'live', 실시간공개: 'live', live: 'live',
  단위: 'unit', unit: 'unit', units: 'unit'
}
const NUMBERED = /^(?:보기|선택지|choice|option)(\d{1,2}|[a-j])$/

export interface Header {
  delimiter: Delimiter
  columns: Array<Column | undefined>
}

/** Reads the header line with the delimiter that makes most sense of it; null when it names no question. */
export function headerOf (line: string): Header | null {
  const headers = ([',', ';', '\t'] as const).map((delimiter) => ({ delimiter, columns: columnsOf(line, delimiter) }))
  const known = ({ columns }: Header): number => columns.filter((column) => column !== undefined).length
  const best = headers.reduce((best, header) => known(header) > known(best) ? header : best)
  return best.columns.includes('text') ? best : null
}

function columnsOf (line: string, delimiter: Delimiter): Array<Column | undefined> {
  try {
    return cellsOf(line, delimiter).map(columnOf)
  } catch (error) {
    if (error instanceof LeftOut) return []
    throw error
  }
}

function columnOf (cell: string): Column | undefined {
  const name = cell.normalize('NFKC').toLowerCase().replace(/[\s_()-]/g, '')
  if (Object.hasOwn(NAMES, name)) return NAMES[name]
  const number = NUMBERED.exec(name)?.[1] ?? (/^[a-j]$/.test(name) ? name : undefined)
  if (number === undefined) return undefined
  return /\d/.test(number) ? Number(number) - 1 : number.charCodeAt(0) - 'a'.charCodeAt(0)
}
