import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import t from 'tap'
import type { Test } from 'tap'
import { LaunchCheck } from '../../http/launch-token.ts'
import { PublishedKeys } from '../../http/published-keys.ts'
import type { Rhythm } from '../../http/published-keys.ts'
import { deadUrl, ecKey, edKey, keyHost, publishing, readableLogger, rsaKey, signed } from './key-host.ts'
import type { HostKey } from './key-host.ts'
import { LAUNCH_KEYS, STUDENT, launch } from './sidecar.ts'

/** Asks again at once, and by itself never. */
const EAGER: Rhythm = { refresh: 3_600_000, pause: 0, patience: 5000 }

/** The check of tokens against what `source` publishes, and what is logged of it. */
function checkAgainst (t: Test, source: string, rhythm: Rhythm = EAGER): { launches: LaunchCheck, published: PublishedKeys, said: string[] } {
  const { logger, said } = readableLogger()
  const published = new PublishedKeys(source, logger, rhythm)
  t.teardown(() => { published.close() })
  return { launches: new LaunchCheck(LAUNCH_KEYS, published), published, said }
}

const by = (key: HostKey): string => signed(STUDENT, key, 'ES256')

t.test('H3 while a key is changed both are good, and the old one ends when the host withdraws it', async (t) => {
  const [old, young] = [ecKey('old'), ecKey('young')]
  const host = await keyHost(t, publishing(old))
  const { launches, said } = checkAgainst(t, host.url)
  t.match(await launches.check(by(old)), { ok: true })
  host.answer = publishing(young, old)
  t.match(await launches.check(by(young)), { ok: true }, 'the new one without waiting')
  t.match(await launches.check(by(old)), { ok: true })
  host.answer = publishing(young)
  t.same(await launches.check(by(ecKey('third'))), { ok: false, why: 'invalid' })
  t.same(await launches.check(by(old)), { ok: false, why: 'invalid' })
  t.match(await launches.check(launch(STUDENT)), { ok: true }, 'secrets stand beside it')
  t.same(said, ['launch-keys-read 1', 'launch-keys-read 2', 'launch-keys-read 1'], 'what is no news is not told')
})

t.test('H3 unknown keys do not make us storm the host', async (t) => {
  const key = ecKey('k')
  const host = await keyHost(t, publishing(key))
  const { launches } = checkAgainst(t, host.url, { ...EAGER, pause: 3_600_000 })
  const hall = await Promise.all(Array.from({ length: 50 }, () => launches.check(by(key))))
  t.ok(hall.every(({ ok }) => ok), 'those who come before the first reading wait for it')
  for (let i = 0; i < 20; i++) t.same(await launches.check(by(ecKey(`unknown-${i}`))), { ok: false, why: 'invalid' })
  t.equal(host.asked, 1)
})

t.test('H3 algorithms that are none of ours are not even looked for', async (t) => {
  const key = rsaKey('r')
  const host = await keyHost(t, publishing(key))
  const { launches } = checkAgainst(t, host.url)
  t.match(await launches.check(signed(STUDENT, key, 'RS256')), { ok: true })
  for (const algorithm of ['RS512', 'PS256'] as const) t.same(await launches.check(signed(STUDENT, key, algorithm)), { ok: false, why: 'invalid' })
  t.equal(host.asked, 1)
})

t.test('H3 a set that cannot be read again goes on working', async (t) => {
  const key = ecKey('k')
  const reasons: Record<string, (host: Awaited<ReturnType<typeof keyHost>>) => void> = {
    status: (host) => { host.answer = (_request, response) => { response.writeHead(500).end('{"keys":[]}') } },
    'too-large': (host) => { host.answer = (_request, response) => { response.end(JSON.stringify({ keys: [], filler: 'x'.repeat(65536) })) } },
    'no-key-set': (host) => { host.answer = (_request, response) => { response.end('<html>') } },
    unreachable: (host) => { host.answer = (_request, response) => { response.destroy() } }
  }
  for (const [reason, spoil] of Object.entries(reasons)) {
    const host = await keyHost(t, publishing(key))
    const { launches, said } = checkAgainst(t, host.url)
    t.match(await launches.check(by(key)), { ok: true })
    spoil(host)
    t.same(await launches.check(by(ecKey('unknown'))), { ok: false, why: 'unavailable' }, `${reason}: nobody can tell`)
    t.match(await launches.check(by(key)), { ok: true })
    t.ok(launches.ready)
    host.answer = publishing(key)
    t.same(await launches.check(by(ecKey('unknown'))), { ok: false, why: 'invalid' })
    t.same(said, ['launch-keys-read 1', `launch-keys-failed ${reason} 1`, 'launch-keys-read 1'])
  }
})

