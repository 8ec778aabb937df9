import { Kept } from './answers.ts'
import type { AskedQuestion, Round } from './asked-question.ts'
import { GRACE_MS, LIMITS } from './limits.ts'
import type { Lesson } from './live-lesson.ts'
import { Phase, Verdict } from './model.ts'
import type { AnswerValue, Question, QuestionType, Solution } from './model.ts'
import { normalise } from './text.ts'

const TYPES: Record<QuestionType, { choices: boolean }> = {
  single: { choices: true },
  several: { choices: true },
  survey: { choices: true },
  truefalse: { choices: false },
  numeric: { choices: false },
  text: { choices: false }
}
const SWITCHES = ['speed', 'change', 'shuffle', 'live'] as const

/**
 * What is wrong with a question, in a few English words that begin with the field's name; null when nothing is.
 * A question's text and its choices may be empty: one asked on the fly is spoken, and its letters stand for themselves.
 */
export function validQuestion (question: unknown): string | null {
  if (!isRecord(question)) return 'question: must be an object'
  const { type, text, choices, solution, explanation, seconds, points, unit } = question
  if (!isType(type)) return `type: must be one of ${Object.keys(TYPES).join(', ')}`
  if (!isText(text, LIMITS.question)) return `text: must be at most ${LIMITS.question} characters`
  if (!isText(explanation, LIMITS.explanation)) return `explanation: must be at most ${LIMITS.explanation} characters`
  if (!areChoices(choices, type)) {
    return TYPES[type].choices
      ? `choices: must be ${LIMITS.choicesMin} to ${LIMITS.choicesMax} texts of at most ${LIMITS.choice} characters`
      : 'choices: must be empty for this type'
  }
  if (!isWhole(seconds, LIMITS.secondsMin, LIMITS.secondsMax) && seconds !== 0) {
    return `seconds: must be 0 or from ${LIMITS.secondsMin} to ${LIMITS.secondsMax}`
  }
  if (!isWhole(points, 0, LIMITS.points)) return `points: must be from 0 to ${LIMITS.points}`
  for (const name of SWITCHES) {
    if (typeof question[name] !== 'boolean') return `${name}: must be true or false`
  }
  if (unit !== undefined && !(type === 'numeric' && isText(unit, LIMITS.unit))) return `unit: only a number has one, of at most ${LIMITS.unit} characters`
  const problem = validSolution(solution, type, choices.length)
  return problem === null ? null : `solution: ${problem}`
}

function validSolution (solution: unknown, type: QuestionType, choices: number): string | null {
  if (type === 'survey') return solution === null ? null : 'a survey has none'
  if (!isRecord(solution)) return 'must be an object'
  const { mask, value, tolerance, accepted } = solution as Partial<Record<KeysOfSolution, unknown>>
  switch (type) {
    case 'numeric':
      return Number.isFinite(value) && isAmount(tolerance) ? null : 'needs a finite value and a tolerance of 0 or more'
    case 'text':
      return areAccepted(accepted) ? null : `needs 1 to ${LIMITS.acceptedMax} accepted answers of 1 to ${LIMITS.shortAnswer} characters`
    case 'several':
      return isWhole(mask, 1, 2 ** choices - 1) ? null : 'needs at least one right choice, and only choices there are'
    case 'single':
      return isSingleChoice(mask, choices) ? null : 'needs exactly one right choice among those there are'
    case 'truefalse':
      return isSingleChoice(mask, 2) ? null : 'must be true or false'
  }
}

type KeysOfSolution = Solution extends infer S ? S extends null ? never : keyof S : never

/** Whether `mask` has exactly one bit, and it stands for one of `choices`. */
function isSingleChoice (mask: unknown, choices: number): boolean {
  return isWhole(mask, 1, 2 ** choices - 1) && (mask & (mask - 1)) === 0
}

/** Whether `value` is a whole number from `min` to `max`. */
export function isWhole (value: unknown, min: number, max: number): value is number {
  return Number.isSafeInteger(value) && (value as number) >= min && (value as number) <= max
}

