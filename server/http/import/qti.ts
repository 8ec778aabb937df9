import { LIMITS } from '../../classroom/limits.ts'
import type { Question } from '../../classroom/model.ts'
import { readWords } from '../lectern-words.ts'
import type { LecternWords } from '../lectern-words.ts'
import { collect } from './collect.ts'
import { LeftOut, questionOf } from './draft.ts'
import type { Draft, Imported, Source } from './draft.ts'
import { fromOrder, fromPairs } from './instead.ts'
import { weighedDraft } from './weights.ts'
import { Words } from './words.ts'
import { xhtmlText } from './xhtml.ts'
import { allWithin, childAt, childrenOf, contentOf } from './xml-tree.ts'
import type { XmlElement } from './xml-tree.ts'

/** An item of a package, or alone. */
export interface QtiPiece extends Source {
  item: XmlElement
  /** The time the test gives it, in seconds; 0 where it says nothing. */
  seconds: number
}

/** Reads a single `assessmentItem`. Never throws for what stands in it. */
export async function importQtiItem (item: XmlElement): Promise<Imported> {
  return await collect(item.attributes['title'] ?? '', [qtiPiece(item, 0)], readQtiItem)
}

/** The piece of an item; `file` names it within a package. */
export function qtiPiece (item: XmlElement, seconds: number, file?: string): QtiPiece {
  const { fromLine, toLine, attributes: { title = '' } } = item
  return { fromLine, toLine, text: title, item, seconds, ...file === undefined ? {} : { file } }
}

interface Reading {
  words: Words
  ours: LecternWords
  item: XmlElement
  interaction: XmlElement
  text: string
  explanation: string
}

/**
 * One item with one interaction.
 * @throws LeftOut
 */
export function readQtiItem ({ item, seconds }: QtiPiece): Draft {
  const words = new Words()
  const body = childAt(item, 'itemBody')
  const interactions = body === null ? [] : allWithin(body, isInteraction)
  const [interaction] = interactions
  if (body === null || interaction === undefined) throw new LeftOut('description')
  if (interactions.length > 1) throw new LeftOut('unknown-type', interactions.map(({ name }) => name).join(', '))
  const unit = allWithin(body, isUnit).map(contentOf).join(' ').trim()
  const prompt = childAt(interaction, 'prompt')
  const stem = [xhtmlText(body, words, (element) => isInteraction(element) || isUnit(element)), prompt === null ? '' : xhtmlText(prompt, words)]
  const ours = readWords(/^lectern:(.*)/is.exec(item.attributes['label'] ?? '')?.[1] ?? '')
  const shuffle = interaction.attributes['shuffle']
  const manner = { ...seconds >= LIMITS.secondsMin && seconds <= LIMITS.secondsMax ? { seconds } : {}, ...shuffle === undefined ? {} : { shuffle: shuffle === 'true' }, ...unit === '' ? {} : { unit }, ...ours.manner }
  return read({
    words,
    ours: { ...ours, manner },
    item,
    interaction,
    text: stem.filter((part) => part !== '').join('\n') || (item.attributes['title'] ?? '').trim(),
    explanation: childrenOf(item, 'modalFeedback').map((feedback) => xhtmlText(feedback, words)).filter((part) => part !== '').join('\n')
  })
}

function isInteraction ({ name }: XmlElement): boolean {
  return name.endsWith('Interaction')
}

function isUnit ({ attributes }: XmlElement): boolean {
  return attributes['class'] === 'lectern-unit'
}

function read (reading: Reading): Draft {
  switch (reading.interaction.name) {
    case 'choiceInteraction': return choiceOf(reading)
    case 'textEntryInteraction': return entryOf(reading)
    case 'matchInteraction':
    case 'associateInteraction':
    case 'gapMatchInteraction': throw new LeftOut('matching', '', matchingOf(reading))
    case 'orderInteraction': throw new LeftOut('ordering', '', orderingOf(reading))
    case 'extendedTextInteraction': throw new LeftOut('essay')
    default: throw new LeftOut('unknown-type', reading.interaction.name)
  }
}

function choiceOf (reading: Reading): Draft {
  const { words, ours, interaction, text, explanation } = reading
  const { manner } = ours
  const given = childrenOf(interaction, 'simpleChoice')
  const names = given.map(({ attributes }) => attributes['identifier'] ?? '')
  const right = rightValues(reading)
  if (!ours.survey && names.length === 2 && names.toSorted().join() === 'false,true') {
    if (right.length !== 1) throw new LeftOut('no-right-answer')
    return words.draft(questionOf('truefalse', text, [], { mask: right[0] === 'true' ? 1 : 2 }, explanation, manner))
  }
  const choices = given.map((choice) => xhtmlText(choice, words, ({ name }) => name === 'feedbackInline'))
  if (ours.survey) return words.draft(questionOf('survey', text, choices, null, explanation, manner))
  const weights = names.map((name) => right.includes(name) ? 100 : 0)
  const several = declarationOf(reading)?.attributes['cardinality'] === 'multiple'
  return several && right.length > 1 ? words.draft(severalOf(reading, choices, weights)) : weighedDraft({ text, choices, weights, explanation, manner, several }, words)
}

