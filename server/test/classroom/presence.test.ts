import t from 'tap'
import { Presence } from '../../classroom/events.ts'
import type { SessionEvent } from '../../classroom/events.ts'
import { Role, Seat, Standing } from '../../classroom/model.ts'
import { FLICKER_MS, SHAKY_MS, createPresence, foldPresence } from '../../classroom/presence.ts'
import { ScriptedPartition } from './scripted-partition.ts'
import { START } from './scripted-lesson.ts'

const up = (key: string, session: number, { at = START, relay = 0, incarnation = 1, role = Role.student as Role, seat = Seat.student as Seat, device = 1 } = {}): SessionEvent =>
  [Presence.up, at, relay, incarnation, session, key, role, seat, device]
const down = (session: number, at: number, relay = 0, incarnation = 1): SessionEvent => [Presence.down, at, relay, incarnation, session]

t.test('C21 students with a session are here, each once', async (t) => {
  const state = createPresence()
  t.same(foldPresence(state, up('s1', 1)), { keys: ['s1'], replaced: null })
  foldPresence(state, up('s2', 2))
  foldPresence(state, up('s2', 3, { seat: Seat.remote }))
  foldPresence(state, up('teacher', 4, { role: Role.teacher, seat: Seat.console }))
  t.equal(state.here(START), 2)
  t.ok(state.isHere('teacher', START))
  t.notOk(state.isHere('nobody', START))
  foldPresence(state, down(4, START))
  t.equal(state.here(START), 2, 'teachers are not counted, here or gone')
})

t.test('C21 a newer session of the same participant in the same seat replaces the older', async (t) => {
  const state = createPresence()
  foldPresence(state, up('s1', 1, { device: 11 }))
  t.same(foldPresence(state, up('s1', 7, { relay: 1, incarnation: 9, device: 12 })), {
    keys: ['s1'], replaced: { key: 's1', relay: 0, incarnation: 1, session: 1, device: 11 }
  })
  t.same(foldPresence(state, down(1, START)), { keys: [], replaced: null }, 'its end matters no more')
  t.equal(state.standing('s1', START + FLICKER_MS), Standing.here)
  t.same(foldPresence(state, up('s1', 7, { relay: 1, incarnation: 9 })), { keys: [], replaced: null }, 'a repeat changes nothing')
  t.equal(foldPresence(state, up('s1', 8, { seat: Seat.remote })).replaced, null, 'another seat is another screen')
})

t.test('C21 a drop shorter than 15 s does not flicker', async (t) => {
  const state = createPresence()
  foldPresence(state, up('s1', 1))
  t.same(foldPresence(state, down(1, START)), { keys: ['s1'], replaced: null })
  t.equal(state.here(START + FLICKER_MS - 1), 1)
  t.same(state.nowAway(START + FLICKER_MS - 1), [])
  t.equal(state.here(START + FLICKER_MS), 0)
  t.equal(state.standing('s1', START + FLICKER_MS), Standing.away)
  t.same(state.nowAway(START + FLICKER_MS), ['s1'])
  t.same(state.nowAway(START + FLICKER_MS + 1000), [], 'told once')
  foldPresence(state, up('s1', 2, { at: START + 60_000 }))
  t.equal(state.standing('s1', START + 60_000), Standing.here)
  t.equal(state.here(START + 60_000), 1)
})

t.test('S17 who was gone for a moment had a drop, once, and keeps his session', async (t) => {
  const state = createPresence()
  const flicker = (at: number, ...sessions: number[]): SessionEvent => [Presence.flicker, at, 0, 1, sessions]
  foldPresence(state, up('s1', 1))
  foldPresence(state, up('s2', 2))
  foldPresence(state, up('s2', 3, { seat: Seat.remote }))
  t.ok(state.has(0, 1, 1))
  t.notOk(state.has(0, 2, 1), 'in another life')
  t.same(foldPresence(state, flicker(START + 1000, 1, 2, 77)), { keys: ['s1'], replaced: null }, 'who has another screen was not gone, and who is not known is nobody')
  t.same(foldPresence(state, flicker(START + 1000, 1, 2, 77)), { keys: [], replaced: null }, 'a repeat changes nothing')
  t.equal(state.standing('s1', START + 1000), Standing.here)
  foldPresence(state, flicker(START + 60_000, 1))
  t.equal(state.standing('s1', START + 60_000), Standing.shaky)
  t.equal(state.here(START + 60_000), 2)
  t.same(foldPresence(state, down(1, START + 61_000)), { keys: ['s1'], replaced: null })
  t.notOk(state.has(0, 1, 1))
})

t.test('C21 two drops within three minutes make a line shaky', async (t) => {
  const state = createPresence()
  for (const [session, at] of [[1, START], [2, START + 60_000]] as const) {
    foldPresence(state, up('s1', session, { at }))
    foldPresence(state, down(session, at))
  }
  foldPresence(state, up('s1', 3, { at: START + 61_000 }))
  t.equal(state.standing('s1', START + 61_000), Standing.shaky)
  t.equal(state.standing('s1', START + SHAKY_MS), Standing.here)
})

t.test('C21 of two devices the newer by the relays’ clocks has the seat, however late its record comes', async (t) => {
  const state = createPresence()
  foldPresence(state, up('s1', 3, { relay: 2, at: START + 5000, device: 12 }))
  const slow = { key: 's1', relay: 1, incarnation: 1, session: 9, device: 11 }
  t.same(foldPresence(state, up('s1', 9, { relay: 1, at: START, device: 11 })), { keys: [], replaced: slow }, 'what stood still is overtaken')
  t.same([...state.sessions.keys()], ['2/1/3'])
  t.same(foldPresence(state, up('s1', 10, { relay: 1, at: START + 5000 })).replaced?.relay, 2, 'at the same moment the log decides')
  t.equal(foldPresence(state, up('s1', 11, { relay: 1, at: START + 4000 })).replaced?.session, 10, 'and within one life the number of the session')
  t.equal(state.here(START), 1)
})

