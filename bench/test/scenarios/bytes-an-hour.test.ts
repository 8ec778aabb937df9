import t from 'tap'
import { bytesAnHour, deviation } from '../../scenarios/lesson/bytes-an-hour.ts'
import { slope } from '../../scenarios/slope.ts'

t.test('an hour is what happens, 20 questions of 30 s, and the 50 minutes between them', async (t) => {
  t.equal(bytesAnHour({ eventBytes: 10_000, questionBytes: 0, idleBytesPerSecond: 0 }), 10_000)
  t.equal(bytesAnHour({ eventBytes: 0, questionBytes: 100, idleBytesPerSecond: 0 }), 2000)
  t.equal(bytesAnHour({ eventBytes: 0, questionBytes: 0, idleBytesPerSecond: 2 }), 6000)
})

t.test('values lie apart by their distance from the middle, in percent', async (t) => {
  t.equal(deviation([90, 100, 110]), 10)
  t.equal(deviation([100]), 0)
  t.equal(deviation([0, 0]), 0)
})

t.test('the slope of what grows evenly, and of what only trembles', async (t) => {
  t.equal(slope([0, 1, 2], [5, 8, 11]), 3)
  t.equal(slope([0, 1, 2, 3], [5, 6, 6, 5]), 0)
  t.ok(Number.isNaN(slope([1], [5])))
})
