import { existsSync, readFileSync, writeFileSync } from 'node:fs'

/** The README's table of figures, made from the reports in bench/results and from nothing else. */
const SCENARIOS = ['enter', 'answers', 'fanout', 'reconnect', 'memory']
const BEGIN = '<!-- figures: begin (generated from bench/results by make bench) -->'
const END = '<!-- figures: end -->'

function figures () {
  const reports = SCENARIOS.map((scenario) => `bench/results/${scenario}.json`).filter(existsSync).map((path) => JSON.parse(readFileSync(path, 'utf8')))
  if (reports.length === 0) return ''
  const { cpu, cores, node } = reports[0].machine
  const rows = reports.flatMap(({ scenario, parameters, budgets }) => budgets.map(({ name, limit, measured, holds }) =>
    `| ${scenario}, ${parameters.students.join(' and ')} | ${name} | ${number(limit)} | ${number(measured)} | ${holds === null ? 'not judged' : holds ? 'holds' : 'missed'} |`))
  return [
    `Measured by \`make bench\` on ${cores} shared cores (${cpu}), Node ${node}, server on one core, over loopback, log on disk:`,
    '',
    '| Scenario, students | Budget | Limit | Measured | |',
    '|---|---|---:|---:|---|',
    ...rows
  ].join('\n')
}

function number (value) {
  return value === null ? '–' : value >= 100 ? String(Math.round(value)) : String(Number(value.toPrecision(3)))
}

/** The README with the figures of the reports. */
export function withFigures (readme) {
  const before = readme.slice(0, readme.indexOf(BEGIN) + BEGIN.length)
  return `${before}\n${figures()}\n${readme.slice(readme.indexOf(END))}`
}

export function writeFigures () {
  writeFileSync('README.md', withFigures(readFileSync('README.md', 'utf8')))
}
