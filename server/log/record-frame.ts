import { crc32 } from 'node:zlib'

/**
 * How one record lies in the embedded log, big endian:
 *
 *     0  u32  CRC-32 of everything after it
 *     4  u8   format, 1
 *     5  u8   length n of the class code in bytes
 *     6  f64  append time, ms since 1970
 *    14  n    class code, UTF-8
 *  14+n  …    payload
 *
 * The position is the key, not part of the frame.
 */
const FORMAT = 1
const HEADER = 14
const CLASS_CODE_MAX = 255

export interface Frame {
  at: number
  classCode: string
  payload: Uint8Array
}

/** Whether a class code has room in a frame. */
export function fitsFrame (classCode: string): boolean {
  return Buffer.byteLength(classCode) <= CLASS_CODE_MAX
}

/** Bytes that the frame of a record takes. */
export function frameLength (classCode: string, payload: Uint8Array): number {
  return HEADER + Buffer.byteLength(classCode) + payload.byteLength
}

/** Writes a frame of `length` bytes (as frameLength said) into `target` from `start` on. */
export function writeFrame (target: Buffer, start: number, length: number, frame: Frame): void {
  const classLength = length - HEADER - frame.payload.byteLength
  target[start + 4] = FORMAT
  target[start + 5] = classLength
  target.writeDoubleBE(frame.at, start + 6)
  target.write(frame.classCode, start + HEADER, classLength)
  target.set(frame.payload, start + HEADER + classLength)
  target.writeUInt32BE(crc32(target.subarray(start + 4, start + length)), start)
}

/** The frame in `bytes`, or null where it is damaged. The payload is a view of `bytes`. */
export function readFrame (bytes: Uint8Array): Frame | null {
  const buffer = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength)
  if (buffer.length < HEADER || buffer[4] !== FORMAT) return null
  if (buffer.readUInt32BE(0) !== crc32(buffer.subarray(4))) return null
  const end = HEADER + buffer.readUInt8(5)
  if (end > buffer.length) return null
  return {
    at: buffer.readDoubleBE(6),
    classCode: buffer.toString('utf8', HEADER, end),
    payload: buffer.subarray(end)
  }
}