t.test('H3 a reply without end is not read to its end', async (t) => {
  const host = await keyHost(t, (_request, response) => {
    const more = (): void => { if (!response.destroyed) response.write('x'.repeat(16384), more) }
    more()
    response.on('close', () => { host.answer = publishing() })
  })
  const { launches, said } = checkAgainst(t, host.url, { ...EAGER, pause: 3_600_000 })
  t.same(await launches.check(by(ecKey('k'))), { ok: false, why: 'unavailable' })
  t.same(said, ['launch-keys-failed too-large 0'])
})

t.test('H3 a redirection is not followed', async (t) => {
  const key = ecKey('k')
  const elsewhere = await keyHost(t, publishing(key))
  const host = await keyHost(t, (_request, response) => { response.writeHead(302, { location: elsewhere.url }).end() })
  const { launches, said } = checkAgainst(t, host.url, { ...EAGER, pause: 3_600_000 })
  t.same(await launches.check(by(key)), { ok: false, why: 'unavailable' })
  t.equal(elsewhere.asked, 0)
  t.same(said, ['launch-keys-failed unreachable 0'])
})

t.test('H3 a host that says nothing is not waited for', async (t) => {
  const host = await keyHost(t, () => {})
  const { launches, said } = checkAgainst(t, host.url, { ...EAGER, pause: 3_600_000, patience: 20 })
  t.same(await launches.check(by(ecKey('k'))), { ok: false, why: 'unavailable' })
  t.same(said, ['launch-keys-failed unreachable 0'])
})

t.test('H3 a host that is down at the start is asked again until it answers', async (t) => {
  const key = edKey('k')
  let up = (): void => {}
  const answered = new Promise<void>((resolve) => { up = resolve })
  const host = await keyHost(t, (_request, response) => {
    response.destroy()
    if (host.asked === 3) host.answer = (request, response) => { publishing(key)(request, response.on('close', up)) }
  })
  const { logger } = readableLogger()
  const published = new PublishedKeys(host.url, logger, { refresh: 3_600_000, pause: 1, patience: 5000 })
  t.teardown(() => { published.close() })
  const launches = new LaunchCheck([], published)
  t.notOk(launches.ready, 'nobody can come in yet')
  await answered
  t.match(await launches.check(signed(STUDENT, key, 'EdDSA')), { ok: true })
  t.ok(launches.ready)
})

t.test('H3 the set is read again by itself', async (t) => {
  const [old, young] = [ecKey('k'), ecKey('k')]
  const host = await keyHost(t, publishing(old))
  const { launches } = checkAgainst(t, host.url, { ...EAGER, refresh: 1 })
  t.match(await launches.check(by(old)), { ok: true })
  await new Promise<void>((resolve) => {
    const publish = publishing(young)
    host.answer = (request, response) => {
      publish(request, response)
      // one after the other: whoever is asked again has read the answer before
      if (host.asked > 5) resolve()
    }
  })
  t.match(await launches.check(by(young)), { ok: true }, 'even under the same id')
  t.same(await launches.check(by(old)), { ok: false, why: 'invalid' })
})

t.test('H3 a set may lie in a file', async (t) => {
  const [old, young] = [ecKey('old'), ecKey('young')]
  const path = join(t.testdir(), 'jwks.json')
  const { launches, said } = checkAgainst(t, path)
  t.same(await launches.check(by(old)), { ok: false, why: 'unavailable' })
  writeFileSync(path, JSON.stringify({ keys: [old.jwk] }))
  t.match(await launches.check(by(old)), { ok: true })
  writeFileSync(path, JSON.stringify({ keys: [old.jwk, young.jwk] }))
  t.match(await launches.check(by(young)), { ok: true })
  writeFileSync(path, 'x'.repeat(65537))
  t.same(await launches.check(by(ecKey('third'))), { ok: false, why: 'unavailable' })
  t.match(said.at(-1), 'launch-keys-failed too-large 2')
})

t.test('ends a reading that is under way', async (t) => {
  const host = await keyHost(t, () => {})
  const { launches, published, said } = checkAgainst(t, host.url)
  const pending = launches.check(by(ecKey('k')))
  published.close()
  t.same(await pending, { ok: false, why: 'unavailable' })
  t.same(said, [], 'which is no failure')
})

t.test('a host that is not there', async (t) => {
  const { launches, said } = checkAgainst(t, await deadUrl(), { ...EAGER, pause: 3_600_000 })
  t.same(await launches.check(by(ecKey('k'))), { ok: false, why: 'unavailable' })
  t.match(await launches.check(launch(STUDENT)), { ok: true }, 'secrets work without it')
  t.same(said, ['launch-keys-failed unreachable 0'])
})
