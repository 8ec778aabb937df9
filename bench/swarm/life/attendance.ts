import { now } from '../../clock.ts'
import { Latency } from '../../latency.ts'
import type { Tally } from '../../tally.ts'
import type { Students } from '../students.ts'
import type { WayIn } from '../way-in.ts'
import type { Agenda } from './agenda.ts'
import { waitBefore, wayBack } from './way-back.ts'
import { Where } from './whereabouts.ts'
import type { Whereabouts } from './whereabouts.ts'

/** How often it is looked for lines that died without a word (ms). */
const LOOK_MS = 1000
/** A line is dead that is silent for longer than two beats and this (ms). */
const SILENCE_MARGIN_MS = 2000

/** Lets people in, and back in when their line ended, as the client does. */
export class Attendance {
  /** From when somebody was due to come until his screen was usable. */
  readonly arrival = new Latency()
  /** From the end of a line that nobody here cut until the next view. */
  readonly absence = new Latency()
  /** Lines that ended, by close code; `silent` for those given up. */
  readonly ended: Tally = {}
  entered = 0
  /** How often the relay speaks at least (ms). */
  beatMs = 15_000
  readonly #students: Students
  readonly #wayIn: WayIn
  readonly #agenda: Agenda
  readonly #where: Whereabouts
  readonly #random: () => number
  readonly #failures: Uint16Array
  /** When he was due or his line ended (ms of clock.ts); NaN where nobody waits for anything. */
  readonly #since: Float64Array

  constructor (students: Students, wayIn: WayIn, agenda: Agenda, where: Whereabouts, random: () => number) {
    this.#students = students
    this.#wayIn = wayIn
    this.#agenda = agenda
    this.#where = where
    this.#random = random
    this.#failures = new Uint16Array(students.count)
    this.#since = new Float64Array(students.count).fill(NaN)
    this.#look()
  }

  /** He opens the page for the first time. */
  arrive (index: number, due: number): void {
    this.#where.move(index, Where.coming)
    this.#since[index] = due
    this.#knock(index)
  }

  /** His phone is awake again, unless it was before: he comes back at once. */
  wake (index: number): void {
    if (!this.#where.is(index, Where.asleep)) return
    this.#where.move(index, Where.inside)
    if (this.#students.passes.mayResume(index)) this.#students.comeBack(index)
    else this.#knock(index)
  }

  readonly viewed = (index: number): void => {
    this.#failures[index] = 0
    if (this.#where.is(index, Where.coming)) this.#students.join(index)
    else if (!Number.isNaN(this.#since[index])) this.#note(this.absence, index)
  }

  readonly joined = (index: number): void => {
    if (!this.#where.is(index, Where.coming)) return
    this.#where.move(index, Where.inside)
    this.entered++
    this.#note(this.arrival, index)
  }

  readonly closed = (index: number, code: number, reason: string): void => {
    if (!this.#isHere(index)) return
    this.ended[code] = (this.ended[code] ?? 0) + 1
    this.#comeBackAfter(index, code, reason)
  }

  /** Whether nobody is on his way, and everybody who is inside has a line and a view. */
  get whole (): boolean {
    for (let index = 0; index < this.#students.count; index++) {
      if (this.#where.is(index, Where.coming)) return false
      if (this.#where.is(index, Where.inside) && !(this.#students.isOpen(index) && Number.isNaN(this.#since[index]))) return false
    }
    return true
  }

  #isHere (index: number): boolean {
    return this.#where.is(index, Where.inside) || this.#where.is(index, Where.coming)
  }

  #note (latency: Latency, index: number): void {
    latency.record(this.#since[index]!, now())
    this.#since[index] = NaN
  }

  #comeBackAfter (index: number, code: number, reason: string): void {
    const failures = this.#failures[index]!
    const way = wayBack(code, this.#students.passes.mayResume(index), failures)
    if (way === 'stay away') {
      this.#students.note(`close ${code}`)
      this.#where.move(index, Where.gone)
      return
    }
    if (Number.isNaN(this.#since[index])) this.#since[index] = now()
    this.#failures[index] = failures + 1
    this.#agenda.after(waitBefore(reason, failures, this.#students.spread, this.#random), () => {
      if (!this.#isHere(index) || this.#students.hasLine(index)) return
      if (way === 'resume') this.#students.comeBack(index)
      else this.#knock(index)
    })
  }

  #knock (index: number): void {
    this.#wayIn.enter(this.#students, index, (_, status) => {
      // A server that is down answers nothing: he tries again, as after a lost line.
      if (status !== 0) this.#students.note(`HTTP ${status}`)
      this.closed(index, 1006, '')
    })
  }

  /** A relay that hangs says nothing: its students give their lines up. */
  #look (): void {
    const deadline = now() - 2 * this.beatMs - SILENCE_MARGIN_MS
    for (let index = 0; index < this.#students.count; index++) {
      if (!this.#isHere(index) || !this.#students.isOpen(index) || this.#students.heardAt(index) > deadline) continue
      this.#students.cut(index)
      this.ended['silent'] = (this.ended['silent'] ?? 0) + 1
      this.#comeBackAfter(index, 1006, '')
    }
    this.#agenda.after(LOOK_MS, () => { this.#look() })
  }
}
