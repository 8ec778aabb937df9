import t from 'tap'
import type { Test } from 'tap'
import { Seat, Role, Verdict } from '../../classroom/model.ts'
import { ControlRing } from '../../relay/control-ring.ts'
import { encode } from '../../wire/codec.ts'
import { Down, Up } from '../../wire/messages.ts'
import type { Frame, Phone } from './phone.ts'
import { relayUnderTest } from './relay-under-test.ts'
import type { TestOptions, UnderTest } from './relay-under-test.ts'

async function openClass (test: Test, options: TestOptions = {}): Promise<{ relay: UnderTest, teacher: Phone }> {
  const relay = await relayUnderTest(test, options)
  const teacher = relay.teacher()
  await teacher.enter()
  await teacher.steer(['open', '수업'])
  return { relay, teacher }
}

const say = async (phone: Phone, name: string, payload: unknown = name): Promise<unknown> =>
  (await phone.command((n) => [Up.control, n, name, encode(payload), false]))[2]

/** Names of the control messages that stand in a frame of the view. */
const missed = (frame: Frame): unknown[] => (frame.slice(10) as Frame[]).filter(([kind]) => kind === Down.control).map((each) => each[3])

void t.test('R5 who comes back hears the messages missed that he may hear, in their order, once', async (t) => {
  const { relay, teacher } = await openClass(t)
  const [a, b] = [relay.student('a'), relay.student('b')]
  await a.join()
  await b.join()
  t.equal(await say(teacher, 'before'), Verdict.accepted)
  await a.next((frame) => frame[0] === Down.batch)
  a.cut()
  await a.closed
  for (const name of ['one', 'two']) await say(teacher, name)
  await say(b, 'of a student')
  await say(teacher, 'three')
  const back = relay.phone(a.resume!, undefined, a.device)
  const connected = await back.enter(a.positions) as unknown as Frame
  t.same([connected[9], missed(connected)], [true, ['one', 'two', 'three']])
  back.cut()
  await back.closed
  const again = relay.phone(a.resume!, undefined, a.device)
  t.same(missed(await again.enter(back.positions) as unknown as Frame), [], 'nothing twice')
  const second = relay.phone(relay.ticket({ sub: 'second', role: Role.teacher, seat: Seat.console }))
  t.same(missed(await second.enter(a.positions) as unknown as Frame), ['one', 'two', 'of a student', 'three'], 'a teacher hears students too')
  const fresh = relay.student('c')
  const first = await fresh.enter() as unknown as Frame
  t.same([first[9], missed(first)], [true, []], 'who is new misses nothing')
})

void t.test('R5 beyond the ring the client is told that messages may be missing', async (t) => {
  const { relay, teacher } = await openClass(t, { settings: { ringBytes: 2000 } })
  const a = relay.student('a')
  await a.join()
  a.cut()
  await a.closed
  for (let i = 0; i < 4; i++) await say(teacher, `m${i}`, 'x'.repeat(900))
  const back = relay.phone(a.resume!, undefined, a.device)
  const connected = await back.enter(a.positions) as unknown as Frame
  t.same([connected[9], missed(connected)], [false, []])
})

void t.test('S10 in a class above 500 a payload above 16 KiB is refused with its size, and a smaller one passes', { timeout: 60_000 }, async (t) => {
  const { relay, teacher } = await openClass(t)
  const bytes = new Uint8Array(20 * 1024)
  const send = async (payload: Uint8Array) => await teacher.command((n) => [Up.control, n, 'note', payload, false]) as unknown as unknown[]
  t.equal((await send(bytes))[2], Verdict.accepted, 'a small class takes it')
  await Promise.all(Array.from({ length: 501 }, (_, i) => relay.student(`s${i}`).enter()))
  t.same((await send(bytes)).slice(2), ['too-large', 0, 'payload of 20480 bytes; this class takes 16384'])
  t.equal((await send(bytes.subarray(0, 16 * 1024)))[2], Verdict.accepted)
})

t.test('R5 the ring holds its minutes and its bytes, whichever is less', async (t) => {
  const frame = (bytes: number) => new Uint8Array(bytes)
  const ring = new ControlRing(5 * 60_000, 256 * 1024)
  for (let i = 1; i <= 4; i++) ring.add(i, i * 60_000, i !== 2, frame(64 * 1024))
  t.equal(ring.since(0, true)?.length, 4, '256 KiB fit')
  t.equal(ring.since(1, false)?.length, 2, 'a student hears no other student')
  ring.add(5, 5 * 60_000, true, frame(1))
  t.equal(ring.since(0, true), null, 'one byte more and the oldest goes')
  t.equal(ring.since(1, true)?.length, 4)
  ring.add(6, 8 * 60_000, true, frame(1))
  t.equal(ring.since(1, true), null, 'older than five minutes')
  t.equal(ring.since(2, true)?.length, 4)
  ring.clear()
  t.same(ring.since(-1, true), [])
})
