import { readFileSync, writeFileSync } from 'node:fs'
import { parseArgs } from 'node:util'
import type { Budget } from './budgets.ts'
import type { GeneratorLoad } from './generator-load.ts'
import { Latency, median } from './latency.ts'
import type { Quantiles } from './latency.ts'
import { UsageError } from './option-values.ts'
import { table } from './report.ts'
import type { Report } from './report.ts'
import { infoOf } from './scenarios/catalogue.ts'
import type { Scenario } from './scenarios/catalogue.ts'
import { sumOf } from './tally.ts'

/** Quantiles as the names of figures tell them: `verdict p99, ms` is of the histogram `verdict, ms`. */
const QUANTILE = / (p50|p95|p99|p999|max)(?=,)/
/** Figures without a unit are numbers of things, and add up. */
const UNIT = /, [^,]+$/

/**
 * `merge A.json B.json …`: one report of the shards that several machines measured at the same time. Quantiles
 * are those of all histograms together, numbers of things add up, and of everything else the worst counts.
 * @throws UsageError
 */
export function mergeCommand (args: string[]): void {
  const { positionals, values } = parsed(args)
  const merged = merge(positionals.map(read))
  process.stdout.write(table(merged))
  if (values.json !== undefined) writeFileSync(values.json, `${JSON.stringify(merged, null, 2)}\n`)
}

/** @throws UsageError when the reports are not parts of one measurement */
export function merge (reports: Report[]): Report {
  const [first, ...others] = reports
  if (first === undefined || others.length === 0) throw new UsageError('merge takes the reports (--json) of two shards or more')
  for (const other of others) {
    if (identity(other) !== identity(first)) throw new UsageError(`a report of ${identity(other)} is no part of ${identity(first)}`)
  }
  const parts = reports.map(({ parameters }) => parameters.shard.part)
  if (new Set(parts).size < parts.length) throw new UsageError(`parts ${parts.join(', ')}: the same part twice`)
  const histograms = mergedHistograms(reports)
  const figures = Object.fromEntries(Object.keys(first.figures).map((name) => [name, figure(name, reports, histograms)]))
  const generator = worst(reports.map((report) => report.generator))
  return {
    ...first,
    parameters: { ...first.parameters, ...crowd(reports), shard: { part: 1, of: 1 } },
    figures,
    generator,
    verdicts: {
      lost: add(reports.map(({ verdicts }) => verdicts.lost)),
      duplicated: add(reports.map(({ verdicts }) => verdicts.duplicated)),
      gaps: add(reports.map(({ verdicts }) => verdicts.gaps))
    },
    budgets: first.budgets.map((_, place) => budget(reports.map(({ budgets }) => budgets[place]!), figures, generator.usable)),
    trouble: sumOf(reports.map(({ trouble }) => trouble)),
    histograms,
    ...(reports.some(({ interrupted }) => interrupted === true) ? { interrupted: true } : {})
  }
}

function parsed (args: string[]) {
  try {
    return parseArgs({ args, allowPositionals: true, options: { json: { type: 'string' } } })
  } catch (error) {
    throw new UsageError((error as Error).message)
  }
}

function read (file: string): Report {
  try {
    return JSON.parse(readFileSync(file, 'utf8')) as Report
  } catch (error) {
    throw new UsageError(`${file} is no report: ${(error as Error).message}`)
  }
}

/** What must be the same of all parts. */
function identity ({ scenario, parameters: { rounds, shard: { of }, target } }: Report): string {
  return `${scenario}, ${rounds} rounds, at ${target}, in ${of} parts`
}

/** Shards have a part of the students each, or of the classes where there are several. */
function crowd (reports: Report[]): Partial<Report['parameters']> {
  const what = infoOf(reports[0]!.scenario as Scenario).classes === undefined ? 'students' : 'classes'
  return { [what]: reports[0]!.parameters[what].map((_, size) => add(reports.map(({ parameters }) => parameters[what][size]!))) }
}

/** Round by round. */
function mergedHistograms (reports: Report[]): Record<string, string[]> {
  const names = Object.keys(reports[0]!.histograms ?? {})
  return Object.fromEntries(names.map((name) => {
    const each = reports.map(({ histograms }) => histograms?.[name] ?? [])
    const rounds = Math.min(...each.map(({ length }) => length))
    return [name, Array.from({ length: rounds }, (_, round) => Latency.merge(each.map((texts) => texts[round]!)).encode())]
  }))
}

function figure (name: string, reports: Report[], histograms: Record<string, string[]>): number | number[] {
  const values = reports.map(({ figures }) => figures[name]!)
  const quantile = QUANTILE.exec(name)?.[1] as keyof Quantiles | undefined
  const texts = histograms[name.replace(QUANTILE, '')]
  const isList = Array.isArray(values[0])
  if (quantile !== undefined && texts !== undefined) {
    return isList ? texts.map((text) => Latency.decode(text).quantiles()[quantile]) : Latency.merge(texts).quantiles()[quantile]
  }
  const combine = UNIT.test(name) ? (numbers: number[]) => Math.max(...numbers) : add
  if (!isList) return combine(values as number[])
  const lists = values as number[][]
  return Array.from({ length: Math.min(...lists.map(({ length }) => length)) }, (_, round) => combine(lists.map((list) => list[round]!)))
}

/** Measured anew where a figure has its name; else the worst of all parts, and of what must not happen the sum. */
function budget (each: Budget[], figures: Report['figures'], usable: boolean): Budget {
  const { name, limit } = each[0]!
  const figure = figures[name.replace(' (median)', '')]
  const measured = limit === 0 ? add(each.map((one) => one.measured)) : figure === undefined ? Math.max(...each.map((one) => one.measured)) : Array.isArray(figure) ? median(figure) : figure
  return { name, limit, measured, holds: usable || limit === 0 ? measured <= limit : null }
}

function worst (loads: GeneratorLoad[]): GeneratorLoad {
  return {
    share: Math.max(...loads.map(({ share }) => share)),
    lateP99Ms: Math.max(...loads.map(({ lateP99Ms }) => lateP99Ms)),
    usable: loads.every(({ usable }) => usable)
  }
}

function add (numbers: number[]): number {
  return numbers.reduce((sum, number) => sum + number, 0)
}
