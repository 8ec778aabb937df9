import t from 'tap'
import { embeddedFigures } from '../embedded-figures.ts'
import { openLmdbLog } from '../log/lmdb-log.ts'
import { payload } from './log/collected.ts'

t.test('what the embedded log counts is read anew at every scrape', async (t) => {
  const log = await openLmdbLog({ dir: t.testdir() })
  t.teardown(() => log.close())
  const registry = embeddedFigures(() => log.stats())
  await Promise.all(['a', 'b', 'c'].map((text) => log.append(0, 'socket', 'A', payload(text))))
  for (const repeated of ['first', 'second']) {
    const lines = (await registry.metrics()).split('\n')
    for (const line of [
      'lectern_log_appended_events_total 3',
      'lectern_log_commits_total 1',
      'lectern_log_failed_commits_total 0',
      'lectern_log_corrupt_blocks_total 0'
    ]) t.ok(lines.includes(line), `${repeated} scrape: ${line}`)
  }
  await log.append(0, 'media', 'A', payload('d'))
  const text = await registry.metrics()
  t.match(text, 'lectern_log_appended_events_total 4\n')
  t.match(text, /^lectern_log_last_commit_seconds 0\.\d+/m)
})
