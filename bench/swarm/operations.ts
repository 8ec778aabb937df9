import { setTimeout as delay } from 'node:timers/promises'
import { BareSockets } from './bare-sockets.ts'
import * as bare from './bare-phases.ts'
import type { FanoutMeter } from './fanout-meter.ts'
import { meter } from './meter.ts'
import type { Usage } from './meter.ts'
import type { PhaseResult } from './phase.ts'
import { Students } from './students.ts'
import * as student from './student-phases.ts'

/** What the checks of all students say so far. */
export interface Checks {
  lost: number
  duplicated: number
  gaps: number
  batches: number
  /** What went wrong and how often: close codes, errors, verdicts other than accepted. */
  trouble: Record<string, number>
}

export interface FanoutResult {
  latency: string
  deliveries: number
  gaps: number
  /** Batches that carried them, over all receivers. */
  batches: number
  usage: Usage
}

const POLL_MS = 20

/** What a generator process can be asked to do, one thing at a time. It holds one swarm: students of Lectern, or bare sockets. */
export class Operations {
  #students: Students | null = null
  #bare: BareSockets | null = null
  #used: (() => Usage) | null = null
  #batchesBefore = 0

  async enter (plan: student.EnterPlan): Promise<PhaseResult> {
    this.#students = new Students(plan.tokens.length)
    return student.enter(this.#students, plan)
  }

  async answer (plan: student.AnswerPlan): Promise<PhaseResult> {
    return student.answer(this.#swarm, plan)
  }

  async seeQuestion (plan: { no: number, timeoutMs: number }): Promise<Float64Array> {
    return student.seeQuestion(this.#swarm, plan)
  }

  async comeBack (plan: student.ComeBackPlan): Promise<student.ComeBackResult> {
    return student.comeBack(this.#swarm, plan)
  }

  async openBare (plan: { url: string, count: number, echoes: boolean, timeoutMs: number }): Promise<void> {
    this.#bare = new BareSockets(plan.count, plan.echoes)
    const opened = await bare.open(this.#bare, plan)
    if (opened < plan.count) throw new Error(`only ${opened} of ${plan.count} sockets to the rival opened`)
  }

  async echo (plan: student.Timing & { count: number }): Promise<PhaseResult> {
    if (this.#bare === null) throw new Error('no bare sockets yet')
    return bare.echo(this.#bare, plan)
  }

  /** Begins to count stamped messages, numbered from `first`. */
  async fanoutStart (plan: { first: number }): Promise<void> {
    this.#fanout.restart(plan.first)
    this.#batchesBefore = this.#batches
    this.#used = meter()
  }

  /** Waits (at most `timeoutMs`) until `receivers` have message `last`; says what arrived. */
  async fanoutEnd (plan: { last: number, receivers: number, timeoutMs: number }): Promise<FanoutResult> {
    const fanout = this.#fanout
    for (let waited = 0; waited < plan.timeoutMs && fanout.reached(plan.last) < plan.receivers; waited += POLL_MS) await delay(POLL_MS)
    const usage = this.#used?.() ?? { cpuMs: 0, wallMs: 0, share: 0 }
    return { latency: fanout.latency.encode(), deliveries: fanout.deliveries, gaps: fanout.gaps, batches: this.#batches - this.#batchesBefore, usage }
  }

  async checks (): Promise<Checks> {
    const { ledger, continuity, trouble } = this.#swarm
    return { lost: ledger.lost, duplicated: ledger.duplicated, gaps: continuity.gaps, batches: continuity.batches, trouble }
  }

  get #swarm (): Students {
    if (this.#students === null) throw new Error('no students yet')
    return this.#students
  }

  get #fanout (): FanoutMeter {
    return this.#bare?.fanout ?? this.#swarm.fanout
  }

  get #batches (): number {
    return this.#students?.continuity.batches ?? 0
  }
}

/** The names of what can be asked. */
export type Operation = Exclude<keyof Operations, symbol>
export type Plan<O extends Operation> = Parameters<Operations[O]>[0]
export type Outcome<O extends Operation> = Awaited<ReturnType<Operations[O]>>
