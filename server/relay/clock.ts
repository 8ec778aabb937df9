/** How many of the last measurements the correction is the median of. */
const SAMPLES = 15
/** A clock further off than this makes a relay unready (ms). */
const SKEW_MAX_MS = 250

/**
 * The relay's clock, corrected by the log's. What a relay appended at `sent` and read back at `read`, the log
 * took in between; so where its stamp lies outside of the two, the clocks differ by at least the distance.
 * The correction is the median of what the last measurements prove, and 0 where they prove nothing.
 */
export class Clock {
  readonly #proven: number[] = []
  /** What the log's clock is ahead of ours (ms). */
  skew = 0

  /** ms since 1970, by the log's clock. */
  readonly now = (): number => Date.now() + this.skew

  get tooFarOff (): boolean {
    return Math.abs(this.skew) > SKEW_MAX_MS
  }

  /** Takes a measurement; `sent` and `read` by our clock uncorrected, `stamp` by the log's (ms). */
  measure (sent: number, stamp: number, read: number): void {
    // our clock was set back in between
    if (read < sent) return
    this.#proven.push(Math.max(0, stamp - read) + Math.min(0, stamp - sent))
    if (this.#proven.length > SAMPLES) this.#proven.shift()
    const sorted = [...this.#proven].sort((a, b) => a - b)
    this.skew = sorted[Math.floor(sorted.length / 2)] ?? 0
  }
}
