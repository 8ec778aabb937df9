import { Answers } from './answers.ts'
import { Outcome, Phase } from './model.ts'
import type { Question } from './model.ts'
import { grader } from './scoring.ts'
import type { Grader } from './scoring.ts'

/** What a reveal gave everyone, by participant index. */
export interface Scored {
  points: Uint16Array
  outcomes: Uint8Array
}

/** One round: the answers and the clock. `limit` ms, 0 is none; `closedAt` 0 while open. */
export interface Round {
  answers: Answers
  limit: number
  closedAt: number
}

/** A question that was asked in this lesson. `no` counts them from 0. */
export class AskedQuestion {
  readonly no: number
  readonly index: number
  readonly total: number
  readonly quizId: string
  readonly question: Question
  readonly rounds: Round[] = []
  phase: Phase = Phase.open
  /** Null until revealed. */
  scored: Scored | null = null
  readonly #isRight: Grader

  constructor (no: number, index: number, total: number, quizId: string, question: Question) {
    this.no = no
    this.index = index
    this.total = total
    this.quizId = quizId
    this.question = question
    this.#isRight = grader(question)
  }

  /** Opens the first or the next round; `size` is how many participants there are. */
  openRound (at: number, size: number): void {
    this.phase = Phase.open
    this.rounds.push({ answers: new Answers(this.question, this.#isRight, at, size), limit: this.question.seconds * 1000, closedAt: 0 })
  }

  /** The round that counts. */
  get last (): Round {
    return this.rounds[this.rounds.length - 1] as Round
  }

  /** Number of the last round, from 0. */
  get round (): number {
    return this.rounds.length - 1
  }

  get isSurvey (): boolean {
    return this.question.solution === null
  }

  pointsOf (who: number): number {
    return this.scored?.points[who] ?? 0
  }

  outcomeOf (who: number): Outcome {
    return (this.scored?.outcomes[who] ?? Outcome.none) as Outcome
  }

  /** Everything kept, for the digest. */
  dump (): object {
    const { no, index, total, quizId, question, phase, scored } = this
    const rounds = this.rounds.map(({ answers, limit, closedAt }) => ({ answers: answers.dump(), limit, closedAt }))
    return { no, index, total, quizId, question, phase, scored, rounds }
  }
}
