import t from 'tap'
import type { TailConsumer } from '../../log/kafka-module.ts'
import { KafkaOffsets, NEWEST, OLDEST } from '../../log/kafka-offsets.ts'

type Found = Array<{ topic: string, partition: number, offset: number, error?: Error }>

/** A consumer whose brokers give these offsets, one call after another; what is missing stands as it was asked. */
function answering (...answers: Array<Record<number, number | Error>>): { consumer: TailConsumer, calls: () => number } {
  let calls = 0
  const offsetsForTimes = (wanted: Found, _: number, done: (error: Error | null, found: Found) => void): void => {
    const answer = answers[calls++] ?? {}
    done(null, wanted.map((one) => {
      const offset = answer[one.partition]
      return offset instanceof Error ? { ...one, offset: -1, error: offset } : { ...one, offset: offset ?? one.offset }
    }))
  }
  return { consumer: { offsetsForTimes } as unknown as TailConsumer, calls: () => calls }
}

t.test('L3: a partition that is left out of an answer is asked for again; no end is made up', async (t) => {
  const { consumer, calls } = answering({ 1: 33 }, { 0: new Error('not the leader') }, { 0: 34 })
  const offsets = new KafkaOffsets(consumer, 5000)
  t.same(await Promise.all([offsets.find('t', 0, NEWEST), offsets.find('t', 1, NEWEST)]), [34, 33])
  t.equal(calls(), 3)
})

t.test('L6: the oldest is asked for again too, and no record so late is an answer', async (t) => {
  const { consumer, calls } = answering({}, { 0: 7 }, { 0: -1 })
  const offsets = new KafkaOffsets(consumer, 5000)
  t.equal(await offsets.find('t', 0, OLDEST), 7)
  t.equal(await offsets.find('t', 0, 1_700_000_000_000), -1)
  t.equal(calls(), 3)
})
