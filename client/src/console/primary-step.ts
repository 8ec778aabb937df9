import { LessonPhase, Phase } from '../../../server/classroom/model.ts'
import type { Question } from '../../../server/classroom/model.ts'
import type { Step } from '../../../server/wire/messages.ts'

/** What the one yellow button needs to know of the class. */
export interface Situation {
  connected: boolean
  lesson: LessonPhase
  title: string
  /** Whether this teacher controls the lesson. */
  controls: boolean
  /** Whether it is this teacher's other device that does. */
  own: boolean
  /** Students who joined. */
  joined: number
  current: { no: number, round: number, phase: Phase, survey: boolean } | null
  quiz: QuizState
  /** The question that comes next, or null after the last one. */
  next: { index: number, total: number, quizId: string, question: Question } | null
}

/** How far the quiz of the lesson is loaded. */
export type QuizState = 'none' | 'loading' | 'failed' | 'ready'

export type PrimaryLabel =
  | 'openClass' | 'openAgain' | 'control' | 'askFirst' | 'askNext' | 'askQuick' | 'close' | 'reveal' | 'revealSurvey' | 'finish'

export type Blocked = 'offline' | 'nobody' | 'quizLoading' | 'quizFailed'

/** The next step of the lesson: its word, what it sends, and why it cannot be taken now. */
export interface Primary {
  label: PrimaryLabel
  step: Step
  /** Whether a dialog asks first. */
  confirm: 'take' | 'end' | null
  blocked: Blocked | null
}

/** A question of choices A to D without text: the teacher asks it aloud. */
export function lettersQuestion (): Question {
  return {
    type: 'survey', text: '', choices: ['A', 'B', 'C', 'D'], solution: null, explanation: '', seconds: 0, points: 0, speed: false, change: true, shuffle: false, live: false
  }
}

/** True or false, asked aloud; counted as a survey, because nobody typed what is right. */
export function trueFalseQuestion (words: readonly string[]): Question {
  return { ...lettersQuestion(), choices: [...words] }
}

/** The step that puts a question on every phone; `quizId` '' is on the fly. */
export function askStep (question: Question, index = 0, total = 0, quizId = ''): Step {
  return ['ask', index, total, quizId, question]
}

/** Says what the yellow button does now (SCREENS: "yellow is now or next"). */
export function primaryStep (at: Situation): Primary {
  const primary = steady(at)
  return at.connected ? primary : { ...primary, blocked: 'offline' }
}

function steady (at: Situation): Primary {
  if (at.lesson === LessonPhase.waiting) return plain('openClass', ['open', at.title])
  if (at.lesson === LessonPhase.ended) return plain('openAgain', ['open', at.title])
  if (!at.controls) return { label: 'control', step: ['take'], confirm: at.own ? null : 'take', blocked: null }
  const now = at.current
  if (now?.phase === Phase.open) return plain('close', ['close', now.no, now.round])
  if (now?.phase === Phase.closed) return plain(now.survey ? 'revealSurvey' : 'reveal', ['reveal', now.no])
  return asking(at)
}

function asking (at: Situation): Primary {
  if (at.quiz === 'ready' && at.next === null) return { label: 'finish', step: ['end'], confirm: 'end', blocked: null }
  const { label, step } = at.next === null
    ? { label: 'askQuick' as const, step: askStep(lettersQuestion()) }
    : { label: at.current === null ? 'askFirst' as const : 'askNext' as const, step: askStep(at.next.question, at.next.index, at.next.total, at.next.quizId) }
  return { label, step, confirm: null, blocked: at.joined === 0 ? 'nobody' : waitsForQuiz(at.quiz) }
}

function waitsForQuiz (quiz: QuizState): Blocked | null {
  if (quiz === 'loading') return 'quizLoading'
  return quiz === 'failed' ? 'quizFailed' : null
}

function plain (label: PrimaryLabel, step: Step): Primary {
  return { label, step, confirm: null, blocked: null }
}

/** Milliseconds for which the button ignores input after its label changed: a double press must never reveal. */
export const GUARD_MS = 500
