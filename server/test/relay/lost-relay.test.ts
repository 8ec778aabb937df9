import { once } from 'node:events'
import { connect } from 'node:net'
import { PassThrough } from 'node:stream'
import t from 'tap'
import { isRelayEvent } from '../../classroom/event-shape.ts'
import { Presence } from '../../classroom/events.ts'
import type { UserEvent } from '../../classroom/events.ts'
import { Standing, Verdict } from '../../classroom/model.ts'
import { createPresence, foldPresence, followRelay } from '../../classroom/presence.ts'
import { RelayTable, foldRelay } from '../../classroom/presence-relays.ts'
import { createLogger } from '../../logger.ts'
import { CloseCode } from '../../wire/close-codes.ts'
import { decodeUserEvent } from '../../wire/event-codec.ts'
import { Down, Up } from '../../wire/messages.ts'
import type { MemoryLog } from './memory-log.ts'
import type { Phone } from './phone.ts'
import { CLASS, question } from './relay-under-test.ts'
import { oneOfMany, sameState, twoRelays, until } from './relays-under-test.ts'
import type { RelayOfMany } from './relays-under-test.ts'

/** What stands in the `user` lane of the class's partition. */
function userEvents (log: MemoryLog, { connection }: RelayOfMany): UserEvent[] {
  return log.records(connection.partitionOf(CLASS), 'user').map(({ payload }) => decodeUserEvent(payload))
}

/** Who has a session in the class, by what stands in the log. */
function connected (log: MemoryLog, { connection }: RelayOfMany): string[] {
  const relays = new RelayTable()
  const presence = createPresence(relays)
  for (const { position, at, classCode, payload } of log.records(connection.partitionOf(CLASS), 'user')) {
    const event = decodeUserEvent(payload)
    if (!isRelayEvent(event)) {
      if (classCode === CLASS) foldPresence(presence, event)
      continue
    }
    const change = foldRelay(relays, event, position, at)
    if (change !== null) followRelay(presence, change, event[1])
  }
  return [...presence.sessions.values()].map(({ key }) => key).sort()
}

/** A lesson with its teacher on relay `a` and students s1 to s3 on relay `b`. */
async function openClass (a: RelayOfMany, b: RelayOfMany): Promise<{ teacher: Phone, students: Phone[] }> {
  const teacher = a.teacher()
  await teacher.enter()
  await teacher.steer(['open', '수업'])
  const students = ['s1', 's2', 's3'].map((key) => b.student(key))
  for (const student of students) await student.join()
  await teacher.until(Down.counts, (part) => part[2] === 3)
  return { teacher, students }
}

/** How the rows of the roster stand, the teacher's first. */
async function standings (teacher: Phone): Promise<unknown[]> {
  const page = teacher.next((frame) => frame[0] === Down.roster)
  teacher.send([Up.roster, 0])
  return ((await page)[2] as unknown[][]).map((row) => row[6])
}

t.test('P4 people of a relay that died are away at once, and back as they come', async (t) => {
  const { log, a, b } = await twoRelays(t)
  const { teacher, students } = await openClass(a, b)
  b.die()
  await teacher.until(Down.counts, (part) => part[2] === 0)
  t.same(await standings(teacher), [Standing.here, Standing.away, Standing.away, Standing.away])
  const named = userEvents(log, a).filter((event) => event[0] === Presence.relayLost)
  t.match(named, [{ 2: 2 }], 'told once, by the other relay')
  const back = a.phone(students[0]!.resume!, undefined, students[0]!.device)
  await back.enter()
  await teacher.until(Down.counts, (part) => part[2] === 1)
  const reborn = await oneOfMany(t, log, { place: { relay: 2, relays: 2 } })
  await until(async () => await a.state(), (state) => state.positions[0] > 0)
  t.same(await standings(teacher), [Standing.here, Standing.here, Standing.away, Standing.away], 'its new life makes no ghosts')
  const other = reborn.phone(students[1]!.resume!, undefined, students[1]!.device)
  await other.enter()
  await teacher.until(Down.counts, (part) => part[2] === 2)
  await sameState([a, reborn])
  t.same(connected(log, a), ['s1', 's2', 'teacher'])
})

t.test('P4 a relay that stood still comes back without ghosts or doubles', async (t) => {
  const { log, a, b } = await twoRelays(t)
  const { teacher, students: [s1, s2, s3] } = await openClass(a, b) as { teacher: Phone, students: [Phone, Phone, Phone] }
  await teacher.steer(['ask', 0, 1, '', question()])
  await s3.until(Down.question, (part) => part[1] === 0)
  b.connection.hold()
  // Said to a relay that stands still: it is stored when that goes on, and counts once.
  const answered = s3.command((n) => [Up.answer, n, 0, 0, 1, 4])
  const late = b.student('s4')
  await late.enter()
  await teacher.until(Down.counts, (part) => part[2] === 0)
  // One comes back on the other relay, one goes, one stays.
  const moved = a.phone(s1.resume!, undefined, s1.device)
  await moved.enter()
  s2.socket.close()
  const elsewhere = a.student('s4')
  await elsewhere.join()
  await teacher.until(Down.counts, (part) => part[1] === 4 && part[2] === 2)
  b.connection.release()
  t.equal((await answered)[2], Verdict.accepted)
  t.equal((await s1.closed).code, CloseCode.replaced, 'the socket that was overtaken is closed, not the newer')
  t.equal((await late.closed).code, CloseCode.replaced, 'also where its record comes after the newer one’s')
  await until(async () => await standings(teacher), (rows) => rows[3] === Standing.here)
  await sameState([a, b])
  t.same(await standings(teacher), [Standing.here, Standing.here, Standing.here, Standing.here, Standing.here], 's2 has just dropped, which does not show yet')
  const events = userEvents(log, a)
  t.ok(events.some((event) => event[0] === Presence.relayLost))
  t.same(await until(() => connected(log, a), (keys) => keys.length === 4), ['s1', 's3', 's4', 'teacher'])
  t.equal(events.filter((event) => event[0] === Presence.relay).length, 2, 'both relays live the life they began')
  t.equal(teacher.parts.get(Down.tally)?.[3], 1)
  moved.startCounterAt(100)
  t.equal((await moved.command((n) => [Up.answer, n, 0, 0, 1, 2]))[2], Verdict.accepted, 'and who moved goes on')
})

