import t from 'tap'
import type { LogRecord } from '../../log/event-log.ts'
import { LaneFollower, type Source } from '../../log/lane-follower.ts'

function records (from: number, until: number): LogRecord[] {
  return Array.from({ length: until - from }, (_, i) => ({ position: from + i, at: 0, classCode: 'A', payload: new Uint8Array(0) }))
}

/** A lane of `durable` records that is read two at a time. */
function lane (durable: number) {
  const failures: unknown[] = []
  const source = {
    durable,
    live: new Set<LaneFollower>(),
    read (from: number) {
      const next = Math.min(from + 2, source.durable)
      return { records: records(from, next), corrupt: [], next }
    },
    followFailed: (error: unknown) => { failures.push(error) }
  } satisfies Source
  return { source, failures }
}

t.test('L3: a read that fails is told of and tried again', async t => {
  const { source, failures } = lane(3)
  const read = source.read
  const broken = new Error('input/output')
  source.read = () => {
    source.read = read
    throw broken
  }
  const seen: number[] = []
  const follower = new LaneFollower(source, 0, handed => { seen.push(...handed.map(({ position }) => position)) })
  const alive = setInterval(() => {}, 1000)
  await follower.caughtUp
  clearInterval(alive)
  t.same(seen, [0, 1, 2])
  t.same(failures, [broken])
})

t.test('L3: what becomes durable between two pieces comes once', async t => {
  const { source } = lane(3)
  const seen: number[] = []
  const follower = new LaneFollower(source, -5, handed => {
    seen.push(...handed.map(({ position }) => position))
    if (seen.length === 2) source.durable = 5
  })
  while (source.live.size === 0) await new Promise(resolve => setImmediate(resolve))
  source.durable = 7
  follower.deliver(records(5, 7))
  t.same(seen, [0, 1, 2, 3, 4, 5, 6])
})

t.test('L3: following from a position that is still to come leaves out what comes before it', async t => {
  const { source } = lane(3)
  const seen: number[] = []
  const follower = new LaneFollower(source, 5, handed => { seen.push(...handed.map(({ position }) => position)) })
  await follower.caughtUp
  follower.deliver(records(3, 5))
  follower.deliver(records(5, 7))
  t.same(seen, [5, 6])
})

t.test('L3: a handler may stop its follower in the middle', async t => {
  const { source } = lane(6)
  const seen: number[] = []
  const follower = new LaneFollower(source, 0, handed => {
    seen.push(...handed.map(({ position }) => position))
    follower.stop()
  })
  while (seen.length === 0) await new Promise(resolve => setImmediate(resolve))
  await new Promise(resolve => setImmediate(resolve))
  follower.deliver(records(6, 8))
  t.same(seen, [0, 1])
  t.equal(source.live.size, 0)
})
