import { parse } from 'gift-pegjs'
import type { GIFTQuestion, NumericalChoice, NumericalFormat, TextChoice, TextFormat } from 'gift-pegjs'
import type { Solution } from '../../classroom/model.ts'
import { collect } from './collect.ts'
import { LeftOut, questionOf } from './draft.ts'
import type { Bend, Draft, Imported, Manner } from './draft.ts'
import { giftBlocks, optionsOf } from './gift-blocks.ts'
import type { GiftBlock } from './gift-blocks.ts'
import { tolerant } from './gift-tolerance.ts'
import { withoutMarkup } from './plain-text.ts'

/** The longest block that is parsed, in characters: a question with ten long choices has 7,000. */
const BLOCK_MAX = 20_000

/** Reads a Moodle GIFT file. Never throws for what stands in it. */
export async function importGift (text: string): Promise<Imported> {
  return await collect(giftBlocks(text), readBlock)
}

function readBlock (block: GiftBlock): Draft {
  const { survey, manner } = optionsOf(block.options)
  const parsed = parseBlock(block.text)
  const bends: Bend[] = []
  const words = new Words(bends)
  switch (parsed.type) {
    case 'MC': return survey ? surveyOf(parsed, words, manner) : choiceOf(parsed, words, manner)
    case 'Short': return survey ? surveyOf(parsed, words, manner) : shortOf(parsed, words, manner)
    case 'Numerical': return numericOf(parsed, words, manner)
    case 'TF': {
      const explanation = words.explain(parsed.globalFeedback, [['', parsed.trueFeedback], ['', parsed.falseFeedback]])
      return words.draft(questionOf('truefalse', words.stem(parsed), [], { mask: parsed.isTrue ? 1 : 2 }, explanation, manner))
    }
    case 'Matching': throw new LeftOut('matching')
    case 'Essay': throw new LeftOut('essay')
    case 'Description': throw new LeftOut('description')
    case 'Category': throw new LeftOut('unknown-type', 'category')
  }
}

function parseBlock (text: string): GIFTQuestion {
  if (text.length > BLOCK_MAX) throw new LeftOut('too-long', String(text.length))
  try {
    return only(parse(text))
  } catch (error) {
    const detail = (error as Error).message
    try {
      return only(parse(tolerant(text)))
    } catch {
      throw new LeftOut('syntax', detail)
    }
  }
}

function only (questions: GIFTQuestion[]): GIFTQuestion {
  const [question, second] = questions
  if (question === undefined || second !== undefined) throw new LeftOut('syntax')
  return question
}

/** Texts of one question without their markup; notes it once when there was some. */
class Words {
  readonly #bends: Bend[]

  constructor (bends: Bend[]) {
    this.#bends = bends
  }

  plain ({ format, text }: TextFormat): string {
    const { text: bare, changed } = withoutMarkup(text, format === 'html')
    if (changed) this.bend('html-removed')
    return bare.trim()
  }

  stem ({ stem, title }: { stem: TextFormat, title: string | null }): string {
    return this.plain(stem) || (title ?? '').trim()
  }

  /** The general feedback, then what the file says to each answer. */
  explain (general: TextFormat | null, answers: Array<[answer: string, feedback: TextFormat | null]>): string {
    const lines = answers.flatMap(([answer, feedback]) => {
      const text = feedback === null ? '' : this.plain(feedback)
      return text === '' ? [] : [answer === '' ? text : `${answer}: ${text}`]
    })
    return [general === null ? '' : this.plain(general), ...lines].filter((line) => line !== '').join('\n')
  }

