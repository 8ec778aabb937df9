import type { Question } from '../../classroom/model.ts'
import { readWords } from '../lectern-words.ts'
import type { LecternWords } from '../lectern-words.ts'
import { collect } from './collect.ts'
import { LeftOut, questionOf } from './draft.ts'
import type { Draft, Imported, Source } from './draft.ts'
import { fromOrder, fromPairs } from './instead.ts'
import { withoutMarkup } from './plain-text.ts'
import { pathTitle } from './quiz-title.ts'
import { weighedDraft } from './weights.ts'
import { Words } from './words.ts'
import type { Formatted } from './words.ts'
import { childAt, childrenOf, contentOf } from './xml-tree.ts'
import type { XmlElement } from './xml-tree.ts'

interface Piece extends Source {
  element: XmlElement
}

/** Reads the `quiz` element of a Moodle XML file. Never throws for what stands in it. */
export async function importMoodle (quiz: XmlElement): Promise<Imported> {
  const all = childrenOf(quiz, 'question')
  const categories = all.filter(isCategory)
  const title = categories.map((category) => pathTitle(textOf(childAt(category, 'category')))).find((path) => path !== '') ?? ''
  return await collect(title, all.filter((question) => !isCategory(question)).map(pieceOf), readQuestion)
}

function isCategory ({ attributes }: XmlElement): boolean {
  return attributes['type'] === 'category'
}

function pieceOf (element: XmlElement): Piece {
  const { fromLine, toLine } = element
  const text = [textOf(childAt(element, 'name')), withoutMarkup(textOf(childAt(element, 'questiontext')), true).text].filter((part) => part !== '').join(' · ')
  return { fromLine, toLine, text, element }
}

/** One question while it is read. */
interface Reading {
  element: XmlElement
  words: Words
  ours: LecternWords
  text: string
  explanation: (answers: XmlElement[]) => string
}

function readQuestion ({ element }: Piece): Draft {
  const words = new Words()
  const ours = readWords(childrenOf(childAt(element, 'tags') ?? element, 'tag').map(textOf).map((tag) => /^lectern:(.*)/is.exec(tag)?.[1] ?? '').join(' '))
  const reading: Reading = {
    element,
    words,
    ours: { ...ours, manner: { ...points(element), ...shuffled(element), ...ours.manner } },
    text: words.stem({ stem: formatted(childAt(element, 'questiontext')), title: textOf(childAt(element, 'name')) }),
    explanation: (answers) => words.explain(formatted(childAt(element, 'generalfeedback')), answers.map((answer) => [words.plain(formatted(answer)), formatted(childAt(answer, 'feedback'))]))
  }
  return read(reading)
}

function read (reading: Reading): Draft {
  const type = reading.element.attributes['type'] ?? ''
  switch (type) {
    case 'multichoice': return choiceOf(reading)
    case 'truefalse': return trueFalseOf(reading)
    case 'shortanswer': return shortOf(reading)
    case 'numerical': return numericOf(reading)
    case 'matching':
    case 'ddmatch': throw new LeftOut('matching', '', matchingOf(reading))
    case 'ordering': throw new LeftOut('ordering', '', fromOrder(unasked(reading), answersOf(reading).map((answer) => reading.words.plain(formatted(answer)))))
    case 'essay': throw new LeftOut('essay')
    case 'description': throw new LeftOut('description')
    default: throw new LeftOut('unknown-type', type)
  }
}

function choiceOf (reading: Reading): Draft {
  const { element, words, ours, text } = reading
  const answers = answersOf(reading)
  const choices = answers.map((answer) => words.plain(formatted(answer)))
  const explanation = reading.explanation(answers)
  if (ours.survey) return words.draft(questionOf('survey', text, choices, null, explanation, ours.manner))
  return weighedDraft({ text, choices, weights: answers.map(fractionOf), explanation, manner: ours.manner, several: !isTrue(childAt(element, 'single'), true) }, words)
}

function trueFalseOf (reading: Reading): Draft {
  const { words, ours, text } = reading
  const answers = answersOf(reading)
  const right = answers.find((answer) => fractionOf(answer) >= 100)
  const said = textOf(right ?? null).toLowerCase()
  if (said !== 'true' && said !== 'false') throw new LeftOut('no-right-answer', said)
  const explanation = words.explain(formatted(childAt(reading.element, 'generalfeedback')), answers.map((answer) => ['', formatted(childAt(answer, 'feedback'))]))
  return words.draft(questionOf('truefalse', text, [], { mask: said === 'true' ? 1 : 2 }, explanation, ours.manner))
}

