import { setTimeout as delay } from 'node:timers/promises'
import { Verdict } from '../../../server/classroom/model.ts'
import { now } from '../../clock.ts'
import { random } from '../../schedule.ts'
import type { Tally } from '../../tally.ts'
import { meter } from '../meter.ts'
import { Screens } from '../screens.ts'
import type { Usage } from '../meter.ts'
import type { Students } from '../students.ts'
import { WayIn } from '../way-in.ts'
import type { Entrance } from '../way-in.ts'
import { Agenda } from './agenda.ts'
import { Answering } from './answering.ts'
import type { RoundCount } from './answering.ts'
import { Attendance } from './attendance.ts'
import { Whereabouts, Where } from './whereabouts.ts'
import { Whims } from './whims.ts'
import type { Habits } from './whims.ts'

export interface LifePlan {
  entrance: Entrance
  seed: number
  habits: Habits
  startAt: number
  /** Students come at random within this time … */
  windowMs: number
  /** … but for this share of them, who come within `lateMs`. */
  lateShare: number
  lateMs: number
  /** Whether it is kept what everybody sees. */
  screens?: boolean
}

/** How fast a lesson is played. */
export interface Tempo {
  /** So many ms of the lesson pass in one; 0: nothing happens to anybody by himself. */
  speed: number
  /** People take so many times less time for a question than it gives them. */
  haste: number
  /** How often the relay speaks at least (ms). */
  beatMs: number
}

/** What became of the students so far; `usage` since the last report. Histograms are encoded (latency.ts); times in ms. */
export interface LifeReport {
  entered: number
  inside: number
  gone: number
  sleeps: number
  stalls: number
  walkOuts: number
  answers: number
  changes: number
  rounds: RoundCount[]
  /** Lines that nobody here cut, by close code. */
  ended: Tally
  bytes: { rhythm: number, event: number }
  arrival: string
  verdict: string
  absence: string
  lateness: string
  usage: Usage
}

/** When somebody last had no line or no view, and when somebody had last waited too long for a verdict (ms of clock.ts). */
export interface Troubled {
  lines: number
  verdicts: number
}

const POLL_MS = 20
/** Whoever waits longer for a verdict sees that something is wrong (ms). */
const UNDULY_MS = 1000
/** What people who answer at the last moment may hear. */
const TOO_LATE = [Verdict.late, Verdict.wrongPhase]
/** Between a hole in the batches and the question for the view (ms, at random up to this). */
const RESYNC_MS = 2000

/**
 * A hall of people: they come, early or late, think, hesitate, change their minds, sleep, lose their line,
 * walk out and come back. The seed decides all of it; what they answer to is what they see.
 */
export class Life {
  readonly #students: Students
  readonly #plan: LifePlan
  readonly #where: Whereabouts
  readonly #agenda = new Agenda()
  readonly #attendance: Attendance
  readonly #answering: Answering
  readonly #whims: Whims
  #used = meter()
  readonly #troubledAt: Troubled = { lines: 0, verdicts: 0 }

  constructor (students: Students, plan: LifePlan) {
    const next = random(plan.seed)
    this.#students = students
    this.#plan = plan
    this.#where = new Whereabouts(students.count)
    this.#attendance = new Attendance(students, new WayIn(plan.entrance), this.#agenda, this.#where, next)
    this.#answering = new Answering(students, this.#agenda, this.#where, plan.seed, next)
    this.#whims = new Whims(students, this.#agenda, this.#where, this.#attendance, this.#answering, next)
    for (const verdict of TOO_LATE) students.welcome.add(verdict)
    students.watch = {
      viewed: this.#attendance.viewed,
      joined: this.#attendance.joined,
      closed: this.#attendance.closed,
      clock: this.#answering.clock,
      answered: this.#answering.answered,
      putOff: (index, ms) => { this.#agenda.after(ms, () => { students.sayAgain(index) }) }
    }
    students.continuity.hole = (index) => { this.#agenda.after(RESYNC_MS * next(), () => { students.resync(index) }) }
    if (plan.screens === true) {
      students.screens = new Screens(students.count)
      this.#look()
    }
    this.#expect(next)
  }

  /** How the lesson goes from now on. */
  play ({ speed, haste, beatMs }: Tempo): void {
    this.#attendance.beatMs = beatMs
    this.#answering.haste = haste
    this.#whims.play(this.#plan.habits, speed)
  }

  /** Waits (at most `timeoutMs`) until nobody sleeps, and everybody inside has a line and every verdict. Returns whether it is so. */
  async settle (timeoutMs: number): Promise<boolean> {
    const deadline = now() + timeoutMs
    while (!this.#settled) {
      if (now() > deadline) return false
      await delay(POLL_MS)
    }
    return true
  }

  /** Every line is cut at once; everybody comes back as after a lost network. */
  cutAll (): void {
    for (let index = 0; index < this.#students.count; index++) {
      if (!this.#students.isOpen(index)) continue
      this.#students.cut(index)
      this.#attendance.closed(index, 1006, '')
    }
  }

  /**
   * Waits (at most `timeoutMs`) until for `calmMs` everybody has had his line and view, and nobody has waited
   * unduly for a verdict. Returns when that was last not so; null where it does not come to it.
   */
  async calm ({ calmMs, timeoutMs }: { calmMs: number, timeoutMs: number }): Promise<Troubled | null> {
    const begun = now()
    while (now() - Math.max(begun, this.#troubledAt.lines, this.#troubledAt.verdicts) < calmMs) {
      if (now() - begun > timeoutMs) return null
      await delay(POLL_MS)
    }
    return this.#troubledAt
  }

  /** Everything since the beginning; but `usage` since the last report. */
  report (): LifeReport {
    const usage = this.#used()
    this.#used = meter()
    const { entered, ended, arrival, absence } = this.#attendance
    const { answers, changes, rounds, latency } = this.#answering
    const { sleeps, stalls, walkOuts } = this.#whims
    return {
      entered,
      inside: this.#where.count(Where.inside),
      gone: this.#where.count(Where.gone),
      sleeps,
      stalls,
      walkOuts,
      answers,
      changes,
      rounds,
      ended,
      bytes: { ...this.#students.bytes },
      arrival: arrival.encode(),
      verdict: latency.encode(),
      absence: absence.encode(),
      lateness: this.#agenda.lateness.encode(),
      usage
    }
  }

  /** Of all verdicts so far (ms). */
  get p99 (): number {
    return this.#answering.latency.quantiles().p99
  }

  stop (): void {
    this.#agenda.stop()
  }

  get #settled (): boolean {
    return this.#where.count(Where.asleep) === 0 && this.#attendance.whole && this.#students.ledger.lost === 0
  }

  #look (): void {
    if (!this.#attendance.whole) this.#troubledAt.lines = now()
    if ((this.#students.screens?.oldest ?? 0) > UNDULY_MS) this.#troubledAt.verdicts = now()
    this.#agenda.after(POLL_MS, () => { this.#look() })
  }

  #expect (next: () => number): void {
    const { startAt, windowMs, lateShare, lateMs } = this.#plan
    for (let index = 0; index < this.#students.count; index++) {
      const within = next() < lateShare ? lateMs : windowMs
      this.#agenda.at(startAt + within * next(), (due) => { this.#attendance.arrive(index, due) })
    }
  }
}
