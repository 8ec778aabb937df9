import type { Budget } from '../budgets.ts'
import { median } from '../latency.ts'
import type { Report } from '../report.ts'

/** The rounds of a figure: none where the report has no such figure. Rounds without a value (NaN) are left out. */
export function series ({ figures }: Report, name: string): number[] {
  return [figures[name] ?? []].flat().filter((value) => !Number.isNaN(value))
}

/** The median of a figure; NaN where the report has no such figure. */
export function middle (report: Report, name: string): number {
  return median(series(report, name))
}

/** A number for a reader: three significant digits below 1,000, thousands with a comma. */
export function readable (value: number): string {
  if (Number.isNaN(value)) return '–'
  if (Math.abs(value) >= 1000 || Number.isInteger(value)) return Math.round(value).toLocaleString('en')
  return String(Number(value.toPrecision(3)))
}

/** What a budget was measured to be, for a reader: four digits where three hide that the limit is missed. */
export function measuredOf ({ limit, measured, holds }: Budget): string {
  return holds === false && readable(measured) === readable(limit) ? measured.toPrecision(4) : readable(measured)
}

/** The median of a figure, with the range of its rounds where there are several. */
export function withRange (values: number[]): string {
  const [least, most] = [readable(Math.min(...values)), readable(Math.max(...values))]
  const range = values.length > 1 && least !== most ? ` (${least}–${most})` : ''
  return `${readable(median(values))}${range}`
}
