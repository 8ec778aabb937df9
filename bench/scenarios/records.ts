import { readMetrics } from '../metrics.ts'
import type { Lectern } from '../processes/lectern.ts'

/** Kafka's records, over all relays; NaN on the embedded log, which has none. */
export interface Records {
  appended: number
  read: number
}

export async function recordsOf ({ metricsPorts }: Lectern): Promise<Records> {
  const pages = await Promise.all(metricsPorts.map((port) => readMetrics(port, ['lectern_kafka_appended_records_total', 'lectern_kafka_followed_records_total'])))
  const sum = (place: number): number => pages.reduce((total, values) => total + values[place]!, 0)
  return { appended: sum(0), read: sum(1) }
}
