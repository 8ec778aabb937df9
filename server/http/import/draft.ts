import { LIMITS } from '../../classroom/limits.ts'
import type { Question, QuestionType, Solution } from '../../classroom/model.ts'
import { validQuestion } from '../../classroom/rules.ts'
import type { ImportNote, ImportReason } from '../../wire/api.ts'

/** What a file gave: its usable questions, and what was left out or bent. */
export interface Imported {
  /** What the file calls itself, or ''. */
  title: string
  questions: Question[]
  /** Questions the file holds, usable or not. */
  found: number
  notes: ImportNote[]
}

/** A piece of the file that is one question; lines are counted from 1, both ends belong to it. */
export interface Source {
  fromLine: number
  toLine: number
  text: string
  /** Its file within a package. */
  file?: string
}

/** Why a question cannot be used. */
export class LeftOut extends Error {
  override readonly name = 'LeftOut'
  readonly reason: ImportReason
  readonly detail: string
  /** What can be asked in its place. */
  readonly instead: Question[]

  constructor (reason: ImportReason, detail = '', instead: Question[] = []) {
    super(reason)
    this.reason = reason
    this.detail = detail
    this.instead = instead
  }
}

/** What was changed in a question so that it can be used. */
export interface Bend {
  reason: ImportReason
  detail: string
}

/** A question read from a file, and how it was bent. */
export interface Draft {
  question: Question
  bends: Bend[]
}

/** What a file may say of a question besides its text and answers. */
export type Manner = Partial<Pick<Question, 'seconds' | 'points' | 'speed' | 'change' | 'shuffle' | 'live' | 'unit'>>

/**
 * A question as an imported one is unless its file says otherwise: 30 s, 100 points, changeable until the
 * close; a survey has no points and shows its bars. Only a number has a unit.
 */
export function questionOf (type: QuestionType, text: string, choices: string[], solution: Solution, explanation: string, { unit, ...manner }: Manner): Question {
  const judged = type !== 'survey'
  const question = { type, text, choices, solution, explanation, seconds: 30, points: judged ? 100 : 0, speed: judged, change: true, shuffle: false, live: !judged, ...manner }
  return type === 'numeric' && unit !== undefined ? { ...question, unit } : question
}

/** How much of a source a note shows, in characters. */
const EXCERPT = 120

/** A line of the report; `at` is where in the quiz the question stands or would have stood. */
export function noteOf (what: ImportNote['what'], at: number, { fromLine, toLine, text, file }: Source, { reason, detail, instead = [] }: Bend & { instead?: Question[] }): ImportNote {
  return {
    what, at, fromLine, toLine, reason, detail: excerpt(detail), source: excerpt(text.trim()),
    ...file === undefined ? {} : { file },
    ...instead.length === 0 ? {} : { instead }
  }
}

/** The beginning of a text; never half of a character that takes two units. */
function excerpt (text: string): string {
  return text.length <= EXCERPT ? text : text.slice(0, EXCERPT).replace(/[\uD800-\uDBFF]$/, '')
}

/**
 * The last look at a draft before it becomes a question of the quiz.
 * @throws LeftOut
 */
export function finish ({ question, bends }: Draft): Draft {
  const { type, text, choices, solution, explanation, unit = '' } = question
  if (text === '') throw new LeftOut('empty')
  if (text.length > LIMITS.question) throw new LeftOut('too-long', 'text')
  if (explanation.length > LIMITS.explanation) throw new LeftOut('too-long', 'explanation')
  if (unit.length > LIMITS.unit) throw new LeftOut('too-long', 'unit')
  if (type === 'single' || type === 'several' || type === 'survey') checkChoices(choices)
  if (solution !== null && 'accepted' in solution) checkAccepted(solution.accepted)
  const problem = validQuestion(question)
  if (problem !== null) throw new LeftOut('syntax', problem)
  return { question, bends }
}

function checkChoices (choices: string[]): void {
  if (choices.some((choice) => choice === '')) throw new LeftOut('empty', 'choice')
  if (choices.some((choice) => choice.length > LIMITS.choice)) throw new LeftOut('too-long', 'choice')
  if (choices.length < LIMITS.choicesMin) throw new LeftOut('too-few-choices', String(choices.length))
  if (choices.length > LIMITS.choicesMax) throw new LeftOut('too-many-choices', String(choices.length))
  const twice = choices.find((choice, i) => choices.indexOf(choice) !== i)
  if (twice !== undefined) throw new LeftOut('duplicate-choice', twice)
}

function checkAccepted (accepted: string[]): void {
  if (accepted.length === 0) throw new LeftOut('no-right-answer')
  if (accepted.length > LIMITS.acceptedMax) throw new LeftOut('too-many-choices', String(accepted.length))
  if (accepted.some((text) => text === '')) throw new LeftOut('empty', 'answer')
  if (accepted.some((text) => text.length > LIMITS.shortAnswer)) throw new LeftOut('too-long', 'answer')
}
