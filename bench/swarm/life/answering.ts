import { Phase, Verdict } from '../../../server/classroom/model.ts'
import { now } from '../../clock.ts'
import { Latency } from '../../latency.ts'
import type { Students } from '../students.ts'
import type { Agenda } from './agenda.ts'
import { characterOf, intentsOf } from './character.ts'
import type { Character, Intent } from './character.ts'
import { Where } from './whereabouts.ts'
import type { Whereabouts } from './whereabouts.ts'

/** How a round of a question went, as all students together saw it. */
export interface RoundCount {
  no: number
  round: number
  /** Students who were told that an answer of theirs counts. */
  accepted: number
  /** Students who were told that they came too late, and nothing better. */
  late: number
}

/** Rounds a question may have at most; a number for each. */
const ROUNDS = 16
const OUTCOME = { none: 0, late: 1, accepted: 2 } as const

/** People think about each question in their own way, answer, and may change their minds. */
export class Answering {
  /** From when somebody meant to answer until his verdict; not counted where his own phone was the reason. */
  readonly latency = new Latency()
  answers = 0
  /** Answers that took the place of another. */
  changes = 0
  /** People take so many times less time for a question than it gives them. */
  haste = 1
  readonly #students: Students
  readonly #agenda: Agenda
  readonly #where: Whereabouts
  readonly #random: () => number
  readonly #characters: Character[]
  /** The round that each student has thought about last: number and round in one. */
  readonly #round: Int32Array
  readonly #open: Uint8Array
  readonly #revision: Uint8Array
  /** The round that his last answer is for: its verdict may come after the next question. */
  readonly #answered: Int32Array
  readonly #due: Float64Array
  /** The best outcome of each student, by round. */
  readonly #outcomes = new Map<number, Uint8Array>()

  constructor (students: Students, agenda: Agenda, where: Whereabouts, seed: number, random: () => number) {
    this.#students = students
    this.#agenda = agenda
    this.#where = where
    this.#random = random
    this.#characters = Array.from({ length: students.count }, (_, index) => characterOf(seed, index))
    this.#round = new Int32Array(students.count).fill(-1)
    this.#open = new Uint8Array(students.count)
    this.#revision = new Uint8Array(students.count)
    this.#answered = new Int32Array(students.count).fill(-1)
    this.#due = new Float64Array(students.count)
  }

  /** All rounds that anybody answered. */
  get rounds (): RoundCount[] {
    return [...this.#outcomes].map(([key, outcomes]) => ({
      no: Math.floor(key / ROUNDS),
      round: key % ROUNDS,
      accepted: count(outcomes, OUTCOME.accepted),
      late: count(outcomes, OUTCOME.late)
    }))
  }

  /** A student sees where a question stands. */
  readonly clock = (index: number, no: number, round: number, phase: number, limit: number): void => {
    const key = no * ROUNDS + round
    this.#open[index] = phase === Phase.open ? 1 : 0
    if (phase !== Phase.open || this.#round[index]! >= key) return
    this.#round[index] = key
    this.#revision[index] = 0
    const seenAt = now()
    for (const intent of intentsOf(this.#characters[index]!, limit, this.#random)) {
      this.#agenda.at(seenAt + intent.ms / this.haste, (due) => { this.#answer(index, key, intent, due) })
    }
  }

  readonly answered = (index: number, verdict: number): void => {
    if (!Number.isNaN(this.#due[index])) this.latency.record(this.#due[index]!, now())
    const outcome = verdict === Verdict.accepted ? OUTCOME.accepted : verdict === Verdict.late ? OUTCOME.late : OUTCOME.none
    const outcomes = this.#outcomesOf(this.#answered[index]!)
    outcomes[index] = Math.max(outcomes[index]!, outcome)
  }

  /** His own phone is the reason if he waits for a verdict now. */
  excuse (index: number): void {
    this.#due[index] = NaN
  }

  #answer (index: number, key: number, { value }: Intent, due: number): void {
    const moved = this.#round[index] !== key || this.#open[index] === 0
    if (moved || !this.#where.is(index, Where.inside) || this.#students.ledger.waits(index)) return
    const revision = ++this.#revision[index]!
    if (revision > 1) this.changes++
    this.answers++
    this.#due[index] = due
    this.#answered[index] = key
    this.#students.answer(index, Math.floor(key / ROUNDS), key % ROUNDS, revision, 1 << value)
  }

  #outcomesOf (key: number): Uint8Array {
    let outcomes = this.#outcomes.get(key)
    if (outcomes === undefined) {
      outcomes = new Uint8Array(this.#students.count)
      this.#outcomes.set(key, outcomes)
    }
    return outcomes
  }
}

function count (outcomes: Uint8Array, outcome: number): number {
  return outcomes.reduce((sum, each) => sum + (each === outcome ? 1 : 0), 0)
}
