import fc from 'fast-check'
import t from 'tap'
import type { AnswerValue, Question } from '../../../server/classroom/model.ts'
import { normalise } from '../../../server/classroom/text.ts'
import { clockState, networkState, screenState } from '../../src/console/guide/checks.ts'
import { guideWasOpen, readGuide, writeGuide } from '../../src/console/guide/guide-memory.ts'
import { TOUR_STEPS, stepFrom } from '../../src/console/guide/tour-steps.ts'
import { seatAddress, seatOf } from '../../src/preview/seat-address.ts'
import { simulatedAnswer, thinkingTime } from '../../src/rehearsal/simulated-answer.ts'
import { quizzes } from '../../../server/test/http/random-quiz.ts'

function fits ({ type, choices }: Question, value: AnswerValue): boolean {
  if (type === 'text') return typeof value === 'string' && normalise(value) !== ''
  if (type === 'numeric') return Number.isFinite(value)
  const mask = value as number
  const within = Number.isInteger(mask) && mask > 0 && mask < 2 ** (type === 'truefalse' ? 2 : choices.length)
  return within && (type === 'several' || (mask & (mask - 1)) === 0)
}

t.test('a simulated student gives answers that fit the question, within its time', async () => {
  const unit = fc.double({ min: 0, max: 0.999999, noNaN: true })
  fc.assert(fc.property(quizzes, fc.infiniteStream(unit), ({ questions }, stream) => {
    const random = (): number => stream.next().value as number
    for (const question of questions) {
      if (question.type === 'numeric' && Math.abs((question.solution as { value: number }).value) > 1e15) continue
      const value: AnswerValue = simulatedAnswer(question, random)
      if (!fits(question, value)) throw new Error(`${JSON.stringify(question)} ${value}`)
      const ms = thinkingTime(question.seconds * 1000, random)
      if (ms < 800 || (question.seconds > 0 && ms > question.seconds * 1000)) throw new Error(`${ms} ms of ${question.seconds} s`)
    }
  }), { numRuns: 50 })
})

t.test('the tour passes over what is not on the screen', (t) => {
  const phone = (selector: string): boolean => selector !== '.console > .list' && selector !== '.console > .side' && selector !== '.rail'
  t.ok(TOUR_STEPS.length <= 5)
  t.same([stepFrom(0, 1, phone), stepFrom(1, 1, phone), stepFrom(3, 1, phone), stepFrom(1, -1, phone)], [0, 2, -1, 0])
  t.end()
})

t.test('the guide remembers that it was open, and how far the tour was seen', (t) => {
  const kept = new Map<string, unknown>()
  const store = { read: (key: string) => kept.get(key) ?? null, write: (key: string, value: unknown) => { kept.set(key, value) }, remove: (key: string) => { kept.delete(key) } }
  t.equal(guideWasOpen(store), false)
  writeGuide(store, { step: 3 })
  t.equal(guideWasOpen(store), true)
  t.equal(readGuide(store).step, 3)
  kept.set('lectern.guide', 'nonsense')
  t.equal(readGuide(store).step, 0)
  t.end()
})

t.test('checks before a lesson, and a seat in an address', (t) => {
  t.same([networkState(true, true, 9), networkState(true, true, null), networkState(true, true, 900), networkState(false, true, 9), networkState(true, false, 9)], ['good', 'good', 'bad', 'bad', 'bad'])
  t.same([clockState(100), clockState(-9000)], ['good', 'bad'])
  t.same([screenState(true), screenState(false), screenState(undefined)], ['good', 'bad', 'unknown'])
  const seat = { socketUrl: 'ws://x', ticket: 'a.b', ticketSeconds: 120, classCode: 'c', title: '한글 #&', role: 0, seat: 0, participant: 'p', name: '', joinUrl: '' } as const
  t.same(seatOf(new URL(seatAddress(seat), 'http://x').hash), seat)
  t.same([seatOf(''), seatOf('#seat=%7B'), seatOf('#class=x')], [null, null, null])
  t.end()
})
