import { EMOJI } from '../../server/classroom/tool-model.ts'
import type { Students } from './students.ts'

const EVERY_MS = 50

/** Students who send emoji, in turn, so that nobody sends more than his share. */
export class Crowd {
  readonly #timer: NodeJS.Timeout
  #sent = 0

  constructor (students: Students, perSecond: number) {
    const startAt = performance.now()
    this.#timer = setInterval(() => {
      const due = Math.floor((performance.now() - startAt) * perSecond / 1000)
      for (; this.#sent < due; this.#sent++) students.react(this.#sent % students.count, this.#sent % EMOJI)
    }, EVERY_MS)
  }

  stop (): void {
    clearInterval(this.#timer)
  }
}
