import { open } from 'lmdb'
import { existsSync, statSync } from 'node:fs'
import { join } from 'node:path'
import t from 'tap'
import { FolderInUse } from '../../log/folder-lock.ts'
import { openLmdbLog } from '../../log/lmdb-log.ts'
import { BLOCK_RECORDS_MAX } from '../../log/record-block.ts'
import { collect, payload, stored, textOf } from './collected.ts'
import { eventLogContract } from './event-log-contract.ts'

eventLogContract(t, 'lmdb', t => {
  const dir = join(t.testdir(), 'log')
  return { open: () => openLmdbLog({ dir }) }
})

function recordingLogger () {
  const lines: Array<[name: string, fields: Record<string, unknown>]> = []
  return { lines, error: (fields: object, name: string) => { lines.push([name, fields as Record<string, unknown>]) } }
}

t.test('what is appended in one turn is one commit and one hand-over, before the appends resolve', async t => {
  const log = await openLmdbLog({ dir: t.testdir() })
  t.teardown(() => log.close())
  const happened: string[] = []
  const follower = log.follow(0, 'socket', 0, records => { happened.push(`followed ${records.map(textOf).join()}`) })
  await follower.caughtUp
  await Promise.all(['a', 'b', 'c'].map(async text => {
    await log.append(0, 'socket', 'A', payload(text))
    happened.push(`acknowledged ${text}`)
  }))
  t.same(happened, ['followed a,b,c', 'acknowledged a', 'acknowledged b', 'acknowledged c'])
  t.match(log.stats(), { appended: 3, batches: 1, failures: 0, corrupt: 0 })
  t.ok(log.stats().lastFlushMs > 0)
})

t.test('append times never go back, whatever the clock does, also after a restart', async t => {
  const dir = t.testdir()
  const times = [1000, 2000, 500, 2500]
  const log = await openLmdbLog({ dir, clock: () => times.shift()! })
  for (const text of ['a', 'b', 'c', 'd']) await log.append(0, 'socket', 'A', payload(text))
  await log.close()
  const again = await openLmdbLog({ dir, clock: () => 100 })
  t.teardown(() => again.close())
  await again.append(0, 'socket', 'A', payload('e'))
  t.same((await stored(again, 0, 'socket')).map(record => record.at), [1000, 2000, 2000, 2500, 2500])
  t.same(await Promise.all([999, 1000, 1001, 2000, 2001, 2501].map(time => again.positionAt(0, 'socket', time))), [0, 0, 1, 1, 3, 5])
})

t.test('a long lane is read and trimmed in pieces', async t => {
  let now = 1
  const log = await openLmdbLog({ dir: t.testdir(), clock: () => now })
  t.teardown(() => log.close())
  await Promise.all(Array.from({ length: 2500 }, (_, i) => log.append(0, 'socket', 'A', payload(`${i}`))))
  const large = new Uint8Array(300_000)
  await Promise.all(Array.from({ length: 10 }, () => log.append(0, 'media', 'A', large)))
  now = 2
  await log.append(0, 'socket', 'A', payload('last'))
  const calls: number[] = []
  const follower = log.follow(0, 'socket', 0, records => { calls.push(records.length) })
  await follower.caughtUp
  t.equal(calls.reduce((sum, count) => sum + count), 2501)
  t.ok(Math.max(...calls) <= 500)
  const bytes: number[] = []
  await log.follow(0, 'media', 0, records => { bytes.push(records.reduce((sum, record) => sum + record.payload.length, 0)) }).caughtUp
  t.equal(bytes.reduce((sum, count) => sum + count), 3_000_000)
  t.ok(Math.max(...bytes) <= 1024 * 1024 + 300_000)
  await log.trim(0, 'socket', 2)
  t.same((await stored(log, 0, 'socket')).map(textOf), ['last'])
})

t.test('a damaged block is left out, told by its position and counted; the rest goes on', async t => {
  const dir = t.testdir()
  const log = await openLmdbLog({ dir })
  for (let i = 0; i < 6; i++) await log.append(0, 'socket', 'A', payload(`${i}`))
  await log.close()

  const raw = open<Uint8Array, number>({ path: dir, noSubdir: false, encoding: 'binary', overlappingSync: false })
  const lane = raw.openDB<Uint8Array, number>({ name: 'socket', encoding: 'binary' })
  for (const [position, damage] of [[1, flipped], [3, cutShort], [5, emptied]] as const) {
    await lane.put(position, damage(lane.get(position)!))
  }
  await raw.close()

  const logger = recordingLogger()
  const again = await openLmdbLog({ dir, logger })
  t.teardown(() => again.close())
  const { records, follower } = collect(again, 0, 'socket', 0)
  await follower.caughtUp
  t.same(records.map(textOf), ['0', '2', '4'])
  t.same(logger.lines, [1, 3, 5].map(position => ['record-corrupt', { lane: 'socket', position }]))
  t.equal(again.stats().corrupt, 3)
  await again.append(0, 'socket', 'A', payload('new'))
  const position = 5 + BLOCK_RECORDS_MAX
  t.same(records.map(record => record.position), [0, 2, 4, position], 'no place that a damaged last block may have held is given again')
  t.equal(await again.positionAt(0, 'socket', records.at(-1)!.at + 1), position + 1)
})