t.test('P4 while the log stands still nobody is lost', async (t) => {
  const { log, a, b } = await twoRelays(t)
  await openClass(a, b)
  const partition = a.connection.partitionOf(CLASS)
  const beats = (relay: number): number => userEvents(log, a).filter((event) => event[0] === Presence.beat && event[2] === relay).length
  // longer than a relay takes to be lost: all were heard without a gap before, and none for a while
  await until(() => beats(1) + beats(2), (count) => count > 30)
  for (const relay of [a, b]) relay.connection.refuse(partition, 'lost')
  await until(async () => await a.counter(`lectern_lag_seconds{partition="${partition}"}`), (seconds) => seconds > 0.8)
  a.connection.refuse(partition, null)
  const before = beats(1)
  await until(() => beats(1), (count) => count > before + 5)
  b.connection.refuse(partition, null)
  await until(() => beats(2), (count) => count > 25)
  t.same(userEvents(log, a).filter((event) => event[0] === Presence.relayLost), [])
})

t.test('P4 what happens to relays is logged once for all partitions, and two of one number too', async (t) => {
  const lines = new PassThrough()
  const { log, a, b } = await twoRelays(t, { logger: createLogger({ level: 'info', role: 'relay', terminal: false, destination: lines }) })
  const names: string[] = []
  const said = (name: string): number => {
    names.push(...String(lines.read() ?? '').split('\n').filter((line) => line !== '').map((line) => (JSON.parse(line) as { msg: string }).msg))
    return names.filter((other) => other === name).length
  }
  await openClass(a, b)
  await until(() => userEvents(log, a).length, (count) => count > 40)
  b.connection.hold()
  await until(async () => await a.counter('lectern_relays_lost_total'), (lost) => lost >= 8)
  b.connection.release()
  await until(() => said('relay-back'), (count) => count > 0)
  await oneOfMany(t, log, { place: { relay: 2, relays: 2 } })
  await until(() => said('relay-twice'), (count) => count > 0)
  t.ok(said('relay-lost') <= 2, 'each of the two relays says it once, not for each of eight partitions')
  t.equal(said('relay-twice'), 1)
})

t.test('P5 a relay that drains leaves no ghost and is not missed', async (t) => {
  const { log, a, b } = await twoRelays(t, { settings: { drainSpreadMs: 100 } })
  const { students } = await openClass(a, b)
  t.ok(await until(async () => await b.ready(), (ready) => ready))
  await b.relay.stop()
  for (const student of students) t.equal((await student.closed).code, CloseCode.draining)
  t.notOk(await b.ready())
  const back = a.phone(students[0]!.resume!, undefined, students[0]!.device)
  await back.enter()
  await until(() => userEvents(log, a).filter((event) => event[0] === Presence.beat && event[2] === 1).length, (beats) => beats > 30)
  const events = userEvents(log, a)
  t.same(events.filter((event) => event[0] === Presence.relayLost || event[0] === Presence.down), [], 'one word of its end is enough')
  t.equal(events.filter((event) => event[0] === Presence.relayEnded).length, 1)
  t.same(connected(log, a), ['s1', 'teacher'])
})

t.test('S8 who reaches a relay that drains is sent on', async (t) => {
  const { a } = await twoRelays(t)
  const early = a.student('s1')
  await early.opened
  const line = connect(a.relay.port, '127.0.0.1')
  await once(line, 'connect')
  await a.relay.drain()
  t.equal((await early.closed).code, CloseCode.draining)
  t.equal((await a.student('s2').closed).code, 1006, 'nobody listens any more')
  line.write([`GET /ws/${a.connection.partitionOf(CLASS)}/${CLASS} HTTP/1.1`, 'Host: x', 'Connection: Upgrade', 'Upgrade: websocket', 'Sec-WebSocket-Version: 13',
    'Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==', `Sec-WebSocket-Protocol: lectern.1, ${a.ticket({})}`, '', ''].join('\r\n'))
  const answer = Buffer.concat(await line.toArray() as Buffer[])
  const close = answer.indexOf('\r\n\r\n') + 4
  t.equal(answer.readUInt16BE(close + 2), CloseCode.draining, 'who had come to the door before is sent on too')
})

for (const refusal of ['lost', 'stored'] as const) {
  t.test(`P4 a session that ended while the log refused its beginning (which was ${refusal}) is no ghost`, async (t) => {
    const { log, a, b } = await twoRelays(t)
    const partition = a.connection.partitionOf(CLASS)
    await openClass(a, b)
    b.connection.refuse(partition, refusal)
    const brief = b.student('brief')
    await brief.enter()
    brief.socket.close()
    await until(async () => await b.counter('lectern_append_failures_total'), (failures) => failures > 3)
    b.connection.refuse(partition, null)
    await until(() => connected(log, a), (keys) => keys.includes('brief'))
    await until(() => connected(log, a), (keys) => !keys.includes('brief') && keys.length === 4)
    const came = userEvents(log, a).filter((event) => event[0] === Presence.up && event[5] === 'brief')
    t.equal(came.length > 1, refusal === 'stored', 'its beginning may stand there more than once')
    await sameState([a, b])
  })
}
