import t from 'tap'
import { arrivals, random } from '../schedule.ts'

t.test('the same seed gives the same schedule, another one another', async (t) => {
  const one = arrivals(500, 2000, 7)
  t.same(arrivals(500, 2000, 7), one)
  t.notSame(arrivals(500, 2000, 8).times, one.times)
  t.notSame(arrivals(500, 2000, 8).order, one.order)
})

t.test('everybody comes once, within the window, in the order of time', async (t) => {
  const { times, order } = arrivals(1000, 2000, 1)
  t.same([...order].sort((a, b) => a - b), Array.from({ length: 1000 }, (_, k) => k))
  t.same([...times].sort((a, b) => a - b), [...times])
  t.ok(times[0]! >= 0 && times[999]! < 2000)
  const firstHalf = times.filter((time) => time < 1000).length
  t.ok(firstHalf > 430 && firstHalf < 570, `${firstHalf} of 1000 in the first half: spread evenly`)
})

t.test('a schedule of nobody is empty', async (t) => {
  t.equal(arrivals(0, 2000, 1).times.length, 0)
})

t.test('random numbers stay below 1 and do not repeat at once', async (t) => {
  const next = random(0)
  const numbers = Array.from({ length: 10_000 }, next)
  t.ok(numbers.every((number) => number >= 0 && number < 1))
  t.ok(new Set(numbers).size > 9_990)
})
