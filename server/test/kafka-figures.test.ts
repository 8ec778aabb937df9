import t from 'tap'
import { kafkaFigures } from '../kafka-figures.ts'
import { newCounters } from '../log/kafka-stats.ts'

t.test('what the log on Kafka counts is read anew at every scrape', async (t) => {
  const counters = newCounters()
  const registry = kafkaFigures(() => counters)
  counters.appended = 180
  counters.appendedRecords = 10
  counters.waitingBytes = 512
  counters.lags = [{ lane: 'socket', partition: 7, records: 3 }]
  counters.appendMs.add(4, 2)
  counters.appendMs.add(40)
  counters.appendMs.add(9000)
  for (const repeated of ['first', 'second']) {
    const lines = (await registry.metrics()).split('\n')
    for (const line of [
      'lectern_kafka_appended_events_total 180',
      'lectern_kafka_appended_records_total 10',
      'lectern_kafka_waiting_bytes 512',
      'lectern_kafka_lag_records{lane="socket",partition="7"} 3',
      '# TYPE lectern_kafka_append_seconds histogram',
      'lectern_kafka_append_seconds_bucket{le="0.002"} 0',
      'lectern_kafka_append_seconds_bucket{le="0.005"} 2',
      'lectern_kafka_append_seconds_bucket{le="0.05"} 3',
      'lectern_kafka_append_seconds_bucket{le="+Inf"} 4',
      'lectern_kafka_append_seconds_sum 9.048',
      'lectern_kafka_append_seconds_count 4'
    ]) t.ok(lines.includes(line), `${repeated} scrape: ${line}`)
  }
  counters.appended = 200
  t.match(await registry.metrics(), 'lectern_kafka_appended_events_total 200\n')
})
