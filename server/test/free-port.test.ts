import { createServer } from 'node:net'
import type { AddressInfo, Server } from 'node:net'
import { once } from 'node:events'
import t from 'tap'
import { freePort } from '../free-port.ts'

async function listening (): Promise<{ server: Server, port: number }> {
  const server = createServer().listen(0, '127.0.0.1')
  await once(server, 'listening')
  return { server, port: (server.address() as AddressInfo).port }
}

t.test('port 0 is always free', async (t) => {
  await freePort('127.0.0.1', 0, 'PORT_HTTP', () => t.fail('waited'))
})

t.test('a port that is let go of within the wait is taken', async (t) => {
  const { server, port } = await listening()
  let waits = 0
  await freePort('127.0.0.1', port, 'PORT_HTTP', () => {
    waits++
    server.close()
  })
  t.equal(waits, 1)
})

t.test('a port that stays taken is told with its setting', async (t) => {
  const { server, port } = await listening()
  t.teardown(() => server.close())
  await t.rejects(freePort('127.0.0.1', port, 'PORT_HTTP', () => {}), { exitCode: 1, message: `port ${port} (PORT_HTTP) is in use; stop what listens there, or set PORT_HTTP to another port` })
})

t.test('an address that is not ours is told at once', async (t) => {
  await t.rejects(freePort('192.0.2.1', 20999, 'PORT_HTTP', () => t.fail('waited')), { exitCode: 1, message: /^port 20999 \(PORT_HTTP\) on 192\.0\.2\.1 cannot be listened on: EADDRNOTAVAIL$/ })
})
