import t from 'tap'
import fc from 'fast-check'
import { Kept } from '../../classroom/answers.ts'
import { digest } from '../../classroom/digest.ts'
import type { SocketEvent } from '../../classroom/events.ts'
import { createClassroom, fold } from '../../classroom/lesson.ts'
import type { ClassroomState } from '../../classroom/lesson.ts'
import type { Lesson } from '../../classroom/live-lesson.ts'
import { Phase } from '../../classroom/model.ts'
import * as views from '../../classroom/views.ts'
import { dice, randomLesson, randomStep } from './random-lesson.ts'
import { ScriptedLesson } from './scripted-lesson.ts'

const STEP = 1024
const seeds = fc.integer({ min: 0, max: 2 ** 31 })

const positionOf = (i: number): number => (i + 1) * STEP

function foldAll (events: SocketEvent[]): ClassroomState {
  const state = createClassroom()
  events.forEach((event, i) => { fold(state, event, positionOf(i)) })
  return state
}

t.test('C2 the same events fold to the same state, at once, in pieces and from the log again', async (t) => {
  fc.assert(fc.property(seeds, (seed) => {
    const scripted = randomLesson(dice(seed), 150)
    const cut = seed % scripted.events.length
    const state = foldAll(scripted.events.slice(0, cut))
    const again = foldAll(scripted.events.slice(0, cut).map((event) => structuredClone(event)))
    if (digest(state) !== digest(again)) return false
    scripted.events.slice(cut).forEach((event, i) => { fold(state, structuredClone(event), positionOf(cut + i)) })
    return digest(state) === digest(scripted.state)
  }), { numRuns: 40 })
  t.pass('digests are equal')
})

t.test('C3 duplicates and retries in any order change nothing, and tell the first verdict', async (t) => {
  fc.assert(fc.property(seeds, (seed) => {
    const roll = dice(seed)
    const { events, state: expected } = randomLesson(roll, 150)
    const state = createClassroom()
    const sent: Array<{ event: SocketEvent, verdict: number }> = []
    return events.every((event, i) => {
      const { who, verdict, id } = fold(state, structuredClone(event), positionOf(i))
      // What nobody known has sent, or a relay itself, has no id to be known by.
      if (who >= 0 && id !== 0) sent.push({ event, verdict })
      for (let n = roll(4); n > 0; n--) {
        const repeat = sent[sent.length - 1 - roll(Math.min(sent.length, 24))]
        if (repeat === undefined) continue
        const folded = fold(state, structuredClone(repeat.event), positionOf(i) + n)
        if (folded.applied || folded.changed !== 0 || folded.verdict !== repeat.verdict) return false
      }
      return true
    }) && digest(state) === digest(expected)
  }), { numRuns: 40 })
  t.pass('digests are equal')
})

/** A value that no event should hold there, or one that another could. */
const junk = fc.oneof(fc.anything(), fc.integer({ min: -2, max: 20 }), fc.constantFrom(null, NaN, -0, 2 ** 53, '', [], {}, Uint8Array.of(1), 'L1'))

t.test('C2 whatever stands in the log, folding never throws and a refused event changes nothing', async (t) => {
  fc.assert(fc.property(seeds, fc.array(fc.tuple(fc.nat(), fc.nat({ max: 12 }), junk), { minLength: 1, maxLength: 40 }), (seed, changes) => {
    const { state, events, position } = randomLesson(dice(seed), 60)
    return changes.every(([which, field, value], i) => {
      const event = structuredClone(events[which % events.length]) as unknown[]
      event[field] = value
      if (field !== 3) event[3] = 2 ** 33 + i
      const before = digest(state, false)
      const { applied, changed } = fold(state, event as unknown as SocketEvent, position + i)
      return applied || (changed === 0 && digest(state, false) === before)
    })
  }), { numRuns: 60 })
  // From the one who controls, up to date: nothing but the fields themselves can be wrong.
  fc.assert(fc.property(seeds, fc.array(fc.tuple(fc.integer({ min: 1, max: 20 }), fc.array(junk, { maxLength: 7 })), { minLength: 1, maxLength: 40 }), (seed, strays) => {
    const { state, lesson, position } = randomLesson(dice(seed), 60)
    return strays.every(([kind, fields], i) => {
      if (state.lesson === null) return true
      const head = [kind, 'L1', lesson.openedAt + 1000, 2 ** 33 + i, lesson.controller, position + i]
      const before = digest(state, false)
      const { applied } = fold(state, [...head, ...fields] as unknown as SocketEvent, position + i)
      return applied || digest(state, false) === before
    })
  }), { numRuns: 60 })
  fc.assert(fc.property(fc.anything(), (event) => {
    const { state } = new ScriptedLesson()
    const before = digest(state)
    return !fold(state, event as SocketEvent, 9999).applied && digest(state) === before
  }))
  t.pass('digests are equal')
})

