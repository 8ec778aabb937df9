import { GENERATOR_LATE_MS, GENERATOR_SHARE, timesUnjudged } from './budgets.ts'
import type { Budget, Verdicts } from './budgets.ts'
import type { Machine } from './machine.ts'
import type { Options } from './options.ts'
import type { GeneratorLoad } from './generator-load.ts'

/** What a scenario found. A figure's name has its unit; a list has a value for each round. */
export interface Findings {
  figures: Record<string, number | number[]>
  generator: GeneratorLoad
  verdicts: Verdicts
  budgets: Budget[]
  /** What went wrong at the students, and how often: HTTP statuses, close codes, errors. Empty when all went well. */
  trouble: Record<string, number>
}

/** The whole of `--json`. */
export interface Report extends Findings {
  scenario: string
  machine: Machine
  parameters: { students: number[], rounds: number, seed: number }
}

/** Puts a report together. A generator that was too busy leaves times and costs unjudged. */
export function reportOf (options: Options, machine: Machine, findings: Findings): Report {
  const { scenario, students, rounds, seed } = options
  const { figures, generator, verdicts, budgets, trouble } = findings
  return {
    scenario,
    machine,
    parameters: { students, rounds, seed },
    figures,
    generator,
    verdicts,
    budgets: generator.usable ? budgets : timesUnjudged(budgets),
    trouble
  }
}

/** 0 when all holds, 1 when something does not, 3 when nothing is wrong but not all could be judged. */
export function exitCode ({ budgets }: Report): number {
  if (budgets.some(({ holds }) => holds === false)) return 1
  return budgets.some(({ holds }) => holds === null) ? 3 : 0
}

/** The report for people. */
export function table (report: Report): string {
  const { scenario, machine, parameters, figures, generator, verdicts, budgets, trouble } = report
  const pinned = machine.pinned.server === null ? 'not pinned' : `server on core ${machine.pinned.server}, generator on core ${machine.pinned.generator}`
  const lines = [
    `${scenario}: ${parameters.students.join(' and ')} students, ${parameters.rounds} rounds, seed ${parameters.seed}`,
    `${machine.cpu}, ${machine.cores} cores, ${machine.memoryGiB} GiB, Linux ${machine.kernel}, Node ${machine.node}; ${pinned}; log ${machine.logOn === 'disk' ? 'on disk' : 'IN MEMORY: its flush costs nothing'}; load before ${number(machine.loadBefore)}`,
    '',
    ...columns(Object.entries(figures).map(([name, value]) => [name, Array.isArray(value) ? value.map(number).join('  ') : number(value)])),
    '',
    `generator: ${percent(generator.share)} of its core at most, late by ${number(generator.lateP99Ms)} ms (p99)`,
    `verdicts: ${verdicts.lost} lost, ${verdicts.duplicated} duplicated, ${verdicts.gaps} gaps`,
    ''
  ]
  const troubles = Object.entries(trouble)
  if (troubles.length > 0) lines.push(`trouble: ${troubles.map(([what, times]) => `${what} (${times})`).join(', ')}`, '')
  if (!generator.usable) lines.push(`TIMES NOT JUDGED: ${reason(generator)}`, '')
  lines.push(...columns([['budget', 'limit', 'measured', ''], ...budgets.map((budget) => [budget.name, number(budget.limit), number(budget.measured), judgement(budget)])]))
  return `${lines.join('\n')}\n`
}

function reason ({ share }: GeneratorLoad): string {
  if (share > GENERATOR_SHARE) return `the generator used more than ${percent(GENERATOR_SHARE)} of its core; run with fewer students.`
  return `the generator was late by more than ${GENERATOR_LATE_MS} ms; something else was running on its core.`
}

function judgement ({ holds }: Budget): string {
  return holds === null ? 'not judged' : holds ? 'holds' : 'MISSED'
}

/** Left column to the left, numbers to the right. */
function columns (rows: string[][]): string[] {
  const widths = rows[0]?.map((_, column) => Math.max(...rows.map((row) => row[column]!.length))) ?? []
  return rows.map((row) => row.map((cell, column) => (column === 0 ? cell.padEnd(widths[0]!) : cell.padStart(widths[column]!))).join('  ').trimEnd())
}

function number (value: number): string {
  if (Number.isInteger(value)) return String(value)
  return Math.abs(value) < 10 ? value.toFixed(2) : value.toFixed(Math.abs(value) < 100 ? 1 : 0)
}

function percent (share: number): string {
  return `${Math.round(share * 100)} %`
}