t.test('C21 a relay’s new life ends the sessions of its earlier ones', async (t) => {
  const partition = new ScriptedPartition()
  const state = partition.room('A')
  partition.session(up('s1', 1))
  partition.session(up('s2', 2, { relay: 1 }))
  partition.session(up('s2', 3, { seat: Seat.remote }))
  t.same(partition.relay([Presence.relay, START, 0, 2]), { A: ['s1', 's2'] })
  t.equal(state.standing('s1', START + FLICKER_MS), Standing.away)
  t.equal(state.standing('s2', START + FLICKER_MS), Standing.here)
  t.same(partition.session(up('s3', 5)), { keys: [], replaced: null }, 'what it had on its way when it died is a ghost')
  partition.session(up('s1', 1, { incarnation: 2 }))
  t.equal(state.standing('s1', START + FLICKER_MS), Standing.here)
  partition.relay([Presence.relay, START, 0, 2])
  t.equal(state.here(START + FLICKER_MS), 2, 'its own sessions stay')
})

t.test('P4 sessions of a lost relay are away at once and back with its next beat', async (t) => {
  const partition = new ScriptedPartition()
  const state = partition.room('A')
  partition.beat(1)
  partition.session(up('s1', 1, { relay: 1 }))
  partition.session(up('s2', 2, { relay: 1 }))
  partition.session(up('s2', 1, { relay: 2, seat: Seat.remote }))
  partition.session(up('t', 3, { relay: 1, role: Role.teacher, seat: Seat.console }))
  t.same(partition.lost(1), { A: ['s1', 's2', 't'] })
  t.equal(state.here(START), 1, 'who has a session elsewhere is here')
  t.notOk(state.isHere('s1', START) || state.isHere('t', START))
  t.same(foldPresence(state, up('s1', 4, { relay: 1 })), { keys: ['s1'], replaced: { key: 's1', relay: 1, incarnation: 1, session: 1, device: 1 } })
  t.notOk(state.isHere('s1', START), 'a session that begins on it is away too')
  t.same(partition.beat(1), { A: ['s2', 't', 's1'] })
  t.equal(state.here(START), 2)
  t.ok(state.isHere('t', START))
  t.equal(state.standing('s1', START), Standing.here, 'none of this was a drop')
})

t.test('P4 who was away on a lost relay and then is gone does not flicker', async (t) => {
  const partition = new ScriptedPartition()
  const state = partition.room('A')
  partition.beat(1)
  for (const [session, key] of ['s1', 's2', 's3'].entries()) partition.session(up(key, session, { relay: 1 }))
  partition.lost(1)
  partition.session(down(0, START + 1, 1))
  t.notOk(state.isHere('s1', START + 1), 'by the end of its socket')
  partition.session(up('s2', 1, { relay: 2, at: START + 2 }))
  t.ok(state.isHere('s2', START + 2), 'who came back elsewhere is here')
  t.same(partition.relay([Presence.relay, START + 3, 1, 2]), { A: ['s3'] })
  t.notOk(state.isHere('s3', START + 3), 'or by the relay’s new life')
  t.equal(state.here(START + 3), 1)
})

t.test('P5 a relay that stops in order takes its sessions along, and nobody has dropped', async (t) => {
  const partition = new ScriptedPartition()
  const state = partition.room('A')
  partition.beat(1)
  partition.session(up('s1', 1, { relay: 1 }))
  partition.session(up('s2', 2, { relay: 1 }))
  t.same(partition.relay([Presence.relayEnded, START, 1, 1]), { A: ['s1', 's2'] })
  t.equal(state.here(START + FLICKER_MS - 1), 2, 'they have the time of a drop to come back')
  t.equal(state.here(START + FLICKER_MS), 0)
  t.same(partition.session(up('s3', 3, { relay: 1 })), { keys: [], replaced: null }, 'what it had on its way is a ghost')
  t.same(partition.relay([Presence.relayEnded, START, 1, 1]), {}, 'a repeat changes nothing')
})

t.test('C21 who is gone for three minutes is forgotten', async (t) => {
  const state = createPresence()
  foldPresence(state, up('s1', 1))
  foldPresence(state, up('s2', 2))
  foldPresence(state, down(1, START))
  foldPresence(state, down(2, START + 1000))
  foldPresence(state, down(99, START + SHAKY_MS))
  t.same([...state.people.keys()], ['s2'])
  t.same([...state.gone.keys()], ['s2'])
})

t.test('C21 a class may be forgotten when nobody is or was there of late', async (t) => {
  const partition = new ScriptedPartition()
  const state = partition.room('A')
  t.ok(state.idle(START))
  partition.beat(1)
  partition.session(up('s1', 1, { relay: 1 }))
  t.notOk(state.idle(START + SHAKY_MS))
  partition.session(down(1, START, 1))
  t.notOk(state.idle(START + SHAKY_MS - 1))
  t.ok(state.idle(START + SHAKY_MS))
  partition.session(up('s2', 2, { relay: 1 }))
  partition.lost(1)
  t.ok(state.idle(START + SHAKY_MS), 'a relay that is lost holds nothing up')
})
