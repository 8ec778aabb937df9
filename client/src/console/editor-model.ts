import { LIMITS } from '../../../server/classroom/limits.ts'
import type { Question, QuestionType, Solution } from '../../../server/classroom/model.ts'
import type { QuizBody } from '../../../server/wire/api.ts'
import { hasTiles } from '../parts/choices.ts'

export const QUESTION_TYPES: readonly QuestionType[] = ['single', 'several', 'truefalse', 'numeric', 'text', 'survey']

/** What is wrong with a field of a question or a quiz; the messages have words for each. */
export type Issue =
  | 'noText' | 'textTooLong' | 'fewChoices' | 'emptyChoice' | 'choiceTooLong' | 'sameChoice' | 'noRight' | 'badNumber' | 'badTolerance'
  | 'noAccepted' | 'acceptedTooLong' | 'badSeconds' | 'badPoints' | 'explanationTooLong' | 'noTitle' | 'titleTooLong' | 'noQuestions' | 'tooManyQuestions'

export type Field = 'title' | 'questions' | 'text' | 'choices' | 'solution' | 'explanation' | 'seconds' | 'points'
export type Issues = Partial<Record<Field, Issue>>

/** A new question of a type, ready to be filled in. */
export function blankQuestion (type: QuestionType): Question {
  const judged = type !== 'survey'
  return {
    type,
    text: '',
    choices: type === 'single' || type === 'several' || type === 'survey' ? ['', '', '', ''] : [],
    solution: blankSolution(type),
    explanation: '',
    seconds: 30,
    points: judged ? 100 : 0,
    speed: judged,
    change: true,
    shuffle: false,
    live: !judged
  }
}

function blankSolution (type: QuestionType): Solution {
  if (type === 'survey') return null
  if (type === 'numeric') return { value: NaN, tolerance: 0 }
  if (type === 'text') return { accepted: [] }
  return { mask: type === 'truefalse' ? 1 : 0 }
}

/** The question as another type; what both types have is kept. */
export function changeType (question: Question, type: QuestionType): Question {
  const fresh = blankQuestion(type)
  const { text, explanation, seconds, change, choices, solution } = question
  const kept = { ...fresh, text, explanation, seconds, change }
  if (fresh.choices.length > 0 && choices.length > 0) kept.choices = choices
  if (type === 'several' && solution !== null && 'mask' in solution && question.type === 'single') kept.solution = solution
  if (type === 'single' && solution !== null && 'mask' in solution && question.type === 'several') kept.solution = { mask: lowestBit(solution.mask) }
  if (type !== 'survey' && question.type !== 'survey') return { ...kept, points: question.points, speed: question.speed }
  return kept
}

function lowestBit (mask: number): number {
  return mask & -mask
}

/** Adds an empty choice, up to the limit. */
export function addChoice (question: Question): Question {
  return question.choices.length >= LIMITS.choicesMax ? question : { ...question, choices: [...question.choices, ''] }
}

/** Takes a choice out; what was right stays right. */
export function removeChoice (question: Question, index: number): Question {
  const choices = question.choices.toSpliced(index, 1)
  return { ...question, choices, solution: mapMask(question.solution, (mask) => dropBit(mask, index)) }
}

/** Swaps a choice with its neighbour `by` places on; what was right stays right. */
export function moveChoice (question: Question, index: number, by: -1 | 1): Question {
  const other = index + by
  const choice = question.choices[index]
  const neighbour = question.choices[other]
  if (choice === undefined || neighbour === undefined) return question
  return {
    ...question,
    choices: question.choices.with(index, neighbour).with(other, choice),
    solution: mapMask(question.solution, (mask) => swapBits(mask, index, other))
  }
}

/** Marks a choice right (single and true/false: it alone; several: it too, or no longer). */
export function markRight (question: Question, index: number): Question {
  const bit = 1 << index
  return { ...question, solution: mapMask(question.solution, (mask) => question.type === 'several' ? mask ^ bit : bit) }
}

function mapMask (solution: Solution, change: (mask: number) => number): Solution {
  return solution !== null && 'mask' in solution ? { mask: change(solution.mask) } : solution
}

