import type { Budget } from '../budgets.ts'
import type { Report } from '../report.ts'
import { SEED_LIMIT, SEED_SIZE } from '../scenarios/rivals/names.ts'
import { budgetsTable, judgeRows } from './budget-rows.ts'
import type { JudgedRow } from './budget-rows.ts'
import { readable } from './figures.ts'
import { page, table } from './markdown.ts'
import { PLOTS } from './plots.ts'
import type { Results } from './results.ts'
import { answersTable, fanoutTable, memoryTable, reconnectTable } from './rival-tables.ts'
import { scenarioSection, trust } from './scenario-section.ts'

/** The sections on rivals: which result, what it is about, what must be known to read it, and its table. */
const BESIDE: Array<{ result: string, heading: string, words: string, table: (report: Report) => string }> = [
  {
    result: 'rivals-fanout',
    heading: 'What a delivery costs',
    words: 'The teacher says 120 bytes to the whole class, once or ten times at a time. The bare broadcaster (uWebSockets.js) ' +
      'and ws publish the same bytes; Socket.IO emits them as JSON of the same length, with its default options, to all of the ' +
      'namespace but the sender. Lectern stores every message on disk before it is shown.',
    table: fanoutTable
  },
  {
    result: 'rivals-answers',
    heading: 'A storm of answers',
    words: 'Everybody answers within 2 s. On Lectern the time is until the verdict on a stored answer, and counts go to all ' +
      'screens; the three others count in memory, acknowledge, and tell the teacher every 200 ms. In the shape of the seed every ' +
      `answer goes to everybody, and the time is until another student has it: with ${readable(SEED_SIZE)} students, and once ` +
      `with ${readable(SEED_LIMIT)}, where nothing is waited for longer than 30 s.`,
    table: answersTable
  },
  {
    result: 'rivals-reconnect',
    heading: 'A class comes back',
    words: 'All sockets are cut at once and come back at the same random times, spread as Lectern tells its clients. The teacher ' +
      'speaks twice meanwhile. Lectern checks the resume token and sends the view and what was missed; the others open a socket. ' +
      'In the shape of the seed everybody is told of every departure and arrival.',
    table: reconnectTable
  },
  {
    result: 'rivals-memory',
    heading: 'What a student weighs',
    words: 'Resident memory after the garbage was collected, each time on a new server. On Lectern all have joined the lesson; on ' +
      'the others they are connected and no more.',
    table: memoryTable
  }
]

const HOW = 'How to measure again: `make bench`. How it measures, and how to read the figures: [README.md](README.md). Figures are ' +
  'medians of rounds, with their range: two runs with the same seed agree within it. Ratios are of one run, in which rounds alternate.'

/** The whole of bench/REPORT.md; `client`: the budgets of the built client. @throws Error without any result */
export function reportPage (results: Results, client: Budget[]): string {
  const first = [...results.values()][0]
  if (first === undefined) throw new Error('no results to report: measure first')
  const rows = judgeRows(results, client)
  return `${page(
    '# Lectern, measured',
    '<!-- generated from bench/results by make bench; do not edit -->',
    setting(first),
    HOW,
    '## Budgets',
    budgetsTable('Budget (per relay, one core)', rows),
    reasons(rows),
    '## Beside others',
    ...BESIDE.flatMap(({ result, heading, words, table: tableOf }) => {
      const report = results.get(result)
      return report === undefined ? [] : [`### ${heading}`, words, tableOf(report), trust(report), plotsOf(result, results)]
    }),
    '## Scenario by scenario',
    runs(results),
    ...[...results].flatMap(([name, report]) => (name.startsWith('rivals') ? [] : [scenarioSection(name, report), plotsOf(name, results)]))
  )}\n`
}

/** The machine and what ran on it. */
function setting ({ machine, provenance }: Report): string {
  const pinned = machine.pinned.server === null ? 'not pinned to cores' : 'servers on one core, generators on another'
  const versions = Object.entries(provenance.versions).map(([name, version]) => `${name} ${version}`).join(', ')
  const log = machine.logOn === 'disk' ? 'log on disk' : 'log in memory, so its flush costs nothing'
  const where = `${machine.cpu}, ${machine.cores} cores, ${machine.memoryGiB} GiB, Linux ${machine.kernel}, Node ${machine.node}`
  return page(`${where}; ${pinned}; over loopback; ${log}.`, `Versions: ${versions}.`)
}

/** Why what is not held is not, and why something was not measured. */
function reasons (rows: JudgedRow[]): string {
  return rows.filter(({ reason }) => reason !== '').map(({ what, reason }) => `- **${what}**: ${reason}`).join('\n')
}

/** When and from what each result was made. */
function runs (results: Results): string {
  const rows = [...results].map(([name, { provenance, machine, generator }]) => [
    name,
    provenance.commit,
    provenance.at.slice(0, 16).replace('T', ' '),
    readable(machine.loadBefore),
    readable(Math.round(100 * generator.share)),
    generator.usable ? '' : 'times not judged'
  ])
  return table(['Result', 'Commit', 'When (UTC)', 'Load before', 'Generator, %', ''], rows, [0, 1, 2, 5])
}

function plotsOf (name: string, results: Results): string {
  return PLOTS.filter((plot) => plot.after === name && plot.needs.every((need) => results.has(need)))
    .map(({ file, alt }) => `![${alt}](plots/${file})`).join('\n\n')
}
