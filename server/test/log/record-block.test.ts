import fc from 'fast-check'
import t from 'tap'
import type { LogRecord } from '../../log/event-log.ts'
import { BLOCK_RECORDS_MAX, fitsBlock, planBlocks, readBlock, writeBlock } from '../../log/record-block.ts'

const someRecord = fc.record({
  jump: fc.oneof({ weight: 9, arbitrary: fc.constant(0) }, fc.nat(5)),
  wait: fc.oneof({ weight: 9, arbitrary: fc.nat(3) }, fc.nat(100_000)),
  classCode: fc.oneof(fc.constant('ABC234'), fc.constant(''), fc.string({ unit: 'binary', maxLength: 60 })).filter(fitsBlock),
  payload: fc.oneof({ weight: 9, arbitrary: fc.uint8Array({ maxLength: 120 }) }, fc.uint8Array({ minLength: 1900, maxLength: 5000 }))
})

/** Records in order, as a lane has them. */
const someRecords = fc.array(someRecord, { minLength: 1, maxLength: 120 }).map(parts => {
  let position = 7
  let at = 1_700_000_000_000
  return parts.map(({ jump, wait, classCode, payload }): LogRecord => {
    position += jump + 1
    at += wait
    return { position, at, classCode, payload }
  })
})

function written (records: LogRecord[]): Array<[position: number, block: Buffer]> {
  const arena = Buffer.alloc(planBlocks(records).reduce((sum, { bytes }) => sum + bytes, 0))
  let start = 0
  return planBlocks(records).map(plan => {
    const block = writeBlock(arena, start, plan)
    start += plan.bytes
    return [plan.records[0]!.position, block]
  })
}

function plain (records: LogRecord[]): unknown[] {
  return records.map(record => ({ ...record, payload: [...record.payload] }))
}

t.test('blocks give back the records that were put into them, position, time and all', async t => {
  fc.assert(fc.property(someRecords, records => {
    const read = written(records).flatMap(([position, block]) => readBlock(position, block) ?? [])
    t.strictSame(plain(read), plain(records))
  }), { numRuns: 200 })
})

t.test('a block is at most half a page, unless one record alone is larger', async t => {
  fc.assert(fc.property(someRecords, records => {
    for (const { records: together, bytes } of planBlocks(records)) {
      if (bytes > 2000 && together.length > 1) throw new Error(`${together.length} records in ${bytes} bytes`)
      if (together.length > BLOCK_RECORDS_MAX) throw new Error(`${together.length} records`)
    }
  }))
  const small = Array.from({ length: 100 }, (_, i): LogRecord => ({ position: i, at: 5, classCode: 'ABC234', payload: Buffer.alloc(40) }))
  t.equal(planBlocks(small).length, 3, 'small records lie together')
})

t.test('a block with any one byte changed or cut off is not read', async t => {
  const records = [{ position: 3, at: 5, classCode: 'A', payload: Buffer.from('one') }, { position: 4, at: 6, classCode: 'A', payload: Buffer.from('two') }]
  const [[position, block]] = written(records) as [[number, Buffer]]
  for (let i = 0; i < block.length; i++) {
    const damaged = Buffer.from(block)
    damaged[i]! ^= 0x55
    t.equal(readBlock(position, damaged), null, `byte ${i}`)
    t.equal(readBlock(position, block.subarray(0, i)), null, `cut to ${i}`)
  }
})
