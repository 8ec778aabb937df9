import type { Question } from '../../classroom/model.ts'
import type { QuizBody } from '../../wire/api.ts'
import { writeWords } from '../lectern-words.ts'
import { plainNumber } from './plain-number.ts'
import { rightOf, sharesOf } from './shares.ts'

/**
 * A quiz as a Moodle GIFT file. What GIFT has no words for stands in a comment that Moodle passes over;
 * reading the file again gives the same questions.
 */
export function exportGift ({ title, questions }: QuizBody): string {
  const name = title.replace(/\s+/g, ' ').replaceAll('/', '//')
  return [`$CATEGORY: $course$/top/${name}\n`, ...questions.map(blockOf)].join('\n')
}

/** What plain GIFT would bend: runs of blanks, the arrow of a matching question, and what the parser uses for escapes. */
const BENT_WHEN_PLAIN = /[^\S\n]{2}|->|&&0/
const FORMAT = /^\[(?:html|markdown|plain|moodle)\]/

type Write = (text: string) => string

/** Answers inherit the format of the question, which is always told, so that nobody takes `<b>` for a tag. */
function blockOf (question: Question): string {
  const { text, explanation, choices, solution } = question
  const texts = [text, explanation, ...choices, ...solution !== null && 'accepted' in solution ? solution.accepted : []]
  const format = texts.some((each) => BENT_WHEN_PLAIN.test(each)) ? 'html' : 'plain'
  const write: Write = (raw) => {
    const trimmed = raw.replace(/\r\n?/g, '\n').trim()
    return (FORMAT.test(trimmed) ? `[${format}]` : '') + escaped(format === 'html' ? htmlOf(trimmed) : trimmed)
  }
  const feedback = explanation.trim() === '' ? '' : `\n####${write(explanation)}`
  const stem = write(text)
  return `// lectern: ${writeWords(question, true)}\n${stem.startsWith(`[${format}]`) ? '' : `[${format}]`}${stem} {${answersOf(question, write)}${feedback}\n}\n`
}

function answersOf ({ type, choices, solution }: Question, write: Write): string {
  if (solution === null) return choices.map((choice, index) => index === 0 ? answer('=', 100, write(choice)) : answer('~', 100, write(choice), true)).join('')
  if ('value' in solution) return `#${plainNumber(solution.value)}:${plainNumber(solution.tolerance)}`
  if ('accepted' in solution) return solution.accepted.map((text) => answer('=', 100, write(text))).join('')
  if (type === 'truefalse') return solution.mask === 1 ? 'TRUE' : 'FALSE'
  const right = rightOf(solution.mask, choices.length)
  if (type === 'single') return choices.map((choice, index) => right[index] === true ? answer('=', 100, write(choice)) : answer('~', 0, write(choice))).join('')
  const shares = sharesOf(right)
  return choices.map((choice, index) => answer('~', shares[index] ?? 0, write(choice), true)).join('')
}

/** A line with an answer; its weight is written where it is asked for, and where the text begins as if it had one. */
function answer (mark: '=' | '~', weight: number, text: string, weighed = false): string {
  return `\n${mark}${weighed || text.startsWith('%') ? `%${weight}%` : ''}${text}`
}

function htmlOf (text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;').replaceAll('\n', '<br>')
}

function escaped (text: string): string {
  return text.replace(/[\\:#={}~]/g, '\\$&').replaceAll('\n', '\\n')
}
