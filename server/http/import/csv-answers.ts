import type { QuestionType, Solution } from '../../classroom/model.ts'
import { LeftOut } from './draft.ts'

const RIGHT = new Set(['o', 't', 'true', 'yes', 'y', '참', '맞다', '맞음', '예', '○', '1'])
const WRONG = new Set(['x', 'f', 'false', 'no', 'n', '거짓', '틀리다', '틀림', '아니오', '아니요', '×', '0'])

/** Whether a cell says yes or no; undefined when neither. */
export function yesOrNo (cell: string): boolean | undefined {
  const word = cell.normalize('NFKC').toLowerCase()
  return RIGHT.has(word) ? true : WRONG.has(word) ? false : undefined
}

/** A number as people write it in a spreadsheet (full-width digits, 1,234.5); NaN for anything else. */
export function numberOf (cell: string): number {
  const text = cell.normalize('NFKC').replaceAll('−', '-')
  if (/^[+-]?\d{1,3}(,\d{3})+(\.\d+)?$/.test(text)) return Number(text.replaceAll(',', ''))
  return /^[+-]?(\d+\.?\d*|\.\d+)(e[+-]?\d{1,3})?$/i.test(text) ? Number(text) : NaN
}

/**
 * What is right, from the answer's cell.
 * @throws LeftOut
 */
export function solutionFrom (type: QuestionType, answer: string, tolerance: string, choices: string[]): Solution {
  if (type === 'survey') return null
  if (answer === '') throw new LeftOut('no-right-answer')
  switch (type) {
    case 'truefalse': {
      const right = yesOrNo(answer)
      if (right === undefined) throw new LeftOut('no-right-answer', answer)
      return { mask: right ? 1 : 2 }
    }
    case 'numeric': return numeric(answer, tolerance)
    case 'text': return { accepted: [...new Set(answer.split(/[|;]/).map((text) => text.trim()).filter((text) => text !== ''))] }
    case 'single':
    case 'several': return { mask: rightChoices(answer, choices).reduce((mask, index) => mask | 1 << index, 0) }
  }
}

/** Whether a cell is a number, perhaps with its tolerance or as a range. */
export function looksNumeric (cell: string): boolean {
  const parts = cell.split(RANGE)
  return parts.length <= 2 && parts.every((part) => !Number.isNaN(numberOf(part.trim())))
}

const RANGE = /\.\.|±|\+\/-/

/** `3.14`, `3.14±0.01`, `3.1..3.2`, or the tolerance in its own column. */
function numeric (answer: string, tolerance: string): Solution {
  const [low, high] = answer.split('..').map(numberOf)
  const [middle, around] = answer.split(/±|\+\/-/).map((part) => numberOf(part.trim()))
  const value = high === undefined ? middle : ((low ?? NaN) + high) / 2
  const distance = high === undefined ? around ?? (tolerance === '' ? 0 : numberOf(tolerance)) : (high - (low ?? NaN)) / 2
  if (value === undefined || !Number.isFinite(value) || !(distance >= 0)) throw new LeftOut('bad-number', answer)
  return { value: Number(value.toPrecision(12)), tolerance: Number(distance.toPrecision(12)) }
}

/**
 * The right choices by their own text, else by letters or numbers (`A`, `A, C`, `1 3`, `②`).
 * @throws LeftOut when one of them is no choice
 */
export function rightChoices (answer: string, choices: string[]): number[] {
  const whole = choices.indexOf(answer)
  if (whole >= 0) return [whole]
  return [...new Set(answer.split(/[,;|\s]+/).filter((part) => part !== '').map((part) => choiceOf(part, choices)))]
}

function choiceOf (part: string, choices: string[]): number {
  const byText = choices.indexOf(part)
  if (byText >= 0) return byText
  const name = part.normalize('NFKC').toLowerCase()
  const index = /^[a-j]$/.test(name) ? name.charCodeAt(0) - 'a'.charCodeAt(0) : /^\d{1,2}$/.test(name) ? Number(name) - 1 : -1
  if (index < 0 || index >= choices.length) throw new LeftOut('no-right-answer', part)
  return index
}
