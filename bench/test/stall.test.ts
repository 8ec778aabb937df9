import t from 'tap'
import { now } from '../clock.ts'
import { Latency } from '../latency.ts'
import { arrivals } from '../schedule.ts'
import { BareSockets } from '../swarm/bare-sockets.ts'
import { echo, open } from '../swarm/bare-phases.ts'
import { StallingServer } from './stalling-server.ts'

const STUDENTS = 200
const WINDOW_MS = 1000
const SEED = 5
/** The server stalls from here on, for a second. */
const STALL_AT = 300
const STALL_MS = 1000

t.test('a server that stalls for a second shows the second in the figures', async (t) => {
  const server = new StallingServer()
  t.teardown(() => { server.close() })
  const sockets = new BareSockets(STUDENTS, true)
  t.teardown(() => { sockets.cutAll() })
  t.equal(await open(sockets, { url: await server.listen(), count: STUDENTS, timeoutMs: 10_000 }), STUDENTS)
  const startAt = now() + 100
  server.stallBetween(startAt + STALL_AT, startAt + STALL_AT + STALL_MS)
  const result = await echo(sockets, { startAt, windowMs: WINDOW_MS, timeoutMs: 10_000, seed: SEED, count: STUDENTS })
  const { count, p50, max } = Latency.decode(result.latency).quantiles()
  t.equal(result.done, STUDENTS)
  t.equal(count, STUDENTS, 'nobody waited with his answer for the server: all were sent in time and counted')
  const stalled = [...arrivals(STUDENTS, WINDOW_MS, SEED).times].filter((time) => time >= STALL_AT)
  // Whoever was due in the stall waited for its end, counted from when he was due.
  const waits = stalled.map((time) => STALL_AT + STALL_MS - time)
  t.ok(max >= 0.99 * Math.max(...waits), `the longest wait was ${max} ms`)
  t.ok(stalled.length > STUDENTS / 2 && p50 >= 0.99 * Math.min(...waits), `half of them waited ${p50} ms`)
})
