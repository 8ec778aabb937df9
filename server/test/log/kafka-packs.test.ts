import t from 'tap'
import { KafkaPacks, type Pack } from '../../log/kafka-packs.ts'
import { PACKED_BYTES } from '../../log/kafka-record.ts'
import { payload } from './collected.ts'

/** Packs, and what was sent of them: lane, class and how many events. */
function packs (lingerMs = 0): { packs: KafkaPacks, sent: Pack[], told: () => string[] } {
  const sent: Pack[] = []
  const told = (): string[] => sent.map(({ lane, partition, classCode, payloads }) => `${lane} ${partition} ${classCode} ${payloads.length}`)
  return { packs: new KafkaPacks(lingerMs, (pack) => { sent.push(pack); pack.resolve() }), sent, told }
}

t.test('events of one class and lane in one turn go into one record, the first class first', async (t) => {
  const { packs: open, told } = packs()
  const appends = [open.add(1, 'socket', 'A', payload('1')), open.add(2, 'socket', 'B', payload('2')), open.add(1, 'user', 'A', payload('3')), open.add(1, 'socket', 'A', payload('4'))]
  t.same(told(), [], 'nothing is sent before the turn ends')
  await Promise.all(appends)
  t.same(told(), ['socket 1 A 2', 'socket 2 B 1', 'user 1 A 1'])
})

t.test('a class without a code is kept apart by partition', async (t) => {
  const { packs: open, told } = packs()
  await Promise.all([open.add(0, 'user', '', payload('a')), open.add(1, 'user', '', payload('b')), open.add(0, 'user', '', payload('c'))])
  t.same(told(), ['user 0  2', 'user 1  1'])
})

t.test('a record holds 1,024 events and 256 KiB at the most; a larger event has one of its own', async (t) => {
  const { packs: open, sent } = packs()
  await Promise.all(Array.from({ length: 2050 }, () => open.add(0, 'socket', 'A', payload('x'))))
  t.same(sent.map(({ payloads }) => payloads.length), [1024, 1024, 2])
  sent.length = 0
  await Promise.all([100_000, 100_000, 100_000, 400_000, 10].map((bytes) => open.add(0, 'socket', 'A', new Uint8Array(bytes))))
  t.same(sent.map(({ payloads }) => payloads.map(({ length }) => length)), [[100_000, 100_000], [100_000], [400_000], [10]])
  t.ok(sent.filter(({ payloads }) => payloads.length > 1).every(({ bytes }) => bytes <= PACKED_BYTES))
})

t.test('what comes within the linger window of the last record waits for more', async (t) => {
  const { packs: open, sent } = packs(50)
  await open.add(0, 'socket', 'A', payload('first'))
  const appends = [open.add(0, 'socket', 'A', payload('second'))]
  await new Promise(setImmediate)
  t.equal(sent.length, 1)
  appends.push(open.add(0, 'socket', 'A', payload('third')))
  await Promise.all(appends)
  t.same(sent.map(({ payloads }) => payloads.length), [1, 2])
})