function dropBit (mask: number, at: number): number {
  const below = (1 << at) - 1
  return (mask & below) | (mask >> 1 & ~below)
}

function swapBits (mask: number, a: number, b: number): number {
  const differ = (mask >> a ^ mask >> b) & 1
  return mask ^ (differ << a | differ << b)
}

/** The list with the row at `index` moved `by` places, or the same list at its edge. */
export function moveRow<T> (rows: readonly T[], index: number, by: -1 | 1): T[] {
  const row = rows[index]
  const other = rows[index + by]
  if (row === undefined || other === undefined) return [...rows]
  return rows.with(index, other).with(index + by, row)
}

/** What keeps a question from being asked, by field; an empty object when nothing does. */
export function questionIssues (question: Question): Issues {
  return defined({
    text: textIssue(question.text),
    choices: hasTiles(question.type) && question.type !== 'truefalse' ? choicesIssue(question.choices) : undefined,
    solution: solutionIssue(question),
    explanation: lengthOf(question.explanation) > LIMITS.explanation ? 'explanationTooLong' : undefined,
    seconds: question.seconds === 0 || whole(question.seconds, LIMITS.secondsMin, LIMITS.secondsMax) ? undefined : 'badSeconds',
    points: whole(question.points, 0, LIMITS.points) ? undefined : 'badPoints'
  })
}

/** What keeps a quiz as a whole from being stored; questions are judged one by one. */
export function quizIssues (quiz: QuizBody): Issues {
  const title = quiz.title.trim()
  return defined({
    title: title === '' ? 'noTitle' : lengthOf(title) > LIMITS.title ? 'titleTooLong' : undefined,
    questions: quiz.questions.length > LIMITS.questions ? 'tooManyQuestions' : undefined
  })
}

/** Indexes of the questions that cannot be asked yet. */
export function unfinished (quiz: QuizBody): number[] {
  return quiz.questions.flatMap((question, i) => Object.keys(questionIssues(question)).length > 0 ? [i] : [])
}

function textIssue (text: string): Issue | undefined {
  if (text.trim() === '') return 'noText'
  return lengthOf(text) > LIMITS.question ? 'textTooLong' : undefined
}

function choicesIssue (choices: readonly string[]): Issue | undefined {
  if (choices.length < LIMITS.choicesMin) return 'fewChoices'
  if (choices.some((choice) => choice.trim() === '')) return 'emptyChoice'
  if (choices.some((choice) => lengthOf(choice) > LIMITS.choice)) return 'choiceTooLong'
  const same = new Set(choices.map((choice) => choice.normalize('NFC').trim())).size < choices.length
  return same ? 'sameChoice' : undefined
}

function solutionIssue ({ solution }: Question): Issue | undefined {
  if (solution === null) return undefined
  if ('mask' in solution) return solution.mask === 0 ? 'noRight' : undefined
  if ('accepted' in solution) {
    if (solution.accepted.length === 0) return 'noAccepted'
    return solution.accepted.some((spelling) => lengthOf(spelling) > LIMITS.shortAnswer) ? 'acceptedTooLong' : undefined
  }
  if (!Number.isFinite(solution.value)) return 'badNumber'
  return Number.isFinite(solution.tolerance) && solution.tolerance >= 0 ? undefined : 'badTolerance'
}

// Characters are code points, as the server counts them.
function lengthOf (text: string): number {
  return Array.from(text).length
}

function whole (n: number, least: number, most: number): boolean {
  return Number.isInteger(n) && n >= least && n <= most
}

function defined (issues: { [F in Field]?: Issue | undefined }): Issues {
  return Object.fromEntries(Object.entries(issues).filter(([, issue]) => issue !== undefined))
}

/** The accepted spellings as typed in a field, one a line. */
export function spellingsOf (text: string): string[] {
  const lines = text.split('\n').map((line) => line.trim()).filter((line) => line !== '')
  return [...new Set(lines)].slice(0, LIMITS.acceptedMax)
}

/** A number as people type it: comma or point, minus or dash, full-width digits. NaN where it is none. */
export function numberOf (text: string): number {
  const plain = text.normalize('NFKC').trim().replace(/[−–]/g, '-').replace(',', '.')
  return plain === '' ? NaN : Number(plain)
}
