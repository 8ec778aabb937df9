import t from 'tap'
import { Verdict } from '../../server/classroom/model.ts'
import type { Step } from '../../server/wire/messages.ts'
import type { Reply } from '../src/dispatch.ts'
import { SteeringQueue } from '../src/steering-queue.ts'

interface Sent { basedOn: number, step: Step, reply: (reply: Reply) => void }

function queue (seen = 5) {
  const sent: Sent[] = []
  const steering = new SteeringQueue((basedOn, step) => new Promise(resolve => { sent.push({ basedOn, step, reply: resolve }) }), () => seen)
  return { sent, steering, settle: () => new Promise(resolve => { setImmediate(resolve) }) }
}

const accepted = (position: number): Reply => ({ verdict: Verdict.accepted, position, at: 0 })

t.test('one step is under way, the next is based on its verdict', async t => {
  const { sent, steering, settle } = queue()
  const first = steering.steer(['close', 0, 0])
  void steering.steer(['reveal', 0])
  await settle()
  t.same(sent.map(({ basedOn, step }) => [basedOn, step]), [[5, ['close', 0, 0]]])
  sent[0]?.reply(accepted(9))
  t.same(await first, accepted(9))
  await settle()
  t.same(sent.map(({ basedOn, step }) => [basedOn, step]).at(-1), [9, ['reveal', 0]])
})

t.test('what is refused, and what is no steering, is nothing to base on', async t => {
  const { sent, steering, settle } = queue()
  for (const step of [['close', 0, 0], ['set', 1, true], ['reveal', 0]] satisfies Step[]) void steering.steer(step)
  await settle()
  sent[0]?.reply({ verdict: Verdict.stale, position: 20, at: 0 })
  await settle()
  sent[1]?.reply(accepted(21))
  await settle()
  t.same(sent.map(({ basedOn }) => basedOn), [5, 5, 5])
})

t.test('an error ends its step alone', async t => {
  const { sent, steering, settle } = queue()
  const first = steering.steer(['close', 0, 0])
  void steering.steer(['reveal', 0])
  await settle()
  sent[0]?.reply({ error: 'forbidden', detail: '' })
  t.same(await first, { error: 'forbidden', detail: '' })
  await settle()
  t.equal(sent.length, 2)
})
