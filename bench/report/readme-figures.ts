import type { Budget } from '../budgets.ts'
import { budgetsTable, judgeRows } from './budget-rows.ts'
import { page } from './markdown.ts'
import { PLOTS } from './plots.ts'
import type { Results } from './results.ts'

const BEGIN = '<!-- figures: begin (generated from bench/results by make bench) -->'
const END = '<!-- figures: end -->'
/** The plot that stands for all. */
const HEADLINE = 'cpu.svg'

/** The README with the figures of the results between its markers. @throws Error when a marker is missing */
export function withFigures (readme: string, results: Results, client: Budget[]): string {
  const [begin, end] = [readme.indexOf(BEGIN), readme.indexOf(END)]
  if (begin < 0 || end < begin) throw new Error(`the README has no ${begin < 0 ? BEGIN : END}`)
  return `${readme.slice(0, begin + BEGIN.length)}\n${figures(results, client)}\n${readme.slice(end)}`
}

/** What was measured of the budgets, in one table, and the plot; the rest is in the report. */
function figures (results: Results, client: Budget[]): string {
  const [first] = results.values()
  if (first === undefined) return ''
  const { cpu, cores, node } = first.machine
  const measured = judgeRows(results, client).filter(({ parts }) => parts.length > 0)
  const plot = PLOTS.find(({ file, needs }) => file === HEADLINE && needs.every((need) => results.has(need)))
  const setting = `Measured by \`make bench\` on ${cores} shared cores (${cpu}), Node ${node}: the server on one core, the students ` +
    `on the other, the log on ${first.machine.logOn}. Beside whom, and why not better: [bench/REPORT.md](bench/REPORT.md).`
  return page(setting, budgetsTable('', measured), plot === undefined ? '' : `![${plot.alt}](bench/plots/${plot.file})`)
}
