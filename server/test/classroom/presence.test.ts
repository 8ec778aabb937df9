import t from 'tap'
import { Presence } from '../../classroom/events.ts'
import type { UserEvent } from '../../classroom/events.ts'
import { Role, Seat, Standing } from '../../classroom/model.ts'
import { FLICKER_MS, SHAKY_MS, createPresence, foldPresence } from '../../classroom/presence.ts'
import { START } from './scripted-lesson.ts'

const up = (key: string, session: number, { at = START, relay = 0, incarnation = 1, role = Role.student as Role, seat = Seat.student as Seat, device = 1 } = {}): UserEvent =>
  [Presence.up, at, relay, incarnation, session, key, role, seat, device]
const down = (session: number, at: number, relay = 0, incarnation = 1): UserEvent => [Presence.down, at, relay, incarnation, session]

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

t.test('C21 a relay’s new life ends the sessions of its earlier ones', async (t) => {
  const state = createPresence()
  foldPresence(state, up('s1', 1))
  foldPresence(state, up('s2', 2, { relay: 1 }))
  foldPresence(state, up('s2', 3, { seat: Seat.remote }))
  t.same(foldPresence(state, [Presence.relay, START, 0, 2]), { keys: ['s1', 's2'], replaced: null })
  t.equal(state.standing('s1', START + FLICKER_MS), Standing.away)
  t.equal(state.standing('s2', START + FLICKER_MS), Standing.here)
  t.same(foldPresence(state, up('s3', 5)), { keys: [], replaced: null }, 'what it had on its way when it died is a ghost')
  foldPresence(state, up('s1', 1, { incarnation: 2 }))
  t.equal(state.standing('s1', START + FLICKER_MS), Standing.here)
  foldPresence(state, [Presence.relay, START, 0, 2])
  t.equal(state.here(START + FLICKER_MS), 2, 'its own sessions stay')
})

t.test('C21 who is gone for three minutes is forgotten', async (t) => {
  const state = createPresence()
  foldPresence(state, up('s1', 1))
  foldPresence(state, up('s2', 2))
  foldPresence(state, down(1, START))
  foldPresence(state, down(2, START + 1000))
  foldPresence(state, [Presence.canary, START + SHAKY_MS, 0, 1])
  t.same([...state.people.keys()], ['s2'])
  t.same([...state.gone.keys()], ['s2'])
})

t.test('C2 what cannot be read changes nothing', async (t) => {
  const state = createPresence()
  for (const event of [null, [], [9, START, 0, 1], [Presence.up, START, 0, 1, 1, 5, 0, 0, 1], [Presence.down, 'x'], [Presence.up]]) {
    t.same(foldPresence(state, event as unknown as UserEvent), { keys: [], replaced: null })
  }
  t.equal(state.sessions.size, 0)
})
