import { build, decodeFromCompressedBase64, encodeIntoCompressedBase64 } from 'hdr-histogram-js'
import type { Histogram } from 'hdr-histogram-js'

/** What a table shows of a histogram, in milliseconds. */
export interface Quantiles {
  count: number
  p50: number
  p95: number
  p99: number
  p999: number
  max: number
}

/** Latencies in ms, kept in µs with three significant digits. */
export class Latency {
  readonly #histogram: Histogram

  constructor (histogram: Histogram = build({ lowestDiscernibleValue: 1, highestTrackableValue: 60_000_000, numberOfSignificantValueDigits: 3 })) {
    this.#histogram = histogram
  }

  /** Counts one event that was due at `due` and happened at `happened`: waiting to be sent is part of the latency. */
  record (due: number, happened: number): void {
    this.#histogram.recordValue(Math.max(1, Math.round((happened - due) * 1000)))
  }

  add (other: Latency): void {
    this.#histogram.add(other.#histogram)
  }

  /** The latency (ms) that `percent` of all stay within. */
  at (percent: number): number {
    return this.#histogram.getValueAtPercentile(percent) / 1000
  }

  quantiles (): Quantiles {
    const count = this.#histogram.totalCount
    const max = count === 0 ? 0 : this.#histogram.maxValue / 1000
    return { count, p50: this.at(50), p95: this.at(95), p99: this.at(99), p999: this.at(99.9), max }
  }

  /** As text, to cross from one process to another. */
  encode (): string {
    return encodeIntoCompressedBase64(this.#histogram)
  }

  static decode (text: string): Latency {
    return new Latency(decodeFromCompressedBase64(text) as Histogram)
  }

  /** All of `texts` in one. */
  static merge (texts: string[]): Latency {
    const all = new Latency()
    for (const text of texts) all.add(Latency.decode(text))
    return all
  }
}

/** The middle value; of an even number the mean of the two. NaN of none. */
export function median (values: number[]): number {
  const sorted = values.toSorted((a, b) => a - b)
  const middle = sorted.length >> 1
  return sorted.length % 2 === 1 ? sorted[middle]! : (sorted[middle - 1]! + sorted[middle]!) / 2
}
