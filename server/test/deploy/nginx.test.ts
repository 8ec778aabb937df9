import { execFile } from 'node:child_process'
import { once } from 'node:events'
import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { setTimeout as delay } from 'node:timers/promises'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'
import t from 'tap'
import type { Test } from 'tap'
import { nginxCommand } from '../../deploy/nginx-command.ts'
import { check, findNginx, place, run } from './real-nginx.ts'
import type { Placed } from './real-nginx.ts'
import { StandIn } from './stand-in.ts'
import { fetchText, upgrade } from './visitor.ts'
import { freePort } from '../../../kafka/ports.ts'

/** A real nginx on a configuration that the command prints, in front of small stand-ins on loopback. */
const found = await findNginx()
const nginx = found ?? ''
const test = found === null ? t.skip : t.test

const DEPLOYED = fileURLToPath(new URL('../../../deploy/nginx.conf', import.meta.url))

interface Balanced {
  at: string
  relays: StandIn[]
  sidecars: StandIn[]
  logs: () => Promise<string>
}

async function standIns (t: Test, kind: string, count: number): Promise<StandIn[]> {
  const all = await Promise.all(Array.from({ length: count }, (_, i) => new StandIn(`${kind} ${i + 1}`).start()))
  t.teardown(() => Promise.all(all.map((one) => one.die())))
  return all
}

async function balanced (t: Test, relayCount = 4, more: string[] = []): Promise<Balanced> {
  const [relays, sidecars, port] = await Promise.all([standIns(t, 'relay', relayCount), standIns(t, 'sidecar', 2), freePort()])
  const args = [
    '--relays', String(relayCount), '--listen', `127.0.0.1:${port}`, ...more,
    ...relays.flatMap((relay) => ['--host', `127.0.0.1:${relay.port}`]),
    ...sidecars.flatMap((sidecar) => ['--sidecar', `127.0.0.1:${sidecar.port}`])
  ]
  const { logs } = await run(t, nginx, await place(t, nginxCommand(args)))
  return { at: `http://127.0.0.1:${port}`, relays, sidecars, logs }
}

/** Asks again and again until the answer is the one awaited; the test's own limit of time ends it otherwise. */
async function until<T> (ask: () => Promise<T>, awaited: T): Promise<void> {
  while (await ask() !== awaited) await delay(100)
}

async function nameAt (at: string, partition: number): Promise<string> {
  const { name, socket } = await upgrade(`${at}/ws/${partition}/BIO-101`)
  socket?.destroy()
  return name
}

test('nginx takes the configuration in deploy/', async (t) => {
  t.match(await check(nginx, await place(t, await readFile(DEPLOYED, 'utf8'))), /test is successful/)
})

test('nginx takes a configuration for one relay, and one for a hundred', async (t) => {
  t.match(await check(nginx, await place(t, nginxCommand(['--relays', '1', '--standby', '0']))), /test is successful/)
  t.match(await check(nginx, await place(t, nginxCommand(['--relays', '100', '--partitions', '1000', '--host', '127.0.0.1:30{}']))), /test is successful/)
})

test('a socket goes to the primary of its partition, and what it says to and fro', async (t) => {
  const { at, relays } = await balanced(t)
  for (let partition = 0; partition < 48; partition++) t.equal(await nameAt(at, partition), `relay ${partition % 4 + 1}`, `partition ${partition}`)
  t.equal(await nameAt(at, 999), 'relay 1', 'a partition that is none: some relay says so with its close code')

  const { socket } = await upgrade(`${at}/ws/1/BIO-101`, { Origin: 'https://lms.example.org', 'Sec-WebSocket-Protocol': 'lectern.1, token', Cookie: 'lms=1' })
  socket?.write('there and back')
  const [back] = await once(socket!, 'data') as [Buffer]
  t.equal(back.toString(), 'there and back')
  socket?.destroy()
  const { url, headers } = relays[1]!.asked.at(-1)!
  t.equal(url, '/ws/1/BIO-101')
  t.match(headers, { upgrade: 'websocket', connection: 'upgrade', origin: 'https://lms.example.org', 'sec-websocket-protocol': 'lectern.1, token', cookie: undefined })
})

test('a primary that is dead: its sockets are cut, the standby takes them at once, and the primary when it is back', async (t) => {
  const { at, relays } = await balanced(t)
  const { name, socket } = await upgrade(`${at}/ws/2/BIO-101`)
  t.equal(name, 'relay 3')
  const cut = once(socket!, 'close')
  await relays[2]!.die()
  await cut
  t.equal(await nameAt(at, 2), 'relay 4', 'the first attempt')
  t.equal(await nameAt(at, 6), 'relay 4', 'another partition of the same relay')
  t.equal(await nameAt(at, 1), 'relay 2', 'other relays are as they were')
  await relays[2]!.start()
  await until(() => nameAt(at, 2), 'relay 3')
  for (let i = 0; i < 20; i++) t.equal(await nameAt(at, 2), 'relay 3', 'all that come after')
})

test('while sockets stay open, a primary that came back gets all new ones', async (t) => {
  const { at, relays } = await balanced(t)
  await relays[0]!.die()
  t.equal(await nameAt(at, 0), 'relay 2')
  await relays[0]!.start()
  await until(() => nameAt(at, 0), 'relay 1')
  const names: string[] = []
  for (let i = 0; i < 20; i++) {
    const { name, socket } = await upgrade(`${at}/ws/0/BIO-101`)
    t.teardown(() => socket?.destroy())
    names.push(name)
  }
  t.same(new Set(names), new Set(['relay 1']))
})

