import { GENERATOR_SHARE } from '../../budgets.ts'
import { median } from '../../latency.ts'
import type { Curve, Findings } from '../../report.ts'
import type { Stage } from '../../stage.ts'
import type { Usage } from '../../swarm/meter.ts'
import type { Contestant } from './contestant.ts'
import { arrivedCurve } from './curve.ts'
import { GENERATOR, THROWN, figureName } from './names.ts'
import type { Shown } from './names.ts'

/** A round: what it showed, and what the generator used of its core for it. */
export interface Measured<R> {
  round: R
  usage: Usage
}

/** The rounds of somebody that say something of his server, and how many were thrown away because the generator was the limit. */
export interface Kept<R> {
  rounds: R[]
  /** The thrown ones too: what must never happen is judged whatever the generator did. */
  every: R[]
  thrown: number
  /** The generator's share of its core, for each kept round. */
  shares: number[]
}

export type All<R> = ReadonlyMap<Shown, Kept<R>>

/** Throws away the rounds that measured the generator. */
export function keep<R> (measured: Array<Measured<R>>): Kept<R> {
  const good = measured.filter(({ usage }) => usage.share <= GENERATOR_SHARE)
  return {
    rounds: good.map(({ round }) => round),
    every: measured.map(({ round }) => round),
    thrown: measured.length - good.length,
    shares: good.map(({ usage }) => usage.share)
  }
}

/** Lets the contestants go in turn: A B C D A B C D … */
export async function inTurn<R> (
  stage: Stage,
  contestants: Contestant[],
  measure: (contestant: Contestant, round: number) => Promise<Measured<R>>
): Promise<All<R>> {
  const measured = contestants.map((contestant) => ({ contestant, list: [] as Array<Measured<R>> }))
  for (const round of stage.rounds(stage.options.rounds)) {
    for (const { contestant, list } of measured) list.push(await measure(contestant, round))
  }
  return new Map(measured.map(({ contestant, list }) => [contestant.name, keep(list)]))
}

/** Tells what everybody's rounds were in one quantity: a value for each round. */
export function tell<R> (figures: Findings['figures'], title: string, what: string, all: All<R>, of: (round: R) => number): void {
  for (const [name, { rounds }] of all) figures[figureName(title, name, what)] = rounds.map(of)
}

/** Tells what the generator used, and what was thrown away for it. */
export function tellGenerator (figures: Findings['figures'], title: string, all: All<unknown>): void {
  for (const [name, { shares, thrown }] of all) {
    figures[figureName(title, name, GENERATOR)] = shares.map((share) => 100 * share)
    if (thrown > 0) figures[figureName(title, name, THROWN)] = thrown
  }
}

/** The histograms of all rounds, for the plots. */
export function histogramsOf<R> (title: string, all: All<R>, of: (round: R) => string): Record<string, string[]> {
  return Object.fromEntries([...all].map(([name, { rounds }]) => [`${title}: ${name}`, rounds.map(of)]))
}

/** How much of `whole` had arrived by when, in everybody's last round, for the plots. */
export function curvesOf<R> (title: string, whole: number, all: All<R>, of: (round: R) => number[]): Record<string, Curve> {
  const curves: Record<string, Curve> = {}
  for (const [name, { rounds }] of all) {
    const last = rounds.at(-1)
    if (last !== undefined) curves[`${title}: ${name}`] = arrivedCurve(of(last), whole)
  }
  return curves
}

/** The ratio of two medians; NaN, which no budget holds, where one of them has no round left. */
export function ratio<R> (one: Kept<R>, other: Kept<R>, of: (round: R) => number): number {
  return median(one.rounds.map(of)) / median(other.rounds.map(of))
}
