import t from 'tap'
import { LessonPhase, Outcome, Phase, Seat, Showing, Standing, Verdict } from '../../server/classroom/model.ts'
import type { OpenQuestion } from '../../server/classroom/model.ts'
import { Down } from '../../server/wire/messages.ts'
import type { ClockPart, Part, Person } from '../../server/wire/messages.ts'
import { EMPTY, apply, fresh, mergePeople } from '../src/view.ts'

const QUESTION: OpenQuestion = { type: 'single', text: 'Q', choices: ['a', 'b'], seconds: 30, points: 100, speed: false, change: true, shuffle: false, live: false }
const PERSON: Person = [2, 'Kim', '1', 0, true, 0, Standing.here, false, 1, 0, -1, '', false]

const lesson = (id: string): Part => [Down.lesson, LessonPhase.live, id, 'Title', 'Teacher', 5, false, true]
const clock = (no: number, round: number, phase: Phase): ClockPart => [Down.clock, no, round, phase, 10, 30_000, 0, Showing.question]
const reveal = (no: number): Part => [Down.reveal, no, { mask: 1 }, 'why', [], null]

const PARTS: Part[] = [
  lesson('L1'),
  [Down.counts, 3, 2, false],
  [Down.question, 0, 4, 10, QUESTION],
  clock(0, 0, Phase.revealed),
  [Down.progress, 0, 0, 2],
  [Down.tally, 0, 0, 2, [1, 1], []],
  reveal(0),
  [Down.board, [[1, 'Kim', 100, 100]]],
  [Down.kept, [['slide', new Uint8Array([1])]]],
  [Down.cover, true],
  [Down.podium, [[1, 'Otter', 100, [true]]], 3, 67],
  [Down.me, 2, 'Kim', 1.5, 'Otter'],
  [Down.mine, 0, 0, 1, 1, 20, Verdict.accepted],
  [Down.score, 0, Outcome.right, 100, 100, 1, 3, false, 1],
  [Down.steering, 9, 2, 'Lee', 'q', 'Quiz', 10, Seat.remote],
  [Down.asked, [[0, 4, 'q', 'Q', Phase.revealed, 1, 50]]],
  [Down.lates, 0, 0, [[2, 'Kim', 300, false, 1]]],
  [Down.people, [PERSON]]
]

t.test('every part has its place, and applying it twice changes nothing', async t => {
  const view = PARTS.reduce(apply, EMPTY)
  t.same(view, {
    lesson: { phase: LessonPhase.live, id: 'L1', title: 'Title', teacher: 'Teacher', openedAt: 5, locked: false, namesHidden: true },
    counts: { joined: 3, here: 2, teacherHere: false },
    question: { no: 0, index: 4, total: 10, body: QUESTION },
    clock: { no: 0, round: 0, phase: Phase.revealed, openedAt: 10, limit: 30_000, closedAt: 0, showing: Showing.question },
    progress: { no: 0, round: 0, answered: 2 },
    tally: { no: 0, round: 0, answered: 2, counts: [1, 1], top: [] },
    reveal: { no: 0, solution: { mask: 1 }, explanation: 'why', rounds: [], moved: null },
    board: [[1, 'Kim', 100, 100]],
    kept: [['slide', new Uint8Array([1])]],
    podium: { rows: [[1, 'Otter', 100, [true]]], of: 3, percent: 67 },
    me: { index: 2, name: 'Kim', factor: 1.5, nickname: 'Otter' },
    mine: { no: 0, round: 0, revision: 1, value: 1, at: 20, verdict: Verdict.accepted },
    score: { no: 0, outcome: Outcome.right, points: 100, total: 100, rank: 1, of: 3, lower: false, streak: 1 },
    steering: { position: 9, controller: 2, controllerName: 'Lee', quizId: 'q', quizTitle: 'Quiz', quizTotal: 10, hand: Seat.remote },
    blank: true,
    asked: [[0, 4, 'q', 'Q', Phase.revealed, 1, 50]],
    lates: { no: 0, round: 0, rows: [[2, 'Kim', 300, false, 1]] },
    people: [undefined, undefined, PERSON],
    tools: {}
  })
  for (const part of PARTS) t.same(apply(view, part), view)
})

t.test('another question takes away what belonged to the one before', async t => {
  const view = apply(PARTS.reduce(apply, EMPTY), [Down.question, 1, 5, 10, QUESTION])
  t.match(view, { clock: null, progress: null, tally: null, reveal: null, mine: null, lates: null })
  t.equal(view.score?.no, 0, 'the score stays until the next reveal')
})

t.test('parts of a new question may come before it', async t => {
  const view = [clock(1, 0, Phase.open), [Down.question, 1, 5, 10, QUESTION] as Part].reduce(apply, EMPTY)
  t.equal(view.clock?.no, 1)
})

t.test('another round begins without answers and without the reveal', async t => {
  const view = apply(PARTS.reduce(apply, EMPTY), clock(0, 1, Phase.open))
  t.match(view, { progress: null, tally: null, mine: null, lates: null, reveal: null })
})

t.test('no question clears what was asked', async t => {
  const view = apply(PARTS.reduce(apply, EMPTY), [Down.question, -1, -1, 0, null])
  t.match(view, { question: null, clock: null, mine: null })
})

t.test('a fresh view keeps the roster of the same lesson only', async t => {
  const before = PARTS.reduce(apply, EMPTY)
  t.same(fresh([lesson('L1')], before).people, [undefined, undefined, PERSON])
  t.same(fresh([lesson('L2')], before).people, [])
  t.same(apply(before, lesson('L2')).people, [])
})

t.test('a kind this client does not know changes nothing', async t => {
  t.equal(apply(EMPTY, [99, 1, 2] as unknown as Part), EMPTY)
})

t.test('rows of the roster replace each other by index', async t => {
  const away: Person = [...PERSON]
  away[6] = Standing.away
  t.same(mergePeople([undefined, undefined, PERSON], [away]), [undefined, undefined, away])
})
