import { CAPS } from '../caps.ts'
import type { Operations, Pulse } from '../swarm/operations.ts'
import type { Usage } from '../swarm/meter.ts'
import type { Operation, Outcome, Plan } from '../swarm/serve.ts'
import { Generator } from './generator.ts'
import { SPLIT, together } from './swarm-parts.ts'

/** How many students one process holds: beyond it a core has no time left, and descriptors run out. */
export const STUDENTS_PER_PROCESS = 10_000

type Ask = Operation<Operations>

/** What tells the load since an earlier request, and what is asked in between. */
const ENDS: ReadonlySet<Ask> = new Set(['fanoutEnd', 'lifeReport', 'play', 'settle', 'checks'] satisfies Ask[])

/**
 * The generator processes that hold the students of one measurement: one, or several for more students than
 * one can hold. Asked like one: each gets its part of the plan, and what comes of it is put together.
 */
export class Swarm {
  readonly #generators: Generator[]
  readonly #sizes: number[]
  /** CPU of this process, which drives the swarm from the same core, when the measurement that runs began. */
  #cpuBefore = process.cpuUsage()

  private constructor (generators: Generator[], sizes: number[]) {
    this.#generators = generators
    this.#sizes = sizes
  }

  /** `hosts`: where beyond loopback it may knock; there it keeps the caps. */
  static async start (students: number, core: number | null, hosts: string[]): Promise<Swarm> {
    const count = Math.max(1, Math.ceil(students / STUDENTS_PER_PROCESS))
    const sizes = Array.from({ length: count }, (_, part) => Math.floor(students * (part + 1) / count) - Math.floor(students * part / count))
    const swarm = new Swarm(sizes.map(() => new Generator(core)), sizes)
    const actsPerSecond = hosts.length === 0 ? Infinity : Math.ceil(CAPS.actsPerSecond / count)
    await Promise.all(swarm.#generators.map((generator, part) => generator.ask('begin', { hosts, socketsBefore: swarm.#before(part), actsPerSecond })))
    return swarm
  }

  /** Has all students do something; resolves with what came of it. Rejects when a process ends. */
  async ask<O extends Ask> (operation: O, plan: Plan<Operations, O>): Promise<Outcome<Operations, O>> {
    if (!ENDS.has(operation)) this.#cpuBefore = process.cpuUsage()
    const split = SPLIT[operation] as ((plan: unknown, part: number, sizes: number[]) => unknown) | undefined
    const outcomes = await Promise.all(this.#generators.map((generator, part) => {
      const own = split === undefined ? plan : split(plan, part, this.#sizes) as typeof plan
      return generator.ask(operation, own)
    }))
    return this.#withOwn(outcomes.length === 1 ? outcomes[0]! : together(operation, outcomes))
  }

  /** How it stands with each process's students just now. */
  pulses (): Promise<Pulse[]> {
    return Promise.all(this.#generators.map((generator) => generator.ask('pulse', undefined)))
  }

  async stop (): Promise<void> {
    for (const generator of this.#generators) await generator.stop()
  }

  /** The outcome with the load of this process in it, where it tells a load. */
  #withOwn<T> (outcome: T): T {
    const usage = (outcome as { usage?: Usage } | undefined)?.usage
    if (usage === undefined) return outcome
    const { user, system } = process.cpuUsage(this.#cpuBefore)
    this.#cpuBefore = process.cpuUsage()
    const cpuMs = usage.cpuMs + (user + system) / 1000
    return { ...outcome, usage: { ...usage, cpuMs, share: cpuMs / usage.wallMs } }
  }

  #before (part: number): number {
    return this.#sizes.slice(0, part).reduce((sum, size) => sum + size, 0)
  }
}
