import { Latency } from '../latency.ts'
import type { LifePlan, LifeReport } from '../swarm/life/life.ts'
import type { Usage } from '../swarm/meter.ts'
import type { Checks, FanoutResult, Operations, Traffic } from '../swarm/operations.ts'
import type { PhaseResult } from '../swarm/phase.ts'
import type { Operation, Outcome, Plan } from '../swarm/serve.ts'
import type { ComeBackResult, EnterPlan } from '../swarm/student-phases.ts'
import type { Entrance } from '../swarm/way-in.ts'
import { sumOf } from '../tally.ts'

/** How several generator processes do one thing together: what each is given, and what it comes to. */

type Ask = Operation<Operations>

/** What process `part` gets of a plan; whatever is not here is the same for all. */
export const SPLIT: { [O in Ask]?: (plan: Plan<Operations, O>, part: number, sizes: number[]) => Plan<Operations, O> } = {
  enter: (plan: EnterPlan, part, sizes) => ({ ...plan, entrance: partOf(plan.entrance, part, sizes), seed: seedOf(plan.seed, part) }),
  live: (plan: LifePlan, part, sizes) => ({ ...plan, entrance: partOf(plan.entrance, part, sizes), seed: seedOf(plan.seed, part) }),
  answer: (plan, part) => ({ ...plan, seed: seedOf(plan.seed, part) }),
  cheer: ({ perSecond }, part, sizes) => ({ perSecond: perSecond * sizes[part]! / total(sizes) }),
  comeBack: (plan, part) => ({ ...plan, seed: seedOf(plan.seed, part) }),
  // The first students of all are those of the first process.
  stall: (plan, part) => (part === 0 ? plan : { count: 0 }),
  recover: (plan, part) => (part === 0 ? plan : { ...plan, count: 0 }),
  fanoutEnd: (plan, part, sizes) => ({ ...plan, receivers: Math.floor(plan.receivers * sizes[part]! / total(sizes)) })
}

const TOGETHER: { [O in Ask]?: (outcomes: Array<Outcome<Operations, O>>) => Outcome<Operations, O> } = {
  enter: phases,
  answer: phases,
  echo: phases,
  comeBack,
  seeQuestion: (outcomes) => Float64Array.from(outcomes.flatMap((seen) => [...seen])),
  settle: (outcomes) => outcomes.every((settled) => settled),
  fanoutEnd,
  traffic,
  checks,
  lifeReport
}

/** What the outcomes of all processes come to; the first one's where they say the same. */
export function together<O extends Ask> (operation: O, outcomes: Array<Outcome<Operations, O>>): Outcome<Operations, O> {
  const merge = TOGETHER[operation] as ((outcomes: unknown[]) => Outcome<Operations, O>) | undefined
  return merge === undefined ? outcomes[0]! : merge(outcomes)
}

function partOf (entrance: Entrance, part: number, sizes: number[]): Entrance {
  const from = total(sizes.slice(0, part))
  return { ...entrance, tokens: entrance.tokens.slice(from, from + sizes[part]!) }
}

/** Far enough apart that rounds, which count the seed up, do not meet. */
function seedOf (seed: number, part: number): number {
  return seed + part * 100_003
}

function phases (outcomes: PhaseResult[]): PhaseResult {
  const steps: number[] = []
  for (const outcome of outcomes) outcome.steps.forEach((count, step) => { steps[step] = (steps[step] ?? 0) + count })
  return {
    latency: merged(outcomes, ({ latency }) => latency),
    lateness: merged(outcomes, ({ lateness }) => lateness),
    done: sum(outcomes, ({ done }) => done),
    failed: sum(outcomes, ({ failed }) => failed),
    missing: sum(outcomes, ({ missing }) => missing),
    lastMs: Math.max(...outcomes.map(({ lastMs }) => lastMs)),
    steps: Array.from(steps, (count) => count ?? 0),
    usage: usage(outcomes)
  }
}

function comeBack (outcomes: ComeBackResult[]): ComeBackResult {
  return { ...phases(outcomes), spread: Math.max(...outcomes.map(({ spread }) => spread)), unrecovered: sum(outcomes, ({ unrecovered }) => unrecovered) }
}

function fanoutEnd (outcomes: FanoutResult[]): FanoutResult {
  return {
    latency: merged(outcomes, ({ latency }) => latency),
    deliveries: sum(outcomes, ({ deliveries }) => deliveries),
    gaps: sum(outcomes, ({ gaps }) => gaps),
    batches: sum(outcomes, ({ batches }) => batches),
    usage: usage(outcomes)
  }
}

function traffic (outcomes: Traffic[]): Traffic {
  return { rhythm: sum(outcomes, ({ rhythm }) => rhythm), event: sum(outcomes, ({ event }) => event), ink: sum(outcomes, ({ ink }) => ink) }
}

function checks (outcomes: Checks[]): Checks {
  return {
    lost: sum(outcomes, ({ lost }) => lost),
    duplicated: sum(outcomes, ({ duplicated }) => duplicated),
    gaps: sum(outcomes, ({ gaps }) => gaps),
    batches: sum(outcomes, ({ batches }) => batches),
    trouble: sumOf(outcomes.map(({ trouble }) => trouble))
  }
}

function lifeReport (outcomes: LifeReport[]): LifeReport {
  const rounds = new Map<string, LifeReport['rounds'][number]>()
  for (const { no, round, accepted, late } of outcomes.flatMap((outcome) => outcome.rounds)) {
    const count = rounds.get(`${no} ${round}`) ?? { no, round, accepted: 0, late: 0 }
    rounds.set(`${no} ${round}`, { ...count, accepted: count.accepted + accepted, late: count.late + late })
  }
  const add = (key: 'entered' | 'inside' | 'gone' | 'sleeps' | 'stalls' | 'walkOuts' | 'answers' | 'changes'): number => sum(outcomes, (outcome) => outcome[key])
  const histogram = (key: 'arrival' | 'verdict' | 'absence' | 'lateness'): string => merged(outcomes, (outcome) => outcome[key])
  return {
    entered: add('entered'),
    inside: add('inside'),
    gone: add('gone'),
    sleeps: add('sleeps'),
    stalls: add('stalls'),
    walkOuts: add('walkOuts'),
    answers: add('answers'),
    changes: add('changes'),
    rounds: [...rounds.values()],
    ended: sumOf(outcomes.map(({ ended }) => ended)),
    bytes: { rhythm: sum(outcomes, ({ bytes }) => bytes.rhythm), event: sum(outcomes, ({ bytes }) => bytes.event) },
    arrival: histogram('arrival'),
    verdict: histogram('verdict'),
    absence: histogram('absence'),
    lateness: histogram('lateness'),
    usage: usage(outcomes)
  }
}

/** They may share a core: what counts is what they used together. */
function usage (outcomes: Array<{ usage: Usage }>): Usage {
  const cpuMs = sum(outcomes, (outcome) => outcome.usage.cpuMs)
  const wallMs = Math.max(...outcomes.map((outcome) => outcome.usage.wallMs))
  return { cpuMs, wallMs, share: cpuMs / wallMs }
}

function merged<T> (outcomes: T[], histogram: (outcome: T) => string): string {
  return Latency.merge(outcomes.map(histogram)).encode()
}

function sum<T> (outcomes: T[], value: (outcome: T) => number): number {
  return outcomes.reduce((total, outcome) => total + value(outcome), 0)
}

function total (sizes: number[]): number {
  return sizes.reduce((sum, size) => sum + size, 0)
}
