import t from 'tap'
import type { Test } from 'tap'
import type { LogRecord } from '../../log/event-log.ts'
import { Tail } from '../../relay/tail.ts'
import { Watchdog } from '../../relay/watchdog.ts'
import { payload, textOf } from '../log/collected.ts'
import { MemoryLog } from './memory-log.ts'
import type { MemoryConnection } from './memory-log.ts'
import { until } from './relays-under-test.ts'

const CLASS = 'A'

interface Watched { log: MemoryConnection, partition: number, tail: Tail, read: string[], add (text: string): Promise<void> }

/** A lane with one record, followed to its end. */
async function watched (t: Test): Promise<Watched> {
  const log = new MemoryLog(4).connect()
  const partition = log.partitionOf(CLASS)
  const read: string[] = []
  const tail = new Tail(log, partition, 'socket', (records: LogRecord[]) => { read.push(...records.map(textOf)) })
  const add = async (text: string): Promise<void> => { await log.append(partition, 'socket', CLASS, payload(text)) }
  await add('first')
  t.equal(await tail.followSince(0), 1, 'it tells how many records were stored before')
  return { log, partition, tail, read, add }
}

t.test('P8 a lane that is quiet, or read, does not stall', async (t) => {
  const { tail, read, add } = await watched(t)
  for (let i = 0; i < 4; i++) t.equal(await tail.restartIfStalled(), null, 'quiet')
  for (let i = 0; i < 4; i++) {
    await add(`${i}`)
    await until(() => read.length, (length) => length === i + 2)
    t.equal(await tail.restartIfStalled(), null, 'read')
  }
})

t.test('P8 a lane that grows and is not read is read anew from where it stopped', async (t) => {
  const { log, partition, tail, read, add } = await watched(t)
  await tail.restartIfStalled()
  log.stall(partition, 'socket')
  await add('second')
  t.equal(await tail.restartIfStalled(), null, 'it may be on its way')
  t.equal(await tail.restartIfStalled(), 1, 'after the first record')
  await until(() => read, (texts) => texts.length === 2)
  t.same(read, ['first', 'second'])
  t.equal(await tail.restartIfStalled(), null)
  await add('third')
  await until(() => read, (texts) => texts.length === 3)
})

t.test('P8 a lane that was stopped stays stopped', async (t) => {
  const { tail, add } = await watched(t)
  await tail.restartIfStalled()
  tail.stop()
  await add('second')
  for (let i = 0; i < 3; i++) t.equal(await tail.restartIfStalled(), null)
})

t.test('P8 the watchdog looks again and again, also past a log that does not answer', async (t) => {
  const { log, partition, tail, read, add } = await watched(t)
  const failing = new Tail(Object.assign(new MemoryLog(4).connect(), { end: async () => { throw new Error('no broker') } }), partition, 'user', () => {})
  const stalls: Array<[string, number]> = []
  const watchdog = new Watchdog([failing, tail], 5, ({ lane }, position) => { stalls.push([lane, position]) })
  t.teardown(() => { watchdog.stop() })
  log.stall(partition, 'socket')
  await until(async () => {
    await add('more')
    return stalls.length
  }, (length) => length > 0)
  t.same(stalls[0], ['socket', 1])
  await until(() => read.length, (length) => length > 1)
})
