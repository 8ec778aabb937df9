import t from 'tap'
import { Changed } from '../../classroom/changed.ts'
import { createClassroom } from '../../classroom/lesson.ts'
import { createPresence } from '../../classroom/presence.ts'
import { RelayTable } from '../../classroom/presence-relays.ts'
import type { Audience, Question } from '../../classroom/model.ts'
import { AudienceFeed } from '../../relay/audience-feed.ts'
import type { RoomContext } from '../../relay/room-context.ts'
import type { Session } from '../../relay/session.ts'
import { ScriptedLesson } from '../classroom/scripted-lesson.ts'

const NOW = 1_000_000
/** As a relay has it unless told otherwise (ms). */
const BEAT_OPEN = 2000
const BEAT_IDLE = 15_000
const settings = { beatOpenMs: BEAT_OPEN, beatIdleMs: BEAT_IDLE, sliceSockets: 100, tickPerSocketUs: 40, tickMinMs: 50, countsMs: 500, presenceMs: 1000 }

/** How long after a flush the next change of this kind is due in an audience of this size (ms). */
function waits (audience: Audience, size: number, changed: number): number {
  const feed = new AudienceFeed('C', audience, { settings, publisher: { send: () => {} } } as unknown as RoomContext)
  for (let i = 0; i < size; i++) feed.outbox.slices.add({} as Session)
  feed.flush({ state: createClassroom(), presence: createPresence(new RelayTable()), media: null, now: NOW }, [0, 0, 0], [], null)
  feed.mark(changed)
  return feed.dueAt - NOW
}

t.test('R8 counts go to students at most twice a second, presence once, and more seldom in a class above 5,000', async (t) => {
  t.equal(waits('students', 10, Changed.progress), 500)
  t.equal(waits('students', 5000, Changed.progress), 500)
  t.equal(waits('students', 10_000, Changed.progress), 1000)
  t.equal(waits('students', 20_000, Changed.progress), 2000)
  t.equal(waits('students', 5000, Changed.counts), 1000)
  t.equal(waits('students', 20_000, Changed.counts), 2000)
})

t.test('R8 to teachers they go with the tick of their own audience', async (t) => {
  t.equal(waits('teachers', 2, Changed.progress), 50)
  t.equal(waits('teachers', 2, Changed.counts), 50)
  t.equal(waits('teachers', 0, Changed.progress), Infinity, 'but not to nobody')
})

interface Hall {
  scripted: ScriptedLesson
  /** Marks what changed and tells how many batches leave so long (ms) after the beginning. */
  sent: (after: number, changed: number) => number
  beat: (after: number) => void
}

/** A class of a hundred in a question, and a feed to its students. */
function hall (question: Partial<Question> = {}): Hall {
  const scripted = new ScriptedLesson()
  scripted.students(100)
  scripted.ask(question)
  let batches = 0
  const publisher = { send: () => { batches++ } }
  const feed = new AudienceFeed('C', 'students', { settings, publisher } as unknown as RoomContext)
  for (let i = 0; i < 100; i++) feed.outbox.slices.add({} as Session)
  const presence = createPresence(new RelayTable())
  const sent = (after: number, changed: number): number => {
    batches = 0
    feed.mark(changed)
    feed.flush({ state: scripted.state, presence, media: null, now: NOW + after }, [0, 0, 0], [], null)
    return batches
  }
  sent(0, 0)
  return { scripted, sent, beat: (after) => { feed.outbox.beat(NOW + after, true) } }
}

t.test('R8 a number of answers leaves when it has moved by a quarter of the class', async (t) => {
  const { scripted, sent } = hall()
  for (let who = 1; who <= 24; who++) scripted.answer(`s${who}`, 1)
  t.equal(sent(500, Changed.progress), 0, '24 of a hundred')
  scripted.answer('s25', 1)
  t.equal(sent(1000, Changed.progress), 1, '25 of them')
})

t.test('R8 by less after three beats of the open question, and by less than a 30th after 15 s', async (t) => {
  const { scripted, sent } = hall()
  const soon = 3 * BEAT_OPEN
  for (const who of ['s1', 's2', 's3', 's4']) scripted.answer(who, 1)
  t.equal(sent(500, Changed.progress), 0)
  t.equal(sent(soon - 1, Changed.tally | Changed.lates | Changed.asked), 0)
  t.equal(sent(soon, 0), 1)
  scripted.answer('s5', 1)
  t.equal(sent(2 * soon, Changed.progress), 0)
  t.equal(sent(soon + BEAT_IDLE - 1, 0), 0)
  t.equal(sent(soon + BEAT_IDLE, 0), 1)
  t.equal(sent(soon + 2 * BEAT_IDLE, 0), 0, 'once')
})

t.test('R8 a choice that many change to counts as they do', async (t) => {
  const { scripted, sent } = hall({ live: true, type: 'survey', solution: null, points: 0 })
  for (let who = 1; who <= 25; who++) scripted.answer(`s${who}`, 1)
  t.equal(sent(500, Changed.progress | Changed.tally), 1)
  for (let who = 1; who <= 25; who++) scripted.answer(`s${who}`, 2, { revision: 2 })
  t.equal(sent(1000, Changed.tally), 1)
})

t.test('R8 steering takes a number along that was put off', async (t) => {
  const { scripted, sent } = hall()
  scripted.answer('s1', 1)
  t.equal(sent(500, Changed.progress), 0)
  scripted.close()
  t.equal(sent(600, Changed.clock), 1)
  t.equal(sent(500 + BEAT_IDLE, 0), 0)
})

t.test('R8 numbers of people alike', async (t) => {
  const { scripted, sent } = hall()
  for (let i = 1; i <= 24; i++) scripted.join(`late${i}`)
  t.equal(sent(1000, Changed.counts), 0, '24 of a hundred')
  scripted.join('late25')
  t.equal(sent(2000, Changed.counts), 1, '25 of them')
})

t.test('R8 a few people in the place of the third beat after they were told', async (t) => {
  const { scripted, sent } = hall()
  scripted.join('late')
  t.equal(sent(1000, Changed.counts), 0)
  for (let who = 1; who <= 30; who++) scripted.answer(`s${who}`, 1)
  t.equal(sent(5000, Changed.progress), 1, 'answers do not take them along')
  t.equal(sent(3 * BEAT_IDLE - 1, 0), 0)
  t.equal(sent(3 * BEAT_IDLE, 0), 1)
  t.equal(sent(4 * BEAT_IDLE, 0), 0, 'once')
})

t.test('R8 a few people within a minute, though beats of an open question leave all the time', async (t) => {
  const { scripted, sent, beat } = hall()
  scripted.join('late')
  t.equal(sent(1000, Changed.counts), 0)
  for (let after = BEAT_OPEN; after < 4 * BEAT_IDLE; after += BEAT_OPEN) {
    beat(after)
    t.equal(sent(after, 0), 0)
  }
  t.equal(sent(4 * BEAT_IDLE, 0), 1)
})
