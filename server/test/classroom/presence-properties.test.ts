import t from 'tap'
import fc from 'fast-check'
import { digestPresence } from '../../classroom/digest.ts'
import { Role, Standing } from '../../classroom/model.ts'
import type { PresenceState } from '../../classroom/presence.ts'
import { dice } from './random-lesson.ts'
import { RandomPresence } from './random-presence.ts'
import { ScriptedPartition } from './scripted-partition.ts'

const seeds = fc.integer({ min: 0, max: 2 ** 31 })

/** What is kept beside the sessions agrees with them. */
function consistent (room: PresenceState): boolean {
  const sessions = [...room.sessions.values()]
  const seats = sessions.map(({ key, seat }) => `${key}/${seat}`)
  const present = [...room.people].filter(([key, { role }]) => role === Role.student && sessions.some((session) => session.key === key && !session.away))
  return new Set(seats).size === seats.length &&
    room.connected === present.length &&
    sessions.every((session) => room.people.get(session.key)?.sessions.includes(session)) &&
    [...room.people.values()].every((person) => person.sessions.every((session) => sessions.includes(session))) &&
    [...room.people].every(([key, person]) => room.gone.has(key) === (person.sessions.length === 0)) &&
    sessions.every(({ relay, incarnation, away }) => room.relays.mayLive(relay, incarnation) && room.relays.isLost(relay, incarnation) === away)
}

t.test('P4 relays that stand still, die or stop leave neither ghosts nor doubles', async (t) => {
  let lost = 0
  fc.assert(fc.property(seeds, (seed) => {
    const random = new RandomPresence(dice(seed), 300)
    random.settle()
    const { rooms, table } = random.partition
    lost += random.partition.records.filter(({ event }) => event[0] === 5).length
    const sessions = [...rooms.values()].flatMap((room) => [...room.sessions.keys()]).sort()
    return random.wronged === 0 && sessions.join() === random.open.join() &&
      [...table.lives.values()].every(({ standing }) => standing === 'alive') &&
      [...rooms.values()].every((room) => consistent(room) && [...room.sessions.values()].every(({ key, away }) => !away && room.standing(key, random.now) !== Standing.away))
  }), { numRuns: 300 })
  t.ok(lost > 100, `${lost} times a relay was told lost`)
})

t.test('C21 what is kept of sessions and people agrees at every step', async (t) => {
  fc.assert(fc.property(seeds, (seed) => {
    const { records } = new RandomPresence(dice(seed), 120).partition
    const partition = new ScriptedPartition()
    return records.every((record) => {
      partition.fold(record)
      return [...partition.rooms.values()].every(consistent)
    })
  }), { numRuns: 60 })
  t.pass('at every step')
})

t.test('P3 a class that a relay comes to know later has the same presence', async (t) => {
  fc.assert(fc.property(seeds, (seed) => {
    const { records, rooms } = new RandomPresence(dice(seed), 200).partition
    const early = new ScriptedPartition()
    early.room('A')
    early.room('B')
    for (const record of records) early.fold(structuredClone(record))
    return [...rooms].every(([code, room]) => digestPresence(room) === digestPresence(early.room(code)))
  }), { numRuns: 60 })
  t.pass('digests are equal')
})

t.test('different presence has different digests', async (t) => {
  const partition = new ScriptedPartition()
  const nobody = digestPresence(partition.room('A'))
  t.match(nobody, /^[0-9a-f]{16}$/)
  partition.beat(1)
  t.equal(digestPresence(partition.room('A')), nobody, 'a beat is nothing to a class')
  partition.session([1, 5, 1, 1, 1, 's1', 0, 0, 1])
  const somebody = digestPresence(partition.room('A'))
  t.not(somebody, nobody)
  partition.lost(1)
  t.not(digestPresence(partition.room('A')), somebody)
})
