import { GENERATOR_LATE_MS, GENERATOR_SHARE } from './budgets.ts'
import { Latency } from './latency.ts'
import type { Usage } from './swarm/meter.ts'

/** How hard the generator worked, over all measured phases. */
export interface GeneratorLoad {
  /** The largest share of its core in any phase. */
  share: number
  /** How late it did what it had to do (ms, p99): part of every latency. */
  lateP99Ms: number
  /** Whether the figures say anything of the server. */
  usable: boolean
}

/** Collects the load of measured phases. */
export class LoadCollector {
  #share = 0
  readonly #lateness = new Latency()

  add (usage: Usage, lateness?: string): void {
    this.#share = Math.max(this.#share, usage.share)
    if (lateness !== undefined) this.#lateness.add(Latency.decode(lateness))
  }

  load (): GeneratorLoad {
    const lateP99Ms = this.#lateness.quantiles().p99
    return { share: this.#share, lateP99Ms, usable: this.#share <= GENERATOR_SHARE && lateP99Ms <= GENERATOR_LATE_MS }
  }
}