function flipped (bytes: Uint8Array): Uint8Array {
  const copy = Buffer.from(bytes)
  copy[copy.length - 1]! ^= 1
  return copy
}

function cutShort (bytes: Uint8Array): Uint8Array {
  return Buffer.from(bytes.subarray(0, 15))
}

function emptied (): Uint8Array {
  return Buffer.alloc(3)
}

t.test('L5: a class code that does not fit is refused alone', async t => {
  const log = await openLmdbLog({ dir: t.testdir() })
  t.teardown(() => log.close())
  const [long, fits] = await Promise.allSettled([
    log.append(0, 'socket', 'x'.repeat(255), payload('no')),
    log.append(0, 'socket', '가'.repeat(84), payload('yes'))
  ])
  t.equal(long!.status, 'rejected')
  t.equal(fits!.status, 'fulfilled')
  t.same((await stored(log, 0, 'socket')).map(record => record.classCode), ['가'.repeat(84)])
})

t.test('close waits for appends under way, and a follower of a closed log gets nothing more', async t => {
  const dir = t.testdir()
  const log = await openLmdbLog({ dir })
  const { records } = collect(log, 0, 'socket', 0)
  const append = log.append(0, 'socket', 'A', payload('last'))
  await Promise.all([log.close(), append])
  await log.close()
  const again = await openLmdbLog({ dir })
  t.teardown(() => again.close())
  t.same((await stored(again, 0, 'socket')).map(textOf), ['last'])
  await again.append(0, 'socket', 'A', payload('after'))
  t.ok(records.length <= 1)
})

t.test('a follower that throws is told of, and neither it nor the others lose what comes later', async t => {
  const logger = recordingLogger()
  const log = await openLmdbLog({ dir: t.testdir(), logger })
  t.teardown(() => log.close())
  const defect = new Error('defect')
  const seen: string[] = []
  log.follow(0, 'socket', 0, records => {
    seen.push(textOf(records[0]!))
    if (seen.length === 1) throw defect
  })
  const other = collect(log, 0, 'socket', 0)
  await log.append(0, 'socket', 'A', payload('a'))
  await log.append(0, 'socket', 'A', payload('b'))
  t.same((await other.first(2)).map(textOf), ['a', 'b'])
  t.same(seen, ['a', 'b'])
  t.same(logger.lines, [['log-follow-failed', { lane: 'socket', err: defect }]])
})

t.test('one process holds a folder', async t => {
  const dir = t.testdir()
  const log = await openLmdbLog({ dir })
  await t.rejects(openLmdbLog({ dir }), new FolderInUse(dir, process.pid))
  await t.rejects(openLmdbLog({ dir }), { message: `the log folder ${dir} is in use by process ${process.pid}` })
  await log.close()
  const again = await openLmdbLog({ dir })
  await again.close()
})

t.test('a folder that cannot be used is an error and stays free', async t => {
  const dir = t.testdir({
    foreign: { 'data.mdb': 'this is no database'.repeat(1000) },
    short: { 'data.mdb': 'x' },
    folder: { 'data.mdb': {} },
    file: ''
  })
  for (const name of ['foreign', 'short']) {
    const path = join(dir, name, 'data.mdb')
    await t.rejects(openLmdbLog({ dir: join(dir, name) }), { message: `${path} is not an event log, or its head is damaged` })
  }
  await t.rejects(openLmdbLog({ dir: join(dir, 'folder') }), { code: 'EISDIR' })
  await t.rejects(openLmdbLog({ dir: join(dir, 'file') }), { code: 'EEXIST' })
  for (const name of ['foreign', 'short', 'folder']) t.notOk(existsSync(join(dir, name, 'owner')))
})

t.test('others may not read the folder', async t => {
  const dir = join(t.testdir(), 'deep', 'log')
  const log = await openLmdbLog({ dir })
  t.teardown(() => log.close())
  t.equal(statSync(dir).mode & 0o777, 0o700)
})
