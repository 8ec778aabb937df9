import { setImmediate as turn, setTimeout as delay } from 'node:timers/promises'
import t from 'tap'
import { Publisher } from '../../relay/publisher.ts'
import type { Session } from '../../relay/session.ts'
import type { Slice } from '../../relay/slices.ts'

const SLICE = 2
const slices = (count: number): Slice[] => Array.from({ length: count }, (_, no) => ({ topic: `slice ${no}`, members: new Set([{}, {}] as Session[]) }))

/** A publisher, and the topics that it has written to. */
function publishing (storing: () => boolean): { publisher: Publisher, written: string[] } {
  const written: string[] = []
  return { publisher: new Publisher((topic) => { written.push(topic) }, SLICE, storing), written }
}

t.test('one slice leaves at once, and two more with each turn of the loop', async (t) => {
  // what is told was stored just now, and has its verdict when the turn is over
  let storing = true
  const { publisher, written } = publishing(() => storing)
  publisher.send(slices(5), new Uint8Array(), null)
  t.equal(written.length, 1)
  storing = false
  await turn()
  t.equal(written.length, 3)
  await turn()
  t.same(written, slices(5).map(({ topic }) => topic), 'in order')
  t.equal(publisher.deliveries, 5 * SLICE)
})

t.test('while something is on its way to the log, one leaves, and each of the next after others had their turn', async (t) => {
  let storing = true
  const { publisher, written } = publishing(() => storing)
  publisher.send(slices(5), new Uint8Array(), null)
  t.equal(written.length, 1)
  while (written.length < 3) await delay(1)
  storing = false
  while (written.length < 5) await delay(1)
  t.same(written, slices(5).map(({ topic }) => topic), 'in order')
})

t.test('nobody gives way when a hundred slices wait', async (t) => {
  const { publisher, written } = publishing(() => true)
  publisher.send(slices(105), new Uint8Array(), null)
  t.equal(written.length, 1)
  for (let i = 0; i < 3; i++) await turn()
  t.equal(written.length, 7, 'until fewer than a hundred do')
  publisher.send(slices(1), new Uint8Array(), null)
  while (written.length < 106) await delay(1)
  t.equal(written.at(-1), 'slice 0', 'what came later leaves later')
})
