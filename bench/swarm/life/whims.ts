import type { Students } from '../students.ts'
import type { Agenda } from './agenda.ts'
import type { Answering } from './answering.ts'
import type { Attendance } from './attendance.ts'
import { Where } from './whereabouts.ts'
import type { Whereabouts } from './whereabouts.ts'

/** How often something happens to a student in an hour of the lesson. */
export interface Habits {
  /** The phone sleeps: its line is gone without a word, and it comes back when it wakes. */
  sleeps: number
  /** The line stalls: nothing is read for a while, and the socket stays. */
  stalls: number
  /** Somebody leaves for good, by the button or by closing the page. */
  walkOuts: number
}

const HOUR_MS = 3_600_000
/** How long (ms of the lesson) a phone sleeps and a line stalls: at least, and so much longer on average. */
const SLEEP_MS = { least: 5_000, mean: 55_000 }
const STALL_MS = { least: 1_000, mean: 3_000 }

/** What happens to people without anybody's doing: each kind at random, at its rate, to somebody who is inside. */
export class Whims {
  sleeps = 0
  stalls = 0
  walkOuts = 0
  readonly #students: Students
  readonly #agenda: Agenda
  readonly #where: Whereabouts
  readonly #attendance: Attendance
  readonly #answering: Answering
  readonly #random: () => number
  /** How many ms of the lesson pass in one; 0: nothing happens. */
  #speed = 0
  /** What was planned at another speed is forgotten. */
  #era = 0

  constructor (students: Students, agenda: Agenda, where: Whereabouts, attendance: Attendance, answering: Answering, random: () => number) {
    this.#students = students
    this.#agenda = agenda
    this.#where = where
    this.#attendance = attendance
    this.#answering = answering
    this.#random = random
  }

  /** From now on `speed` ms of the lesson pass in one (0: everybody wakes up, and nothing happens any more). */
  play (habits: Habits, speed: number): void {
    this.#speed = speed
    this.#era++
    if (speed === 0) {
      this.#wakeAll()
      return
    }
    this.#every(habits.sleeps, (index) => { this.#sleep(index) })
    this.#every(habits.stalls, (index) => { this.#stall(index) })
    this.#every(habits.walkOuts, (index) => { this.#walkOut(index) })
  }

  /** Has `act` done to somebody, `rate` times an hour and student, at random. */
  #every (rate: number, act: (index: number) => void): void {
    if (rate === 0) return
    const era = this.#era
    const mean = HOUR_MS / (rate * this.#students.count * this.#speed)
    const next = (due: number): void => {
      this.#agenda.at(due - mean * Math.log(1 - this.#random()), (at) => {
        if (era !== this.#era) return
        next(at)
        const index = Math.floor(this.#random() * this.#students.count)
        if (this.#where.is(index, Where.inside) && this.#students.isOpen(index)) act(index)
      })
    }
    this.#agenda.after(0, next)
  }

  #sleep (index: number): void {
    this.sleeps++
    this.#where.move(index, Where.asleep)
    this.#answering.excuse(index)
    this.#students.cut(index)
    this.#agenda.after(this.#lasting(SLEEP_MS), () => { this.#attendance.wake(index) })
  }

  #wakeAll (): void {
    for (let index = 0; index < this.#students.count; index++) {
      if (this.#where.is(index, Where.asleep)) this.#attendance.wake(index)
      else this.#students.wake(index)
    }
  }

  #stall (index: number): void {
    this.stalls++
    this.#answering.excuse(index)
    this.#students.stall(index)
    this.#agenda.after(this.#lasting(STALL_MS), () => { this.#students.wake(index) })
  }

  /** Who waits for a verdict stays until he has it. */
  #walkOut (index: number): void {
    if (this.#students.ledger.waits(index)) return
    this.walkOuts++
    this.#where.move(index, Where.gone)
    if (this.#random() < 0.5) this.#students.leave(index)
    else this.#students.cut(index)
  }

  #lasting ({ least, mean }: { least: number, mean: number }): number {
    return (least - mean * Math.log(1 - this.#random())) / this.#speed
  }
}
