import { setTimeout as delay } from 'node:timers/promises'
import { now } from '../clock.ts'
import { leaveAfter, permit } from '../loopback.ts'
import { BareSockets } from './bare-sockets.ts'
import * as bare from './bare-phases.ts'
import { brake } from './brake.ts'
import type { FanoutMeter } from './fanout-meter.ts'
import { Life } from './life/life.ts'
import type { LifePlan, LifeReport, Tempo, Troubled } from './life/life.ts'
import { Crowd } from './crowd.ts'
import { meter } from './meter.ts'
import type { Usage } from './meter.ts'
import { running } from './phase.ts'
import type { PhaseResult } from './phase.ts'
import type { Evidence } from './screens.ts'
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

/** Bytes that all students received so far (students.ts). */
export type Traffic = Students['bytes']

/** Under which circumstances a generator works. */
export interface Circumstances {
  /** Hosts beyond loopback that it may knock at. */
  hosts: string[]
  /** Sockets of the generators before this one. */
  socketsBefore: number
  actsPerSecond: number
}

/** How it stands with the students just now. */
export interface Pulse {
  connected: number
  answers: number
  batches: number
  /** Of the phase that runs (ms); 0 where there is none. */
  p99: number
  /** CPU used so far, and the time (ms). */
  cpuMs: number
  at: number
}

const POLL_MS = 20

/** What a generator process can be asked to do, one thing at a time. It holds one swarm: students of Lectern, or bare sockets. */
export class Operations {
  #students: Students | null = null
  #life: Life | null = null
  #bare: BareSockets | null = null
  #crowd: Crowd | null = null
  #used: (() => Usage) | null = null
  #batchesBefore = 0

  /** What this process must know before all else. */
  async begin ({ hosts, socketsBefore, actsPerSecond }: Circumstances): Promise<void> {
    permit(hosts)
    leaveAfter(socketsBefore)
    brake(actsPerSecond)
  }

  async enter (plan: student.EnterPlan): Promise<PhaseResult> {
    this.#students = new Students(plan.entrance.tokens.length)
    return student.enter(this.#students, plan)
  }

  /** People begin to come in and to live; resolves at once. */
  async live (plan: LifePlan): Promise<void> {
    this.#life?.stop()
    this.#students = new Students(plan.entrance.tokens.length)
    this.#life = new Life(this.#students, plan)
  }

  /** How the lesson goes from now on. */
  async play (tempo: Tempo): Promise<void> {
    this.#living.play(tempo)
  }

  /** Waits until everybody is where he belongs and has his verdicts; whether it came to that in time. */
  async settle ({ timeoutMs }: { timeoutMs: number }): Promise<boolean> {
    return this.#living.settle(timeoutMs)
  }

  /** Every line is cut; resolves at once, with the time (ms of clock.ts). */
  async cutAll (): Promise<number> {
    this.#living.cutAll()
    return now()
  }

  async calm (plan: { calmMs: number, timeoutMs: number }): Promise<Troubled | null> {
    return this.#living.calm(plan)
  }

  /** What all students see, and what they were promised; their lives must have been begun with `screens`. */
  async evidence (): Promise<Evidence> {
    const { screens } = this.#swarm
    if (screens === null) throw new Error('nobody looks at the screens')
    return screens.evidence()
  }

  async lifeReport (): Promise<LifeReport> {
    return this.#living.report()
  }

  /** Everybody is gone at once, for good. */
  async goHome (): Promise<void> {
    this.#life?.stop()
    this.#swarm.cutAll()
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

  async stall (plan: { count: number }): Promise<void> {
    student.stall(this.#swarm, plan)
  }

  async recover (plan: { count: number, seed: number, timeoutMs: number }): Promise<student.RecoverResult> {
    return student.recover(this.#swarm, plan)
  }

  /** Students send emoji from now on, in turn, `perSecond` of them together; 0: no more. Resolves at once. */
  async cheer ({ perSecond }: { perSecond: number }): Promise<void> {
    this.#crowd?.stop()
    this.#crowd = perSecond === 0 ? null : new Crowd(this.#swarm, perSecond)
  }

  async traffic (): Promise<Traffic> {
    return { ...this.#swarm.bytes }
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

  async pulse (): Promise<Pulse> {
    const { user, system } = process.cpuUsage()
    return {
      connected: this.#students?.connected ?? 0,
      answers: this.#students?.ledger.settled ?? 0,
      batches: this.#batches,
      p99: this.#life?.p99 ?? running()?.p99 ?? 0,
      cpuMs: (user + system) / 1000,
      at: now()
    }
  }

  async checks (): Promise<Checks> {
    const { ledger, continuity, trouble } = this.#swarm
    return { lost: ledger.lost, duplicated: ledger.duplicated, gaps: continuity.gaps, batches: continuity.batches, trouble }
  }

  get #swarm (): Students {
    if (this.#students === null) throw new Error('no students yet')
    return this.#students
  }

  get #living (): Life {
    if (this.#life === null) throw new Error('nobody lives yet')
    return this.#life
  }

  get #fanout (): FanoutMeter {
    return this.#bare?.fanout ?? this.#swarm.fanout
  }

  get #batches (): number {
    return this.#students?.continuity.batches ?? 0
  }
}
