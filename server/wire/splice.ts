import { encode } from './codec.ts'

/**
 * One msgpack array made of `head` (at most 15 items, encoded here) followed by `items` that are encoded
 * already: what a class shares is encoded once and joined to what one person gets, without encoding again.
 */
export function splice (head: unknown[], items: Uint8Array[]): Uint8Array {
  const encodedHead = encode(head)
  const count = head.length + items.length
  const lead = arrayHeader(count)
  // A head of up to 15 items begins with a single byte of its own, which `lead` replaces.
  let length = lead.length + encodedHead.length - 1
  for (const item of items) length += item.length
  const bytes = new Uint8Array(length)
  bytes.set(lead)
  bytes.set(encodedHead.subarray(1), lead.length)
  let at = lead.length + encodedHead.length - 1
  for (const item of items) {
    bytes.set(item, at)
    at += item.length
  }
  return bytes
}

/** Frames back to back, as one WebSocket message. */
export function joinFrames (frames: Uint8Array[]): Uint8Array {
  let length = 0
  for (const frame of frames) length += frame.length
  const bytes = new Uint8Array(length)
  let at = 0
  for (const frame of frames) {
    bytes.set(frame, at)
    at += frame.length
  }
  return bytes
}

function arrayHeader (count: number): number[] {
  return count < 16 ? [0x90 | count] : [0xdc, count >> 8, count & 0xff]
}
