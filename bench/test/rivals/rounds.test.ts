import t from 'tap'
import { keep, ratio, tell, tellGenerator } from '../../scenarios/rivals/rounds.ts'
import type { Measured } from '../../scenarios/rivals/rounds.ts'
import { LECTERN } from '../../scenarios/rivals/names.ts'
import type { Shown } from '../../scenarios/rivals/names.ts'

function measured (round: number, share: number): Measured<number> {
  return { round, usage: { cpuMs: share * 100, wallMs: 100, share } }
}

t.test('a round in which the generator was the limit gives no figure, but is judged for losses', async (t) => {
  const kept = keep([measured(1, 0.2), measured(2, 0.71), measured(3, 0.7)])
  t.same(kept, { rounds: [1, 3], every: [1, 2, 3], thrown: 1, shares: [0.2, 0.7] })
  const figures = {}
  const all = new Map<Shown, typeof kept>([[LECTERN, kept]])
  tell(figures, 'fan-out', 'p99, ms', all, (round) => 10 * round)
  tellGenerator(figures, 'fan-out', all)
  t.same(figures, { 'fan-out: Lectern, p99, ms': [10, 30], "fan-out: Lectern, generator's core, %": [20, 70], 'fan-out: Lectern, rounds thrown away': 1 })
})

t.test('a ratio is one of medians, and none where nothing is left', async (t) => {
  const some = keep([measured(2, 0.1), measured(4, 0.1), measured(9, 0.1)])
  t.equal(ratio(some, keep([measured(8, 0.1)]), (round) => round), 0.5)
  t.ok(Number.isNaN(ratio(some, keep([measured(8, 0.9)]), (round) => round)))
})
