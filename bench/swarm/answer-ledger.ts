/** What becomes of the last answer of every student: none may be lost, none may count twice. */
export class AnswerLedger {
  readonly #n: Uint32Array
  readonly #position: Float64Array
  readonly #waiting: Uint8Array
  /** Answers that were given two different places in the log. */
  duplicated = 0
  /** Answers that have a verdict. */
  settled = 0
  /** How often each verdict was given, by its number; errors stand under 0. */
  readonly verdicts: Record<number, number> = {}

  constructor (students: number) {
    this.#n = new Uint32Array(students)
    this.#position = new Float64Array(students)
    this.#waiting = new Uint8Array(students)
  }

  sent (index: number, n: number): void {
    this.#n[index] = n
    this.#position[index] = -1
    this.#waiting[index] = 1
  }

  /** Takes a verdict; true if it is the first one of the student's last answer. */
  verdict (index: number, n: number, verdict: number, position: number): boolean {
    if (n === 0 || n !== this.#n[index]) return false
    const first = this.#waiting[index] === 1
    if (!first && position !== this.#position[index]) this.duplicated++
    if (!first) return false
    this.#waiting[index] = 0
    this.#position[index] = position
    this.settled++
    this.verdicts[verdict] = (this.verdicts[verdict] ?? 0) + 1
    return true
  }

  /** The answer was refused before it reached the log. */
  refused (index: number, n: number): boolean {
    return this.verdict(index, n, 0, -1)
  }

  /** Whether the student's last answer has no verdict yet. */
  waits (index: number): boolean {
    return this.#waiting[index] === 1
  }

  /** Answers sent of which nothing was heard. */
  get lost (): number {
    return this.#waiting.reduce((sum, waiting) => sum + waiting, 0)
  }
}
