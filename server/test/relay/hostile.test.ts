import { createHmac } from 'node:crypto'
import { connect } from 'node:net'
import { once } from 'node:events'
import t from 'tap'
import { Role, Verdict } from '../../classroom/model.ts'
import { encode } from '../../wire/codec.ts'
import { Down, Up } from '../../wire/messages.ts'
import { CLASS, KEYS, question, relayUnderTest } from './relay-under-test.ts'
import type { UnderTest } from './relay-under-test.ts'
import type { Phone } from './phone.ts'

/** A class with an open question and one student in it. */
async function openClass (relay: UnderTest, seconds = 0): Promise<{ teacher: Phone, student: Phone }> {
  const teacher = relay.teacher()
  await teacher.enter()
  await teacher.steer(['open', '수업'])
  const student = relay.student('st-1')
  await student.join()
  await teacher.steer(['ask', 0, 1, '', question({ seconds })])
  await student.until(Down.question, (part) => part[1] === 0)
  return { teacher, student }
}

async function errorAfter (phone: Phone, send: () => void): Promise<unknown> {
  const error = phone.next((frame) => frame[0] === Down.error)
  send()
  return (await error)[2]
}

void t.test('X1 of two devices of one student the newer has the seat', async (t) => {
  const relay = await relayUnderTest(t)
  const { student } = await openClass(relay)
  await student.command((n) => [Up.answer, n, 0, 0, 1, 2])
  const second = relay.student('st-1')
  await second.enter()
  t.equal((await student.closed).code, 4502, 'the older is told so and stays away')
  t.equal(await relay.counter('lectern_closed_total{code="4502"}'), 1)
  t.equal(second.parts.get(Down.mine)?.[4], 2, 'and the newer shows the stored answer')
})

void t.test('X2 a clock that is wrong by ten minutes changes nothing', async (t) => {
  const relay = await relayUnderTest(t)
  const { student } = await openClass(relay, 30)
  const [, , verdict, , at] = await student.command((n) => [Up.answer, n, 0, 0, 1, 4])
  t.equal(verdict, Verdict.accepted)
  t.ok(Math.abs(at - Date.now()) < 60_000, 'the stamp is the relay\'s; no frame carries a client\'s time')
})

void t.test('X3 a phone that slept comes back with its resume token and misses nothing', async (t) => {
  const relay = await relayUnderTest(t)
  const { teacher, student } = await openClass(relay)
  const { resume, positions, device } = student
  student.cut()
  await teacher.command((n) => [Up.control, n, 'scroll', encode({ page: 3 }), false])
  await teacher.steer(['close', 0, 0])
  const again = relay.phone(resume!, undefined, device)
  const connected = await again.enter(positions)
  t.equal(connected[9], true, 'nothing was lost for good')
  t.equal(again.parts.get(Down.clock)?.[3], 2, 'it sees that the question is closed')
  t.ok(again.frames.some((frame) => frame[0] === Down.control && frame[3] === 'scroll'), 'and the message it missed')
})

void t.test('X4 garbage is counted, and the third time the socket ends', async (t) => {
  const relay = await relayUnderTest(t)
  const { student } = await openClass(relay)
  t.equal(await errorAfter(student, () => { student.sendBytes(Buffer.from([0xc1, 0xff, 0x00])) }), 'malformed')
  t.equal(await errorAfter(student, () => { student.send([99, 1]) }), 'unknown-kind')
  student.send([Up.answer, 'x'])
  t.equal((await student.closed).code, 4505)
  t.equal(await relay.counter('lectern_malformed_total'), 3)
})

void t.test('X4 text messages are garbage too', async (t) => {
  const relay = await relayUnderTest(t)
  const { student } = await openClass(relay)
  t.equal(await errorAfter(student, () => { student.socket.send('{"hello":1}') }), 'malformed')
})

void t.test('X5 X21 a frame of 1 MiB, a control message for one, ends the socket before it is read', async (t) => {
  const relay = await relayUnderTest(t)
  const { student } = await openClass(relay)
  student.send([Up.control, student.counter(), 'note', new Uint8Array(1024 * 1024), false])
  t.equal((await student.closed).code, 1006)
  t.equal(await relay.counter('lectern_closed_total{code="1006"}'), 1)
})

void t.test('X6 a flood of frames is slowed down, then sent away with a delay', async (t) => {
  const relay = await relayUnderTest(t, { settings: { slowDownMs: 300 } })
  const { student } = await openClass(relay)
  const ping = encode([Up.ping])
  const flood = setInterval(() => { for (let i = 0; i < 200; i++) student.sendBytes(ping) }, 10)
  const { code, reason } = await student.closed
  clearInterval(flood)
  t.equal(code, 4002)
  t.equal(reason, '10000', 'the reason is the delay in ms')
  t.ok(await relay.counter('lectern_slow_down_total') > 100)
  t.ok(student.frames.some((frame) => frame[0] === Down.error && frame[2] === 'slow-down'))
})

void t.test('X7 a teacher\'s command from a student is refused, logged and counted', async (t) => {
  const relay = await relayUnderTest(t)
  const { student } = await openClass(relay)
  for (const step of [['close', 0, 0], ['end'], ['take']] as const) {
    t.equal(await errorAfter(student, () => { student.send([Up.steer, student.counter(), 0, [...step]]) }), 'forbidden')
  }
  t.equal(await errorAfter(student, () => { student.send([Up.roster, 0]) }), 'forbidden')
  t.equal(await relay.counter('lectern_refused_total{reason="forbidden"}'), 4)
})