/** All of them must be chosen: no choice has a part of the points. */
function severalOf ({ text, explanation, ours }: Reading, choices: string[], weights: number[]): Question {
  const mask = weights.reduce((mask, weight, index) => weight === 100 ? mask | 1 << index : mask, 0)
  return questionOf('several', text, choices, { mask }, explanation, ours.manner)
}

function entryOf (reading: Reading): Draft {
  const { words, ours, text, explanation } = reading
  const right = rightValues(reading)
  const baseType = declarationOf(reading)?.attributes['baseType'] ?? 'string'
  if (right.length === 0) throw new LeftOut('no-right-answer')
  if (baseType !== 'float' && baseType !== 'integer') return words.draft(questionOf('text', text, [], { accepted: right }, explanation, ours.manner))
  if (right.length > 1) throw new LeftOut('numeric-alternatives', String(right.length))
  const value = numberOf(right[0] ?? '')
  const tolerance = toleranceOf(reading, value)
  if (!Number.isFinite(value) || !(tolerance >= 0)) throw new LeftOut('bad-number', right[0] ?? '')
  return words.draft(questionOf('numeric', text, [], { value, tolerance }, explanation, ours.manner))
}

function matchingOf (reading: Reading): Question[] {
  const { interaction, words } = reading
  const texts = new Map(allWithin(interaction, ({ name }) => /^(?:simpleAssociableChoice|gapText|gap)$/.test(name))
    .map((choice) => [choice.attributes['identifier'] ?? '', xhtmlText(choice, words) || (choice.attributes['identifier'] ?? '')]))
  const pairs = rightValues(reading).map((pair): [string, string] => {
    const [left = '', right = ''] = pair.split(/\s+/)
    return [texts.get(left) ?? '', texts.get(right) ?? '']
  })
  return fromPairs(unasked(reading), pairs.filter(([, right]) => right !== ''))
}

function orderingOf (reading: Reading): Question[] {
  const { interaction, words } = reading
  const texts = new Map(childrenOf(interaction, 'simpleChoice').map((choice) => [choice.attributes['identifier'] ?? '', xhtmlText(choice, words)]))
  const items = rightValues(reading).map((name) => texts.get(name) ?? '').filter((item) => item !== '')
  return fromOrder(unasked(reading), items)
}

function unasked ({ text, explanation, ours: { manner } }: Reading): Parameters<typeof fromPairs>[0] {
  return { text, explanation, manner }
}

function declarationOf ({ item, interaction }: Reading): XmlElement | undefined {
  const name = interaction.attributes['responseIdentifier'] ?? 'RESPONSE'
  return childrenOf(item, 'responseDeclaration').find(({ attributes }) => attributes['identifier'] === name)
}

/** What is right: the mapped answers that earn points where there are some and several spellings are meant, else the correct response. */
function rightValues (reading: Reading): string[] {
  const declaration = declarationOf(reading)
  if (declaration === undefined) return []
  const correct = childrenOf(childAt(declaration, 'correctResponse') ?? declaration, 'value').map((value) => contentOf(value).trim())
  const mapped = childrenOf(childAt(declaration, 'mapping') ?? declaration, 'mapEntry').filter(({ attributes }) => Number(attributes['mappedValue']) > 0).map(({ attributes }) => attributes['mapKey'] ?? '')
  const spellings = declaration.attributes['baseType'] === 'string' ? [...mapped, ...correct] : correct.length > 0 ? correct : mapped
  return [...new Set(spellings)].filter((value) => value !== '')
}

/** How far a number may be off, as `equal` says; a relative one is in percent. */
function toleranceOf ({ item }: Reading, value: number): number {
  const processing = childAt(item, 'responseProcessing')
  const equal = processing === null ? undefined : allWithin(processing, ({ name }) => name === 'equal')[0]
  const given = Math.max(0, ...(equal?.attributes['tolerance'] ?? '').split(/\s+/).filter((part) => part !== '').map(numberOf))
  return equal?.attributes['toleranceMode'] === 'relative' ? Math.abs(value) * given / 100 : given
}

function numberOf (text: string): number {
  return /^[+-]?(\d+\.?\d*|\.\d+)(e[+-]?\d{1,3})?$/i.test(text) ? Number(text) : NaN
}
