import type { Question, QuestionType } from '../../classroom/model.ts'
import type { QuizBody } from '../../wire/api.ts'
import { writeWords } from '../lectern-words.ts'
import { rightOf, sharesOf } from './shares.ts'
import { document, element, text } from './xml-text.ts'
import type { Xml } from './xml-text.ts'

const TYPES: Record<QuestionType, string> = { single: 'multichoice', several: 'multichoice', survey: 'multichoice', truefalse: 'truefalse', numeric: 'numerical', text: 'shortanswer' }

/**
 * A quiz as Moodle XML. What Moodle has no element for stands in a tag of the question (`lectern: seconds=30 …`),
 * which Moodle keeps and shows as any other tag. A survey becomes a question whose every choice earns the points.
 */
export function exportMoodle ({ title, questions }: QuizBody): string {
  const path = `$course$/top/${title.replaceAll('/', '//')}`
  const category = element('question', { type: 'category' }, element('category', {}, simple('text', path)))
  return document(element('quiz', {}, '\n', category, '\n', ...questions.map((question, index) => questionOf(question, index) + '\n')))
}

function questionOf (question: Question, index: number): Xml {
  const { type, explanation, points, shuffle } = question
  const name = `${index + 1}. ${question.text.trim().replace(/\s+/g, ' ').slice(0, 80).replace(/[\uD800-\uDBFF]$/, '')}`
  return element('question', { type: TYPES[type] },
    '\n', element('name', {}, simple('text', name)),
    '\n', element('questiontext', { format: 'plain_text' }, simple('text', question.text)),
    '\n', element('generalfeedback', { format: 'plain_text' }, simple('text', explanation)),
    '\n', simple('defaultgrade', String(points / 100)), simple('penalty', '0'), simple('hidden', '0'), simple('idnumber', ''),
    '\n', ...TYPES[type] === 'multichoice' ? [simple('single', String(type !== 'several')), simple('shuffleanswers', String(shuffle)), simple('answernumbering', 'ABCD'), '\n'] : [],
    ...answersOf(question).map((answer) => answer + '\n'),
    element('tags', {}, element('tag', {}, simple('text', `lectern: ${writeWords(question, false)}`))), '\n'
  )
}

function answersOf ({ type, choices, solution, unit }: Question): Xml[] {
  if (solution === null) return choices.map((choice) => answer(100, choice))
  if ('accepted' in solution) return [simple('usecase', '0'), ...solution.accepted.map((spelling) => answer(100, spelling.replaceAll('*', '\\*')))]
  if ('value' in solution) {
    const units = unit === undefined ? [] : [element('units', {}, element('unit', {}, simple('multiplier', '1'), simple('unit_name', unit)))]
    return [answer(100, String(solution.value), simple('tolerance', String(solution.tolerance))), ...units, simple('unitgradingtype', '0'), simple('unitpenalty', '0'), simple('showunits', unit === undefined ? '3' : '0'), simple('unitsleft', '0')]
  }
  if (type === 'truefalse') return [answer(solution.mask === 1 ? 100 : 0, 'true'), answer(solution.mask === 2 ? 100 : 0, 'false')]
  const right = rightOf(solution.mask, choices.length)
  const shares = type === 'several' ? sharesOf(right) : right.map((is) => is ? 100 : 0)
  return choices.map((choice, index) => answer(shares[index] ?? 0, choice))
}

function answer (fraction: number, content: string, more: Xml = ''): Xml {
  return element('answer', { fraction, format: 'plain_text' }, simple('text', content), more, element('feedback', { format: 'plain_text' }, simple('text', '')))
}

function simple (name: string, content: string): Xml {
  return element(name, {}, text(content))
}
