import { once } from 'node:events'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import t from 'tap'
import type { Test } from 'tap'
import { WebSocketServer } from 'ws'
import type { WebSocket } from 'ws'
import { now } from '../../clock.ts'
import { Latency } from '../../latency.ts'
import { ACK, progressBatch } from '../../rivals/bare-batches.ts'
import { BareTeacher } from '../../rivals/bare-teacher.ts'
import { RivalOperations } from '../../rivals/swarm/rival-operations.ts'
import { measureAnswers } from '../../scenarios/rivals/measure.ts'
import { stampedPayload } from '../../swarm/fanout-meter.ts'

const STUDENTS = 10
const MESSAGES = 4
const PATIENCE_MS = 1000

/** What a broadcaster does with a message of the teacher: all that it should, or something else on purpose. */
type Broadcast = (message: Buffer, number: number, send: (message: Buffer) => void) => void

const FAULTS: Record<string, { broadcast: Broadcast, deliveries: number, gaps: number }> = {
  'an honest rival': { broadcast: (message, _, send) => { send(message) }, deliveries: MESSAGES, gaps: 0 },
  'a rival that drops': { broadcast: (message, number, send) => { if (number !== 2) send(message) }, deliveries: MESSAGES - 1, gaps: 1 },
  'a rival that repeats': {
    broadcast (message, number, send) {
      send(message)
      if (number === 2) send(message)
    },
    deliveries: MESSAGES + 1,
    gaps: 1
  },
  'a rival that reorders': { broadcast: reorder(), deliveries: MESSAGES, gaps: 3 }
}

/** Sends the second message after the third. */
function reorder (): Broadcast {
  let held: Buffer | null = null
  return (message, number, send) => {
    if (number === 2) held = message
    else send(message)
    if (number === 3 && held !== null) send(held)
  }
}

async function rival (t: Test, broadcast: Broadcast): Promise<{ swarm: RivalOperations, teacher: BareTeacher }> {
  const http = createServer().listen(0, '127.0.0.1')
  const server = new WebSocketServer({ server: http })
  await once(http, 'listening')
  const { port } = http.address() as AddressInfo
  const students = new Set<WebSocket>()
  let number = 0
  let answers = 0
  server.on('connection', (socket, { url }) => {
    socket.on('error', () => {})
    if (url !== '/teacher') {
      students.add(socket)
      socket.on('message', () => {
        answers++
        socket.send(ACK)
        for (const client of server.clients) if (!students.has(client)) client.send(progressBatch(answers, answers))
      })
      return
    }
    const toAll = (bytes: Buffer): void => { for (const student of students) student.send(bytes) }
    socket.on('message', (message: Buffer) => { broadcast(message, ++number, toAll) })
  })
  const swarm = new RivalOperations()
  await swarm.open({ name: 'batches', port, announces: false, count: STUDENTS, timeoutMs: PATIENCE_MS })
  const teacher = await BareTeacher.connect(`ws://127.0.0.1:${port}/teacher`)
  t.teardown(async () => {
    teacher.goAway()
    await swarm.leave()
    for (const client of server.clients) client.terminate()
    http.close()
  })
  return { swarm, teacher }
}

function speak (teacher: BareTeacher, due: number): void {
  teacher.speak(Array.from({ length: MESSAGES }, (_, k) => stampedPayload(120, due, k + 1)), 2)
}

for (const [who, { broadcast, deliveries, gaps }] of Object.entries(FAULTS)) {
  t.test(`${who} is seen as what it is`, async (t) => {
    const { swarm, teacher } = await rival(t, broadcast)
    await swarm.fanoutStart({ first: 1 })
    speak(teacher, now())
    const result = await swarm.fanoutEnd({ last: MESSAGES, receivers: STUDENTS, timeoutMs: PATIENCE_MS })
    t.equal(result.deliveries, deliveries * STUDENTS)
    t.equal(result.gaps, gaps * STUDENTS)
  })
}

t.test('a rival that delays shows the delay, counted from when a message was due', async (t) => {
  const { swarm, teacher } = await rival(t, (message, _, send) => { setTimeout(send, 300, message) })
  await swarm.fanoutStart({ first: 1 })
  speak(teacher, now() - 200)
  const { latency } = await swarm.fanoutEnd({ last: MESSAGES, receivers: STUDENTS, timeoutMs: PATIENCE_MS })
  t.ok(Latency.decode(latency).at(1) >= 498, 'the fastest too')
})

t.test('answers are acknowledged and told, and who comes back has missed what was said', async (t) => {
  const { swarm, teacher } = await rival(t, (message, _, send) => { send(message) })
  const { result, told, toldMs } = await measureAnswers(process.pid, STUDENTS, 1, (timing) => swarm.answer(timing), () => teacher.answered)
  t.equal(result.done, STUDENTS)
  t.equal(told, STUDENTS)
  t.ok(toldMs > 0)
  await swarm.fanoutStart({ first: 1 })
  const back = swarm.comeBack({ seed: 1, offlineMs: 50, spread: 50, timeoutMs: PATIENCE_MS })
  teacher.speak([stampedPayload(120, now(), 1)], 1)
  t.equal((await back).done, STUDENTS)
  teacher.speak([stampedPayload(120, now(), 2)], 1)
  const { deliveries, gaps } = await swarm.fanoutEnd({ last: 2, receivers: STUDENTS, timeoutMs: PATIENCE_MS })
  t.equal(deliveries, STUDENTS)
  t.equal(gaps, STUDENTS)
  await t.rejects(swarm.relayStorm({ startAt: now(), windowMs: 1, timeoutMs: 1, seed: 1 }), /relays nothing/)
})

t.test('nothing can be measured before anybody came in', async (t) => {
  await t.rejects(new RivalOperations().leave(), /no sockets yet/)
})
