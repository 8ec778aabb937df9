import { readFileSync } from 'node:fs'
import t from 'tap'
import { generatedPages } from '../docs/pages.ts'
import { LOG_EVENTS, LOG_FIELDS } from '../log-events.ts'

for (const [path, text] of Object.entries(generatedPages())) {
  t.test(`${path} is what npm run docs writes`, async (t) => {
    t.equal(readFileSync(new URL(`../../${path}`, import.meta.url), 'utf8'), text)
  })
}

t.test('every field of the log is a field of an event', async (t) => {
  const used = new Set(Object.values(LOG_EVENTS).flatMap((spec): string[] => [...spec.fields]))
  t.same(Object.keys(LOG_FIELDS).filter((name) => !used.has(name)), [])
})
