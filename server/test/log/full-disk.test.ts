import t from 'tap'
import type { LogRecord } from '../../log/event-log.ts'
import { openLmdbLog } from '../../log/lmdb-log.ts'
import { payload, stored, textOf } from './collected.ts'
import { smallDisk } from './small-disk.ts'

const FILLER = 'x'.repeat(20_000)

const disk = smallDisk()
const skip = disk === null ? 'neither a small disk nor a limit of file sizes can be had here' : false

t.test('L5: a full disk refuses appends, the process lives, and the log goes on when there is room', { skip }, async t => {
  t.comment(disk!.how)
  t.teardown(() => disk!.remove())
  const escaped: unknown[] = []
  const onEscape = (error: unknown): void => { escaped.push(error) }
  process.on('unhandledRejection', onEscape)
  process.on('uncaughtException', onEscape)
  t.teardown(() => {
    process.off('unhandledRejection', onEscape)
    process.off('uncaughtException', onEscape)
  })

  const errors: unknown[] = []
  const log = await openLmdbLog({ dir: disk!.dir, logger: { error: (fields, name) => { errors.push([name, fields]) } } })
  const followed: string[] = []
  log.follow(0, 'socket', 0, records => { followed.push(...records.map(nameOf)) })

  const acknowledged: string[] = []
  let refused = 0
  for (let i = 0; refused < 5; i++) {
    if (i > 1000) throw new Error('2 MB do not get full')
    await log.append(0, 'socket', 'A', payload(`${i} ${FILLER}`)).then(() => { acknowledged.push(`${i}`) }, () => { refused++ })
  }
  t.ok(acknowledged.length > 10)
  t.equal(log.stats().failures, 5)
  t.match(errors[0], ['log-write-failed', { err: { message: 'the log could not be written', cause: Error } }])
  t.same((await stored(log, 0, 'socket')).map(nameOf), acknowledged, 'what was stored can still be read')

  disk!.grow()
  await log.append(0, 'socket', 'A', payload('after'))
  t.same((await stored(log, 0, 'socket')).map(nameOf), [...acknowledged, 'after'])
  t.same(followed, [...acknowledged, 'after'], 'and the follower of before got the same')
  await log.close()
  const again = await openLmdbLog({ dir: disk!.dir })
  t.same((await stored(again, 0, 'socket')).map(nameOf), [...acknowledged, 'after'], 'also after a restart')
  await again.close()
  t.same(escaped, [], 'no error escaped')
})

function nameOf (record: LogRecord): string {
  return textOf(record).split(' ')[0]!
}
