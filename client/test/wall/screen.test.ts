import t from 'tap'
import { LessonPhase, Phase, Showing } from '../../../server/classroom/model.ts'
import { Light, PickMode, Stage, TimerMode } from '../../../server/classroom/tool-model.ts'
import { Down } from '../../../server/wire/messages.ts'
import type { Part } from '../../../server/wire/messages.ts'
import { EMPTY, apply } from '../../src/view.ts'
import { hasStrip, sumsOf } from '../../src/wall/strip.ts'
import { wallScreen } from '../../src/wall/screen.ts'

const lesson = (phase: LessonPhase): Part => [Down.lesson, phase, 'L1', '', '', 0, false, true]
const question: Part = [Down.question, 0, 0, 1, { type: 'single', text: '', choices: ['1', '2'], seconds: 0, points: 0, speed: false, change: true, shuffle: false, live: false }]
const clock = (phase: Phase, openedAt = 1000, showing: Showing = Showing.question): Part => [Down.clock, 0, 0, phase, openedAt, 0, 0, showing]
const draw = (at: number, no = 0): Part => [Down.draw, no, at, PickMode.people, 7, 3, [], 1]
const widgets = (stage: Stage, states = [0, 0, 0, 0] as Array<0 | 1 | 2>, timer: TimerMode = TimerMode.off, light: Light = Light.off, faces: number[] = []): Part =>
  [Down.widgets, [timer, false, 0, 0], light, faces, 0, states, '', stage]
const view = (...parts: Part[]) => parts.reduce(apply, EMPTY)
const live = (...parts: Part[]) => wallScreen(view(lesson(LessonPhase.live), ...parts))

t.test('what the lesson itself shows', async t => {
  t.equal(wallScreen(EMPTY), 'waiting')
  t.equal(wallScreen(view(lesson(LessonPhase.waiting))), 'waiting')
  t.equal(wallScreen(view(lesson(LessonPhase.ended), draw(5))), 'ended')
  t.equal(live(), 'entry')
  t.equal(live(question, clock(Phase.open)), 'asked')
  t.equal(live(question, clock(Phase.skipped)), 'between')
  t.equal(live(question, clock(Phase.revealed, 1000, Showing.leaderboard)), 'asked', 'without a podium there is none to show')
  t.equal(live(question, clock(Phase.revealed, 1000, Showing.leaderboard), [Down.podium, [], 0, 0]), 'podium')
})

t.test('of draw and round the younger stands', async t => {
  t.equal(live(draw(500)), 'drawn')
  t.equal(live(draw(500, -1)), 'entry', 'put away')
  t.equal(live(question, clock(Phase.open), draw(500)), 'asked')
  t.equal(live(question, clock(Phase.open), draw(1500)), 'drawn')
})

t.test('T13 wall and cloud stand in place of the question', async t => {
  t.equal(live(widgets(Stage.wall)), 'questions')
  t.equal(live(question, clock(Phase.revealed), widgets(Stage.cloud)), 'cloud')
  t.equal(live(question, clock(Phase.revealed), widgets(Stage.lesson)), 'asked')
})

t.test('the strip holds what is on, and of hands, questions and reactions what the teacher lets the class say', async t => {
  const said: Part[] = [[Down.hands, 3], [Down.wall, 2, []], [Down.moods, [1, 2, 3, 4, 5, 6], 0]]
  t.same(sumsOf(view(...said)), { hands: 0, questions: 0, moods: null })
  t.same(sumsOf(view(widgets(Stage.lesson, [1, 1, 2, 0]), ...said)), { hands: 3, questions: 2, moods: [1, 2, 3, 4, 5, 6] })
  t.same(sumsOf(view(widgets(Stage.lesson, [1, 1, 1, 1]))), { hands: 0, questions: 0, moods: null })
  t.notOk(hasStrip(EMPTY))
  t.notOk(hasStrip(view(widgets(Stage.lesson), ...said)))
  for (const part of [widgets(Stage.lesson, [0, 0, 0, 0], TimerMode.stopwatch), widgets(Stage.lesson, [0, 0, 0, 0], TimerMode.off, Light.red), widgets(Stage.lesson, [0, 0, 0, 0], TimerMode.off, Light.off, [6])]) {
    t.ok(hasStrip(view(part)))
  }
  t.ok(hasStrip(view(widgets(Stage.lesson, [0, 1, 0, 0]), ...said)))
  t.notOk(hasStrip(view(widgets(Stage.lesson, [0, 1, 0, 0]))), 'no hand is up')
})
