import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import t from 'tap'
import { compareCommand, compareFiles, comparisonText } from '../compare.ts'
import { compare } from '../comparison.ts'
import { sampleReport } from './report/sample-report.ts'

const before = sampleReport({
  figures: {
    'p50, ms': [10, 11, 12], 'p99, ms': [20, 30, 40], 'CPU, µs': [8, 9, 9.5], 'first, ms': 5,
    'answers counted': [1, 1, 1], 'gone, ms': [1, 1, 1]
  }
})

t.test('a figure whose rounds touch is the same, one whose rounds do not is slower or faster by the gap', async (t) => {
  const after = sampleReport({
    figures: {
      'p50, ms': [15, 14, 16], 'p99, ms': [39, 45, 50], 'CPU, µs': [4, 5, 6], 'first, ms': 9,
      'answers counted': [2, 2, 2], 'new, ms': [1, 1, 1]
    }
  })
  const { slower, faster, same, uncertain, caveats } = compare(before, after)
  t.same(slower, [{ name: 'p50, ms', before: 11, after: 15, beyond: 2, certain: true }])
  t.same(faster, [{ name: 'CPU, µs', before: 9, after: 5, beyond: -2, certain: true }])
  t.same(same.map(({ name }) => name), ['p99, ms'])
  t.same(uncertain.map(({ name }) => name), ['first, ms'], 'one round knows no noise')
  t.same(caveats, [])
})

t.test('the worst comes first, counts are no question of speed, and what is NaN is left out', async (t) => {
  const one = sampleReport({ figures: { 'a, ms': [1, 1, 1], 'b, ms': [10, 10, 10], 'c, ms': [NaN, NaN, NaN] } })
  const other = sampleReport({ figures: { 'a, ms': [2, 2, 2], 'b, ms': [11, 11, 11], 'c, ms': [1, 1, 1] } })
  const comparison = compare(one, other)
  t.same(comparison.slower.map(({ name }) => name), ['a, ms', 'b, ms'])
  t.same(comparison.uncertain, [])
})

t.test('another scenario, another class or another seed cannot be compared', async (t) => {
  t.throws(() => compare(before, sampleReport({ scenario: 'enter' })), /differ in scenario: "answers" and "enter"/)
  const smaller = sampleReport({ parameters: { ...before.parameters, students: [50] } })
  t.throws(() => compare(before, smaller), /differ in parameters/)
})

t.test('another machine and a busy generator are told', async (t) => {
  const after = sampleReport({ machine: { ...before.machine, cpu: 'Another CPU' }, generator: { share: 0.8, lateP99Ms: 2, usable: false } })
  t.same(compare(before, after).caveats, ['cpu: A CPU before, Another CPU after', 'the generator was too busy after'])
  t.match(comparisonText(compare(before, after)), /^careful: cpu: A CPU before/)
})

t.test('the command reads two files, tells what is slower, and ends with 1 for it', async (t) => {
  const dir = t.testdir()
  const [one, other] = [join(dir, 'one.json'), join(dir, 'other.json')]
  writeFileSync(one, JSON.stringify(before))
  writeFileSync(other, JSON.stringify(sampleReport({ figures: { ...before.figures, 'p50, ms': [22, 23, 24] } })))
  const slower = compareFiles(one, other)
  t.equal(slower.exitCode, 1)
  t.match(slower.text, /slower beyond the noise:\n {2}p50, ms {2}11 → 23 \(\+109\.1 %\), \+90\.9 % beyond the noise/)
  const same = compareFiles(one, one)
  t.equal(same.exitCode, 0)
  t.match(same.text, /^slower beyond the noise: nothing\nfaster beyond the noise: nothing\n4 figures within the noise/)
  t.match(same.text, /too few rounds to know the noise:\n {2}first, ms {2}5 → 5/)
})

t.test('a file that is no report is named', async (t) => {
  const dir = t.testdir({ 'broken.json': '{', 'other.json': '{"scenario":"enter"}' })
  t.throws(() => compareFiles(join(dir, 'broken.json'), join(dir, 'broken.json')), /broken\.json is no report of this bench/)
  t.throws(() => compareFiles(join(dir, 'other.json'), join(dir, 'other.json')), /machine, provenance, .*, trouble are missing/)
  t.throws(() => compareFiles(join(dir, 'none.json'), join(dir, 'none.json')), { name: 'UsageError', message: /ENOENT/ })
  for (const args of [[], ['one'], ['one', 'two', 'three']]) t.throws(() => compareCommand(args), /compare takes two reports/)
})
