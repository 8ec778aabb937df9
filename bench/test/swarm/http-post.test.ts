import { once } from 'node:events'
import { createServer } from 'node:net'
import type { AddressInfo, Socket } from 'node:net'
import t from 'tap'
import { post, postRequest } from '../../swarm/http-post.ts'
import type { Reply } from '../../swarm/http-post.ts'

type Tap = Pick<typeof t, 'teardown'>

/** Posts to a server that does `serve` with the connection once the request is there; what came of it, and the request. */
async function posted (t: Tap, serve: (socket: Socket) => Promise<void>): Promise<{ reply: Reply, request: string }> {
  let request = ''
  const server = createServer((socket) => {
    socket.once('data', (bytes) => {
      request = bytes.toString('utf8')
      void serve(socket)
    })
  }).listen(0, '127.0.0.1')
  t.teardown(() => { server.close() })
  await once(server, 'listening')
  const endpoint = { host: '127.0.0.1', port: (server.address() as AddressInfo).port }
  const reply = await new Promise<Reply>((resolve) => { post(endpoint, postRequest(endpoint, '/way/in', { name: '가' }), 0, resolve) })
  return { reply, request }
}

/** Sends each piece in a packet of its own. */
async function inPieces (socket: Socket, pieces: string[]): Promise<void> {
  socket.setNoDelay(true)
  for (const piece of pieces) {
    await new Promise((resolve) => socket.write(piece, resolve))
    await new Promise((resolve) => setImmediate(resolve))
  }
}

t.test('a request says its length in bytes, and the connection is closed when the reply is whole', async (t) => {
  const closed = new Promise<void>((resolve) => {
    void posted(t, async (socket) => {
      socket.on('close', () => { resolve() })
      socket.write('HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\n{}')
    }).then(({ reply, request }) => {
      t.same(reply, { status: 200, body: '{}' })
      t.match(request, /^POST \/way\/in HTTP\/1\.1\r\n/)
      t.match(request, /\r\nContent-Length: 14\r\n\r\n\{"name":"가"\}$/)
    })
  })
  await closed
})

t.test('a reply in pieces is put together', async (t) => {
  const body = JSON.stringify({ title: '강의 첫 시간' })
  const { reply } = await posted(t, (socket) => inPieces(socket, ['HTTP/1.1 40', `3 Forbidden\r\ncontent-length: ${Buffer.byteLength(body)}\r\n`, '\r\n', body.slice(0, 9), body.slice(9)]))
  t.same(reply, { status: 403, body })
})

t.test('a connection that ends before the reply is whole is status 0', async (t) => {
  const { reply } = await posted(t, async (socket) => { socket.end('HTTP/1.1 200 OK\r\nContent-Length: 200\r\n\r\nhalf') })
  t.same(reply, { status: 0, body: '' })
})
