import * as Plot from '@observablehq/plot'
import { LESSON_BYTES } from '../../budgets.ts'
import type { Report } from '../../report.ts'
import { middle, readable } from '../figures.ts'
import { FAINT, HEADING, PANELS, RULE, draw } from './chart.ts'

const KB = 1000

/** What one student's phone receives in an hour, by the size of the class, against the budget. */
export function bytesPlot (report: Report): string {
  const bars = report.parameters.students.flatMap((size) => {
    const of = (what: string): number => middle(report, `${size} students: ${what}`) / KB
    const total = of('bytes an hour')
    const events = of('of it because something happened, bytes')
    const at = `class of ${readable(size)}`
    const byTheClock = { at, kb: total - events, total, strength: 0.45, text: `${readable(Math.round(total))} KB` }
    return [{ at, kb: events, total, strength: 1, text: '' }, byTheClock]
  })
  const budget = LESSON_BYTES.hour / KB
  const widest = Math.max(budget, ...bars.map(({ total }) => total))
  return draw({
    title: 'What a student’s phone receives in an hour’s lesson',
    subtitle: 'KB without TCP and TLS; it must not grow with the class. Full colour: because something happened; pale: by the clock',
    marginTop: HEADING + PANELS,
    height: 140 + 50 * report.parameters.students.length,
    marginLeft: 110,
    marginRight: 60,
    x: { label: null, tickFormat: (kb: number) => `${kb} KB`, tickSize: 0, ticks: 6, domain: [0, 1.05 * widest] },
    y: { label: null, domain: [...new Set(bars.map(({ at }) => at))], tickSize: 0, padding: 0.3 },
    marks: [
      Plot.gridX({ stroke: RULE, strokeOpacity: 1, ticks: 6 }),
      Plot.barX(bars, { x: 'kb', y: 'at', fill: 'var(--blue)', fillOpacity: 'strength' }),
      Plot.text(bars.filter(({ text }) => text !== ''), { x: 'total', y: 'at', text: 'text', textAnchor: 'start', dx: 6, fontWeight: 600 }),
      Plot.ruleX([budget], { stroke: FAINT, strokeDasharray: '4,3' }),
      Plot.text([`budget ${readable(budget)} KB`], { x: budget, frameAnchor: 'top', dy: -8, fill: FAINT, textAnchor: 'end' })
    ]
  })
}
