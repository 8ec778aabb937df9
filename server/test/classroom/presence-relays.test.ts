import t from 'tap'
import { Presence } from '../../classroom/events.ts'
import { isUserEvent } from '../../classroom/event-shape.ts'
import { RelayTable, foldRelay } from '../../classroom/presence-relays.ts'
import { START } from './scripted-lesson.ts'

const LIMIT = 15_000

/** A table in which relay 1 began at position 1 and gave a beat at position 2. */
function table (): RelayTable {
  const table = new RelayTable()
  foldRelay(table, [Presence.relay, START, 1, 7], 1, START)
  foldRelay(table, [Presence.beat, START, 1, 7], 2, START)
  return table
}

t.test('P4 a beat is missing by the log’s clock alone', async (t) => {
  const relays = table()
  foldRelay(relays, [Presence.beat, START - 99_000, 2, 8], 3, START + 1000)
  t.same(relays.missing(START + LIMIT - 1, LIMIT), [])
  t.match(relays.missing(START + LIMIT, LIMIT), [{ relay: 1, incarnation: 7, beat: 2 }])
  t.equal(relays.missing(START + LIMIT + 1000, LIMIT).length, 2)
})

t.test('P4 what names an older beat than the last means nothing', async (t) => {
  const relays = table()
  t.equal(foldRelay(relays, [Presence.relayLost, START, 1, 7, 1], 3, START), null)
  t.notOk(relays.isLost(1, 7))
  t.equal(foldRelay(relays, [Presence.relayLost, START, 1, 6, 2], 4, START), null, 'nor what names another life')
  t.equal(foldRelay(relays, [Presence.relayLost, START, 9, 7, 2], 5, START), null, 'or a relay that nobody knows')
  t.same(foldRelay(relays, [Presence.relayLost, START, 1, 7, 2], 6, START), { fate: 'lost', relay: 1, incarnation: 7 })
  t.ok(relays.isLost(1, 7) && relays.mayLive(1, 7))
  t.equal(foldRelay(relays, [Presence.relayLost, START, 1, 7, 2], 7, START), null, 'nor does a second observer’s')
  t.same(relays.missing(START + 2 * LIMIT, LIMIT), [], 'and nobody is lost twice')
})

t.test('P4 the next beat of that life brings it back', async (t) => {
  const relays = table()
  foldRelay(relays, [Presence.relayLost, START, 1, 7, 2], 3, START)
  t.equal(foldRelay(relays, [Presence.beat, START, 1, 6], 4, START), null, 'no other life’s')
  t.same(foldRelay(relays, [Presence.beat, START, 1, 7], 5, START), { fate: 'back', relay: 1, incarnation: 7 })
  t.notOk(relays.isLost(1, 7))
  t.equal(foldRelay(relays, [Presence.relay, START, 1, 7], 6, START), null, 'a repeated beginning is a beat')
})

t.test('P5 a life that ended never begins again', async (t) => {
  const relays = table()
  t.same(foldRelay(relays, [Presence.relayEnded, START, 1, 7], 3, START), { fate: 'ended', relay: 1, incarnation: 7 })
  t.equal(foldRelay(relays, [Presence.beat, START, 1, 7], 4, START), null)
  t.equal(foldRelay(relays, [Presence.relayLost, START, 1, 7, 9], 5, START), null)
  t.notOk(relays.mayLive(1, 7))
  t.same(foldRelay(relays, [Presence.relay, START, 1, 8], 6, START), { fate: 'begun', relay: 1, incarnation: 8 })
  t.equal(foldRelay(relays, [Presence.relay, START, 1, 7], 7, START), null, 'not by a record that comes late')
  t.ok(relays.mayLive(1, 8) && !relays.mayLive(1, 7))
})

t.test('P4 of a relay whose beginning was not read any sign is believed', async (t) => {
  const relays = new RelayTable()
  t.ok(relays.mayLive(1, 7))
  t.equal(foldRelay(relays, [Presence.beat, START, 1, 7], 1, START), null)
  t.same(foldRelay(relays, [Presence.relayEnded, START, 2, 7], 2, START), { fate: 'ended', relay: 2, incarnation: 7 })
  t.ok(relays.mayLive(1, 7))
  t.notOk(relays.mayLive(1, 6) || relays.mayLive(2, 7))
})

t.test('P4 M3 a word of checkpoints is a sign of life, and no beginning of one', async (t) => {
  const checkpoint = [Presence.checkpoint, START, 1, 7, 0, 1024, 1] as const
  const unread = new RelayTable()
  t.equal(foldRelay(unread, [...checkpoint], 5, START), null)
  t.match(unread.missing(START + LIMIT, LIMIT), [{ relay: 1, incarnation: 7, beat: 5 }])
  const relays = table()
  foldRelay(relays, [Presence.relayLost, START, 1, 7, 2], 3, START)
  t.same(foldRelay(relays, [...checkpoint], 4, START), { fate: 'back', relay: 1, incarnation: 7 })
})

t.test('C2 what is no event of the user lane is not folded', async (t) => {
  for (const event of [null, [], [9, START, 0, 1], [Presence.up, START, 0, 1, 1, 5, 0, 0, 1], [Presence.down, 'x'], [Presence.up], [Presence.relayLost, START, 1, 1]]) {
    t.notOk(isUserEvent(event))
  }
})
