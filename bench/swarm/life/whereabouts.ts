/** Where somebody is. Who comes has not joined yet; only who is inside answers; who is gone does not come back. */
export const Where = { outside: 0, coming: 1, inside: 2, asleep: 3, gone: 4 } as const
export type Where = (typeof Where)[keyof typeof Where]

/** Where everybody is. */
export class Whereabouts {
  readonly #where: Uint8Array

  constructor (students: number) {
    this.#where = new Uint8Array(students)
  }

  is (index: number, where: Where): boolean {
    return this.#where[index] === where
  }

  move (index: number, where: Where): void {
    this.#where[index] = where
  }

  count (where: Where): number {
    return this.#where.reduce((count, each) => count + (each === where ? 1 : 0), 0)
  }
}
