import { GENERATOR_LATE_MS, GENERATOR_SHARE, timesUnjudged } from './budgets.ts'
import type { Budget, Verdicts } from './budgets.ts'
import type { Machine } from './machine.ts'
import type { Shard } from './option-values.ts'
import type { Options } from './options.ts'
import type { Provenance } from './provenance.ts'
import type { GeneratorLoad } from './generator-load.ts'

/** What a scenario found. A figure's name has its unit; a list has a value for each round. */
export interface Findings {
  figures: Record<string, number | number[]>
  generator: GeneratorLoad
  verdicts: Verdicts
  budgets: Budget[]
  /** What went wrong at the students, and how often: HTTP statuses, close codes, errors. Empty when all went well. */
  trouble: Record<string, number>
  /** For the plots: histograms (encoded by latency.ts), one for each round, by what they are of. */
  histograms?: Record<string, string[]>
  /** For the plots: curves, by what they are of. */
  curves?: Record<string, Curve>
}

/** Something over something: `y[i]` at `x[i]`. The name of the curve has the units. */
export interface Curve {
  x: number[]
  y: number[]
}

/** The whole of `--json`. */
export interface Report extends Findings {
  scenario: string
  machine: Machine
  provenance: Provenance
  parameters: Parameters
  /** Whether somebody asked for the end before all rounds were measured. */
  interrupted?: true
}

/** With what a scenario ran. */
export interface Parameters {
  students: number[]
  classes: number[]
  rounds: number
  /** In seconds. */
  duration: number
  seed: number
  log: string
  relays: number
  shard: Shard
  /** Where the installation is that was measured; null: the bench started it. */
  target: string | null
}

/** Puts a report together. A generator that was too busy leaves times and costs unjudged. */
export function reportOf (options: Options, machine: Machine, provenance: Provenance, findings: Findings, interrupted = false): Report {
  const { scenario, students, classes, rounds, duration, seed, log, relays, shard, target } = options
  const { figures, generator, verdicts, budgets, ...rest } = findings
  return {
    scenario,
    machine,
    provenance,
    parameters: { students, classes, rounds, duration, seed, log, relays, shard, target: target === null ? null : `${target.http.host}:${target.http.port}` },
    figures: known(figures),
    generator,
    verdicts,
    budgets: generator.usable ? budgets : timesUnjudged(budgets),
    ...rest,
    ...(interrupted ? { interrupted } : {})
  }
}

/** Without the figures that could not be measured, as the CPU of a server that is not ours. */
function known (figures: Findings['figures']): Findings['figures'] {
  return Object.fromEntries(Object.entries(figures).filter(([, value]) => ![value].flat().every(Number.isNaN) || [value].flat().length === 0))
}

/**
 * 1 when something happened that must never happen (a limit of 0). `strict`: also when any budget is missed,
 * and 3 when nothing is wrong but not all could be judged.
 */
export function exitCode ({ budgets }: Report, strict: boolean): number {
  if (budgets.some(({ holds, limit }) => holds === false && (strict || limit === 0))) return 1
  return strict && budgets.some(({ holds }) => holds === null) ? 3 : 0
}

/** The report for people. */
export function table (report: Report): string {
  const { scenario, machine, parameters, figures, generator, verdicts, budgets, trouble } = report
  const lines = [
    `${scenario}: ${crowd(parameters)}, ${parameters.rounds} rounds, seed ${parameters.seed}${place(parameters)}`,
    `${machine.cpu}, ${machine.cores} cores, ${machine.memoryGiB} GiB, Linux ${machine.kernel}, Node ${machine.node}; ${layout(machine, parameters)}; load before ${number(machine.loadBefore)}`,
    '',
    ...columns(Object.entries(figures).map(([name, value]) => [name, Array.isArray(value) ? value.map(number).join('  ') : number(value)])),
    '',
    `generator: ${percent(generator.share)} of its core at most, late by ${number(generator.lateP99Ms)} ms (p99)`,
    `verdicts: ${verdicts.lost} lost, ${verdicts.duplicated} duplicated, ${verdicts.gaps} gaps`,
    ''
  ]
  const troubles = Object.entries(trouble)
  if (troubles.length > 0) lines.push(`trouble: ${troubles.map(([what, times]) => `${what} (${times})`).join(', ')}`, '')
  if (report.interrupted === true) lines.push('ENDED BEFORE ALL WAS MEASURED: these are the rounds until then', '')
  if (!generator.usable) lines.push(`TIMES NOT JUDGED: ${reason(generator)}`, '')
  lines.push(...columns([['budget', 'limit', 'measured', ''], ...budgets.map((budget) => [budget.name, number(budget.limit), number(budget.measured), judgement(budget)])]))
  return `${lines.join('\n')}\n`
}

/** Who runs where on this machine. */
function layout ({ pinned, logOn }: Machine, { target, log }: Parameters): string {
  if (target !== null) return 'the students run here, the server elsewhere'
  const cores = pinned.server === null ? 'not pinned' : `server on core ${pinned.server}, generator on core ${pinned.generator}`
  return `${cores}${log === 'kafka' ? '' : logOn === 'disk' ? '; log on disk' : '; log IN MEMORY: its flush costs nothing'}`
}

function crowd ({ students, classes }: Parameters): string {
  return students.map((size, place) => (classes[place] === 1 ? `${size}` : `${classes[place]} × ${size}`)).join(' and ') + ' students'
}

function place ({ log, relays, shard, target }: Parameters): string {
  if (target !== null) return `, at ${target}${shard.of > 1 ? `, part ${shard.part} of ${shard.of}` : ''}`
  return `${log === 'kafka' ? ', log at Kafka' : ''}${relays > 1 ? `, ${relays} relays` : ''}`
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
