import t from 'tap'
import { Clock } from '../../relay/clock.ts'

const NOW = 1_700_000_000_000

/** A clock after measurements of `[sent, stamp, read]`, in ms from NOW. */
function measured (...samples: Array<[number, number, number]>): Clock {
  const clock = new Clock()
  for (const [sent, stamp, read] of samples) clock.measure(NOW + sent, NOW + stamp, NOW + read)
  return clock
}

t.test('P7 a stamp between sending and reading proves nothing', async (t) => {
  t.equal(new Clock().skew, 0)
  t.equal(measured([0, 0, 12], [0, 7, 12], [0, 12, 12]).skew, 0)
})

t.test('P7 the correction is what is proven at least', async (t) => {
  t.equal(measured([0, 112, 12]).skew, 100, 'the log is ahead')
  t.equal(measured([0, -100, 12]).skew, -100, 'or behind')
})

t.test('P7 of the last measurements the one in the middle counts', async (t) => {
  const clock = measured([0, 0, 1], [0, 5001, 1], [0, 0, 1])
  t.equal(clock.skew, 0, 'one broker is far off')
  for (let i = 0; i < 15; i++) clock.measure(NOW, NOW + 301, NOW + 1)
  t.equal(clock.skew, 300)
  t.ok(clock.tooFarOff)
  for (let i = 0; i < 8; i++) clock.measure(NOW, NOW + 51, NOW + 1)
  t.equal(clock.skew, 50, 'old ones are forgotten')
  t.notOk(clock.tooFarOff)
})

t.test('P7 a measurement during which our clock was set back is none', async (t) => {
  t.equal(measured([1000, 1005, 0]).skew, 0)
})

t.test('P7 the relay’s now is corrected', async (t) => {
  const clock = new Clock()
  const sent = Date.now()
  clock.measure(sent, sent + 60_000, sent)
  const now = clock.now()
  t.ok(now >= sent + 60_000 && now <= Date.now() + 60_000)
})
