import t from 'tap'
import { CloseCode } from '../../../../server/wire/close-codes.ts'
import { waitBefore, wayBack } from '../../../swarm/life/way-back.ts'

t.test('R1 whoever has a resume token comes back with it, and asks over HTTP at every third attempt in vain', async (t) => {
  t.same([0, 1, 2, 3, 4, 5, 6].map((failures) => wayBack(1006, true, failures)), ['resume', 'resume', 'resume', 'join', 'resume', 'resume', 'join'])
  t.equal(wayBack(CloseCode.behind, true, 0), 'resume')
})

t.test('without a resume token, or with one that is too old, the way in is HTTP', async (t) => {
  t.equal(wayBack(1006, false, 0), 'join')
  t.equal(wayBack(CloseCode.expired, true, 0), 'join')
})

t.test('codes from 4500 on stay away', async (t) => {
  for (const code of [CloseCode.removed, CloseCode.ended, CloseCode.locked, CloseCode.left]) t.equal(wayBack(code, true, 0), 'stay away')
})

t.test('R6 the first attempt comes within the spread, the next ones with exponential full jitter', async (t) => {
  const least = () => 0
  const most = () => 0.999999
  t.equal(waitBefore('', 0, 2000, least), 0)
  t.same([0, 1, 2, 3, 9].map((failures) => Math.round(waitBefore('', failures, 2000, most))), [2000, 1000, 2000, 4000, 10_000])
})

t.test('a delay told by the server is kept, with a little jitter', async (t) => {
  t.equal(waitBefore('750', 5, 2000, () => 0), 750)
  t.equal(Math.round(waitBefore('1000', 0, 2000, () => 1)), 1100)
  t.equal(waitBefore('gone', 0, 2000, () => 0.5), 1000)
})
