import { Counter, Gauge, Registry, collectDefaultMetrics } from 'prom-client'

/** What the figures of an archiver are read from when they are asked for. */
export interface Readings {
  /** By partition: records of the `socket` lane that are not in the database yet, and for how long (s) the oldest of them has waited. */
  lags: () => Promise<Array<[partition: number, position: number, records: number, seconds: number]>>
  lessons: () => number
}

/** The figures of one archiver, in a registry of its own. */
export class Metrics {
  readonly registry = new Registry()
  readonly rows: Counter
  readonly failures: Counter
  readonly skipped: Counter
  readonly deleted: Counter

  constructor () {
    const registers = [this.registry]
    collectDefaultMetrics({ register: this.registry, prefix: 'lectern_archive_' })
    this.rows = new Counter({ name: 'lectern_archive_rows_total', help: 'Rows written into the database', registers })
    this.failures = new Counter({ name: 'lectern_archive_failures_total', help: 'Writes that the database did not take; they are repeated', registers })
    this.skipped = new Counter({ name: 'lectern_archive_skipped_total', help: 'Records that were no events this release knows', registers })
    this.deleted = new Counter({ name: 'lectern_archive_deleted_lessons_total', help: 'Lessons that were deleted because RESULTS_DAYS are over', registers })
  }

  /** Adds the figures that are read when they are asked for. */
  observe ({ lags, lessons }: Readings): void {
    const registers = [this.registry]
    const labelNames = ['partition']
    const position = new Gauge({ name: 'lectern_archive_position', help: 'Position in the socket lane up to which everything is in the database', labelNames, registers })
    const seconds = new Gauge({ name: 'lectern_archive_lag_seconds', help: 'For how long what is not in the database has waited', labelNames, registers })
    const lag: Gauge = new Gauge({
      name: 'lectern_archive_lag_records',
      help: 'Positions of the socket lane that are not in the database yet',
      labelNames,
      registers,
      collect: async () => {
        for (const [partition, at, records, waited] of await lags()) {
          position.set({ partition }, at)
          lag.set({ partition }, records)
          seconds.set({ partition }, waited)
        }
      }
    })
    const running: Gauge = new Gauge({ name: 'lectern_archive_lessons', help: 'Lessons that are live or not wholly written', registers, collect: () => { running.set(lessons()) } })
  }
}
