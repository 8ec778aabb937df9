import { parse } from 'gift-pegjs'
import type { GIFTQuestion, Matching, NumericalChoice, NumericalFormat, TextChoice, TextFormat } from 'gift-pegjs'
import type { Question, Solution } from '../../classroom/model.ts'
import { readWords } from '../lectern-words.ts'
import { collect } from './collect.ts'
import { LeftOut, questionOf } from './draft.ts'
import type { Draft, Imported, Manner } from './draft.ts'
import { braces, giftBlocks } from './gift-blocks.ts'
import type { GiftBlock } from './gift-blocks.ts'
import { tolerant } from './gift-tolerance.ts'
import { fromPairs } from './instead.ts'
import { categoryTitle } from './quiz-title.ts'
import { weighedDraft } from './weights.ts'
import { Words } from './words.ts'

/** The longest block that is parsed, in characters: a question with ten long choices has 7,000. */
const BLOCK_MAX = 20_000

/** Reads a Moodle GIFT file. Never throws for what stands in it. */
export async function importGift (text: string): Promise<Imported> {
  return await collect(categoryTitle(text), giftBlocks(text), readBlock)
}

function readBlock (block: GiftBlock): Draft {
  const { survey, several, manner } = readWords(block.options)
  const parsed = parseBlock(block)
  const words = new Words()
  switch (parsed.type) {
    case 'MC': return survey ? surveyOf(parsed, words, manner) : choiceOf(parsed, words, manner, several)
    case 'Short': return survey ? surveyOf(parsed, words, manner) : shortOf(parsed, words, manner)
    case 'Numerical': return numericOf(parsed, words, manner)
    case 'TF': {
      const explanation = words.explain(parsed.globalFeedback, [['', parsed.trueFeedback], ['', parsed.falseFeedback]])
      return words.draft(questionOf('truefalse', words.stem(parsed), [], { mask: parsed.isTrue ? 1 : 2 }, explanation, manner))
    }
    case 'Matching': throw new LeftOut('matching', '', matchingOf(parsed, words, manner))
    case 'Essay': throw new LeftOut('essay')
    case 'Description': throw new LeftOut('description')
    case 'Category': throw new LeftOut('unknown-type', 'category')
  }
}

function parseBlock (block: GiftBlock): GIFTQuestion {
  const { text } = block
  if (text.length > BLOCK_MAX) throw new LeftOut('too-long', String(text.length))
  try {
    return only(parse(text))
  } catch (error) {
    const detail = (error as Error).message
    try {
      return only(parse(tolerant(text)))
    } catch {
      throw new LeftOut('syntax', detail, closedByHand(block))
    }
  }
}

/** What a block says that only misses its closing brace. */
function closedByHand (block: GiftBlock): Question[] {
  if (braces(block.text) !== 1) return []
  try {
    return [readBlock({ ...block, text: `${block.text}\n}` }).question]
  } catch (error) {
    if (error instanceof LeftOut) return []
    throw error
  }
}

function only (questions: GIFTQuestion[]): GIFTQuestion {
  const [question, second] = questions
  if (question === undefined || second !== undefined) throw new LeftOut('syntax')
  return question
}

function matchingOf (parsed: Matching, words: Words, manner: Manner): Question[] {
  const asked = { text: words.stem(parsed), explanation: words.explain(parsed.globalFeedback, []), manner }
  return fromPairs(asked, parsed.matchPairs.map(({ subquestion, subanswer }) => [words.plain(subquestion), subanswer]))
}

interface WithChoices { stem: TextFormat, title: string | null, choices: TextChoice[], globalFeedback: TextFormat | null }

function surveyOf (parsed: WithChoices, words: Words, manner: Manner): Draft {
  const choices = parsed.choices.map(({ text }) => words.plain(text))
  return words.draft(questionOf('survey', words.stem(parsed), choices, null, words.explain(parsed.globalFeedback, []), manner))
}

function choiceOf (parsed: WithChoices, words: Words, manner: Manner, several: boolean): Draft {
  const choices = parsed.choices.map(({ text }) => words.plain(text))
  const weights = parsed.choices.map(({ isCorrect, weight }) => weight ?? (isCorrect ? 100 : 0))
  const explanation = words.explain(parsed.globalFeedback, parsed.choices.map(({ feedback }, i) => [choices[i] ?? '', feedback]))
  return weighedDraft({ text: words.stem(parsed), choices, weights, explanation, manner, several }, words)
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
  const value = number ?? decimal(((numberLow ?? NaN) + (numberHigh ?? NaN)) / 2)
  const tolerance = number === undefined ? decimal(((numberHigh ?? NaN) - (numberLow ?? NaN)) / 2) : range ?? 0
  if (!Number.isFinite(value) || !Number.isFinite(tolerance) || tolerance < 0) throw new LeftOut('bad-number', `${value} ± ${tolerance}`)
  return { value, tolerance }
}

/** Half of a sum as it would be written: 0.0005, not 0.000499999999999989. */
function decimal (value: number): number {
  return Number(value.toPrecision(12))
}
