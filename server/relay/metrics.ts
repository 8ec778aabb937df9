import { Counter, Gauge, Histogram, Registry, collectDefaultMetrics } from 'prom-client'

/** How finely the event loop's lag is sampled (ms): the library's 10 would wake an idle relay a hundred times a second. */
const LAG_PRECISION_MS = 250

/** For trips into the log and back. */
const TRIP_SECONDS = [0.002, 0.005, 0.01, 0.02, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 15]

/** What a relay reads out at the time of a scrape. */
export interface Readings {
  sockets (): number
  classes (): number
  underWay (): number
  deliveries (): number
  ready (): boolean
  /** What the log's clock is ahead of ours (ms). */
  skew (): number
  /** How long the heartbeat of each partition takes, or is awaited (ms). */
  lags (): Iterable<[partition: number, ms: number]>
}

/** The relay's counters; PROTOCOL.md names those that a rule speaks of. */
export class Metrics {
  readonly registry = new Registry()
  readonly frames = this.#counter('lectern_frames_total', 'Frames received and understood')
  readonly malformed = this.#counter('lectern_malformed_total', 'Messages that were no frames of ours')
  readonly slowDowns = this.#counter('lectern_slow_down_total', 'Frames over a limit of rate')
  readonly repeats = this.#counter('lectern_repeats_total', 'Commands that had their verdict already, or were on their way')
  readonly resyncs = this.#counter('lectern_resyncs_total', 'Views asked for after a hole in the batch numbers')
  readonly folded = this.#counter('lectern_folded_total', 'Records read and folded, of all partitions that the relay holds')
  readonly foldedPrimary = this.#counter('lectern_folded_primary_total', 'Of those, records of partitions that it is primary for: what it would have to read without standby')
  readonly checkpoints = this.#counter('lectern_checkpoints_total', 'Rounds of checkpoints written, one for each partition')
  readonly replayed = new Counter({ name: 'lectern_replayed_total', help: 'Records read at the start, before the relay was ready; of the media lane from the last checkpoints on', labelNames: ['lane'], registers: [this.registry] })
  readonly relaysLost = this.#counter('lectern_relays_lost_total', 'Partitions in which another relay gave no sign of life')
  readonly stalls = this.#counter('lectern_stalls_total', 'Lanes of which nothing was read although they grew, and whose reading was begun anew')
  readonly appendFailures = this.#counter('lectern_append_failures_total', 'Appends whose outcome was unknown and that were repeated')
  readonly skipped = new Counter({ name: 'lectern_skipped_total', help: 'Records of the log that were no events of ours', labelNames: ['lane'], registers: [this.registry] })
  readonly refused = new Counter({ name: 'lectern_refused_total', help: 'Commands refused before the log', labelNames: ['reason'], registers: [this.registry] })
  readonly closed = new Counter({ name: 'lectern_closed_total', help: 'Sockets ended, by close code', labelNames: ['code'], registers: [this.registry] })
  readonly verdict = new Histogram({
    name: 'lectern_verdict_seconds',
    help: 'From the receipt of a command to its verdict',
    buckets: [0.001, 0.002, 0.005, 0.01, 0.02, 0.05, 0.1, 0.2, 0.5, 1, 5],
    registers: [this.registry]
  })

  readonly append = new Histogram({ name: 'lectern_append_seconds', help: 'How long the log took to store a heartbeat', buckets: TRIP_SECONDS, registers: [this.registry] })
  readonly follow = new Histogram({ name: 'lectern_follow_seconds', help: 'From the log taking a record to its fold; of what is handed over together, the oldest', buckets: TRIP_SECONDS, registers: [this.registry] })

  #counter (name: string, help: string): Counter {
    return new Counter({ name, help, registers: [this.registry] })
  }

  /** Adds the figures that are read at a scrape, and the process's own. */
  observe (readings: Readings): void {
    collectDefaultMetrics({ register: this.registry, eventLoopMonitoringPrecision: LAG_PRECISION_MS })
    this.#gauge('lectern_sockets', 'Open sockets', readings.sockets)
    this.#gauge('lectern_classes', 'Classes in memory', readings.classes)
    this.#gauge('lectern_appends_under_way', 'Events handed to the log and not stored yet', readings.underWay)
    this.#gauge('lectern_deliveries', 'Deliveries handed to sockets since the start', readings.deliveries)
    this.#gauge('lectern_ready', 'Whether the relay is caught up and a heartbeat of the last 5 s came back in every partition', () => Number(readings.ready()))
    this.#gauge('lectern_clock_skew_seconds', "What the log's clock is ahead of this machine's; the relay corrects its own by it", () => readings.skew() / 1000)
    const lag: Gauge = new Gauge({
      name: 'lectern_lag_seconds',
      help: 'From the sending of a heartbeat to its coming back; grows as long as one is awaited',
      labelNames: ['partition'],
      registers: [this.registry],
      collect: () => { for (const [partition, ms] of readings.lags()) lag.set({ partition }, ms / 1000) }
    })
  }

  #gauge (name: string, help: string, read: () => number): void {
    const gauge: Gauge = new Gauge({ name, help, registers: [this.registry], collect: () => { gauge.set(read()) } })
  }
}
