import { readFileSync, readdirSync } from 'node:fs'
import { basename, join } from 'node:path'
import type { Budget } from '../budgets.ts'
import type { Curve, Report } from '../report.ts'

/** The reports that a run left, by the name of their file without its end. */
export type Results = ReadonlyMap<string, Report>

/** Reads every report in `folder`; one that an older bench wrote, or somebody else, is left out, and told. */
export function readResults (folder: string, leftOut: (why: string) => void): Results {
  const results = new Map<string, Report>()
  for (const file of readdirSync(folder).filter((name) => name.endsWith('.json')).sort()) {
    try {
      results.set(basename(file, '.json'), readReport(join(folder, file)))
    } catch (error) {
      leftOut((error as Error).message)
    }
  }
  return results
}

/** Reads what `--json` wrote. @throws Error naming the file where it is no such report */
export function readReport (file: string): Report {
  const text = readFileSync(file, 'utf8')
  try {
    return reportIn(JSON.parse(text))
  } catch (error) {
    throw new Error(`${file} is no report of this bench: ${(error as Error).message}`, { cause: error })
  }
}

const PARTS = ['scenario', 'machine', 'provenance', 'parameters', 'figures', 'generator', 'verdicts', 'budgets', 'trouble'] as const

/** JSON has no NaN: a figure that was none comes back as null. */
type Written<T> = T extends number ? number | null : T extends Array<infer U> ? Array<Written<U>> : T

function reportIn (value: unknown): Report {
  if (typeof value !== 'object' || value === null) throw new Error('not an object')
  const missing = PARTS.filter((part) => !(part in value))
  if (missing.length > 0) throw new Error(`${missing.join(', ')} ${missing.length === 1 ? 'is' : 'are'} missing`)
  const report = value as Report
  return {
    ...report,
    figures: mapValues(report.figures, numbers),
    budgets: report.budgets.map((budget): Budget => ({ ...budget, measured: budget.measured ?? NaN })),
    ...(report.curves === undefined ? {} : { curves: mapValues(report.curves, curve) })
  }
}

function curve ({ x, y }: Curve): Curve {
  return { x: x.map(number), y: y.map(number) }
}

function numbers (figure: number | number[]): number | number[] {
  return Array.isArray(figure) ? figure.map(number) : number(figure)
}

function number (value: Written<number>): number {
  return value ?? NaN
}

function mapValues<A, B> (record: Record<string, A>, map: (value: A) => B): Record<string, B> {
  return Object.fromEntries(Object.entries(record).map(([key, value]) => [key, map(value)]))
}
