import t from 'tap'
import { middle, readable, series, withRange } from '../../report/figures.ts'
import { page, table } from '../../report/markdown.ts'
import { apart } from '../../report/plots/chart.ts'
import { sampleReport } from './sample-report.ts'

t.test('numbers for readers', async (t) => {
  t.same([0, 7, 1234.5, 0.12345, 12.345, 123.45, -2, NaN].map(readable), ['0', '7', '1,235', '0.123', '12.3', '123', '-2', '–'])
})

t.test('a figure is its median and the range of its rounds', async (t) => {
  t.equal(withRange([3, 1, 2.5]), '2.5 (1–3)')
  t.equal(withRange([2]), '2')
  t.equal(withRange([2, 2.0001]), '2', 'a range that nobody can see is none')
  t.equal(withRange([]), '–')
})

t.test('rounds without a value are left out, a figure that is missing has none', async (t) => {
  const report = sampleReport({ figures: { a: [1, NaN, 3], b: 5 } })
  t.same(series(report, 'a'), [1, 3])
  t.same(series(report, 'b'), [5])
  t.same(series(report, 'c'), [])
  t.equal(middle(report, 'a'), 2)
  t.ok(Number.isNaN(middle(report, 'c')))
})

t.test('tables escape what would end a cell, and pages leave out what is empty', async (t) => {
  t.equal(table(['a', 'b'], [['x|y', '1']]), '| a | b |\n|---|---:|\n| x\\|y | 1 |')
  t.equal(page('one', '', 'two'), 'one\n\ntwo')
})

t.test('labels are moved apart and keep their order', async (t) => {
  t.same(apart([10, 1, 10.5], 2), [10, 1, 12])
  t.same(apart([5, 5, 5], 1), [5, 6, 7])
  t.same(apart([], 1), [])
})
