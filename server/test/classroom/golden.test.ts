import t from 'tap'
import { readFileSync, readdirSync } from 'node:fs'
import { digest } from '../../classroom/digest.ts'
import { foldGolden } from './golden/golden-log.ts'
import type { GoldenLog } from './golden/golden-log.ts'

const folder = new URL('golden/', import.meta.url)

for (const file of readdirSync(folder).filter((name) => name.endsWith('.json'))) {
  t.test(`C2 the golden log ${file} folds to the state it was recorded with`, async (t) => {
    const golden = JSON.parse(readFileSync(new URL(file, folder), 'utf8')) as GoldenLog
    const { state, verdicts } = foldGolden(golden.events)
    t.same(verdicts, golden.verdicts)
    t.equal(digest(state), golden.digest)
  })
}