/** What students and projectors get of the question, and of everything else that the teacher did not reveal. */
function unrevealed (lesson: Lesson, scoresToo: boolean): unknown[] {
  const seen: unknown[] = [views.lessonPart({ lesson, ended: null }), views.clockPart(lesson), views.progressPart(lesson), views.keptPart(lesson)]
  for (const audience of ['students', 'projectors'] as const) {
    seen.push(views.questionPart(lesson, audience), views.tallyPart(lesson, audience), views.revealPart(lesson, audience))
    if (scoresToo) seen.push(views.boardPart(lesson, audience))
  }
  for (let who = 0; who < lesson.size; who++) {
    seen.push(views.mePart(lesson, who), views.minePart(lesson, who))
    if (scoresToo) seen.push(views.scorePart(lesson, who))
  }
  return seen
}

t.test('C17 two different solutions give students and projectors the same bytes until the reveal', async (t) => {
  let compared = 0
  fc.assert(fc.property(seeds, (seed) => {
    const [roll, sameRoll] = [dice(seed), dice(seed)]
    const [one, other] = [new ScriptedLesson(), new ScriptedLesson()]
    for (let i = 0; i < 150; i++) {
      randomStep(one, roll, 0)
      randomStep(other, sameRoll, 1)
      if (one.lesson.current?.phase === Phase.revealed) continue
      // Scores tell of the questions revealed before; of the rest nothing ever does.
      const nothingRevealed = one.lesson.questions.every(({ scored }) => scored === null)
      if (JSON.stringify(unrevealed(one.lesson, nothingRevealed)) !== JSON.stringify(unrevealed(other.lesson, nothingRevealed))) return false
      compared++
    }
    return true
  }), { numRuns: 40 })
  t.ok(compared > 1000, `${compared} views compared`)
})

t.test('running tallies and totals are what a recount gives', async (t) => {
  fc.assert(fc.property(seeds, (seed) => {
    const { lesson } = randomLesson(dice(seed), 200)
    const people = Array.from({ length: lesson.size }, (_, who) => who)
    for (const { rounds } of lesson.questions) {
      for (const { answers } of rounds) {
        const counting = people.filter((who) => answers.counting(who) && !lesson.people.isRemoved(who))
        if (answers.answered !== counting.length || answers.right !== counting.filter((who) => answers.isRight(who)).length) return false
        const spread = answers.counts.length > 0 ? answers.counts : answers.top(100).map(([, n]) => n)
        const bits = counting.map((who) => answers.given(who)?.value).map((value) => typeof value === 'number' && answers.counts.length > 0 ? bitsOf(value) : 1)
        if (sum(spread) !== sum(bits)) return false
      }
    }
    const present = people.filter((who) => !lesson.isTeacher(who) && !lesson.people.isRemoved(who))
    return people.every((who) => lesson.people.totalOf(who) === sum(lesson.questions.map((asked) => asked.pointsOf(who)))) &&
      lesson.people.ranked === present.length &&
      lesson.people.joined === present.filter((who) => !lesson.people.hasLeft(who)).length &&
      lesson.people.longestFactor === Math.max(1, ...present.map((who) => lesson.people.factorOf(who)))
  }), { numRuns: 60 })
  t.equal(Kept.none, 0, 'an empty column holds no answers')
})

function bitsOf (mask: number): number {
  return mask.toString(2).replaceAll('0', '').length
}

function sum (numbers: number[]): number {
  return numbers.reduce((total, n) => total + n, 0)
}
