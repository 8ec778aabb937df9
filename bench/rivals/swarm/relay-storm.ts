import { setTimeout as delay } from 'node:timers/promises'
import { now } from '../../clock.ts'
import { Latency } from '../../latency.ts'
import { arrivals } from '../../schedule.ts'
import { meter } from '../../swarm/meter.ts'
import type { Usage } from '../../swarm/meter.ts'
import { STEP_MS } from '../../swarm/phase.ts'
import { pump } from '../../swarm/pump.ts'
import type { Timing } from '../../swarm/student-phases.ts'
import type { RivalSockets } from './rival-sockets.ts'

/** What came of a storm in which every answer goes to everybody. */
export interface StormResult {
  /** From when an answer was due to when another student had it. */
  latency: string
  lateness: string
  /** Answers that arrived at a student, of `count` × (`count` − 1). */
  deliveries: number
  /** When the last of them arrived, after the start (ms). */
  lastMs: number
  /** How many arrived in each STEP_MS after the start. */
  steps: number[]
  usage: Usage
}

const POLL_MS = 50

/** Counts a storm as it arrives: numbers say nothing here, only how much and when. */
export class RelayStorm {
  readonly #sockets: RivalSockets
  readonly #latency = new Latency()
  readonly #steps: number[] = []
  #deliveries = 0
  #last = 0

  constructor (sockets: RivalSockets) {
    this.#sockets = sockets
  }

  /** Waits until everything has arrived, or `timeoutMs` after the last answer was sent. */
  async run ({ startAt, windowMs, timeoutMs, seed }: Timing): Promise<StormResult> {
    const sockets = this.#sockets
    const { count } = sockets
    const stamped = sockets.dialect.stamped
    if (stamped === null) throw new Error('this rival relays nothing')
    sockets.watch = { relayed: (due) => { this.#take(due, startAt) } }
    await delay(Math.max(0, startAt - now()))
    const used = meter()
    const lateness = await pump(arrivals(count, windowMs, seed), startAt, (index, due) => {
      sockets.send(index, stamped(due, index))
    })
    const all = count * (count - 1)
    const until = now() + timeoutMs
    while (this.#deliveries < all && now() < until) await delay(POLL_MS)
    sockets.watch = {}
    return {
      latency: this.#latency.encode(),
      lateness: lateness.encode(),
      deliveries: this.#deliveries,
      lastMs: this.#last - startAt,
      steps: Array.from(this.#steps, (arrived) => arrived ?? 0),
      usage: used()
    }
  }

  #take (due: number, startAt: number): void {
    this.#last = now()
    this.#deliveries++
    this.#latency.record(due, this.#last)
    const step = Math.floor((this.#last - startAt) / STEP_MS)
    this.#steps[step] = (this.#steps[step] ?? 0) + 1
  }
}
