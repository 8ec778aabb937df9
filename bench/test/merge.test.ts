import t from 'tap'
import { atMost, noLoss } from '../budgets.ts'
import type { Verdicts } from '../budgets.ts'
import { LoadCollector } from '../generator-load.ts'
import { Latency } from '../latency.ts'
import type { Machine } from '../machine.ts'
import { merge } from '../merge.ts'
import { readOptions } from '../options.ts'
import { reportOf } from '../report.ts'
import type { Report } from '../report.ts'

const machine: Machine = { cpu: 'A CPU', cores: 2, memoryGiB: 8, kernel: '6.1', node: 'v20', loadBefore: 0.1, pinned: { server: 0, generator: 1 }, logOn: 'disk' }
const provenance = { commit: 'c', at: '2026-01-01T00:00:00.000Z', versions: {} }
const env = { LAUNCH_KEYS: `here:${'k'.repeat(32)}` }

interface Part { shard: string, rounds: number[][], share?: number, verdicts?: Partial<Verdicts>, students?: string, scenario?: string }

/** The report of a machine whose students waited for `rounds[round]` ms each. */
function part ({ shard, rounds, share = 0.2, verdicts = {}, students = '4000', scenario = 'answers' }: Part): Report {
  const histograms = rounds.map((waits) => {
    const latency = new Latency()
    for (const ms of waits) latency.record(0, ms)
    return latency.encode()
  })
  const p99 = histograms.map((text) => Latency.decode(text).quantiles().p99)
  const load = new LoadCollector()
  load.add({ cpuMs: share * 100, wallMs: 100, share })
  const found: Verdicts = { lost: 0, duplicated: 0, gaps: 0, ...verdicts }
  const options = readOptions([scenario, '--target', 'http://127.0.0.1', '--shard', shard, '--students', students], env)!
  return reportOf(options, machine, provenance, {
    figures: { 'verdict p99, ms': p99, 'clicks, ms': [share * 100], 'answers counted': waits(rounds) },
    generator: load.load(),
    verdicts: found,
    budgets: [atMost('verdict p99, ms', 60, p99[0]!), ...noLoss(found)],
    trouble: found.lost > 0 ? { 'close 1006': found.lost } : {},
    histograms: { 'verdict, ms': histograms }
  })
}

function waits (rounds: number[][]): number {
  return rounds.flat().length
}

t.test('quantiles are those of everybody, numbers add up, the worst of the rest counts', async (t) => {
  const quick = part({ shard: '1/2', rounds: [Array<number>(99).fill(10)] })
  const slow = part({ shard: '2/2', rounds: [[...Array<number>(98).fill(20), 80]], share: 0.3 })
  const merged = merge([quick, slow])
  t.match(merged.figures, { 'answers counted': 198, 'clicks, ms': [30] })
  const [p99] = merged.figures['verdict p99, ms'] as number[]
  t.ok(p99! > 19 && p99! < 21, `one in 198 waited long: ${p99}`)
  t.match(merged.parameters, { students: [4000], shard: { part: 1, of: 1 } })
  t.match(merged.generator, { share: 0.3, usable: true })
  t.equal(merged.budgets[0]!.holds, true, 'although the slow part alone misses it')
  t.equal(slow.budgets[0]!.holds, false)
  t.equal(Latency.decode(merged.histograms!['verdict, ms']![0]!).quantiles().count, 198)
})

t.test('losses add up, and a generator that was the limit leaves all times unjudged', async (t) => {
  const merged = merge([
    part({ shard: '1/3', rounds: [[10]], verdicts: { lost: 2 } }),
    part({ shard: '2/3', rounds: [[10]], verdicts: { lost: 1, gaps: 4 } }),
    part({ shard: '3/3', rounds: [[10]], share: 0.9 })
  ])
  t.same(merged.verdicts, { lost: 3, duplicated: 0, gaps: 4 })
  t.same(merged.trouble, { 'close 1006': 3 })
  t.same(merged.budgets.map(({ holds }) => holds), [null, false, true, false])
})

t.test('what does not belong together is refused', async (t) => {
  const one = part({ shard: '1/2', rounds: [[10]] })
  t.throws(() => merge([one]), { name: 'UsageError', message: /two shards or more/ })
  t.throws(() => merge([one, one]), { name: 'UsageError', message: /the same part twice/ })
  t.throws(() => merge([one, part({ shard: '2/3', rounds: [[10]] })]), { name: 'UsageError', message: /in 3 parts is no part of .* in 2 parts/ })
  t.throws(() => merge([one, part({ shard: '2/2', rounds: [[10]], scenario: 'enter' })]), { name: 'UsageError', message: /enter, 5 rounds/ })
})
