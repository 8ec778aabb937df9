import * as Plot from '@observablehq/plot'
import { Latency } from '../../latency.ts'
import type { Report } from '../../report.ts'
import { CONTESTANTS, SEED, SEED_SIZE, fanoutTitle, stormTitle } from '../../scenarios/rivals/names.ts'
import { readable } from '../figures.ts'
import { HEADING, PANELS, RULE, draw } from './chart.ts'

/** Percentiles where a curve has a point: evenly in "nines", so that the tail is as wide as the rest. */
const FROM = nines(10)
const TO = nines(99.95)
const STEPS = 120
const TICKS = [50, 90, 99, 99.9]
const DECADES = [0.1, 1, 10, 100, 1000, 10_000, 100_000]

/** The percentile that stands at `at` nines. */
function percentile (at: number): string {
  return String(Number((100 * (1 - 10 ** -at)).toFixed(1)))
}

function nines (percent: number): number {
  return -Math.log10(1 - percent / 100)
}

/** How long an answer and a message take, all of their distribution, on logarithmic axes. */
export function latencyPlot (answers: Report, fanout: Report): string {
  const size = Math.max(...answers.parameters.students)
  const listeners = Math.max(...fanout.parameters.students)
  const panels = [
    { panel: `${readable(size)} answer within 2 s: acknowledged`, title: stormTitle(size), report: answers },
    { panel: `one message to ${readable(listeners)}`, title: fanoutTitle(listeners, 1), report: fanout },
    { panel: `ten at once to ${readable(listeners)}`, title: fanoutTitle(listeners, 10), report: fanout }
  ]
  const points = panels.flatMap(({ panel, title, report }) => CONTESTANTS.flatMap((name) => {
    const rounds = report.histograms?.[`${title}: ${name}`] ?? []
    return curve(rounds, panel, name)
  }))
  points.push(...curve(answers.histograms?.[`${stormTitle(SEED_SIZE)}: ${SEED}`] ?? [], panels[0]!.panel, SEED))
  const [least, most] = [Math.min(...points.map(({ ms }) => ms)), Math.max(...points.map(({ ms }) => ms))]
  const decades = DECADES.filter((ms) => ms >= least / 2 && ms <= most * 2)
  return draw({
    title: 'How long it takes, up to the slowest in two thousand',
    subtitle: `From when it was due; all rounds together, same core. The shape of the seed: ${readable(SEED_SIZE)} answers`,
    height: 420,
    legend: [...CONTESTANTS, SEED],
    marginTop: HEADING + 2 * PANELS,
    marginLeft: 80,
    marginRight: 24,
    fx: { label: null, axis: 'top', domain: panels.map(({ panel }) => panel), padding: 0.08 },
    x: { label: 'percentile', ticks: TICKS.map(nines), tickFormat: percentile, tickSize: 0, labelArrow: 'none', labelAnchor: 'center' },
    y: { type: 'log', label: null, tickFormat: (ms: number) => `${readable(ms)} ms`, tickSize: 0, ticks: decades },
    marks: [
      Plot.gridY(decades, { stroke: RULE, strokeOpacity: 1 }),
      Plot.line(points, { x: 'at', y: 'ms', fx: 'panel', stroke: 'name', strokeWidth: 2.2 })
    ]
  })
}

interface Point { name: string, panel: string, at: number, ms: number }

/** The distribution of all rounds together. */
function curve (rounds: string[], panel: string, name: string): Point[] {
  if (rounds.length === 0) return []
  const latency = Latency.merge(rounds)
  return Array.from({ length: STEPS + 1 }, (_, step) => {
    const at = FROM + (TO - FROM) * step / STEPS
    return { name, panel, at, ms: latency.at(100 * (1 - 10 ** -at)) }
  })
}
