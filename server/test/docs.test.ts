import { readFileSync, readdirSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import t from 'tap'
import { generatedPages } from '../docs/pages.ts'
import { LOG_EVENTS, LOG_FIELDS } from '../log-events.ts'
import { RELAY_SETTINGS, SETTINGS } from '../settings.ts'

for (const [path, text] of Object.entries(generatedPages())) {
  t.test(`${path} is what npm run docs writes`, async (t) => {
    t.equal(readFileSync(new URL(`../../${path}`, import.meta.url), 'utf8'), text)
  })
}

t.test('every field of the log is a field of an event', async (t) => {
  const used = new Set(Object.values(LOG_EVENTS).flatMap((spec): string[] => [...spec.fields]))
  t.same(Object.keys(LOG_FIELDS).filter((name) => !used.has(name)), [])
})

t.test('every event and every setting is used by the server', async (t) => {
  const server = fileURLToPath(new URL('..', import.meta.url))
  const sources = readdirSync(server, { recursive: true, encoding: 'utf8' })
    .filter((path) => path.endsWith('.ts') && !/^test\/|^log-events\.ts$|^settings\.ts$/.test(path))
    .map((path) => readFileSync(join(server, path), 'utf8')).join('')
  t.same(Object.keys(LOG_EVENTS).filter((name) => !sources.includes(`'${name}'`)), [], 'events')
  t.same([...Object.keys(SETTINGS), ...Object.keys(RELAY_SETTINGS)].filter((name) => !new RegExp(`\\b${name}\\b`).test(sources)), [], 'settings')
})
