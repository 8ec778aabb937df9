import { setTimeout as delay } from 'node:timers/promises'
import { now } from '../clock.ts'
import { Latency } from '../latency.ts'
import type { Schedule } from '../schedule.ts'
import { Countdown } from './countdown.ts'
import { meter } from './meter.ts'
import type { Usage } from './meter.ts'
import { pump } from './pump.ts'

/** What came of a phase. Histograms are encoded (latency.ts); times in ms. */
export interface PhaseResult {
  latency: string
  /** How late the generator itself was with what it had to send. */
  lateness: string
  done: number
  failed: number
  /** Begun, and neither done nor failed when time was up. */
  missing: number
  /** When the last student was done, after the start; NaN if nobody was. */
  lastMs: number
  /** How many were done in each STEP_MS after the start. */
  steps: number[]
  usage: Usage
}

/** Width of the steps of a phase's timeline (ms). */
export const STEP_MS = 50

export interface RunOptions {
  startAt: number
  timeoutMs: number
  /** Where latencies count from: what was due (default), or the start. */
  from?: 'due' | 'start'
  /** How many may be under way at once. Only for set-up: whoever waits for others is no open load. */
  atOnce?: number | undefined
}

let current: Phase | null = null

/** The phase that runs now, or the last one. */
export function running (): Phase | null {
  return current
}

const State = { idle: 0, begun: 1, done: 2, failed: 3 } as const

/** Something that every student does once, at a time fixed beforehand, and that ends well or not. */
export class Phase {
  readonly #due: Float64Array
  readonly #state: Uint8Array
  readonly #latency = new Latency()
  readonly #countdown: Countdown
  #begun = 0
  #done = 0
  #failed = 0
  #last = 0
  #startAt = 0
  readonly #steps: number[] = []

  constructor (students: number) {
    this.#due = new Float64Array(students)
    this.#state = new Uint8Array(students)
    this.#countdown = new Countdown(students)
  }

  /** Of all who are done so far (ms). */
  get p99 (): number {
    return this.#latency.quantiles().p99
  }

  readonly done = (index: number): void => {
    if (this.#state[index] !== State.begun) return
    this.#state[index] = State.done
    this.#last = now()
    this.#latency.record(this.#due[index]!, this.#last)
    this.#done++
    const step = Math.max(0, Math.floor((this.#last - this.#startAt) / STEP_MS))
    this.#steps[step] = (this.#steps[step] ?? 0) + 1
    this.#countdown.one()
  }

  readonly failed = (index: number): void => {
    if (this.#state[index] !== State.begun) return
    this.#state[index] = State.failed
    this.#failed++
    this.#countdown.one()
  }

  /**
   * Runs `act` for each student at his time after `startAt` (clock.ts); waits for all of them, at most
   * `timeoutMs` after the last one began.
   */
  async run (schedule: Schedule, { startAt, timeoutMs, from, atOnce }: RunOptions, act: (index: number) => void): Promise<PhaseResult> {
    await delay(Math.max(0, startAt - now()))
    current = this
    this.#startAt = startAt
    const used = meter()
    const lateness = await pump(schedule, startAt, (index, due) => {
      this.#due[index] = from === 'start' ? startAt : due
      this.#state[index] = State.begun
      this.#begun++
      act(index)
    }, atOnce === undefined ? undefined : () => this.#begun - this.#done - this.#failed < atOnce)
    await this.#countdown.within(timeoutMs)
    return {
      latency: this.#latency.encode(),
      lateness: lateness.encode(),
      done: this.#done,
      failed: this.#failed,
      missing: this.#countdown.left,
      lastMs: this.#done === 0 ? NaN : this.#last - startAt,
      steps: Array.from(this.#steps, (count) => count ?? 0),
      usage: used()
    }
  }
}
