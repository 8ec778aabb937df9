import t from 'tap'
import { existsSync, readFileSync, readdirSync, writeFileSync } from 'node:fs'
import { digest } from '../../classroom/digest.ts'
import { foldGolden, record } from './golden/golden-log.ts'
import type { GoldenLog } from './golden/golden-log.ts'

/*
 * `npx tap --snapshot server/test/classroom/golden.test.ts` records the golden log of the release in
 * package.json. One that is there already is never recorded again: it proves that later releases fold as
 * that one did.
 */
const folder = new URL('golden/', import.meta.url)
const { version } = JSON.parse(readFileSync(new URL('../../../package.json', import.meta.url), 'utf8')) as { version: string }
const mine = new URL(`${version}.json`, folder)
if (process.env.TAP_SNAPSHOT === '1' && !existsSync(mine)) writeFileSync(mine, record(version))

for (const file of readdirSync(folder).filter((name) => name.endsWith('.json'))) {
  t.test(`C2 the golden log ${file} folds to the state it was recorded with`, async (t) => {
    const golden = JSON.parse(readFileSync(new URL(file, folder), 'utf8')) as GoldenLog
    const { state, verdicts } = foldGolden(golden.events)
    t.same(verdicts, golden.verdicts)
    t.equal(digest(state), golden.digest)
  })
}

t.test('a log recorded now folds as it did when it was recorded', async (t) => {
  const golden = JSON.parse(record('next')) as GoldenLog
  t.equal(digest(foldGolden(golden.events).state), golden.digest)
})
