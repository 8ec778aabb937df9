import { Kind } from '../classroom/events.ts'
import type { Reactions as ReactionsEvent } from '../classroom/events.ts'
import { REACTIONS } from '../classroom/tool-model.ts'
import { Alarm } from './alarm.ts'

/** How long reactions are summed before they go to the log as one event (ms): two a second and class, however many tap. */
const EVERY_MS = 500

/** Sums the reactions that come in at this relay, so that none costs a record or a delivery of its own. */
export class Reactions {
  readonly #source: number
  readonly #alarm: Alarm
  #sums: number[] | null = null
  #turn = 0

  /** `source` is this life of the relay; `due` is called when what was summed is to be taken. */
  constructor (source: number, due: () => void) {
    this.#source = source
    this.#alarm = new Alarm(due)
  }

  add (reaction: number, now: number): void {
    this.#sums ??= this.#begin(now)
    this.#sums[reaction] = (this.#sums[reaction] ?? 0) + 1
  }

  /** What was summed since the last time, as an event of the lesson; null when nothing was. */
  take (lesson: string, now: number): ReactionsEvent | null {
    const sums = this.#sums
    this.#sums = null
    return sums === null ? null : [Kind.reactions, lesson, now, 0, -1, this.#source, this.#turn++, sums]
  }

  #begin (now: number): number[] {
    this.#alarm.set(now + EVERY_MS, now)
    return REACTIONS.map(() => 0)
  }
}
