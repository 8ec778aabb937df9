import { setTimeout as delay } from 'node:timers/promises'
import { now } from '../../clock.ts'
import { arrivals } from '../../schedule.ts'
import { meter } from '../../swarm/meter.ts'
import type { Usage } from '../../swarm/meter.ts'
import type { FanoutResult } from '../../swarm/operations.ts'
import { Phase } from '../../swarm/phase.ts'
import type { PhaseResult } from '../../swarm/phase.ts'
import type { ComeBackPlan, Timing } from '../../swarm/student-phases.ts'
import type { DialectOptions } from './dialect.ts'
import { RelayStorm } from './relay-storm.ts'
import type { StormResult } from './relay-storm.ts'
import { RivalSockets } from './rival-sockets.ts'

/** Time that a connect may take of the schedule (ms), and how many may be under way: set-up must overflow nothing. */
const CONNECT_MS = 0.2
const AT_ONCE = 200
const POLL_MS = 20
/** Nobody was told of anything for so long: all have been told. */
const SILENCE_MS = 300

/** `announces` and the rest say how the rival speaks; `spread` (ms) is the time over which the class comes back. */
export type OpenPlan = DialectOptions & { count: number, timeoutMs: number }
export type RivalComeBackPlan = ComeBackPlan & { spread: number }

export interface ReturnResult extends PhaseResult {
  /** Arrivals and departures that students were told of. */
  announcements: number
  /** When the last of them came, after the start (ms); less than 0 without any. */
  announcedMs: number
}

/** What a generator process can be asked to do with the students of a rival, one thing at a time. */
export class RivalOperations {
  #sockets: RivalSockets | null = null
  #used: (() => Usage) | null = null

  /** Opens `count` sockets at an easy pace; throws when one stays out. */
  async open ({ count, timeoutMs, ...dialect }: OpenPlan): Promise<PhaseResult> {
    const sockets = new RivalSockets(count, dialect)
    this.#sockets = sockets
    const phase = new Phase(count)
    sockets.watch = { ready: phase.done, failed: phase.failed }
    const inOrder = {
      times: Float64Array.from({ length: count }, (_, k) => k * CONNECT_MS),
      order: Uint32Array.from({ length: count }, (_, k) => k)
    }
    const result = await phase.run(inOrder, { startAt: now(), timeoutMs, atOnce: AT_ONCE }, (index) => { sockets.open(index) })
    if (result.done < count) throw new Error(`only ${result.done} of ${count} sockets to the rival came in`)
    sockets.watch = {}
    return result
  }

  async fanoutStart (plan: { first: number }): Promise<void> {
    this.#open.fanout.restart(plan.first)
    this.#used = meter()
  }

  /** Waits (at most `timeoutMs`) until `receivers` have message `last`; says what arrived. */
  async fanoutEnd (plan: { last: number, receivers: number, timeoutMs: number }): Promise<FanoutResult> {
    const { fanout } = this.#open
    for (let waited = 0; waited < plan.timeoutMs && fanout.reached(plan.last) < plan.receivers; waited += POLL_MS) await delay(POLL_MS)
    const usage = this.#used?.() ?? { cpuMs: 0, wallMs: 0, share: 0 }
    return { latency: fanout.latency.encode(), deliveries: fanout.deliveries, gaps: fanout.gaps, batches: 0, usage }
  }

  /** Everybody answers once within the window; done with the acknowledgement. */
  async answer (plan: Timing): Promise<PhaseResult> {
    const sockets = this.#open
    const phase = new Phase(sockets.count)
    sockets.watch = { acknowledged: phase.done, failed: phase.failed }
    const { answer } = sockets.dialect
    const result = await phase.run(arrivals(sockets.count, plan.windowMs, plan.seed), plan, (index) => { sockets.send(index, answer) })
    sockets.watch = {}
    return result
  }

  /** Everybody answers once within the window, and the rival tells everybody else. */
  async relayStorm (plan: Timing): Promise<StormResult> {
    return new RelayStorm(this.#open).run(plan)
  }

  /** Every line is cut at once, and everybody comes back within the spread. Counted from the end of the silence. */
  async comeBack (plan: RivalComeBackPlan): Promise<ReturnResult> {
    const sockets = this.#open
    const phase = new Phase(sockets.count)
    const before = sockets.announcements
    sockets.watch = { ready: phase.done, failed: phase.failed }
    sockets.cutAll()
    await delay(plan.offlineMs)
    const timing = { startAt: now(), timeoutMs: plan.timeoutMs, from: 'start' as const }
    const result = await phase.run(arrivals(sockets.count, plan.spread, plan.seed), timing, (index) => { sockets.open(index) })
    await this.#silence()
    sockets.watch = {}
    return { ...result, announcements: sockets.announcements - before, announcedMs: sockets.announcedAt - timing.startAt }
  }

  /** Waits until nobody is told of arrivals any more. */
  async #silence (): Promise<void> {
    while (now() - this.#open.announcedAt < SILENCE_MS) await delay(POLL_MS)
  }

  /** Everybody goes; resolves with how many lines had ended by themselves. */
  async leave (): Promise<number> {
    const { lost } = this.#open
    this.#open.cutAll()
    return lost
  }

  get #open (): RivalSockets {
    if (this.#sockets === null) throw new Error('no sockets yet')
    return this.#sockets
  }
}
