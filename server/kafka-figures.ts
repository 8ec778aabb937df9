import { Gauge } from 'prom-client'
import type { Metric, Registry } from 'prom-client'
import type { Distribution, KafkaStats } from './log/kafka-stats.ts'
import { ReadFigures } from './read-figures.ts'

/** The figures of the log on Kafka, read when they are asked for. */
export function kafkaFigures (stats: () => KafkaStats): Registry {
  const figures = new ReadFigures(stats)
  const { registry } = figures
  figures.counter('lectern_kafka_appended_events_total', 'Events that became durable', ({ appended }) => appended)
  figures.counter('lectern_kafka_appended_records_total', 'In so many records: events ÷ records is how well packing works', ({ appendedRecords }) => appendedRecords)
  figures.counter('lectern_kafka_rejected_events_total', 'Events that Kafka did not take in KAFKA_TIMEOUT_MS; they are repeated', ({ rejected }) => rejected)
  figures.gauge('lectern_kafka_waiting_bytes', 'Bytes of events that are not stored yet', ({ waitingBytes }) => waitingBytes)
  figures.gauge('lectern_kafka_records_under_way', 'Records handed to the client library and not reported yet', ({ underWay }) => underWay)
  figures.counter('lectern_kafka_followed_events_total', 'Events read', ({ followed }) => followed)
  figures.counter('lectern_kafka_followed_records_total', 'Records read', ({ followedRecords }) => followedRecords)
  figures.counter('lectern_kafka_skipped_records_total', 'Records that were not ours, of a newer format or damaged, and left out', ({ skipped }) => skipped)
  figures.counter('lectern_kafka_reassigned_total', 'Lanes of partitions assigned anew: they stood still, or their offset was gone', ({ reassigned }) => reassigned)
  figures.counter('lectern_kafka_stalls_total', 'Of those, lanes that stood still for no reason told', ({ stalls }) => stalls)
  figures.counter('lectern_kafka_producers_replaced_total', 'Producers that ended by a fatal error and were replaced', ({ fatalErrors }) => fatalErrors)
  registry.registerMetric(mirror('lectern_kafka_append_seconds', 'From the first event of a record to its being stored', () => stats().appendMs))
  registry.registerMetric(mirror('lectern_kafka_follow_seconds', "From the broker's stamp to the hand-over here, by two clocks", () => stats().followMs))
  const lag: Gauge = new Gauge({
    name: 'lectern_kafka_lag_records',
    help: 'Records between the end of a lane and what was read of it',
    labelNames: ['lane', 'partition'],
    registers: [registry],
    collect: () => { for (const { lane, partition, records } of stats().lags) lag.set({ lane, partition }, records) }
  })
  return registry
}

/** A histogram that somebody else counts. The library has none, but asks no more of a figure than this. */
function mirror (name: string, help: string, read: () => Distribution): Metric {
  const about = { name, help, type: 'histogram', aggregator: 'sum', labelNames: [] }
  const get = async (): Promise<object> => {
    const { bounds, counts, sum, count } = read()
    let atMost = 0
    const buckets = bounds.map((ms, i) => {
      atMost += counts[i] ?? 0
      return { metricName: `${name}_bucket`, labels: { le: ms === Infinity ? '+Inf' : ms / 1000 }, value: atMost }
    })
    return { ...about, values: [...buckets, { metricName: `${name}_sum`, labels: {}, value: sum / 1000 }, { metricName: `${name}_count`, labels: {}, value: count }] }
  }
  return { ...about, get, reset: () => {} } as unknown as Metric
}
