import t from 'tap'
import { decode, decodeAll, encode } from '../../wire/codec.ts'
import { joinFrames, splice } from '../../wire/splice.ts'

t.test('a spliced array is the array encoded whole', async t => {
  for (const heads of [0, 1, 4, 15]) {
    for (const items of [0, 1, 11, 12, 300]) {
      const head = Array.from({ length: heads }, (_, i) => i)
      const parts = Array.from({ length: items }, (_, i) => [16, `part ${i}`])
      const bytes = splice(head, parts.map(part => encode(part)))
      t.same(decode(bytes), [...head, ...parts])
      t.same(Buffer.from(bytes), Buffer.from(encode([...head, ...parts])))
    }
  }
})

t.test('joined frames are one message', async t => {
  const frames = [[5], [2, 7, 1, 100, 5], [3, 0, 'malformed', 0, '']]
  t.same(decodeAll(joinFrames(frames.map(frame => encode(frame)))), frames)
  t.equal(joinFrames([]).length, 0)
})
