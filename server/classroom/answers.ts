import { clampOffset, grow } from './columns.ts'
import type { AnswerValue, Question } from './model.ts'
import type { Grader } from './scoring.ts'
import { normalise } from './text.ts'

/** What is kept of a participant's answer in a round. */
export const Kept = { none: 0, counts: 1, late: 2, acceptedLate: 3 } as const
export type Kept = (typeof Kept)[keyof typeof Kept]

/** One answer, as read from the columns. `at` is when the relay received it (ms). */
export interface Given {
  kept: Kept
  revision: number
  value: AnswerValue
  at: number
}

/** The answers to one question in one round: columns by participant index, and how they are spread. */
export class Answers {
  readonly openedAt: number
  readonly #isRight: Grader
  readonly #type: Question['type']
  #kept: Uint8Array<ArrayBuffer>
  #revisions: Uint32Array<ArrayBuffer>
  #offsets: Int32Array<ArrayBuffer>
  #numbers: Uint16Array<ArrayBuffer> | Float64Array<ArrayBuffer>
  readonly #texts: string[] = []
  readonly #spellings = new Map<string, { shown: string, n: number }>()
  /** Answers that count, how many of them are right, and how often each choice was taken. */
  answered = 0
  right = 0
  readonly counts: number[]

  /** `size` is how many participants there are now: nobody need grow a column who comes no later. */
  constructor (question: Question, isRight: Grader, openedAt: number, size: number) {
    this.openedAt = openedAt
    this.#isRight = isRight
    this.#type = question.type
    this.#kept = new Uint8Array(size)
    this.#revisions = new Uint32Array(size)
    this.#offsets = new Int32Array(size)
    this.#numbers = new (question.type === 'numeric' ? Float64Array : Uint16Array)(question.type === 'text' ? 0 : size)
    const choices = question.type === 'truefalse' ? 2 : question.choices.length
    this.counts = new Array<number>(choices).fill(0)
  }

  keptOf (who: number): Kept {
    return (this.#kept[who] ?? Kept.none) as Kept
  }

  /** Whether the answer of `who` counts, as long as `who` is not removed. */
  counting (who: number): boolean {
    const kept = this.keptOf(who)
    return kept === Kept.counts || kept === Kept.acceptedLate
  }

  isRight (who: number): boolean {
    return this.counting(who) && this.#isRight(this.#valueOf(who))
  }

  /** The answer of `who`; null if there is none. */
  given (who: number): Given | null {
    const kept = this.keptOf(who)
    if (kept === Kept.none) return null
    return {
      kept,
      revision: this.#revisions[who] as number,
      value: this.#valueOf(who),
      at: this.openedAt + (this.#offsets[who] as number)
    }
  }

  /** Stores an answer in the place of an older one. */
  put (who: number, { kept, revision, value, at }: Given): void {
    if (this.counting(who)) this.tally(who, -1)
    this.#kept = grow(this.#kept, who + 1)
    this.#revisions = grow(this.#revisions, who + 1)
    this.#offsets = grow(this.#offsets, who + 1)
    this.#kept[who] = kept
    this.#revisions[who] = revision
    this.#offsets[who] = clampOffset(at - this.openedAt)
    if (typeof value === 'string') {
      this.#texts[who] = value
    } else {
      this.#numbers = grow(this.#numbers, who + 1)
      this.#numbers[who] = value
    }
    if (this.counting(who)) this.tally(who, 1)
  }

  /** Lets the late answer of `who` count; `tallied` unless `who` is removed. */
  accept (who: number, tallied: boolean): void {
    this.#kept[who] = Kept.acceptedLate
    if (tallied) this.tally(who, 1)
  }

  /** Counts the answer of `who` in (1) or out (-1). */
  tally (who: number, step: 1 | -1): void {
    const value = this.#valueOf(who)
    this.answered += step
    if (this.#isRight(value)) this.right += step
    if (this.#type === 'numeric' || typeof value === 'string') this.#tallySpelling(String(value), step)
    else for (let i = 0; i < this.counts.length; i++) this.counts[i] = (this.counts[i] as number) + step * (value >> i & 1)
  }

  /** The most frequent answers in words or numbers, at most `limit`; in code point order where equal. */
  top (limit: number): Array<[text: string, n: number]> {
    const rows = [...this.#spellings].sort(([a, { n }], [b, { n: m }]) => m - n || (a < b ? -1 : 1))
    return rows.slice(0, limit).map(([, { shown, n }]) => [shown, n])
  }

  /** Everything kept, for the digest. */
  dump (): object {
    return {
      openedAt: this.openedAt,
      kept: this.#kept,
      revisions: this.#revisions,
      offsets: this.#offsets,
      numbers: this.#numbers,
      texts: this.#texts,
      spellings: this.#spellings,
      answered: this.answered,
      right: this.right,
      counts: this.counts
    }
  }

  #valueOf (who: number): AnswerValue {
    return this.#type === 'text' ? this.#texts[who] as string : this.#numbers[who] as number
  }

  #tallySpelling (text: string, step: 1 | -1): void {
    const key = this.#type === 'text' ? normalise(text) : text
    const spelling = this.#spellings.get(key) ?? { shown: text, n: 0 }
    spelling.n += step
    if (spelling.n === 0) this.#spellings.delete(key)
    else this.#spellings.set(key, spelling)
  }
}
