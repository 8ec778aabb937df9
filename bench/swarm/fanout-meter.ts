import { now } from '../clock.ts'
import { Latency } from '../latency.ts'

/** Bytes of a measured message: when it was due (ms, float64), its number (uint32), then zeros. */
export const STAMP_BYTES = 12

/** A payload of `bytes` that tells when it was due. */
export function stampedPayload (bytes: number, due: number, number: number): Uint8Array {
  const payload = Buffer.alloc(bytes)
  payload.writeDoubleBE(due, 0)
  payload.writeUInt32BE(number, 8)
  return payload
}

/** Counts stamped messages at each of their receivers; numbers go up by one from 1. */
export class FanoutMeter {
  readonly #last: Uint32Array
  /** Whom the server told that messages are missing: his next one may have any number. */
  readonly #excused: Uint8Array
  latency = new Latency()
  deliveries = 0
  /** Messages missing, repeated or out of order. */
  gaps = 0

  constructor (receivers: number) {
    this.#last = new Uint32Array(receivers)
    this.#excused = new Uint8Array(receivers)
  }

  /** Takes a message whose payload (stampedPayload) lies in `bytes` at `start`. */
  receive (index: number, bytes: Buffer, start: number): void {
    this.take(index, bytes.readDoubleBE(start), bytes.readUInt32BE(start + 8))
  }

  take (index: number, due: number, number: number): void {
    const expected = this.#last[index]! + 1
    if (number !== expected && this.#excused[index] === 0) this.gaps += Math.max(1, number - expected)
    this.#excused[index] = 0
    this.#last[index] = number
    this.deliveries++
    this.latency.record(due, now())
  }

  /** The server told this receiver that messages are missing: what he misses now is known, and no gap. */
  excuse (index: number): void {
    this.#excused[index] = 1
  }

  /** Begins a new series of `first`, `first` + 1, … */
  restart (first: number): void {
    this.#last.fill(first - 1)
    this.#excused.fill(0)
    this.latency = new Latency()
    this.deliveries = 0
    this.gaps = 0
  }

  /** How many receivers have got message `number`. */
  reached (number: number): number {
    return this.#last.reduce((count, last) => count + (last >= number ? 1 : 0), 0)
  }
}
