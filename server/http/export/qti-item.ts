import type { Question } from '../../classroom/model.ts'
import { writeWords } from '../lectern-words.ts'
import { rightOf } from './shares.ts'
import { document, element, text } from './xml-text.ts'
import type { Xml } from './xml-text.ts'

/**
 * A question as an item of QTI 2.1. What QTI has no element for stands in the item's `label`, which other
 * systems pass over. The explanation is feedback that is always shown; a unit stands behind the field.
 */
export function qtiItem (question: Question, identifier: string): string {
  const { explanation } = question
  const explained = explanation.trim() !== ''
  const title = question.text.trim().replace(/\s+/g, ' ').slice(0, 80).replace(/[\uD800-\uDBFF]$/, '')
  return document(element('assessmentItem', {
    xmlns: 'http://www.imsglobal.org/xsd/imsqti_v2p1',
    'xmlns:xsi': 'http://www.w3.org/2001/XMLSchema-instance',
    'xsi:schemaLocation': 'http://www.imsglobal.org/xsd/imsqti_v2p1 http://www.imsglobal.org/xsd/qti/qtiv2p1/imsqti_v2p1.xsd',
    identifier,
    title,
    label: `lectern: ${writeWords(question, false)}`,
    adaptive: false,
    timeDependent: false,
    toolName: 'Lectern'
  },
  '\n', responseOf(question),
  '\n', element('outcomeDeclaration', { identifier: 'SCORE', cardinality: 'single', baseType: 'float', normalMaximum: question.points }, element('defaultValue', {}, simple('value', '0'))),
  '\n', explained ? element('outcomeDeclaration', { identifier: 'FEEDBACK', cardinality: 'single', baseType: 'identifier' }) : '',
  '\n', element('itemBody', {}, '\n', block(question.text, 'div'), '\n', interactionOf(question), '\n'),
  '\n', processingOf(question, explained),
  '\n', explained ? element('modalFeedback', { outcomeIdentifier: 'FEEDBACK', identifier: 'explanation', showHide: 'show' }, block(explanation, 'div')) : '', '\n'))
}

function responseOf ({ type, choices, solution }: Question): Xml {
  const declare = (cardinality: string, baseType: string, ...content: Xml[]): Xml => element('responseDeclaration', { identifier: 'RESPONSE', cardinality, baseType }, ...content)
  if (solution === null) return declare('single', 'identifier')
  if ('value' in solution) return declare('single', 'float', correct([String(solution.value)]))
  if ('accepted' in solution) {
    const entries = solution.accepted.map((mapKey) => element('mapEntry', { mapKey, mappedValue: 1, caseSensitive: false }))
    return declare('single', 'string', correct(solution.accepted.slice(0, 1)), element('mapping', { defaultValue: 0 }, ...entries))
  }
  const right = rightOf(solution.mask, type === 'truefalse' ? 2 : choices.length)
  const names = right.flatMap((is, index) => is ? [nameOf(type, index)] : [])
  return declare(type === 'several' ? 'multiple' : 'single', 'identifier', correct(names))
}

function correct (values: string[]): Xml {
  return element('correctResponse', {}, ...values.map((value) => simple('value', value)))
}

function nameOf (type: Question['type'], index: number): string {
  return type === 'truefalse' ? ['true', 'false'][index] ?? '' : String.fromCharCode(65 + index)
}

function interactionOf ({ type, choices, shuffle, unit }: Question): Xml {
  if (type === 'numeric' || type === 'text') {
    const behind = unit === undefined ? '' : ` ${element('span', { class: 'lectern-unit' }, text(unit))}`
    return element('p', {}, element('textEntryInteraction', { responseIdentifier: 'RESPONSE', expectedLength: type === 'text' ? 200 : 20 }), behind)
  }
  const texts = type === 'truefalse' ? ['True', 'False'] : choices
  const listed = texts.map((choice, index) => '\n' + element('simpleChoice', { identifier: nameOf(type, index) }, type === 'truefalse' ? choice : block(choice, null)))
  return element('choiceInteraction', { responseIdentifier: 'RESPONSE', shuffle, maxChoices: type === 'several' ? 0 : 1 }, ...listed, '\n')
}

/** Points for the right answer, and the explanation for everybody. */
function processingOf ({ solution, points }: Question, explained: boolean): Xml {
  const score = element('setOutcomeValue', { identifier: 'SCORE' }, element('baseValue', { baseType: 'float' }, String(points)))
  const test = testOf(solution)
  const judged = test === '' ? '' : element('responseCondition', {}, element('responseIf', {}, test, score))
  const feedback = explained ? element('setOutcomeValue', { identifier: 'FEEDBACK' }, element('baseValue', { baseType: 'identifier' }, 'explanation')) : ''
  return judged + feedback === '' ? '' : element('responseProcessing', {}, judged, feedback)
}

const RESPONSE = element('variable', { identifier: 'RESPONSE' })
const CORRECT = element('correct', { identifier: 'RESPONSE' })

function testOf (solution: Question['solution']): Xml {
  if (solution === null) return ''
  if ('value' in solution) return element('equal', { toleranceMode: 'absolute', tolerance: `${solution.tolerance} ${solution.tolerance}` }, RESPONSE, CORRECT)
  if ('accepted' in solution) return element('gt', {}, element('mapResponse', { identifier: 'RESPONSE' }), element('baseValue', { baseType: 'float' }, '0'))
  return element('match', {}, RESPONSE, CORRECT)
}

/** Blanks that a reader of XHTML would run together: code, tables made of blanks. */
const KEPT_BLANKS = /[ \t]{2}|\t|[ \t]\n|\n[ \t]|\n{3}/

/** A text as XHTML; `pre` keeps blanks that mean something. */
function block (raw: string, around: 'div' | null): Xml {
  const trimmed = raw.replace(/\r\n?/g, '\n').trim()
  if (KEPT_BLANKS.test(trimmed)) return element('pre', {}, text(trimmed))
  const lines = text(trimmed).split('\n').join('<br/>')
  return around === null ? lines : element(around, {}, lines)
}

function simple (name: string, content: string): Xml {
  return element(name, {}, text(content))
}
