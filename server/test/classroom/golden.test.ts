import t from 'tap'
import { existsSync, readFileSync, readdirSync, writeFileSync } from 'node:fs'
import { digest } from '../../classroom/digest.ts'
import { Presence } from '../../classroom/events.ts'
import { foldGolden, record } from './golden/golden-log.ts'
import type { GoldenLog } from './golden/golden-log.ts'
import { foldPresenceOf, recordPresence } from './golden/golden-presence.ts'
import type { GoldenPresence } from './golden/golden-presence.ts'

/*
 * `npx tap --snapshot server/test/classroom/golden.test.ts` records the golden logs of the release in
 * package.json: VERSION.json of the `socket` lane, user-VERSION.json of the `user` lane. One that is there already is never recorded again: it proves that later releases fold as
 * that one did.
 */
const folder = new URL('golden/', import.meta.url)
const { version } = JSON.parse(readFileSync(new URL('../../../package.json', import.meta.url), 'utf8')) as { version: string }
for (const [name, recorded] of [[`${version}.json`, record], [`user-${version}.json`, recordPresence]] as const) {
  const mine = new URL(name, folder)
  if (process.env.TAP_SNAPSHOT === '1' && !existsSync(mine)) writeFileSync(mine, recorded(version))
}
const files = readdirSync(folder).filter((name) => name.endsWith('.json'))

for (const file of files.filter((name) => !name.startsWith('user-'))) {
  t.test(`C2 the golden log ${file} folds to the state it was recorded with`, async (t) => {
    const golden = JSON.parse(readFileSync(new URL(file, folder), 'utf8')) as GoldenLog
    const { state, verdicts } = foldGolden(golden.events)
    t.same(verdicts, golden.verdicts)
    t.equal(digest(state), golden.digest)
  })
}

for (const file of files.filter((name) => name.startsWith('user-'))) {
  t.test(`C21 the golden log ${file} folds to the presence it was recorded with`, async (t) => {
    const golden = JSON.parse(readFileSync(new URL(file, folder), 'utf8')) as GoldenPresence
    t.same(foldPresenceOf(golden.records), golden.digests)
  })
}

t.test('a log recorded now folds as it did when it was recorded', async (t) => {
  const golden = JSON.parse(record('next')) as GoldenLog
  t.equal(digest(foldGolden(golden.events).state), golden.digest)
  const presence = JSON.parse(recordPresence('next')) as GoldenPresence
  t.same(foldPresenceOf(presence.records), presence.digests)
  t.same(Object.keys(presence.kinds), Object.values(Presence).map(String), 'and holds every kind')
})
