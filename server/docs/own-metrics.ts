import type { MetricObject, Registry } from 'prom-client'
import { Metrics as ArchiveMetrics } from '../archive/metrics.ts'
import type { Readings as ArchiveReadings } from '../archive/metrics.ts'
import { Metrics as SidecarMetrics } from '../http/metrics.ts'
import { embeddedFigures } from '../embedded-figures.ts'
import { kafkaFigures } from '../kafka-figures.ts'
import type { LogStats } from '../log/lmdb-log.ts'
import { newCounters } from '../log/kafka-stats.ts'
import { Metrics as RelayMetrics } from '../relay/metrics.ts'
import type { Readings } from '../relay/metrics.ts'

/** A figure that Lectern gives itself; those of the process and of Node.js come from the library. */
export interface OwnMetric {
  of: 'relay' | 'embedded' | 'kafka' | 'http' | 'archive'
  name: string
  /** counter, gauge or histogram. */
  type: string
  labels: readonly string[]
  help: string
}

/** What collectDefaultMetrics adds, with the sidecar's prefix or without. */
const OF_THE_LIBRARY = /^(lectern_(http|archive)_)?(process|nodejs)_/

/** Every figure of the relay, of both logs, of the sidecar and of the archiver, as the registries hold them. */
export function ownMetrics (): OwnMetric[] {
  const relay = new RelayMetrics()
  // what they would read is asked at a scrape, and nobody scrapes here
  relay.observe({} as Readings)
  const archive = new ArchiveMetrics()
  archive.observe({} as ArchiveReadings)
  const embedded = embeddedFigures(() => ({} as LogStats))
  return [
    ...figuresOf('relay', relay.registry), ...figuresOf('embedded', embedded), ...figuresOf('kafka', kafkaFigures(newCounters)),
    ...figuresOf('http', new SidecarMetrics().registry), ...figuresOf('archive', archive.registry)
  ]
}

function figuresOf (of: OwnMetric['of'], registry: Registry): OwnMetric[] {
  return registry.getMetricsAsArray()
    .filter(({ name }) => !OF_THE_LIBRARY.test(name))
    // the library's types leave out the labels and call the type a number; its objects have both as words
    .map((metric: MetricObject & { labelNames?: readonly string[] }) => ({ of, name: metric.name, type: String(metric.type), labels: metric.labelNames ?? [], help: metric.help }))
}
