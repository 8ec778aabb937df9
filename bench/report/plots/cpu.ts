import * as Plot from '@observablehq/plot'
import { median } from '../../latency.ts'
import type { Report } from '../../report.ts'
import { CONTESTANTS, FANOUT, PER_TICK, fanoutTitle, figureName } from '../../scenarios/rivals/names.ts'
import { readable, series } from '../figures.ts'
import { HEADING, PANELS, RULE, draw } from './chart.ts'

const TICKS = { 1: 'one message at a time', 10: 'ten messages at once' }

/** What a delivery costs each server: a bar for the median, a mark for each round. */
export function cpuPlot (report: Report): string {
  const sizes = report.parameters.students
  const rounds = sizes.flatMap((size) => PER_TICK.flatMap((perTick) => CONTESTANTS.flatMap((name) => {
    const panel = { name, class: `class of ${readable(size)}`, tick: TICKS[perTick] }
    return series(report, figureName(fanoutTitle(size, perTick), name, FANOUT.cpu)).map((us) => ({ ...panel, us }))
  })))
  const at = { x: 'us', y: 'name', fx: 'tick', fy: 'class' }
  return draw({
    title: 'What a message costs the server for each student who gets it',
    subtitle: 'µs of its process’s CPU, 120 bytes; bars are medians, marks are rounds, which alternate on one core',
    height: HEADING + PANELS + 130 * sizes.length,
    marginTop: HEADING + PANELS,
    marginLeft: 150,
    marginRight: 110,
    marginBottom: 12,
    fx: { label: null, axis: 'top', padding: 0.2 },
    fy: { label: null, padding: 0.15 },
    x: { axis: null },
    y: { label: null, domain: CONTESTANTS, tickSize: 0, padding: 0.22 },
    marks: [
      Plot.barX(rounds, Plot.groupY({ x: 'median' }, { ...at, fill: 'name' })),
      Plot.tickX(rounds, { ...at, stroke: 'currentColor', strokeOpacity: 0.4 }),
      Plot.text(rounds, Plot.groupY({ x: 'max', text: middle }, { ...at, text: 'us', dx: 6, textAnchor: 'start', fontWeight: 600 })),
      Plot.ruleX([0], { stroke: RULE })
    ]
  })
}

function middle (rounds: number[]): string {
  const us = median(rounds)
  return us.toFixed(us < 2 ? 2 : 1)
}
