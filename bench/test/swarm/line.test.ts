import { once } from 'node:events'
import type { AddressInfo } from 'node:net'
import t from 'tap'
import { WebSocketServer } from 'ws'
import type { WebSocket } from 'ws'
import { Line, targetOf } from '../../swarm/line.ts'
import { clientFrame } from '../../swarm/websocket.ts'

interface Heard { opened: number, messages: string[], closed: Promise<number> }

/** A line to a server of another make, and what its owner heard. */
async function lineTo (t: Tap, onSocket: (socket: WebSocket) => void): Promise<{ line: Line, heard: Heard }> {
  const server = new WebSocketServer({ host: '127.0.0.1', port: 0, handleProtocols: () => 'lectern.1' })
  t.teardown(() => server.close())
  await once(server, 'listening')
  server.on('connection', onSocket)
  let end: (code: number) => void
  const heard: Heard = { opened: 0, messages: [], closed: new Promise((resolve) => { end = resolve }) }
  const line = new Line(0, targetOf(`ws://127.0.0.1:${(server.address() as AddressInfo).port}/a`, ['lectern.1', 'ticket']), {
    opened: () => { heard.opened++ },
    message: (_, bytes, start, finish) => { heard.messages.push(bytes.toString('latin1', start, finish)) },
    closed: (_, code) => { end(code) }
  })
  t.teardown(() => { line.cut() })
  return { line, heard }
}

type Tap = Pick<typeof t, 'teardown'>

t.test('opens, sends, receives long and short messages, and tells the close code', async (t) => {
  const { line, heard } = await lineTo(t, (socket) => {
    socket.send(Buffer.alloc(100_000, 'x'))
    socket.on('message', (data) => {
      socket.send(data as Buffer)
      socket.close(4001, 'behind')
    })
  })
  line.send(clientFrame(Buffer.from('answer')))
  t.equal(await heard.closed, 4001)
  t.equal(heard.opened, 1)
  t.same(heard.messages.map((text) => text.length), [100_000, 6])
  t.equal(heard.messages[1], 'answer')
})

t.test('answers a ping with what it said', async (t) => {
  const pong = new Promise<Buffer>((resolve) => {
    void lineTo(t, (socket) => {
      socket.on('pong', resolve)
      socket.ping('there?')
    })
  })
  t.equal((await pong).toString(), 'there?')
})

t.test('a line that is lost without a close frame ends with 1006', async (t) => {
  const { heard } = await lineTo(t, (socket) => { socket.terminate() })
  t.equal(await heard.closed, 1006)
})

t.test('a line that was cut is lost for the server, and its owner hears nothing of it', async (t) => {
  let told = false
  const { line, heard, code } = await new Promise<{ line: Line, heard: Heard, code: Promise<number> }>((resolve) => {
    const opened = lineTo(t, (socket) => {
      const code = once(socket, 'close').then(([number]) => number as number)
      void opened.then((both) => { resolve({ ...both, code }) })
    })
  })
  void heard.closed.then(() => { told = true })
  line.cut()
  t.equal(await code, 1006)
  t.notOk(told)
})
