import type { Report } from '../report.ts'
import {
  CONTESTANTS, FANOUT, GENERATOR, LECTERN, MEMORY, MEMORY_TITLE, PER_TICK, RETURN, SEED, SEED_LIMIT, SEED_SIZE, STORM,
  fanoutTitle, figureName, returnTitle, stormTitle
} from '../scenarios/rivals/names.ts'
import { middle, readable, series, withRange } from './figures.ts'
import { table } from './markdown.ts'

/** A column: its heading, and the figure that it shows of each contestant. */
type Column = [heading: string, what: string]

export function fanoutTable (report: Report): string {
  const columns: Column[] = [[FANOUT.cpu, FANOUT.cpu], ['p50, ms', FANOUT.p50], ['p99, ms', FANOUT.p99], ['generator, %', GENERATOR]]
  const rows = report.parameters.students.flatMap((size) => PER_TICK.flatMap((perTick) => {
    const each = contestantRows(report, fanoutTitle(size, perTick), columns, FANOUT.cpu)
    return each.map((cells, place) => [place === 0 ? `${readable(size)}, ${perTick} a tick` : '', ...cells])
  }))
  return table(['Students, messages', '', ...headings(columns), 'CPU ÷ Lectern'], rows, [0, 1])
}

export function answersTable (report: Report): string {
  const columns: Column[] = [
    ['p50, ms', STORM.p50], ['p99, ms', STORM.p99], [STORM.told, STORM.told],
    [STORM.cpu, STORM.cpu], ['lost', STORM.lost], ['generator, %', GENERATOR]
  ]
  const rows = [
    ...contestantRows(report, stormTitle(largest(report)), columns, STORM.cpu),
    ...[SEED_SIZE, SEED_LIMIT].flatMap((size) => seedRows(report, size, stormTitle(size), columns))
  ]
  return table(['', ...headings(columns), 'CPU ÷ Lectern'], rows)
}

export function reconnectTable (report: Report): string {
  const columns: Column[] = [
    ['p99, ms', RETURN.p99], ['last one, ms', RETURN.last], ['CPU a student, µs', RETURN.cpu],
    [RETURN.missed, RETURN.missed], ['generator, %', GENERATOR]
  ]
  const rows = [
    ...contestantRows(report, returnTitle(largest(report)), columns, RETURN.cpu),
    ...seedRows(report, SEED_SIZE, returnTitle(SEED_SIZE), columns)
  ]
  return table(['', ...headings(columns), 'CPU ÷ Lectern'], rows)
}

export function memoryTable (report: Report): string {
  const full = `with ${readable(largest(report))} students, MiB`
  const columns: Column[] = [['empty server, MiB', MEMORY.empty], [full, MEMORY.full], ['each, bytes', MEMORY.each]]
  return table(['', ...headings(columns), 'each ÷ Lectern'], contestantRows(report, MEMORY_TITLE, columns, MEMORY.each))
}

/** The figures of each contestant under one title; `ratioOf`: the one that is set against Lectern's. */
function contestantRows (report: Report, title: string, columns: Column[], ratioOf: string): string[][] {
  const ours = middle(report, figureName(title, LECTERN, ratioOf))
  return CONTESTANTS.map((name) => {
    const cells = columns.map(([, what]) => withRange(series(report, figureName(title, name, what))))
    return [name, ...cells, name === LECTERN ? '1' : readable(middle(report, figureName(title, name, ratioOf)) / ours)]
  })
}

/** The seed's shape, in a class of its own size, which no ratio spans. */
function seedRows (report: Report, size: number, title: string, columns: Column[]): string[][] {
  const cells = columns.map(([, what]) => withRange(series(report, figureName(title, SEED, what))))
  return cells.every((cell) => cell === NOTHING) ? [] : [[`${SEED}, ${readable(size)} students`, ...cells, '']]
}

const NOTHING = withRange([])

function headings (columns: Column[]): string[] {
  return columns.map(([heading]) => heading)
}

function largest ({ parameters }: Report): number {
  return Math.max(...parameters.students)
}
