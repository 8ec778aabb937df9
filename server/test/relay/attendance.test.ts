import t from 'tap'
import { isRelayEvent } from '../../classroom/event-shape.ts'
import { Presence } from '../../classroom/events.ts'
import type { SessionEvent } from '../../classroom/events.ts'
import { Role, Seat, Standing } from '../../classroom/model.ts'
import { CloseCode } from '../../wire/close-codes.ts'
import { encode } from '../../wire/codec.ts'
import { decodeUserEvent } from '../../wire/event-codec.ts'
import { Down } from '../../wire/messages.ts'
import type { Frame, Phone } from './phone.ts'
import { CLASS, relayUnderTest } from './relay-under-test.ts'
import type { UnderTest } from './relay-under-test.ts'

/** Comings and goings as they stand in the log, and the next one that fits. */
function told ({ log }: UnderTest): { events: SessionEvent[], next (wanted: (event: SessionEvent) => boolean): Promise<SessionEvent> } {
  const events: SessionEvent[] = []
  const waiting: Array<(event: SessionEvent) => void> = []
  log.follow(log.partitionOf(CLASS), 'user', 0, (records) => {
    for (const event of records.map(({ payload }) => decodeUserEvent(payload))) {
      if (isRelayEvent(event)) continue
      events.push(event)
      for (const look of waiting) look(event)
    }
  })
  return {
    events,
    next: (wanted) => new Promise((resolve) => { waiting.push((event) => { if (wanted(event)) resolve(event) }) })
  }
}

function back (relay: UnderTest, phone: Phone): Phone {
  return relay.phone(phone.resume as string, undefined, phone.device)
}

function standingOf (index: number, frame: Frame): unknown {
  return frame[0] === Down.people ? (frame[1] as unknown[][]).find((row) => row[0] === index)?.[6] : undefined
}

async function hall (relay: UnderTest, names: string[]): Promise<{ teacher: Phone, students: Phone[] }> {
  const teacher = relay.teacher()
  await teacher.enter()
  await teacher.steer(['open', '수업'])
  const students: Phone[] = []
  for (const name of names) {
    const student = relay.student(name)
    await student.join()
    students.push(student)
  }
  return { teacher, students }
}

void t.test('S17 who is back on the same device within a moment takes his place again, told once for all', async (t) => {
  const relay = await relayUnderTest(t)
  const { events, next } = told(relay)
  const { teacher, students } = await hall(relay, ['a', 'b', 'c'])
  const ups = events.filter(([kind]) => kind === Presence.up).length
  t.equal(ups, 4)
  const sessions = events.flatMap((event) => event[0] === Presence.up && event[5] !== 'teacher' ? [event[4]] : [])
  const flicker = next(([kind]) => kind === Presence.flicker)
  for (const student of students) student.cut()
  await Promise.all(students.map(async ({ closed }) => await closed))
  const returned = students.map((student) => back(relay, student))
  for (const phone of returned) await phone.enter()
  t.same([...(await flicker)[4] as number[]].sort(), sessions)

  const shaky = teacher.next((frame) => standingOf(1, frame) === Standing.shaky)
  const second = next(([kind]) => kind === Presence.flicker)
  returned[0]!.cut()
  await returned[0]!.closed
  const third = back(relay, students[0]!)
  await third.enter()
  t.same((await second)[4], [sessions[0]], 'the log knows him by the same number still')
  await shaky
  t.equal(events.filter(([kind]) => kind === Presence.up).length, ups, 'nobody came anew')
  t.equal(events.filter(([kind]) => kind === Presence.down).length, 0, 'nobody went')
})

void t.test('S17 who does not come back is told gone, with the time at which he went', async (t) => {
  const relay = await relayUnderTest(t, { settings: { spreadMaxMs: 0 } })
  const { events, next } = told(relay)
  const { students: [student] } = await hall(relay, ['a'])
  const up = events.at(-1)!
  const down = next(([kind]) => kind === Presence.down)
  const before = Date.now()
  student!.cut()
  await student!.closed
  const after = Date.now()
  const [, at, , , session] = await down
  t.equal(session, up[4])
  t.ok(at >= before && at <= after + 50, 'not the time at which waiting ended')

  const again = next(([kind]) => kind === Presence.up)
  await back(relay, student!).enter()
  t.not((await again)[4], session, 'after that he comes anew')
})

void t.test('S17 another device takes the seat and not the place', async (t) => {
  const relay = await relayUnderTest(t, { settings: { spreadMaxMs: 0 } })
  const { events, next } = told(relay)
  const { students: [student] } = await hall(relay, ['a'])
  student!.cut()
  await student!.closed
  const newer = next(([kind]) => kind === Presence.up)
  const other = relay.student('a')
  await other.join()
  await newer
  const flickers = (): number => events.filter(([kind]) => kind === Presence.flicker).length
  const first = next(([kind]) => kind === Presence.up)
  const returned = back(relay, student!)
  await returned.enter()
  await first
  t.equal((await other.closed).code, CloseCode.replaced, 'the first device is the newer one again')
  t.equal(flickers(), 0, 'its old place was taken')
})

void t.test('S17 who took his place before a seat lost elsewhere was read here keeps it, as the newer one', async (t) => {
  const relay = await relayUnderTest(t)
  const { events, next } = told(relay)
  const { students: [student] } = await hall(relay, ['a'])
  const [, at, , , session] = events.at(-1)!
  student!.cut()
  await student!.closed
  const returned = back(relay, student!)
  await returned.enter()
  const anew = next((event) => event[0] === Presence.up && event[2] === 1 && event[4] !== session)
  // another relay took him in after he had come first, and before he came back
  const elsewhere: SessionEvent = [Presence.up, at + 1, 2, 1, 1, 'a', Role.student, Seat.student, 99]
  await relay.log.append(relay.log.partitionOf(CLASS), 'user', CLASS, encode(elsewhere))
  await anew
  t.equal(await Promise.race([returned.closed.then(() => 'closed'), returned.next((frame) => frame[0] === Down.beat).then(() => 'open')]), 'open')
})