/** In Moodle a star stands for anything, and a star itself is written with a backslash. */
function shortOf (reading: Reading): Draft {
  const { words, ours, text } = reading
  const answers = answersOf(reading)
  const whole = answers.filter((answer) => fractionOf(answer) >= 100)
  if (answers.some((answer) => fractionOf(answer) > 0 && fractionOf(answer) < 100)) words.bend('partial-credit')
  const spellings = whole.map((answer) => textOf(answer).trim())
  if (spellings.some((spelling) => /(?<!\\)\*/.test(spelling))) words.bend('wildcard')
  const accepted = [...new Set(spellings.map((spelling) => spelling.replaceAll('\\*', '*')))]
  return words.draft(questionOf('text', text, [], { accepted }, reading.explanation(answers), ours.manner))
}

function numericOf (reading: Reading): Draft {
  const { element, words, ours, text } = reading
  const answers = answersOf(reading)
  const right = answers.filter((answer) => fractionOf(answer) >= 100)
  const [first] = right
  if (first === undefined) throw new LeftOut('no-right-answer')
  if (right.length > 1) throw new LeftOut('numeric-alternatives', String(right.length))
  if (answers.some((answer) => answer !== first && fractionOf(answer) > 0)) words.bend('numeric-alternatives', String(answers.length))
  const value = numberOf(textOf(first))
  const tolerance = numberOf(contentOf(childAt(first, 'tolerance')) || '0')
  if (!Number.isFinite(value) || !(tolerance >= 0)) throw new LeftOut('bad-number', `${textOf(first)} ± ${contentOf(childAt(first, 'tolerance'))}`)
  const unit = contentOf(childAt(element, 'units', 'unit', 'unit_name')).trim()
  const explanation = words.explain(formatted(childAt(element, 'generalfeedback')), answers.map((answer) => ['', formatted(childAt(answer, 'feedback'))]))
  return words.draft(questionOf('numeric', text, [], { value, tolerance }, explanation, { ...ours.manner, ...unit === '' ? {} : { unit } }))
}

function matchingOf (reading: Reading): Question[] {
  const pairs = childrenOf(reading.element, 'subquestion')
  return fromPairs(unasked(reading), pairs.map((pair) => [reading.words.plain(formatted(pair)), textOf(childAt(pair, 'answer')).trim()]))
}

function unasked ({ text, explanation, ours: { manner } }: Reading): Parameters<typeof fromPairs>[0] {
  return { text, explanation: explanation([]), manner }
}

function answersOf ({ element }: Reading): XmlElement[] {
  return childrenOf(element, 'answer')
}

function fractionOf ({ attributes }: XmlElement): number {
  return Number(attributes['fraction'] ?? 0)
}

/** Moodle's usual grade of 1 is the hundred points a question usually has here. */
function points (element: XmlElement): { points?: number } {
  const grade = childAt(element, 'defaultgrade')
  const value = Math.round(100 * numberOf(contentOf(grade)))
  return grade === null || !(value >= 0 && value <= 1000) ? {} : { points: value }
}

function shuffled (element: XmlElement): { shuffle?: boolean } {
  const shuffle = childAt(element, 'shuffleanswers')
  return shuffle === null ? {} : { shuffle: isTrue(shuffle, false) }
}

function isTrue (element: XmlElement | null, otherwise: boolean): boolean {
  const said = contentOf(element).trim().toLowerCase()
  return said === '' ? otherwise : said === 'true' || said === '1'
}

/** A number of Moodle's, which some servers write with a comma; NaN for anything else. */
function numberOf (text: string): number {
  const plain = text.trim().replace(',', '.')
  return /^[+-]?(\d+\.?\d*|\.\d+)(e[+-]?\d{1,3})?$/i.test(plain) ? Number(plain) : NaN
}

/** What stands in the `text` of an element. */
function textOf (element: XmlElement | null): string {
  return element === null ? '' : contentOf(childAt(element, 'text'))
}

const FORMATS: Record<string, Formatted['format']> = { html: 'html', plain_text: 'plain', plain: 'plain', markdown: 'markdown', moodle_auto_format: 'moodle' }

function formatted (element: XmlElement | null): Formatted {
  return { text: textOf(element), format: FORMATS[element?.attributes['format'] ?? 'html'] ?? 'html' }
}
