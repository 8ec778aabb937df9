import t from 'tap'
import { existsSync, readFileSync, readdirSync, writeFileSync } from 'node:fs'
import { digest, digestMedia } from '../../classroom/digest.ts'
import { Presence } from '../../classroom/events.ts'
import { Media } from '../../classroom/media-events.ts'
import { foldGolden, record } from './golden/golden-log.ts'
import type { GoldenLog } from './golden/golden-log.ts'
import { digestFromCheckpoint, foldMediaOf, recordMedia } from './golden/golden-media.ts'
import type { GoldenMedia } from './golden/golden-media.ts'
import { foldPresenceOf, recordPresence } from './golden/golden-presence.ts'
import type { GoldenPresence } from './golden/golden-presence.ts'

/*
 * `npx tap --snapshot server/test/classroom/golden.test.ts` records the golden logs of the release in
 * package.json: VERSION.json of the `socket` lane, user-VERSION.json and media-VERSION.json of the others. One that
 * is there already is never recorded again: it proves that later releases fold as that one did.
 */
const folder = new URL('golden/', import.meta.url)
const { version } = JSON.parse(readFileSync(new URL('../../../package.json', import.meta.url), 'utf8')) as { version: string }
for (const [name, recorded] of [[`${version}.json`, record], [`user-${version}.json`, recordPresence], [`media-${version}.json`, recordMedia]] as const) {
  const mine = new URL(name, folder)
  if (process.env.TAP_SNAPSHOT === '1' && !existsSync(mine)) writeFileSync(mine, recorded(version))
}

/** Names and contents of the golden logs whose file begins with `lane`. */
function goldens<T> (lane: '' | 'user-' | 'media-'): Array<[file: string, golden: T]> {
  const files = readdirSync(folder).filter((name) => new RegExp(`^${lane}\\d.*\\.json$`).test(name))
  return files.map((file) => [file, JSON.parse(readFileSync(new URL(file, folder), 'utf8')) as T])
}

for (const [file, { events, verdicts, digest: recorded }] of goldens<GoldenLog>('')) {
  t.test(`C2 the golden log ${file} folds to the state it was recorded with`, async (t) => {
    const folded = foldGolden(events)
    t.same(folded.verdicts, verdicts)
    t.equal(digest(folded.state), recorded)
  })
}

for (const [file, { records, digests }] of goldens<GoldenPresence>('user-')) {
  t.test(`C21 the golden log ${file} folds to the presence it was recorded with`, async (t) => {
    t.same(foldPresenceOf(records), digests)
  })
}

for (const [file, golden] of goldens<GoldenMedia>('media-')) {
  t.test(`M1 M4 the golden log ${file} folds to the state it was recorded with, and from its checkpoint too where that is taken up`, async (t) => {
    const { state, verdicts } = foldMediaOf(golden.events)
    t.same(verdicts, golden.verdicts)
    t.equal(digestMedia(state), golden.digest)
    t.ok([golden.digest, null].includes(digestFromCheckpoint(golden)))
  })
}

t.test('a log recorded now folds as it did when it was recorded', async (t) => {
  const golden = JSON.parse(record('next')) as GoldenLog
  t.equal(digest(foldGolden(golden.events).state), golden.digest)
  const presence = JSON.parse(recordPresence('next')) as GoldenPresence
  t.same(foldPresenceOf(presence.records), presence.digests)
  t.same(Object.keys(presence.kinds), Object.values(Presence).map(String), 'and holds every kind')
  const media = JSON.parse(recordMedia('next')) as GoldenMedia
  t.equal(digestMedia(foldMediaOf(media.events).state), media.digest)
  t.equal(digestFromCheckpoint(media), media.digest)
  t.same(new Set(media.events.map((event) => (event as [number])[0])), new Set(Object.values(Media).filter((kind) => kind !== Media.checkpoint)), 'and holds every kind that is folded')
})
