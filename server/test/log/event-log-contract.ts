import type { Test } from 'tap'
import { LANES, type EventLog, type LogRecord } from '../../log/event-log.ts'
import { collect, payload, stored, textOf } from './collected.ts'

/** One log that a test may close and open again. */
export interface LogUnderTest {
  /** The first time empty; again: the same log, after the one before was closed. */
  open (): Promise<EventLog>
}

const LANE = 'socket'
const CLASS = 'ABC234'

/**
 * The obligations L1 to L6 of server/log/event-log.ts. Every engine passes these same tests, so they know
 * neither how many partitions there are nor how far positions jump.
 */
export function eventLogContract (t: Test, engine: string, make: (t: Test) => LogUnderTest | Promise<LogUnderTest>): void {
  const rule = (title: string, run: (t: Test, log: EventLog, reopen: () => Promise<EventLog>) => Promise<void>): void => {
    void t.test(`${title} (${engine})`, async t => {
      const subject = await make(t)
      let log = await subject.open()
      t.teardown(() => log.close())
      await run(t, log, async () => {
        await log.close()
        log = await subject.open()
        return log
      })
    })
  }

  rule('L1: a class lies in one partition, also after a restart', async (t, log, reopen) => {
    const codes = ['A', CLASS, 'z'.repeat(64), '0_-', 'lecture-1', 'lecture-2']
    const partitions = codes.map(code => log.partitionOf(code))
    for (const partition of partitions) t.ok(Number.isInteger(partition) && partition >= 0 && partition < log.partitions)
    const again = await reopen()
    t.same(codes.map(code => again.partitionOf(code)), partitions)
  })

  rule('L1: what one caller appends keeps its order, for every follower and after a restart', async (t, log, reopen) => {
    const [partition, classes] = neighbours(log)
    const live = [collect(log, partition, LANE, 0), collect(log, partition, LANE, 0)]
    const appends: Array<Promise<void>> = []
    for (let i = 0; i < 60; i++) appends.push(log.append(partition, LANE, classes[i % 3]!, payload(`${i}`)))
    await Promise.all(appends)
    const [one, two] = await Promise.all(live.map(follower => follower.first(60)))
    t.same(one, two, 'both followers saw the same')
    for (const code of classes) {
      const numbers = one!.filter(record => record.classCode === code).map(record => Number(textOf(record)))
      t.same(numbers, [...numbers].sort((a, b) => a - b))
      t.equal(numbers.length, 20)
    }
    const again = await reopen()
    t.same(plain(await stored(again, partition, LANE)), plain(one!))
  })

  rule('L1: lanes do not mix', async (t, log) => {
    const partition = log.partitionOf(CLASS)
    await Promise.all(LANES.map(lane => log.append(partition, lane, CLASS, payload(lane))))
    for (const lane of LANES) t.same((await stored(log, partition, lane)).map(textOf), [lane])
  })

  rule('L2: what was acknowledged is there after a restart, byte for byte', async (t, log, reopen) => {
    const partition = log.partitionOf(CLASS)
    const payloads = [new Uint8Array(0), new Uint8Array([0]), Uint8Array.from({ length: 256 }, (_, i) => i), new Uint8Array(60_000).fill(7)]
    await log.append(partition, LANE, '', payload('partition'))
    for (const bytes of payloads) await log.append(partition, LANE, CLASS, bytes)
    const again = await reopen()
    const records = await stored(again, partition, LANE)
    t.same(records.map(record => record.classCode), ['', CLASS, CLASS, CLASS, CLASS])
    t.same(records.slice(1).map(record => [...record.payload]), payloads.map(bytes => [...bytes]))
    t.ok(records.every(record => Number.isFinite(record.at) && record.at > 0))
  })

  rule('L3: following from any position gives the rest, each record once', async (t, log) => {
    const partition = log.partitionOf(CLASS)
    await appendAll(log, partition, 40)
    const all = await stored(log, partition, LANE)
    t.equal(all.length, 40)
    for (const index of [0, 1, 17, 39]) {
      t.same(plain(await stored(log, partition, LANE, all[index]!.position)), plain(all.slice(index)))
    }
    t.same(plain(await stored(log, partition, LANE, all[20]!.position + 1)), plain(all.slice(21)), 'between two records')
    t.same(await stored(log, partition, LANE, await log.end(partition, LANE)), [])
  })

  rule('L3: a follower misses and repeats nothing while it catches up', async (t, log) => {
    const partition = log.partitionOf(CLASS)
    await appendAll(log, partition, 700)
    const followers = []
    const appends: Array<Promise<void>> = []
    for (let i = 700; i < 1000; i++) {
      if (i % 50 === 0) followers.push(collect(log, partition, LANE, 0))
      appends.push(log.append(partition, LANE, CLASS, payload(`${i}`)))
      if (i % 10 === 0) await appends.at(-1)
    }
    await Promise.all(appends)
    const expected = Array.from({ length: 1000 }, (_, i) => `${i}`)
    for (const follower of followers) t.same((await follower.first(1000)).map(textOf), expected)
    await appendAll(log, partition, 1)
    for (const follower of followers) t.equal((await follower.first(1001)).length, 1001)
    t.ok(followers.every(({ records }) => records.length === 1001), 'and nothing more')
  })

  rule('L3: caughtUp comes after everything that was durable when following began', async (t, log) => {
    const partition = log.partitionOf(CLASS)
    await appendAll(log, partition, 30)
    const { records, follower } = collect(log, partition, LANE, 0)
    await follower.caughtUp
    t.ok(records.length >= 30)
    const atEnd = collect(log, partition, LANE, await log.end(partition, LANE))
    await atEnd.follower.caughtUp
    t.equal(atEnd.records.length, 0)
  })

  rule('L3: nothing is handed over after stop', async (t, log) => {
    const partition = log.partitionOf(CLASS)
    await appendAll(log, partition, 5)
    const before = collect(log, partition, LANE, 0)
    before.follower.stop()
    const during = collect(log, partition, LANE, 0)
    await during.first(5)
    during.follower.stop()
    const witness = collect(log, partition, LANE, 0)
    await appendAll(log, partition, 5)
    await witness.first(10)
    t.equal(before.records.length, 0)
    t.equal(during.records.length, 5)
  })

  rule('L4: positions are safe integers, grow strictly and are the same after a restart', async (t, log, reopen) => {
    const partition = log.partitionOf(CLASS)
    await appendAll(log, partition, 20)
    const before = await stored(log, partition, LANE)
    const again = await reopen()
    const endBefore = await again.end(partition, LANE)
    await appendAll(again, partition, 20)
    const after = await stored(again, partition, LANE)
    t.same(plain(after.slice(0, 20)), plain(before))
    t.ok(after.every((record, i) => Number.isSafeInteger(record.position) && (i === 0 || record.position > after[i - 1]!.position)))
    t.ok(before.at(-1)!.position < endBefore && endBefore <= after[20]!.position, 'the end lies between the old and the new')
    t.ok(after.every((record, i) => i === 0 || record.at >= after[i - 1]!.at), 'append times never go back')
  })

  rule('L5: an append that cannot be made is rejected', async (t, log) => {
    const partition = log.partitionOf(CLASS)
    await log.close()
    await t.rejects(log.append(partition, LANE, CLASS, payload('late')))
  })

  rule('L6: trimming drops old records only; following goes on from the oldest left', async (t, log, reopen) => {
    const partition = log.partitionOf(CLASS)
    const all = await appendUntilLater(log, partition)
    const cut = all.at(-1)!.at
    const left = plain(all.filter(record => record.at >= cut))
    await log.append(partition, 'user', CLASS, payload('other lane'))
    await log.trim(partition, LANE, cut)
    t.same(plain(await stored(log, partition, LANE, all[0]!.position)), left)
    t.equal((await stored(log, partition, 'user')).length, 1)
    const again = await reopen()
    t.same(plain(await stored(again, partition, LANE)), left)
  })

  rule('L6: positions go on where they were when everything was trimmed', async (t, log, reopen) => {
    const partition = log.partitionOf(CLASS)
    const all = await appendUntilLater(log, partition)
    await log.trim(partition, LANE, all.at(-1)!.at + 60_000)
    t.same(await stored(log, partition, LANE), [])
    const again = await reopen()
    await again.append(partition, LANE, CLASS, payload('new'))
    const [record] = await stored(again, partition, LANE)
    t.ok(record!.position > all.at(-1)!.position)
    t.ok(record!.at >= all.at(-1)!.at)
  })

  rule('positionAt finds the first record taken at or after a time', async (t, log) => {
    const partition = log.partitionOf(CLASS)
    t.equal(await log.positionAt(partition, LANE, Date.now()), await log.end(partition, LANE), 'of an empty lane: the end')
    const all = await appendUntilLater(log, partition)
    for (const time of [0, all[0]!.at, all.at(-1)!.at]) {
      const expected = all.find(record => record.at >= time)!
      const [found] = await stored(log, partition, LANE, await log.positionAt(partition, LANE, time))
      t.same(plain([found!]), plain([expected]))
    }
    t.same(await stored(log, partition, LANE, await log.positionAt(partition, LANE, all.at(-1)!.at + 60_000)), [])
  })
}

async function appendAll (log: EventLog, partition: number, count: number): Promise<void> {
  await Promise.all(Array.from({ length: count }, (_, i) => log.append(partition, LANE, CLASS, payload(`${i}`))))
}

/** Appends until the log's clock has moved on, so that there are records of different times. */
async function appendUntilLater (log: EventLog, partition: number): Promise<LogRecord[]> {
  let all: LogRecord[] = []
  while (all.length < 3 || all[0]!.at === all.at(-1)!.at) {
    await appendAll(log, partition, 3)
    all = await stored(log, partition, LANE)
  }
  return all
}

/** A partition and three classes in it. */
function neighbours (log: EventLog): [partition: number, classes: string[]] {
  const partition = log.partitionOf(CLASS)
  const classes = [CLASS]
  for (let i = 0; classes.length < 3; i++) {
    if (log.partitionOf(`class-${i}`) === partition) classes.push(`class-${i}`)
  }
  return [partition, classes]
}

/** Records to compare; an engine may hand payloads over as Buffer or Uint8Array. */
function plain (records: LogRecord[]): unknown[] {
  return records.map(({ position, at, classCode, payload }) => ({ position, at, classCode, payload: Buffer.from(payload).toString('hex') }))
}
