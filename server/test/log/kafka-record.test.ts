import t from 'tap'
import { EVENTS_MAX, packRecord, packedLength, positionOf, offsetOf, unpackRecord } from '../../log/kafka-record.ts'
import { payload } from './collected.ts'

t.test('events come back from a record as they were', async (t) => {
  const payloads = [payload('가'), new Uint8Array(0), new Uint8Array(70_000).fill(7), payload('z')]
  const value = packRecord(payloads)
  t.equal(value.length, 3 + payloads.reduce((sum, bytes) => sum + packedLength(bytes), 0))
  t.same(unpackRecord(value)?.map((bytes) => Buffer.from(bytes)), payloads.map((bytes) => Buffer.from(bytes)))
})

t.test('a record that is not ours, of another format or damaged is none', async (t) => {
  const good = packRecord([payload('a'), payload('bc')])
  const newer = Buffer.from(good)
  newer[2] = 2
  const long = Buffer.from(good)
  long.writeUInt32BE(1000, 3)
  for (const value of [null, Buffer.alloc(0), Buffer.from('{"json":1}'), newer, long, good.subarray(0, -1), good.subarray(0, good.length - 3)]) {
    t.equal(unpackRecord(value), null)
  }
  t.equal(unpackRecord(packRecord(Array.from({ length: EVENTS_MAX + 1 }, () => payload('')))), null, 'more events than positions')
})

t.test('L4: the position tells the offset, and grows with offset and index', async (t) => {
  t.same([positionOf(0, 0), positionOf(0, 1023), positionOf(1, 0), positionOf(7, 5)], [0, 1023, 1024, 7173])
  t.same([0, 1023, 1024, 7173].map(offsetOf), [0, 0, 1, 7])
})
