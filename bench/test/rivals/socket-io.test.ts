import { once } from 'node:events'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { Server } from 'socket.io'
import t from 'tap'
import type { Test } from 'tap'
import { now } from '../../clock.ts'
import { Latency } from '../../latency.ts'
import { NAMESPACE, Packet, packetAt, stampAt, stampedJson } from '../../rivals/socket-io-wire.ts'
import { SocketIoTeacher } from '../../rivals/socket-io-teacher.ts'
import { RivalOperations } from '../../rivals/swarm/rival-operations.ts'

const STUDENTS = 20
const PATIENCE_MS = 10_000

/** Socket.IO itself, with the listeners of the rival's server that a test needs. */
async function socketIo (t: Test, pingInterval = 25_000): Promise<{ port: number, server: Server }> {
  const http = createServer().listen(0, '127.0.0.1')
  await once(http, 'listening')
  const server = new Server(http, { pingInterval, pingTimeout: pingInterval })
  t.teardown(() => server.close())
  return { port: (http.address() as AddressInfo).port, server }
}

/** Resolves when so many clients have answered a ping. */
function pingsAnswered (server: Server, count: number): Promise<void> {
  return new Promise((resolve) => {
    let left = count
    server.engine.on('connection', (client) => { client.once('heartbeat', () => { if (--left === 0) resolve() }) })
  })
}

async function enter (t: Test, port: number, announces = false): Promise<RivalOperations> {
  const swarm = new RivalOperations()
  await swarm.open({ name: 'socket.io', port, announces, count: STUDENTS, timeoutMs: PATIENCE_MS })
  t.teardown(() => swarm.leave())
  return swarm
}

t.test('a stamped message is JSON of the wanted length, and is read back where it lies', async (t) => {
  const json = stampedJson(120, 123456.789, 42)
  t.equal(json.length, 120)
  t.match(JSON.parse(json), { due: '000000123456.789', number: '0000000042' })
  t.same(stampAt(Buffer.from(`before ${json}`), 7), { due: 123456.789, number: 42 })
})

t.test('packets are told by their first characters', async (t) => {
  const kinds: Array<[string, Packet]> = [
    ['0{"sid":"a"}', Packet.open], ['2', Packet.ping], ['40/bench,{}', Packet.connected], ['42/bench,["a"]', Packet.event],
    ['43/bench,1[]', Packet.ack], ['44/bench,{}', Packet.other], ['6', Packet.other]
  ]
  for (const [text, kind] of kinds) t.equal(packetAt(Buffer.from(text), 0), kind, text)
})

t.test('students and teacher speak to a real Socket.IO: messages, tally, pings', async (t) => {
  const { port, server } = await socketIo(t, 50)
  const answered = pingsAnswered(server, STUDENTS)
  server.of(NAMESPACE).on('connection', (socket) => {
    socket.on('control', (message) => { socket.broadcast.emit('control', message) })
    socket.on('teach', () => { socket.emit('tally', 17) })
  })
  const swarm = await enter(t, port)
  const teacher = await SocketIoTeacher.connect(port)
  t.teardown(() => { teacher.goAway() })
  await swarm.fanoutStart({ first: 1 })
  teacher.speak(120, now(), 1, 3)
  const { deliveries, gaps } = await swarm.fanoutEnd({ last: 3, receivers: STUDENTS, timeoutMs: PATIENCE_MS })
  t.equal(deliveries, 3 * STUDENTS)
  t.equal(gaps, 0)
  t.equal(teacher.answered, 17)
  await answered
  t.equal(await swarm.leave(), 0, 'nobody was thrown out')
})

t.test('answers are acknowledged one by one', async (t) => {
  const { port, server } = await socketIo(t)
  server.of(NAMESPACE).on('connection', (socket) => {
    socket.on('answer', (_answer: unknown, acknowledge: () => void) => { acknowledge() })
  })
  const swarm = await enter(t, port)
  const { done, latency } = await swarm.answer({ startAt: now(), windowMs: 100, timeoutMs: PATIENCE_MS, seed: 1 })
  t.equal(done, STUDENTS)
  t.equal(Latency.decode(latency).quantiles().count, STUDENTS)
})

t.test('in the shape of the seed every answer and every arrival goes to everybody else, and what is missing is seen', async (t) => {
  const { port, server } = await socketIo(t)
  let seen = 0
  server.of(NAMESPACE).on('connection', (socket) => {
    socket.on('itsme', () => { socket.emit('connected', socket.id) })
    socket.on('join', (person) => { socket.broadcast.emit('join', person) })
    socket.on('control', (message) => { if (++seen !== 3) socket.broadcast.emit('control', message) })
  })
  const swarm = await enter(t, port, true)
  const { deliveries } = await swarm.relayStorm({ startAt: now(), windowMs: 100, timeoutMs: 500, seed: 1 })
  t.equal(deliveries, (STUDENTS - 1) * (STUDENTS - 1), 'one answer was dropped on purpose')
  const { done, announcements } = await swarm.comeBack({ seed: 1, offlineMs: 20, spread: 50, timeoutMs: PATIENCE_MS })
  t.equal(done, STUDENTS)
  t.ok(announcements >= STUDENTS * (STUDENTS - 1) / 2, 'each arrival is told to those who were there')
})
