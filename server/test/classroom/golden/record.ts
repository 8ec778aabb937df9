import { writeFileSync } from 'node:fs'
import { digest } from '../../../classroom/digest.ts'
import { dice, randomLesson } from '../random-lesson.ts'
import { foldGolden, toJson } from './golden-log.ts'
import type { GoldenLog } from './golden-log.ts'

/*
 * Records the golden log of a release: `npx tap run --disable-coverage --allow-empty-coverage
 * server/test/classroom/golden/record.ts` after RELEASE was set. Never record a release again: its log
 * proves that later ones fold it as it did.
 */
const RELEASE = '0.1.0'
const SEED = 20261122

const scripted = randomLesson(dice(SEED), 500)
const events = scripted.events.map(toJson)
const golden: GoldenLog = { release: RELEASE, seed: SEED, digest: digest(scripted.state), verdicts: foldGolden(events).verdicts, events }
const head = JSON.stringify({ ...golden, events: [] }, null, 2).replace(/\[\]\n\}$/, '[\n')
writeFileSync(new URL(`${RELEASE}.json`, import.meta.url), `${head}    ${events.map((event) => JSON.stringify(event)).join(',\n    ')}\n  ]\n}\n`, { flag: 'wx' })
