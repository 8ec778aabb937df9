import t from 'tap'
import { Kind } from '../../../server/classroom/events.ts'
import type { SocketEvent } from '../../../server/classroom/events.ts'
import { Role, Verdict } from '../../../server/classroom/model.ts'
import { encode } from '../../../server/wire/codec.ts'
import { Down } from '../../../server/wire/messages.ts'
import type { Ack, Part } from '../../../server/wire/messages.ts'
import { quizQuestion } from '../../questions.ts'
import { judge } from '../../scenarios/chaos/judge.ts'
import type { Stored } from '../../scenarios/chaos/judge.ts'
import { faultsOf } from '../../scenarios/chaos/faults.ts'
import { Screens } from '../../swarm/screens.ts'
import type { Evidence } from '../../swarm/screens.ts'
import { createClassroom, fold } from '../../../server/classroom/lesson.ts'
import { createPresence } from '../../../server/classroom/presence.ts'
import { PARTS, personalParts } from '../../../server/relay/parts.ts'

/** The chaos run's own judge is told lies: it must find each of them out. */

const LESSON = 'lesson'
const ANSWER_ID = 1 * 2 ** 32 + 2

/** A lesson with one student, who answers; whoever is given more events has them in the log behind it. */
const EVENTS: SocketEvent[] = [
  [Kind.open, LESSON, 1000, 5 * 2 ** 32 + 1, 'teacher', 'T', 'Title', true],
  [Kind.join, LESSON, 1001, 1 * 2 ** 32 + 1, 'student-0', 'S', '1', Role.student, true, 1, ''],
  [Kind.ask, LESSON, 1002, 5 * 2 ** 32 + 2, 0, 0, 0, 0, '', quizQuestion(0, 20)],
  [Kind.answer, LESSON, 1003, ANSWER_ID, 1, 0, 0, 1, 2],
  [Kind.close, LESSON, 1004, 5 * 2 ** 32 + 3, 0, 2 * 1024, 0, 0],
  [Kind.reveal, LESSON, 1005, 5 * 2 ** 32 + 4, 0, 4 * 1024, 0]
]

function log (events: SocketEvent[]): Stored[] {
  return events.map((event, i) => ({ position: i * 1024, payload: encode(event) }))
}

/** The screen of student 0 as a relay would have told it, and the promise that he was given. */
function truth (events = EVENTS): Evidence {
  const screens = new Screens(1)
  const state = createClassroom()
  for (const [i, event] of events.entries()) fold(state, event, i * 1024)
  const scene = { state, presence: createPresence(), media: null, now: 0 }
  const shared = PARTS.map((part) => part.build(scene, 'students')).filter((part) => part !== null)
  screens.said(0, 2, 0, 0, 1, 2)
  screens.take(0, encode([Down.ack, 2, Verdict.accepted, 3 * 1024, 1003] satisfies Ack))
  screens.take(0, encode([Down.connected, 1, Role.student, 0, [0, 0, 0], 7, 0, null, 0, true, ...shared, ...personalParts(state, 1, 'student-0')]))
  return screens.evidence()
}

function changed ({ receipts, screens }: Evidence, kind: number, part: Part | null): Evidence {
  return { receipts, screens: screens.map((screen) => screen.flatMap((shown) => shown[0] !== kind ? [shown] : part === null ? [] : [part])) }
}

t.test('a truthful run is found so, also with repeats in the log', async (t) => {
  const fine = { lost: 0, doubled: 0, untold: 0, otherScreens: 0, examples: [] }
  t.match(judge(log(EVENTS), truth()), fine)
  const repeated = [...EVENTS.slice(0, 4), EVENTS[3]!, ...EVENTS.slice(4)]
  t.match(judge(log(repeated), truth(repeated)), fine)
})

t.test('a promise without a record, another value, another place, and a count without a promise are found out', async (t) => {
  const told = truth()
  const [receipt] = told.receipts
  const without = EVENTS.filter(([kind]) => kind !== Kind.answer)
  t.match(judge(log(without), told), { lost: 1, examples: [/^promised and not kept: \[0,2,3072,0,0,1,2\]; in the log: null$/] })
  for (const [place, value] of [[2, 1], [6, 4]] as const) {
    t.match(judge(log(EVENTS), { ...told, receipts: [receipt!.with(place, value) as typeof receipt & object] }), { lost: 1 })
  }
  t.match(judge(log(EVENTS), { ...told, receipts: [] }), { lost: 0, untold: 1 })
})

t.test('a screen that shows something else, or nothing of what it should, is found out', async (t) => {
  const told = truth()
  for (const kind of [Down.clock, Down.reveal, Down.score, Down.mine]) {
    t.match(judge(log(EVENTS), changed(told, kind, null)), { otherScreens: 1, examples: [/^student 0 sees null and the log says/] })
  }
  t.match(judge(log(EVENTS), changed(told, Down.progress, [Down.progress, 0, 0, 2])), { otherScreens: 1 })
})

t.test('a screen keeps what the client keeps: new batches replace, old ones and other rounds do not count', async (t) => {
  const screens = new Screens(1)
  const shown = () => screens.evidence().screens[0]!.map((part) => part.slice(0, 4))
  screens.take(0, encode([Down.view, [0, 0, 0], 5, 0, true, [Down.clock, 0, 0, 1, 0, 0, 0, 0], [Down.progress, 0, 0, 3]]))
  screens.take(0, encode([Down.batch, 5, [0, 0, 0], [Down.progress, 0, 0, 1]]))
  t.same(shown().at(-1), [Down.progress, 0, 0, 3])
  screens.take(0, encode([Down.batch, 6, [0, 0, 0], [Down.progress, 0, 0, 4]]))
  t.same(shown().at(-1), [Down.progress, 0, 0, 4])
  screens.take(0, encode([Down.batch, 7, [0, 0, 0], [Down.clock, 1, 0, 1, 0, 0, 0, 0]]))
  t.same(shown(), [[Down.clock, 1, 0, 1]])
  screens.said(0, 9, 1, 0, 1, 4)
  t.ok(screens.oldest >= 0 && screens.oldest < Infinity)
  screens.take(0, encode([Down.ack, 9, Verdict.late, 99, 5]))
  t.same(screens.evidence().receipts, [])
})

t.test('the same seed brings the same faults, and five bring every kind', async (t) => {
  const faults = faultsOf(7, 30, 4, 4)
  t.same(faultsOf(7, 30, 4, 4), faults)
  t.not(JSON.stringify(faultsOf(8, 30, 4, 4)), JSON.stringify(faults))
  t.equal(new Set(faults.slice(0, 5).map(({ kind }) => kind)).size, 5)
  t.ok(faults.every(({ relay, of }) => relay >= 1 && relay <= 4 && of >= 0 && of < 4))
})
