import { median } from './latency.ts'
import { series } from './report/figures.ts'
import type { Report } from './report.ts'

/** A figure of two reports of the same scenario. */
export interface Difference {
  name: string
  before: number
  after: number
  /** How far apart the rounds of the two lie, in the unit of the figure: 0 where they overlap, below 0 where `after` is less. */
  beyond: number
  /** Whether both have rounds enough to know how much they differ by chance. */
  certain: boolean
}

/** What two reports say of each other. */
export interface Comparison {
  /** Figures that cost more than before, or take longer, by more than rounds differ; the worst first. */
  slower: Difference[]
  faster: Difference[]
  /** Figures whose rounds overlap. */
  same: Difference[]
  /** Figures with too few rounds to know the noise. */
  uncertain: Difference[]
  /** What makes the two hard to compare: another machine, a generator that was too busy. */
  caveats: string[]
}

/** Units in which less is better. Counts and the generator's own share are no question of speed. */
const LESS_IS_BETTER = /, (ms|µs|bytes|MiB|KB|MB)$/
/** Rounds that a range must have to say something. */
const LEAST_ROUNDS = 3

/**
 * What became slower or larger from `before` to `after`, beyond the noise that their repeated rounds show: a
 * figure counts as changed when the ranges of its rounds do not touch.
 * @throws Error when the two did not measure the same thing
 */
export function compare (before: Report, after: Report): Comparison {
  for (const part of ['scenario', 'parameters'] as const) {
    const [one, other] = [JSON.stringify(before[part]), JSON.stringify(after[part])]
    if (one !== other) throw new Error(`the reports differ in ${part}: ${one} and ${other}`)
  }
  const shared = Object.keys(before.figures).filter((name) => LESS_IS_BETTER.test(name) && name in after.figures)
  const all = shared.map((name) => difference(name, series(before, name), series(after, name)))
  const differences = all.filter((each) => !Number.isNaN(each.before + each.after))
  const certain = differences.filter((each) => each.certain)
  return {
    slower: certain.filter(({ beyond }) => beyond > 0).sort((a, b) => share(b) - share(a)),
    faster: certain.filter(({ beyond }) => beyond < 0).sort((a, b) => share(a) - share(b)),
    same: certain.filter(({ beyond }) => beyond === 0),
    uncertain: differences.filter((each) => !each.certain),
    caveats: caveats(before, after)
  }
}

/** The gap between the rounds as a share of the figure before. */
export function share ({ beyond, before }: Difference): number {
  return beyond / before
}

function difference (name: string, before: number[], after: number[]): Difference {
  return {
    name,
    before: median(before),
    after: median(after),
    beyond: gap(before, after),
    certain: Math.min(before.length, after.length) >= LEAST_ROUNDS
  }
}

function gap (before: number[], after: number[]): number {
  const up = Math.min(...after) - Math.max(...before)
  const down = Math.min(...before) - Math.max(...after)
  return up > 0 ? up : down > 0 ? -down : 0
}

function caveats (before: Report, after: Report): string[] {
  const found: string[] = []
  for (const part of ['cpu', 'cores', 'kernel', 'node', 'logOn'] as const) {
    if (before.machine[part] !== after.machine[part]) found.push(`${part}: ${before.machine[part]} before, ${after.machine[part]} after`)
  }
  for (const [report, when] of [[before, 'before'], [after, 'after']] as const) {
    if (!report.generator.usable) found.push(`the generator was too busy ${when}`)
  }
  return found
}
