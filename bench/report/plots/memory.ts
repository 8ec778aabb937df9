import * as Plot from '@observablehq/plot'
import type { Report } from '../../report.ts'
import { CONTESTANTS, MEMORY, MEMORY_TITLE, figureName } from '../../scenarios/rivals/names.ts'
import { middle } from '../figures.ts'
import { RULE, apart, draw } from './chart.ts'

/** The height of a label, as a share of the axis. */
const LABEL = 0.065

/** Resident memory over the size of the class, beyond that of the empty server. */
export function memoryPlot (report: Report): string {
  const lines = CONTESTANTS.flatMap((name) => {
    const curve = report.curves?.[figureName(MEMORY_TITLE, name, MEMORY.curve)]
    return curve === undefined ? [] : [{ name, x: curve.x, grown: curve.y.map((mib) => mib - curve.y[0]!) }]
  })
  const points = lines.flatMap(({ name, x, grown }) => x.map((students, step) => ({ name, students, mib: grown[step]! })))
  const ends = lines.map(({ grown }) => grown.at(-1)!)
  const places = apart(ends, Math.max(...ends) * LABEL)
  const labels = lines.map(({ name, x }, line) => {
    const kib = middle(report, figureName(MEMORY_TITLE, name, MEMORY.each)) / 1024
    return { name, students: x.at(-1)!, mib: places[line]!, text: `${name}: ${kib.toFixed(1)} KiB each` }
  })
  return draw({
    title: 'Memory by students',
    subtitle: 'MiB resident beyond the empty server’s, after the garbage was collected; on Lectern everybody has joined the lesson',
    height: 380,
    marginLeft: 64,
    marginRight: 220,
    x: { label: 'students', tickSize: 0, labelArrow: 'none', labelAnchor: 'center' },
    y: { label: null, tickFormat: (mib: number) => `${mib} MiB`, tickSize: 0, ticks: 5 },
    marks: [
      Plot.gridY({ stroke: RULE, strokeOpacity: 1, ticks: 5 }),
      Plot.line(points, { x: 'students', y: 'mib', stroke: 'name', strokeWidth: 2.5 }),
      Plot.dot(points, { x: 'students', y: 'mib', fill: 'name', r: 3 }),
      Plot.text(labels, { x: 'students', y: 'mib', text: 'text', fill: 'name', textAnchor: 'start', dx: 10, fontWeight: 600 })
    ]
  })
}
