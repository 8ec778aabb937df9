import t from 'tap'
import { Latency } from '../../latency.ts'
import { SPLIT, together } from '../../processes/swarm-parts.ts'
import type { LifeReport } from '../../swarm/life/life.ts'

/** Several generator processes are asked, and answer, as one. */

const SIZES = [2, 3]
const TOKENS = ['a', 'b', 'c', 'd', 'e']
const TIMING = { startAt: 0, windowMs: 1000, timeoutMs: 1000, seed: 7 }

const histogram = (...ms: number[]): string => {
  const latency = new Latency()
  for (const each of ms) latency.record(0, each)
  return latency.encode()
}
const usage = (cpuMs: number) => ({ cpuMs, wallMs: 100, share: cpuMs / 100 })
const phase = (done: number, steps: number[], cpuMs: number, ...ms: number[]) =>
  ({ latency: histogram(...ms), lateness: histogram(1), done, failed: 1, missing: 2, lastMs: Math.max(...ms), steps, usage: usage(cpuMs) })

t.test('every student is somebody\'s, and no two processes draw the same dice', async (t) => {
  const plan = { ...TIMING, entrance: { http: { host: '127.0.0.1', port: 1 }, tokens: TOKENS, relays: [] } }
  const parts = SIZES.map((_, part) => SPLIT.enter!(plan, part, SIZES))
  t.same(parts.map(({ entrance }) => entrance.tokens), [['a', 'b'], ['c', 'd', 'e']])
  t.equal(new Set(parts.map(({ seed }) => seed)).size, 2)
  const answers = SIZES.map((_, part) => SPLIT.answer!({ ...TIMING, no: 0, round: 0, values: [1] }, part, SIZES))
  t.equal(new Set(answers.map(({ seed }) => seed)).size, 2)
})

t.test('who stops reading is among the first', async (t) => {
  t.same(SIZES.map((_, part) => SPLIT.stall!({ count: 1 }, part, SIZES)), [{ count: 1 }, { count: 0 }])
  const plan = { count: 1, seed: 1, timeoutMs: 1 }
  t.same(SIZES.map((_, part) => SPLIT.recover!(plan, part, SIZES).count), [1, 0])
  t.same(SIZES.map((_, part) => SPLIT.fanoutEnd!({ last: 9, receivers: 5, timeoutMs: 1 }, part, SIZES).receivers), SIZES)
})

t.test('emoji come from all in their share', async (t) => {
  const share = (part: number): number => SPLIT.cheer!({ perSecond: 200 }, part, [1500, 500]).perSecond
  t.same([share(0), share(1)], [150, 50])
})

t.test('a phase of all is done when its last part is, with the load of both', async (t) => {
  const all = together('answer', [phase(2, [1, 1], 30, 10, 20), phase(3, [0, 1, 2], 50, 5, 10, 40)])
  t.match(all, { done: 5, failed: 2, missing: 4, lastMs: 40, steps: [1, 2, 2], usage: { cpuMs: 80, wallMs: 100, share: 0.8 } })
  t.equal(Math.round(Latency.decode(all.latency).quantiles().max), 40)
  const back = together('comeBack', [{ ...phase(2, [2], 1, 1), spread: 500, unrecovered: 1 }, { ...phase(3, [3], 1, 1), spread: 2000, unrecovered: 2 }])
  t.match(back, { done: 5, spread: 2000, unrecovered: 3 })
})

t.test('what was delivered, checked and lived adds up', async (t) => {
  t.match(together('fanoutEnd', [4, 6].map((deliveries) => ({ latency: histogram(3), deliveries, gaps: 1, batches: 2, usage: usage(10) }))), { deliveries: 10, gaps: 2, batches: 4 })
  t.same(together('checks', [
    { lost: 1, duplicated: 0, gaps: 2, batches: 3, trouble: { 'close 1006': 1 } },
    { lost: 0, duplicated: 4, gaps: 0, batches: 5, trouble: { 'close 1006': 2, 'error 3': 1 } }
  ]), { lost: 1, duplicated: 4, gaps: 2, batches: 8, trouble: { 'close 1006': 3, 'error 3': 1 } })
  t.same(together('traffic', [{ rhythm: 1, event: 2, ink: 3 }, { rhythm: 10, event: 20, ink: 30 }]), { rhythm: 11, event: 22, ink: 33 })
  t.same(together('seeQuestion', [Float64Array.of(1, 2), Float64Array.of(3)]), Float64Array.of(1, 2, 3))
  t.equal(together('settle', [true, false]), false)
  const life = (accepted: number): LifeReport => ({
    entered: 1, inside: 2, gone: 3, sleeps: 4, stalls: 5, walkOuts: 6, answers: 7, changes: 8,
    rounds: [{ no: 1, round: 0, accepted, late: 1 }, { no: accepted, round: 1, accepted: 1, late: 0 }],
    ended: { 1006: 1 }, bytes: { rhythm: 10, event: 20 },
    arrival: histogram(1), verdict: histogram(2), absence: histogram(3), lateness: histogram(4), usage: usage(20)
  })
  t.match(together('lifeReport', [life(5), life(6)]), {
    entered: 2, inside: 4, gone: 6, sleeps: 8, stalls: 10, walkOuts: 12, answers: 14, changes: 16, ended: { 1006: 2 }, bytes: { rhythm: 20, event: 40 },
    rounds: [{ no: 1, round: 0, accepted: 11, late: 2 }, { no: 5, round: 1, accepted: 1 }, { no: 6, round: 1, accepted: 1 }],
    usage: { cpuMs: 40, share: 0.4 }
  })
})

t.test('where all say the same the first is heard', async (t) => {
  t.equal(together('begin', [undefined, undefined]), undefined)
})
