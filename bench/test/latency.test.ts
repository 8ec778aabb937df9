import t from 'tap'
import { Latency, median } from '../latency.ts'

t.test('quantiles are in ms, with three digits', async (t) => {
  const latency = new Latency()
  for (let ms = 1; ms <= 1000; ms++) latency.record(100, 100 + ms)
  const { count, p50, p99, max } = latency.quantiles()
  t.equal(count, 1000)
  t.ok(Math.abs(p50 - 500) < 1 && Math.abs(p99 - 990) < 1 && Math.abs(max - 1000) < 1, JSON.stringify({ p50, p99, max }))
})

t.test('histograms of several processes add up', async (t) => {
  const one = new Latency()
  one.record(0, 10)
  const other = new Latency()
  other.record(0, 2000)
  const { count, max } = Latency.merge([one.encode(), other.encode()]).quantiles()
  t.equal(count, 2)
  t.ok(Math.abs(max - 2000) < 2)
})

t.test('nothing recorded is nothing', async (t) => {
  t.same(new Latency().quantiles(), { count: 0, p50: 0, p95: 0, p99: 0, p999: 0, max: 0 })
})

t.test('the median of an odd and an even number of rounds', async (t) => {
  t.equal(median([9, 1, 2]), 2)
  t.equal(median([4, 1, 2, 9]), 3)
  t.ok(Number.isNaN(median([])))
})
