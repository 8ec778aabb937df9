import type { Registry } from 'prom-client'
import type { LogStats } from './log/lmdb-log.ts'
import { ReadFigures } from './read-figures.ts'

/** The figures of the embedded log, read when they are asked for. */
export function embeddedFigures (stats: () => LogStats): Registry {
  const figures = new ReadFigures(stats)
  figures.counter('lectern_log_appended_events_total', 'Events that became durable', ({ appended }) => appended)
  figures.counter('lectern_log_commits_total', 'In so many commits, each with one flush of the disk: events ÷ commits is how well grouping works', ({ batches }) => batches)
  figures.counter('lectern_log_failed_commits_total', 'Commits that the disk did not take; their events are repeated', ({ failures }) => failures)
  figures.counter('lectern_log_corrupt_blocks_total', 'Damaged blocks of records that were read and left out', ({ corrupt }) => corrupt)
  figures.gauge('lectern_log_last_commit_seconds', 'How long the last commit took', ({ lastFlushMs }) => lastFlushMs / 1000)
  return figures.registry
}
