import * as Plot from '@observablehq/plot'
import type { Report } from '../../report.ts'
import { LECTERN, SEED, SEED_LIMIT, SEED_SIZE, stormTitle } from '../../scenarios/rivals/names.ts'
import { readable } from '../figures.ts'
import { FAINT, RULE, draw } from './chart.ts'

/** When the answers of a storm had arrived: on Lectern with their verdict, in the seed's shape at all the others. */
export function stormPlot (report: Report): string {
  const size = Math.max(...report.parameters.students)
  const lines = [
    { name: LECTERN, size, what: `${readable(size)} answers, stored` },
    { name: SEED, size: SEED_SIZE, what: `${readable(SEED_SIZE)} answers, each to everybody` },
    { name: SEED, size: SEED_LIMIT, what: `${readable(SEED_LIMIT)} answers` }
  ]
  const points = lines.flatMap(({ name, size, what }) => {
    const curve = report.curves?.[`${stormTitle(size)}: ${name}`]
    return (curve?.x ?? []).map((ms, step) => ({ name, what, seconds: ms / 1000, percent: curve!.y[step]! }))
  })
  const at = { x: 'seconds', y: 'percent', z: 'what' }
  return draw({
    title: 'A class answers within two seconds: when has how much arrived?',
    subtitle: 'Lectern: verdicts at the students. The shape of the seed: answers at all others (Socket.IO, each answer to everybody)',
    height: 380,
    marginLeft: 64,
    marginRight: 180,
    x: { label: 'seconds after the first answer', ticks: 8, tickSize: 0, labelArrow: 'none', labelAnchor: 'center' },
    y: { label: null, domain: [0, 100], ticks: [0, 25, 50, 75, 100], tickFormat: (percent: number) => `${percent} %`, tickSize: 0 },
    marks: [
      Plot.gridY([0, 25, 50, 75, 100], { stroke: RULE, strokeOpacity: 1 }),
      Plot.ruleX([2], { stroke: FAINT, strokeDasharray: '2,4' }),
      Plot.line(points, { ...at, stroke: 'name', strokeWidth: 2.5 }),
      Plot.text(points, Plot.selectLast({ ...at, text: 'what', fill: 'name', textAnchor: 'start', dx: 8, lineWidth: 24, fontWeight: 600 }))
    ]
  })
}
