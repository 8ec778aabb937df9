import t from 'tap'
import { atMost, noLoss, timesUnjudged } from '../budgets.ts'
import { Latency } from '../latency.ts'
import { LoadCollector } from '../generator-load.ts'
import type { Machine } from '../machine.ts'
import { readOptions } from '../options.ts'
import { exitCode, reportOf, table } from '../report.ts'
import type { Findings } from '../report.ts'

const machine: Machine = { cpu: 'A CPU', cores: 2, memoryGiB: 8, kernel: '6.1', node: 'v20', loadBefore: 0.1, pinned: { server: 0, generator: 1 }, logOn: 'disk' }
const provenance = { commit: 'abc', at: '2026-01-01T00:00:00.000Z', versions: { ws: '8.0.0' } }
const options = readOptions(['answers', '--server', 'package.json'])!

function findings (share: number, p99: number, lost = 0): Findings {
  const load = new LoadCollector()
  load.add({ cpuMs: share * 100, wallMs: 100, share }, new Latency().encode())
  const verdicts = { lost, duplicated: 0, gaps: 0 }
  return { figures: { 'p99, ms': [p99, 12.345], failures: 0 }, generator: load.load(), verdicts, budgets: [atMost('p99, ms', 60, p99), ...noLoss(verdicts)], trouble: {} }
}

t.test('a budget holds up to its limit and not beyond', async (t) => {
  t.equal(atMost('a', 60, 60).holds, true)
  t.equal(atMost('a', 60, 60.1).holds, false)
  t.equal(atMost('a', 60, NaN).holds, false)
})

t.test('everything holds: exit code 0, and the table says so', async (t) => {
  const report = reportOf(options, machine, provenance, findings(0.3, 30))
  t.equal(exitCode(report, true), 0)
  t.match(table(report), /p99, ms +60 +30 +holds/)
  t.match(table(report), /server on core 0, generator on core 1/)
  t.match(table(report), /p99, ms +30 {2}12\.3/)
  t.notMatch(table(report), /NOT JUDGED|trouble/)
})

t.test('a missed budget is exit code 1 where that is asked for', async (t) => {
  const report = reportOf(options, machine, provenance, findings(0.3, 61))
  t.equal(exitCode(report, true), 1)
  t.equal(exitCode(report, false), 0)
  t.match(table(report), /MISSED/)
})

t.test('a generator over 70 % of its core leaves times unjudged, but not losses', async (t) => {
  const busy = reportOf(options, machine, provenance, findings(0.71, 10))
  t.equal(exitCode(busy, true), 3)
  t.equal(exitCode(busy, false), 0)
  t.match(table(busy), /TIMES NOT JUDGED: the generator used more than 70 %/)
  t.same(busy.budgets.map(({ holds }) => holds), [null, true, true, true])
  t.equal(exitCode(reportOf(options, machine, provenance, findings(0.71, 10, 1)), false), 1)
  t.same(timesUnjudged([atMost('a', 0, 1)]).map(({ holds }) => holds), [false])
})

t.test('a generator that was late leaves times unjudged', async (t) => {
  const load = new LoadCollector()
  const late = new Latency()
  late.record(0, 30)
  load.add({ cpuMs: 1, wallMs: 100, share: 0.01 }, late.encode())
  const report = reportOf(options, { ...machine, logOn: 'memory', pinned: { server: null, generator: null } }, provenance, { ...findings(0.1, 10), generator: load.load(), trouble: { 'close 1006': 2 } })
  t.equal(exitCode(report, true), 3)
  t.match(table(report), /late by more than 25 ms/)
  t.match(table(report), /IN MEMORY/)
  t.match(table(report), /not pinned/)
  t.match(table(report), /trouble: close 1006 \(2\)/)
})

t.test('the table says how many classes, where, and that somebody ended it', async (t) => {
  const target = { http: { host: '127.0.0.1', port: 8088 }, launchKey: 'k:secret' }
  const own = reportOf({ ...options, students: [25, 1000], classes: [200, 1], log: 'kafka', relays: 2 }, machine, provenance, findings(0.1, 10), true)
  t.match(table(own), /^answers: 200 × 25 and 1000 students, 5 rounds, seed 1, log at Kafka, 2 relays\n/)
  t.match(table(own), /ENDED BEFORE ALL WAS MEASURED/)
  const running = reportOf({ ...options, target, shard: { part: 2, of: 4 } }, machine, provenance, findings(0.1, 10))
  t.match(table(running), /seed 1, at 127\.0\.0\.1:8088, part 2 of 4\n/)
  t.notMatch(JSON.stringify(running), /secret/, 'a report never tells the key')
})
