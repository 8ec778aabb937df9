import t from 'tap'
import fc from 'fast-check'
import { bitsOf, draw, peopleOf } from '../../classroom/picker.ts'
import { PickMode } from '../../classroom/tool-model.ts'

const seeds = fc.integer({ min: 0, max: 2 ** 32 - 1 })
const pools = fc.uniqueArray(fc.integer({ min: 0, max: 5000 }), { minLength: 1, maxLength: 200 })

t.test('T3 a seed, the pool and the history give the same draw again; nobody is drawn twice or from outside', async (t) => {
  fc.assert(fc.property(seeds, pools, fc.integer({ min: 1, max: 8 }), (seed, pool, size) => {
    const drawn = draw(pool, (who) => who % 3, PickMode.people, size, seed)
    const again = draw(peopleOf(bitsOf(pool)).length === pool.length ? pool : [], (who) => who % 3, PickMode.people, size, seed)
    const [people = []] = drawn
    const least = Math.max(...people.map((who) => who % 3))
    return JSON.stringify(drawn) === JSON.stringify(again) && people.length === Math.min(size, pool.length) &&
      new Set(people).size === people.length && people.every((who) => pool.includes(who)) &&
      pool.every((who) => people.includes(who) || who % 3 >= least)
  }))
  t.pass('those chosen least often come first')
})

t.test('T3 over a lesson everyone has a turn before anyone has a second', async (t) => {
  fc.assert(fc.property(fc.array(seeds, { minLength: 30, maxLength: 30 }), (list) => {
    const times = new Map<number, number>()
    const pool = Array.from({ length: 10 }, (_, i) => i)
    return list.every((seed) => {
      for (const who of draw(pool, (one) => times.get(one) ?? 0, PickMode.people, 1, seed).flat()) times.set(who, (times.get(who) ?? 0) + 1)
      const counts = pool.map((who) => times.get(who) ?? 0)
      return Math.max(...counts) - Math.min(...counts) <= 1
    })
  }))
  t.pass('turns differ by one at most')
})

t.test('T3 chance is even: over 6,000 seeds each of six is drawn about 1,000 times', async (t) => {
  const counts = [0, 0, 0, 0, 0, 0]
  for (let seed = 0; seed < 6000; seed++) {
    const who = draw([0, 1, 2, 3, 4, 5], () => 0, PickMode.people, 1, seed)[0]?.[0] ?? 0
    counts[who] = (counts[who] ?? 0) + 1
  }
  for (const count of counts) t.ok(Math.abs(count - 1000) < 150, `${count} is near 1,000`)
})

t.test('T5 groups take everyone once, and differ in size by one at most', async (t) => {
  fc.assert(fc.property(seeds, pools, fc.integer({ min: 2, max: 12 }), (seed, pool, size) => {
    const groups = draw(pool, () => 0, PickMode.groups, size, seed)
    const sizes = groups.map((group) => group.length)
    return groups.flat().sort((a, b) => a - b).join() === [...pool].sort((a, b) => a - b).join() &&
      Math.max(...sizes) - Math.min(...sizes) <= 1 && (pool.length < size || Math.min(...sizes) >= size)
  }))
  t.pass('nobody stands alone')
})

t.test('T3 bits of a pool give its people back', async (t) => {
  fc.assert(fc.property(pools, (pool) => peopleOf(bitsOf(pool)).join() === [...pool].sort((a, b) => a - b).join()))
  t.equal(bitsOf([]).length, 0)
})
