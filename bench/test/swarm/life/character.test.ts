import t from 'tap'
import { random } from '../../../schedule.ts'
import { characterOf, intentsOf } from '../../../swarm/life/character.ts'
import type { Intent } from '../../../swarm/life/character.ts'

const LIMIT = 20_000
const HALL = 2000

/** What a hall means to do about a question. */
function hall (seed: number, limit = LIMIT): Intent[][] {
  const next = random(seed)
  return Array.from({ length: HALL }, (_, index) => intentsOf(characterOf(seed, index), limit, next))
}

t.test('the same seed makes the same people, another seed others', async (t) => {
  t.same(characterOf(7, 3), characterOf(7, 3))
  t.notSame(characterOf(7, 3), characterOf(8, 3))
  t.notSame(characterOf(7, 3), characterOf(7, 4))
  t.same(hall(5), hall(5))
})

t.test('people answer in time, one of the four choices, and the second answer after the first', async (t) => {
  const intents = hall(1)
  t.ok(intents.flat().every(({ ms, value }) => ms >= 0 && ms < LIMIT && [0, 1, 2, 3].includes(value)))
  t.ok(intents.every(([first, second]) => second === undefined || second.ms >= first!.ms))
  t.ok(intents.every(({ length }) => length <= 2))
})

t.test('most answer, some do not, some change their minds, some wait until the end', async (t) => {
  const intents = hall(1)
  const share = (holds: (intents: Intent[]) => boolean): number => intents.filter(holds).length / HALL
  const between = (value: number, least: number, most: number, what: string) => t.ok(value > least && value < most, `${what}: ${value}`)
  between(share(({ length }) => length > 0), 0.88, 0.98, 'answer')
  between(share(({ length }) => length === 2), 0.08, 0.22, 'change their minds')
  between(share(([first]) => first !== undefined && first.ms > 0.84 * LIMIT), 0.07, 0.2, 'wait until the end')
  between(share(([first]) => first !== undefined && first.ms < LIMIT / 2), 0.5, 0.9, 'answer in the first half')
})

t.test('without a limit people take the time of half a minute', async (t) => {
  const latest = Math.max(...hall(1, 0).flat().map(({ ms }) => ms))
  t.ok(latest > 20_000 && latest < 30_000, String(latest))
})
