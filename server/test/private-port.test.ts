import { once } from 'node:events'
import type { AddressInfo } from 'node:net'
import { PassThrough } from 'node:stream'
import t from 'tap'
import type { Test } from 'tap'
import { Counter, Registry } from 'prom-client'
import { createLogger } from '../logger.ts'
import { privatePort } from '../private-port.ts'
import type { PrivateRoutes } from '../private-port.ts'

/** A private port that listens, and what its process logs. */
async function listening (t: Test, routes?: PrivateRoutes) {
  const lines = new PassThrough()
  const logger = createLogger({ level: 'info', role: 'relay', terminal: false, destination: lines })
  const registry = new Registry()
  new Counter({ name: 'sheep_total', help: 'Sheep', registers: [registry] }).inc(3)
  const server = privatePort(registry, logger, routes).listen(0, '127.0.0.1')
  await once(server, 'listening')
  t.teardown(() => { server.close() })
  const { port } = server.address() as AddressInfo
  const ask = async (method: string, path: string, init: RequestInit = {}): Promise<[number, string]> => {
    const answer = await fetch(`http://127.0.0.1:${port}${path}`, { method, ...init })
    return [answer.status, await answer.text()]
  }
  return { ask, logger, logged: () => String(lines.read() ?? '') }
}

t.test('the figures stand at /metrics', async (t) => {
  const { ask } = await listening(t)
  const [status, text] = await ask('GET', '/metrics')
  t.equal(status, 200)
  t.match(text, 'sheep_total 3')
  t.equal((await ask('POST', '/metrics'))[0], 404)
  t.equal((await ask('GET', '/'))[0], 404)
  t.equal((await ask('POST', '/drain'))[0], 404, 'a command that this process does not have')
})

t.test('the log level is changed without a restart', async (t) => {
  const { ask, logger, logged } = await listening(t)
  logger.debug({ port: 1 }, 'unheard')
  t.same(await ask('POST', '/log-level', { body: 'debug\n' }), [200, 'debug\n'])
  logger.debug({ port: 2 }, 'heard')
  const lines = logged()
  t.match(lines, /"logLevel":"debug","msg":"log-level-changed"/)
  t.match(lines, /"port":2,"msg":"heard"/)
  t.notMatch(lines, 'unheard')
  t.same(await ask('POST', '/log-level', { body: 'silent' }), [200, 'silent\n'])
})

t.test('a level that is none is refused with what is allowed, and changes nothing', async (t) => {
  const { ask, logger } = await listening(t)
  for (const body of ['loud', '', 'x'.repeat(100_000)]) {
    const [status, text] = await ask('POST', '/log-level', { body })
    t.equal(status, 400)
    t.match(text, 'send one of trace, debug, info, warn, error, fatal, silent')
  }
  t.equal(logger.level, 'info')
})

t.test('a process has commands of its own, which may fail', async (t) => {
  const { ask } = await listening(t, {
    'GET state': (rest) => ({ status: 200, text: rest, type: 'application/json' }),
    'POST drain': () => { throw new Error('no') }
  })
  t.same(await ask('GET', '/state/K7QM3P'), [200, 'K7QM3P'])
  t.equal((await ask('POST', '/drain'))[0], 500)
})

t.test('a page in a browser on the same machine is refused', async (t) => {
  const { ask, logger } = await listening(t)
  t.equal((await ask('POST', '/log-level', { body: 'debug', headers: { origin: 'https://evil.example' } }))[0], 403)
  t.equal(logger.level, 'info')
})
