import type { Budget } from '../budgets.ts'
import type { Report } from '../report.ts'
import { Judgement } from './budget-rows.ts'
import { measuredOf, readable, series, withRange } from './figures.ts'
import { page, table } from './markdown.ts'

/** What one scenario measured: its figures, its budgets, and how far its generator can be trusted. */
export function scenarioSection (name: string, report: Report): string {
  const { parameters, figures, budgets, trouble } = report
  const troubles = Object.entries(trouble).map(([what, times]) => `${what} (${times})`)
  return page(
    `### ${name}`,
    `${parameters.students.map(readable).join(' and ')} students, ${parameters.rounds} rounds, seed ${parameters.seed}. ${trust(report)}`,
    table(['Figure', 'Median (range of rounds)'], Object.keys(figures).map((figure) => [figure, withRange(series(report, figure))])),
    budgets.length === 0 ? '' : table(['Budget', 'Limit', 'Measured', ''], budgets.map(budgetRow)),
    troubles.length === 0 ? '' : `Trouble at the students: ${troubles.join(', ')}.`
  )
}

/** What the generator used, and whether times may be believed. */
export function trust ({ generator, verdicts }: Report): string {
  const { share, lateP99Ms, usable } = generator
  const losses = `${verdicts.lost} lost, ${verdicts.duplicated} twice, ${verdicts.gaps} gaps.`
  if (share === 0) return losses
  const load = `The generator used ${Math.round(100 * share)} % of its core at most and was late by ${readable(lateP99Ms)} ms (p99).`
  return usable ? `${losses} ${load}` : `${losses} ${load} **Times are not judged.**`
}

function budgetRow (budget: Budget): string[] {
  return [budget.name, readable(budget.limit), measuredOf(budget), judgementOf(budget)]
}

function judgementOf ({ holds }: Budget): Judgement {
  if (holds === null) return Judgement.unjudged
  return holds ? Judgement.held : Judgement.missed
}
