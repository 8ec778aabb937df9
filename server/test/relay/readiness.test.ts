import t from 'tap'
import { Down, Up } from '../../wire/messages.ts'
import { CLASS } from './relay-under-test.ts'
import { MemoryLog } from './memory-log.ts'
import { oneOfMany, relaysUnderTest, until } from './relays-under-test.ts'
import type { RelayOfMany } from './relays-under-test.ts'

/** Whether clients of a class are told that their answers are stored. */
async function stored (relay: RelayOfMany, cls: string): Promise<boolean> {
  const phone = relay.phone(relay.ticket({ cls }), `/ws/${relay.connection.partitionOf(cls)}/${cls}`)
  await phone.enter()
  const beat = phone.next((frame) => frame[0] === Down.beat)
  phone.send([Up.ping])
  return (await beat)[3] as boolean
}

t.test('P6 a relay is ready while each of its partitions stores and is read', async (t) => {
  const relay = await oneOfMany(t, new MemoryLog(4), {})
  const { connection } = relay
  const sick = connection.partitionOf(CLASS)
  const other = ['A', 'B', 'C', 'D', 'E'].find((code) => connection.partitionOf(code) !== sick)!
  await until(async () => await relay.ready(), (ready) => ready)
  connection.refuse(sick, 'lost')
  await until(async () => await relay.ready(), (ready) => !ready)
  t.same([await stored(relay, CLASS), await stored(relay, other)], [false, true], 'people are told of their own partition')
  t.equal(await relay.counter('lectern_ready'), 0)
  t.ok(await relay.counter(`lectern_lag_seconds{partition="${sick}"}`) > 4, 'a heartbeat is awaited for long')
  t.equal((await relay.student('s1').enter())[0], Down.connected, 'and nobody is sent away')
  connection.refuse(sick, null)
  await until(async () => await relay.ready(), (ready) => ready)
  t.ok(await until(async () => await stored(relay, CLASS), (stored) => stored))
  t.ok(await relay.counter('lectern_append_seconds_count') > 4)
})

t.test('P6 records of other relays’ partitions are told apart from one’s own', async (t) => {
  const { relays } = await relaysUnderTest(t, 2)
  for (const relay of relays) {
    await until(async () => await relay.counter('lectern_folded_total'), (folded) => folded > 100)
    const [folded, primary] = [await relay.counter('lectern_folded_total'), await relay.counter('lectern_folded_primary_total')]
    t.ok(primary > folded / 4 && primary < folded * 3 / 4, `${primary} of ${folded}: half of the partitions`)
    t.ok(await relay.counter('lectern_follow_seconds_count') > 0)
  }
})

t.test('P7 stamps follow the log’s clock, and a clock far off is not ready', async (t) => {
  const log = new MemoryLog(4)
  log.clock = () => Date.now() + 200
  const relay = await oneOfMany(t, log, { ownClock: false })
  const skew = async (): Promise<number> => await relay.counter('lectern_clock_skew_seconds')
  await until(skew, (seconds) => seconds > 0.1)
  t.ok(await skew() <= 0.2)
  const before = Date.now()
  const [, , , , , , now] = await relay.teacher().enter()
  t.ok(now > before + 100 && now <= Date.now() + 200)
  t.ok(await until(async () => await relay.ready(), (ready) => ready))
  log.clock = () => Date.now() + 10_000
  await until(async () => await relay.ready(), (ready) => !ready)
  t.ok(await skew() > 0.25)
})

t.test('P5 the drain command of the private port ends the process in order', async (t) => {
  let drained = 0
  const relay = await oneOfMany(t, new MemoryLog(4), { onDrain () { drained++ } })
  t.equal((await relay.asked('/drain')).status, 404, 'asking is not enough')
  t.equal((await relay.asked('/drain', { method: 'POST' })).status, 202)
  t.equal(drained, 1)
  t.equal((await relay.asked(`/state/${CLASS}`)).status, 404, 'a class of which nothing is known')
})
