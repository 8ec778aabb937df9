import { median } from '../../latency.ts'
import type { Resident } from '../../processes/proc.ts'
import type { Swarm } from '../../processes/swarm.ts'
import type { Curve, Findings } from '../../report.ts'
import { noLoss } from '../../budgets.ts'
import { LoadCollector } from '../../generator-load.ts'
import { LEAD_MS, PATIENCE_MS } from '../../stage.ts'
import type { Stage } from '../../stage.ts'
import { now } from '../../clock.ts'
import { addFaults } from './line-up.ts'
import { CONTESTANTS, LECTERN, MEMORY, MEMORY_TITLE, figureName } from './names.ts'
import type { Name } from './names.ts'
import type { Faults } from './contestant.ts'
import { SERVERS, openRival } from './rival-contestant.ts'

/** Time that a student who comes in takes of the schedule (ms), and how many may be on their way. */
const PACE_MS = 0.8
const AT_ONCE = 200

interface Server { collectedMemory (): Promise<Resident> }

/** Resident memory (MiB, after the garbage was collected) with nobody, and after each size of the class. */
type Growth = number[]

/**
 * What a student costs who is connected, and on Lectern has joined: a new server for every round, its
 * class filled to one size after another.
 */
export async function rivalsMemory (stage: Stage): Promise<Findings> {
  const { rounds, students } = stage.options
  const sizes = students.toSorted((a, b) => a - b)
  const faults: Faults = { verdicts: { lost: 0, duplicated: 0, gaps: 0 }, trouble: {} }
  const grown = new Map<Name, Growth[]>(CONTESTANTS.map((name) => [name, []]))
  for (const round of stage.rounds(rounds)) {
    for (const name of CONTESTANTS) {
      stage.progress.say(`memory: round ${round} of ${rounds}, ${name} …`)
      grown.get(name)!.push(name === LECTERN ? await lecternGrowth(stage, sizes, faults) : await rivalGrowth(stage, name, sizes))
    }
  }
  const figures: Findings['figures'] = {}
  const curves: Record<string, Curve> = {}
  for (const [name, growths] of grown) {
    figures[figureName(MEMORY_TITLE, name, MEMORY.empty)] = growths.map((growth) => growth[0]!)
    figures[figureName(MEMORY_TITLE, name, MEMORY.full)] = growths.map((growth) => growth.at(-1)!)
    figures[figureName(MEMORY_TITLE, name, MEMORY.each)] = growths.map((growth) => (growth.at(-1)! - growth[0]!) * 2 ** 20 / sizes.at(-1)!)
    const steps = [0, ...sizes]
    const medians = steps.map((_, step) => median(growths.map((growth) => growth[step]!)))
    curves[figureName(MEMORY_TITLE, name, MEMORY.curve)] = { x: steps, y: medians }
  }
  return { figures, generator: new LoadCollector().load(), ...faults, budgets: noLoss(faults.verdicts), curves }
}

async function lecternGrowth (stage: Stage, sizes: number[], faults: Faults): Promise<Growth> {
  const lectern = await stage.lectern({ inspect: true })
  const { teacher, swarm, tokens } = await stage.emptyClass(lectern, 0)
  const swarms: Swarm[] = []
  const everybody = tokens.students(sizes.at(-1)!)
  const growth = await growthOf(lectern, sizes, async (from, to) => {
    const batch = await stage.swarm(lectern, to - from)
    swarms.push(batch)
    const { done } = await batch.ask('enter', {
      entrance: lectern.entrance(everybody.slice(from, to)),
      startAt: now() + LEAD_MS,
      windowMs: (to - from) * PACE_MS,
      atOnce: AT_ONCE,
      timeoutMs: PATIENCE_MS,
      seed: stage.options.seed
    })
    if (done < to - from) throw new Error(`only ${done} of ${to - from} students came in`)
  })
  for (const each of swarms) addFaults(faults, await each.ask('checks', undefined))
  teacher.goAway()
  for (const each of [swarm, ...swarms]) await stage.end(each)
  await stage.end(lectern)
  return growth
}

async function rivalGrowth (stage: Stage, name: Exclude<Name, typeof LECTERN>, sizes: number[]): Promise<Growth> {
  const server = await stage.rival(SERVERS[name], true)
  const swarms: Array<{ stop (): Promise<void> }> = []
  const growth = await growthOf(server, sizes, async (from, to) => { swarms.push(await openRival(stage, name, server, to - from)) })
  for (const swarm of swarms) await stage.end(swarm)
  await stage.end(server)
  return growth
}

/** Grows a class to each of `sizes` in turn; `add` lets in students `from` to `to`. */
async function growthOf (server: Server, sizes: number[], add: (from: number, to: number) => Promise<void>): Promise<Growth> {
  const growth = [(await server.collectedMemory()).total / 1024]
  let inside = 0
  for (const size of sizes) {
    await add(inside, size)
    inside = size
    growth.push((await server.collectedMemory()).total / 1024)
  }
  return growth
}