void t.test('X8 a ticket that is changed, for another class, or of another key', async (t) => {
  const relay = await relayUnderTest(t)
  const good = relay.ticket({ sub: 'x' })
  const [head, body, signature] = good.split('.') as [string, string, string]
  const claims = JSON.parse(Buffer.from(body, 'base64url').toString()) as object
  const forged = [head, Buffer.from(JSON.stringify({ ...claims, role: Role.teacher })).toString('base64url'), signature].join('.')
  const none = [Buffer.from('{"alg":"none","typ":"JWT"}').toString('base64url'), body, ''].join('.')
  for (const token of [forged, none, relay.ticket({ cls: 'OTHER1' }), 'x'.repeat(1100), 'not-a-token']) {
    t.equal((await relay.phone(token).closed).code, 4500, 'accepted and closed at once, so that a browser sees the code')
  }
  t.equal(await relay.counter('lectern_closed_total{code="4500"}'), 5)
})

void t.test('X8 a ticket that has expired', async (t) => {
  const relay = await relayUnderTest(t)
  const [head, body] = relay.ticket({ sub: 'x' }).split('.') as [string, string]
  const claims = JSON.parse(Buffer.from(body, 'base64url').toString()) as { iat: number, exp: number }
  const old = Buffer.from(JSON.stringify({ ...claims, iat: claims.iat - 3600, exp: claims.exp - 3600 })).toString('base64url')
  const signature = createHmac('sha256', KEYS[0]!.secret).update(`${head}.${old}`).digest('base64url')
  t.equal((await relay.phone(`${head}.${old}.${signature}`).closed).code, 4501, 'its holder learns the true reason')
  t.equal(await relay.counter('lectern_closed_total{code="4501"}'), 1)
})

void t.test('X9 a class code that is none', async (t) => {
  const relay = await relayUnderTest(t)
  const token = relay.ticket({})
  for (const path of ['/ws/0/%F0%9F%8E%93', '/ws/0/..%2F..%2Fetc', `/ws/0/${'A'.repeat(65)}`, `/ws/1/${CLASS}`, '/ws/0/OTHER1', `/ws/x/${CLASS}`]) {
    t.equal((await relay.phone(token, path).closed).code, 4500, path.slice(0, 30))
  }
  t.equal((await relay.phone(token, '/ws/0/../secret').closed).code, 1006, 'no such path')
  t.equal((await relay.phone(token, `/ws/0/${'A'.repeat(10_000)}`).closed).code, 1006, 'a head of more than 4 KiB is not even read')
})

void t.test('X10 a command id used again with other content keeps its first verdict and changes nothing', async (t) => {
  const relay = await relayUnderTest(t)
  const { teacher, student } = await openClass(relay)
  const first = await student.command((n) => [Up.answer, n, 0, 0, 1, 2])
  const again = student.next((frame) => frame[0] === Down.ack && frame[1] === first[1])
  student.send([Up.answer, first[1], 0, 0, 2, 8])
  t.same(await again, [...first], 'the same verdict, position and stamp')
  await teacher.steer(['close', 0, 0])
  t.same((await teacher.until(Down.tally, (part) => part[3] === 1))[4], [0, 1, 0, 0])
  t.ok(await relay.counter('lectern_repeats_total') >= 1)
})

void t.test('X11 an answer for a choice, a question or a round that does not exist', async (t) => {
  const relay = await relayUnderTest(t)
  const { student } = await openClass(relay)
  for (const frame of [[0, 0, 1, 16], [0, 0, 1, 0], [0, 0, 1, 3], [0, 0, 1, '선점'], [7, 0, 1, 1], [0, 5, 1, 1]]) {
    t.equal(await errorAfter(student, () => { student.send([Up.answer, student.counter(), ...frame]) }), 'bad-answer', JSON.stringify(frame))
  }
  t.equal(await relay.counter('lectern_refused_total{reason="bad-answer"}'), 6)
  t.equal((await student.command((n) => [Up.answer, n, 0, 0, 1, 1]))[2], Verdict.accepted, 'and the socket lives on')
})

void t.test('X12 frames before itsme, and a second itsme', async (t) => {
  const relay = await relayUnderTest(t)
  const phone = relay.student('early')
  await phone.opened
  t.equal(await errorAfter(phone, () => { phone.send([Up.ping]) }), 'malformed')
  await phone.enter().catch(() => {})
  t.equal(await errorAfter(phone, () => { phone.send([Up.itsme, 5, 'test', null]) }), 'malformed')
})

void t.test('X13 a page of another origin, or without our subprotocol, is refused at the upgrade', async (t) => {
  const relay = await relayUnderTest(t, { origins: ['https://quiz.example'] })
  const head = (lines: string[]): string => [`GET /ws/0/${CLASS} HTTP/1.1`, 'Host: x', 'Connection: Upgrade', 'Upgrade: websocket', 'Sec-WebSocket-Version: 13', 'Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==', ...lines, '', ''].join('\r\n')
  for (const [lines, status] of [
    [['Origin: https://evil.example', `Sec-WebSocket-Protocol: lectern.1, ${relay.ticket({})}`], '403'],
    [['Origin: https://quiz.example', 'Sec-WebSocket-Protocol: other.1'], '400'],
    [['Origin: https://quiz.example', `Sec-WebSocket-Protocol: lectern.1, ${relay.ticket({})}`], '101']
  ] as Array<[string[], string]>) {
    const socket = connect(relay.relay.port, '127.0.0.1')
    socket.write(head(lines))
    const [answer] = await once(socket, 'data') as [Buffer]
    t.equal(answer.toString().slice(9, 12), status)
    socket.destroy()
  }
})
