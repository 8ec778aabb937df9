import { crc32 } from 'node:zlib'
import type { LogRecord } from './event-log.ts'

/**
 * How consecutive records of a lane lie together in the embedded log, big endian:
 *
 *     0  u32  CRC-32 of everything after it
 *     4  u8   format, 2
 *     5  f64  append time of the first record, ms since 1970
 *    13       records, each
 *
 *     0  u8   length n of the class code in bytes; 255: the same as the record's before
 *     1  u16  append time, ms after the first record's
 *     3  u32  length m of the payload
 *     7  n    class code, UTF-8
 *   7+n  m    payload
 *
 * The position of the first record is the block's key; the others follow it without a jump.
 */
const FORMAT = 2
const HEAD = 13
const RECORD_HEAD = 7
const SAME_CLASS = 255
const CLASS_CODE_MAX = 254
const SPAN_MAX_MS = 0xffff
/** Two blocks of this size fill a page of LMDB; a larger value would get pages of its own, the last of them half empty. */
const BLOCK_BYTES = 2000
/** No block holds more records, so a damaged one has taken at most so many positions. */
export const BLOCK_RECORDS_MAX = Math.ceil(BLOCK_BYTES / RECORD_HEAD)

/** Consecutive records and the bytes that their block takes. */
export interface BlockPlan {
  records: LogRecord[]
  bytes: number
}

/** Whether a class code has room in a block. */
export function fitsBlock (classCode: string): boolean {
  return Buffer.byteLength(classCode) <= CLASS_CODE_MAX
}

/** Cuts a lane's records, in order, into blocks of about half a page; a large record gets one of its own. */
export function planBlocks (records: readonly LogRecord[]): BlockPlan[] {
  const plans: BlockPlan[] = []
  let plan: BlockPlan | null = null
  for (const record of records) {
    const last: LogRecord | undefined = plan?.records.at(-1)
    const bytes = RECORD_HEAD + record.payload.byteLength + (last?.classCode === record.classCode ? 0 : Buffer.byteLength(record.classCode))
    if (plan !== null && last !== undefined && plan.bytes + bytes <= BLOCK_BYTES && continues(plan.records[0]!, last, record)) {
      plan.records.push(record)
      plan.bytes += bytes
    } else {
      plan = { records: [record], bytes: HEAD + RECORD_HEAD + Buffer.byteLength(record.classCode) + record.payload.byteLength }
      plans.push(plan)
    }
  }
  return plans
}

function continues (first: LogRecord, last: LogRecord, record: LogRecord): boolean {
  return record.position === last.position + 1 && record.at - first.at <= SPAN_MAX_MS
}

/** Writes a block into `target` from `start` on; returns it as a view of `target`. */
export function writeBlock (target: Buffer, start: number, { records, bytes }: BlockPlan): Buffer {
  const began = records[0]!.at
  target[start + 4] = FORMAT
  target.writeDoubleBE(began, start + 5)
  let at = start + HEAD
  let classCode: string | null = null
  for (const record of records) {
    const length = record.classCode === classCode ? 0 : target.write(record.classCode, at + RECORD_HEAD)
    target[at] = record.classCode === classCode ? SAME_CLASS : length
    target.writeUInt16BE(record.at - began, at + 1)
    target.writeUInt32BE(record.payload.byteLength, at + 3)
    target.set(record.payload, at + RECORD_HEAD + length)
    at += RECORD_HEAD + length + record.payload.byteLength
    classCode = record.classCode
  }
  const block = target.subarray(start, start + bytes)
  block.writeUInt32BE(crc32(block.subarray(4)), 0)
  return block
}

/** The records of the block that begins at `position`, or null where it is damaged. The payloads are views of `bytes`. */
export function readBlock (position: number, bytes: Uint8Array): LogRecord[] | null {
  const block = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength)
  if (block.length < HEAD + RECORD_HEAD || block[4] !== FORMAT) return null
  if (block.readUInt32BE(0) !== crc32(block.subarray(4))) return null
  const began = block.readDoubleBE(5)
  const records: LogRecord[] = []
  let classCode = ''
  for (let at = HEAD; at < block.length;) {
    const same = block[at] === SAME_CLASS
    const from = at + RECORD_HEAD + (same ? 0 : block[at]!)
    const until = from + block.readUInt32BE(at + 3)
    if (!same) classCode = block.toString('utf8', at + RECORD_HEAD, from)
    records.push({ position: position + records.length, at: began + block.readUInt16BE(at + 1), classCode, payload: block.subarray(from, until) })
    at = until
  }
  return records
}
