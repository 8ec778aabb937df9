import t from 'tap'
import { Phase } from '../../../server/classroom/model.ts'
import type { AskedPart } from '../../../server/wire/messages.ts'
import { nextIndex, onTheFly, progressOf } from '../../src/console/question-list.ts'

const asked: AskedPart[1] = [
  [0, 0, 'q', 'first', Phase.revealed, 1, 68],
  [1, 0, '', '', Phase.revealed, 1, -1],
  [2, 1, 'q', 'second', Phase.open, 1, -1]
]

t.test('the next question follows the last asked of this quiz, unless one was chosen', async (t) => {
  t.equal(nextIndex(asked, 'q', 4, null), 2)
  t.equal(nextIndex(asked, 'q', 4, 0), 0)
  t.equal(nextIndex(asked, 'q', 2, null), -1)
  t.equal(nextIndex(asked, 'other', 2, null), 0)
  t.equal(nextIndex(asked, 'q', 2, 7), -1, 'a choice beyond the quiz is none')
})

t.test('each question shows where it stands', async (t) => {
  t.same(progressOf(asked, 'q', 4, 2, 2), [
    { mark: 'done', right: 68, current: false },
    { mark: 'open', right: -1, current: true },
    { mark: 'next', right: -1, current: false },
    { mark: 'none', right: -1, current: false }
  ])
})

t.test('a question asked again shows its last time', async (t) => {
  const again: AskedPart[1] = [...asked, [3, 0, 'q', 'first', Phase.skipped, 1, -1]]
  t.match(progressOf(again, 'q', 2, -1, 3)[0], { mark: 'skipped', current: true })
})

t.same(onTheFly(asked).map(([no]) => no), [1])