  bend (reason: Bend['reason'], detail = ''): void {
    if (this.#bends.every((bend) => bend.reason !== reason)) this.#bends.push({ reason, detail })
  }

  draft (question: Draft['question']): Draft {
    return { question, bends: this.#bends }
  }
}

interface WithChoices { stem: TextFormat, title: string | null, choices: TextChoice[], globalFeedback: TextFormat | null }

function surveyOf (parsed: WithChoices, words: Words, manner: Manner): Draft {
  const choices = parsed.choices.map(({ text }) => words.plain(text))
  return words.draft(questionOf('survey', words.stem(parsed), choices, null, words.explain(parsed.globalFeedback, []), manner))
}

function choiceOf (parsed: WithChoices, words: Words, manner: Manner): Draft {
  const choices = parsed.choices.map(({ text }) => words.plain(text))
  const right = rightOnes(parsed.choices, words)
  const mask = right.reduce((sum, index) => sum | 1 << index, 0)
  const explanation = words.explain(parsed.globalFeedback, parsed.choices.map(({ feedback }, i) => [choices[i] ?? '', feedback]))
  return words.draft(questionOf(right.length > 1 ? 'several' : 'single', words.stem(parsed), choices, { mask }, explanation, manner))
}

/**
 * Which choices are right. Moodle writes several-choice as weights that add up to 100; `=` or a weight of 100
 * is wholly right, and what is only partly right beside it counts as wrong here, which is noted.
 */
function rightOnes (choices: TextChoice[], words: Words): number[] {
  const weights = choices.map(({ isCorrect, weight }) => weight ?? (isCorrect ? 100 : 0))
  const whole = indexes(weights, (weight) => weight >= 100)
  const partly = indexes(weights, (weight) => weight > 0 && weight < 100)
  const sum = partly.reduce((total, index) => total + (weights[index] ?? 0), 0)
  if (whole.length === 0 && partly.length === 0) throw new LeftOut('no-right-answer')
  if (whole.length === 0) {
    if (partly.length < 2 || Math.abs(sum - 100) > 1) throw new LeftOut('partial-credit', `${sum} %`)
    return partly
  }
  if (partly.length > 0 || whole.length > 1) words.bend('partial-credit', weights.map((weight) => `${weight} %`).join(', '))
  return whole
}

function indexes (weights: number[], test: (weight: number) => boolean): number[] {
  return weights.flatMap((weight, index) => test(weight) ? [index] : [])
}

function shortOf (parsed: WithChoices, words: Words, manner: Manner): Draft {
  const whole = parsed.choices.filter(({ weight }) => weight === null || weight >= 100)
  if (whole.length < parsed.choices.length) words.bend('partial-credit')
  const accepted = [...new Set(whole.map(({ text }) => words.plain(text)))]
  const explanation = words.explain(parsed.globalFeedback, parsed.choices.map(({ text, feedback }) => [words.plain(text), feedback]))
  return words.draft(questionOf('text', words.stem(parsed), [], { accepted }, explanation, manner))
}

interface Numeric { stem: TextFormat, title: string | null, choices: NumericalChoice[] | NumericalFormat, globalFeedback: TextFormat | null }

function numericOf (parsed: Numeric, words: Words, manner: Manner): Draft {
  const listed = Array.isArray(parsed.choices) ? parsed.choices : [{ isCorrect: true, weight: null, text: parsed.choices, feedback: null }]
  const right = listed.filter(({ isCorrect, weight }) => isCorrect && (weight === null || weight >= 100))
  const [first, second] = right
  if (first === undefined) throw new LeftOut('no-right-answer')
  if (second !== undefined) throw new LeftOut('numeric-alternatives', String(right.length))
  if (listed.some((choice) => choice !== first && (choice.isCorrect || (choice.weight ?? 0) > 0))) words.bend('numeric-alternatives', String(listed.length))
  const explanation = words.explain(parsed.globalFeedback, listed.map(({ feedback }) => ['', feedback]))
  return words.draft(questionOf('numeric', words.stem(parsed), [], solutionOf(first.text), explanation, manner))
}

function solutionOf ({ number, range, numberLow, numberHigh }: NumericalFormat): Solution {
  const value = number ?? ((numberLow ?? NaN) + (numberHigh ?? NaN)) / 2
  const tolerance = number === undefined ? ((numberHigh ?? NaN) - (numberLow ?? NaN)) / 2 : range ?? 0
  if (!Number.isFinite(value) || !Number.isFinite(tolerance) || tolerance < 0) throw new LeftOut('bad-number', `${value} ± ${tolerance}`)
  return { value: decimal(value), tolerance: decimal(tolerance) }
}

/** Half of a sum as it would be written: 0.0005, not 0.000499999999999989. */
function decimal (value: number): number {
  return Number(value.toPrecision(12))
}
