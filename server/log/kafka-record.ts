/**
 * How events lie in one Kafka record, big endian:
 *
 *     0  u16  mark, 0x4c65 ("Le")
 *     2  u8   format, 1
 *     3  for each event: u32 length, then so many bytes
 *
 * All are of the class that the record's key names (none: they concern the partition). Its offset and an
 * event's index make the position; a release that writes another format raises the number, and this one
 * leaves such records out.
 */
const MARK = 0x4c65
const FORMAT = 1
const HEADER = 3
const LENGTH = 4

/** Positions are `offset × 1024 + index`. */
export const EVENTS_MAX = 1024
/** Packing stops here, bytes; a larger event has a record of its own. */
export const PACKED_BYTES = 256 * 1024
/** The largest event, bytes: with its frame it stays below what topics and librdkafka take by default (1 MB). */
export const EVENT_BYTES_MAX = 960_000

/** Bytes that an event takes in a record. */
export function packedLength (payload: Uint8Array): number {
  return LENGTH + payload.byteLength
}

/** The value of a record that holds `payloads`, at most 1,024 of them. */
export function packRecord (payloads: readonly Uint8Array[]): Buffer {
  const value = Buffer.allocUnsafe(payloads.reduce((sum, payload) => sum + packedLength(payload), HEADER))
  value.writeUInt16BE(MARK, 0)
  value[2] = FORMAT
  let at = HEADER
  for (const payload of payloads) {
    at = value.writeUInt32BE(payload.byteLength, at)
    value.set(payload, at)
    at += payload.byteLength
  }
  return value
}

/** The events in a record's value, as views of it; null where it is not ours, of another format, or damaged. */
export function unpackRecord (value: Buffer | null): Uint8Array[] | null {
  if (value === null || value.length < HEADER || value.readUInt16BE(0) !== MARK || value[2] !== FORMAT) return null
  const payloads: Uint8Array[] = []
  let at = HEADER
  while (at < value.length) {
    if (at + LENGTH > value.length || payloads.length === EVENTS_MAX) return null
    const start = at + LENGTH
    at = start + value.readUInt32BE(at)
    if (at > value.length) return null
    payloads.push(value.subarray(start, at))
  }
  return payloads
}

export function positionOf (offset: number, index: number): number {
  return offset * EVENTS_MAX + index
}

export function offsetOf (position: number): number {
  return Math.floor(position / EVENTS_MAX)
}