test('a primary that is not ready is passed over; when nobody is ready the socket is let in all the same', async (t) => {
  const { at, relays } = await balanced(t)
  relays[0]!.mood = 'red'
  t.equal(await nameAt(at, 0), 'relay 2')
  relays[1]!.mood = 'red'
  t.match(await nameAt(at, 0), /^relay [12]$/, 'both are red')
  await relays[0]!.die()
  t.equal(await nameAt(at, 0), 'relay 2', 'one is dead, the other red')
  relays[1]!.mood = 'ready'
  await until(() => nameAt(at, 0), 'relay 2')
})

test('a primary that stands still costs whoever meets it first the time of the question, and others nothing', async (t) => {
  const { at, relays } = await balanced(t)
  relays[3]!.mood = 'frozen'
  t.equal(await nameAt(at, 3), 'relay 1')
  t.equal(await nameAt(at, 7), 'relay 1')
})

test('a relay that is alone is always let in to, ready or not', async (t) => {
  const { at, relays } = await balanced(t, 1)
  relays[0]!.mood = 'red'
  t.equal(await nameAt(at, 5), 'relay 1')
})

test('without standby nobody takes the place of a relay', async (t) => {
  const { at, relays } = await balanced(t, 2, ['--standby', '0'])
  await relays[0]!.die()
  t.equal((await upgrade(`${at}/ws/0/BIO-101`)).status, 502)
  t.equal(await nameAt(at, 1), 'relay 2')
})

test('when primary and standby are dead the answer is 502, and the next attempt finds whoever is back', async (t) => {
  const { at, relays } = await balanced(t)
  await Promise.all([relays[0]!.die(), relays[1]!.die()])
  t.equal((await upgrade(`${at}/ws/0/BIO-101`)).status, 502)
  await relays[1]!.start()
  t.equal(await nameAt(at, 0), 'relay 2', 'at once, although it was down a moment ago')
})

test('everything else goes to the sidecars, and what may be repeated is, when one dies under it', async (t) => {
  const { at, sidecars } = await balanced(t)
  const seen = new Set<string>()
  for (let i = 0; i < 4; i++) seen.add((await fetchText(`${at}/enter`)).text)
  t.same(seen, new Set(['sidecar 1', 'sidecar 2']))
  t.match(sidecars[0]!.asked[0], { headers: { 'x-forwarded-for': '127.0.0.1', 'x-forwarded-proto': 'http' } })

  sidecars[0]!.mood = 'red'
  for (let i = 0; i < 4; i++) t.equal((await fetchText(`${at}/socket/join`, 'POST')).text, 'sidecar 2')
  await sidecars[0]!.die()
  for (let i = 0; i < 4; i++) t.equal((await fetchText(`${at}/api/quizzes`, 'POST')).status, 200, 'refused before it was sent')
  await sidecars[1]!.die()
  t.equal((await fetchText(`${at}/enter`)).status, 502)
})

test('a POST that may have been done is not done again', async (t) => {
  const { at, sidecars } = await balanced(t)
  for (const sidecar of sidecars) sidecar.mood = 'red'
  t.equal((await fetchText(`${at}/api/quizzes`, 'POST')).status, 503)
  t.equal(sidecars.flatMap(({ asked }) => asked).length, 1)
})

test('no name gets into a log, whatever fails', async (t) => {
  const { at, sidecars, relays, logs } = await balanced(t)
  const secret = 'userName=Hong&stuNo=20251234'
  await fetchText(`${at}/enter?${secret}`, 'GET', { Referer: `${at}/enter?${secret}` })
  await nameAt(at, 0)
  await Promise.all([...sidecars, ...relays].map((one) => one.die()))
  await fetchText(`${at}/enter?${secret}`, 'GET', { Referer: `${at}/enter?${secret}` })
  await upgrade(`${at}/ws/0/BIO-101?${secret}`)
  // a request is logged when it is over, a moment after its end was seen here, and a socket when it closes
  await until(async () => (await logs()).split('\n').filter((line) => line.startsWith('{')).length, 4)
  const lines = (await logs()).split('\n').filter((line) => line.startsWith('{')).map((line) => JSON.parse(line) as Record<string, string>)
  t.same(lines.map(({ path, status }) => `${path} ${status}`).sort(), ['/enter 200', '/enter 502', '/ws/0/BIO-101 101', '/ws/0/BIO-101 502'])
  t.notMatch(await logs(), /Hong|20251234/)
})

test('with a certificate it speaks TLS, and nothing else does', async (t) => {
  const relays = await standIns(t, 'relay', 1)
  const sidecars = await standIns(t, 'sidecar', 1)
  const port = await freePort()
  const placed: Placed = await place(t, '')
  const [certificate, key] = [join(placed.dir, 'certificate.pem'), join(placed.dir, 'key.pem')]
  await promisify(execFile)('openssl', ['req', '-x509', '-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:prime256v1', '-nodes', '-subj', '/CN=localhost', '-days', '2', '-keyout', key, '-out', certificate])
  await run(t, nginx, await place(t, nginxCommand([
    '--relays', '1', '--tls', `${certificate},${key}`, '--listen', `127.0.0.1:${port}`,
    '--host', `127.0.0.1:${relays[0]!.port}`, '--sidecar', `127.0.0.1:${sidecars[0]!.port}`
  ])))
  t.equal(await nameAt(`https://127.0.0.1:${port}`, 0), 'relay 1')
  t.equal((await fetchText(`https://127.0.0.1:${port}/enter`)).text, 'sidecar 1')
  t.equal(sidecars[0]!.asked[0]?.headers['x-forwarded-proto'], 'https')
  t.equal((await fetchText(`http://127.0.0.1:${port}/enter`)).status, 400)
})