function isRecord (value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

function isType (type: unknown): type is QuestionType {
  return typeof type === 'string' && Object.hasOwn(TYPES, type)
}

function isText (text: unknown, max: number): text is string {
  return typeof text === 'string' && text.length <= max
}

function areChoices (choices: unknown, type: QuestionType): choices is string[] {
  if (!Array.isArray(choices)) return false
  if (!TYPES[type].choices) return choices.length === 0
  return isWhole(choices.length, LIMITS.choicesMin, LIMITS.choicesMax) && choices.every((choice) => isText(choice, LIMITS.choice))
}

function isAmount (value: unknown): boolean {
  return Number.isFinite(value) && (value as number) >= 0
}

function areAccepted (accepted: unknown): boolean {
  return Array.isArray(accepted) && isWhole(accepted.length, 1, LIMITS.acceptedMax) &&
    accepted.every((text) => isText(text, LIMITS.shortAnswer) && normalise(text) !== '')
}

/** When the time of a participant with this time factor is over (ms); Infinity without a limit. */
export function deadlineOf ({ answers, limit }: Round, factor: number): number {
  return limit === 0 ? Infinity : answers.openedAt + limit * factor
}

/** When a relay appends the `close` of the open question (ms): the longest deadline and the grace; Infinity when none is due. */
export function closeDue (lesson: Lesson): number {
  const { openRound } = lesson
  return openRound === null ? Infinity : deadlineOf(openRound, lesson.people.longestFactor) + GRACE_MS
}

/** Whether `who` may act in the lesson at all. */
export function checkParticipant (lesson: Lesson, who: number): Verdict {
  if (!lesson.people.has(who)) return Verdict.unknownParticipant
  return lesson.people.isRemoved(who) ? Verdict.removed : Verdict.accepted
}

/** What becomes of an answer that is received now, its time apart: the relay asks before it appends. */
export function checkAnswer (lesson: Lesson, who: number, no: number, round: number, revision: number, value: AnswerValue): Verdict {
  return judgeAnswer(lesson, who, no, round, revision, value, -Infinity)
}

/**
 * The verdict on an answer that was received at `at` (ms) and stands here in the lane.
 * It counts in an open round until its participant's deadline and the grace. After that, and between close
 * and reveal, it is late: kept, unless an answer of that round counts already, which then stands
 * (`wrongPhase`: the question is closed). What was left behind (an earlier round, an earlier question) and
 * what is revealed or skipped takes no more answers: `wrongPhase`.
 */
export function judgeAnswer (lesson: Lesson, who: number, no: number, round: number, revision: number, value: AnswerValue, at: number): Verdict {
  const allowed = checkParticipant(lesson, who)
  if (allowed !== Verdict.accepted) return allowed
  if (lesson.isTeacher(who)) return Verdict.notAllowed
  const asked = lesson.questions[no]
  const of = asked?.rounds[round]
  if (asked === undefined || of === undefined) return Verdict.unknownQuestion
  if (!fits(asked.question, value)) return Verdict.badAnswer
  if (no !== lesson.no || round !== lesson.round || asked.phase > Phase.closed) return Verdict.wrongPhase
  const inTime = asked.phase === Phase.open && at <= deadlineOf(of, lesson.people.factorOf(who)) + GRACE_MS
  return judgeChange(asked, of, who, revision, value, inTime)
}

/** What an answer may do to the one before it. */
function judgeChange (asked: AskedQuestion, { answers }: Round, who: number, revision: number, value: AnswerValue, inTime: boolean): Verdict {
  const verdict = inTime ? Verdict.accepted : Verdict.late
  const former = answers.given(who)
  if (former === null) return verdict
  if (revision === former.revision && value === former.value) return Verdict.duplicate
  if (revision <= former.revision) return Verdict.oldRevision
  if (!inTime && answers.counting(who)) return Verdict.wrongPhase
  // An answer in time may take the place of a late one: it was received earlier and only stands later.
  if (!asked.question.change && (former.kept !== Kept.late || !inTime)) return Verdict.notChangeable
  return verdict
}

/** Whether `value` can be an answer to `question`. */
function fits ({ type, choices }: Question, value: AnswerValue): boolean {
  switch (type) {
    case 'single':
    case 'survey': return isSingleChoice(value, choices.length)
    case 'truefalse': return isSingleChoice(value, 2)
    case 'several': return isWhole(value, 1, 2 ** choices.length - 1)
    case 'numeric': return Number.isFinite(value)
    case 'text': return typeof value === 'string' && value.length <= LIMITS.shortAnswer && normalise(value) !== ''
  }
}
