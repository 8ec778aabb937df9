import t from 'tap'
import fc from 'fast-check'
import { grader, pointsFor } from '../../classroom/scoring.ts'
import { question } from './scripted-lesson.ts'

t.test('C14 points are halved evenly over the time given', async (t) => {
  const quick = { points: 100, speed: true }
  t.equal(pointsFor(quick, 0, 20_000), 100)
  t.equal(pointsFor(quick, 10_000, 20_000), 75)
  t.equal(pointsFor(quick, 20_000, 20_000), 50)
  t.equal(pointsFor(quick, 21_500, 20_000), 50, 'time in grace costs no more')
  t.equal(pointsFor(quick, -200, 20_000), 100, 'a clock that ran behind earns no more')
  t.equal(pointsFor({ points: 75, speed: true }, 20_000, 20_000), 38, 'rounded')
})

t.test('C14 speed earns nothing where it does not count or time has no limit', async (t) => {
  t.equal(pointsFor({ points: 100, speed: false }, 20_000, 20_000), 100)
  t.equal(pointsFor({ points: 100, speed: true }, 20_000, 0), 100)
})

t.test('C14 points lie between half and whole, and never rise with time', async (t) => {
  const ms = fc.integer({ min: 0, max: 10_000_000 })
  fc.assert(fc.property(fc.integer({ min: 0, max: 1000 }), ms, ms, fc.integer({ min: 5000, max: 10_000_000 }), (points, a, b, given) => {
    const early = pointsFor({ points, speed: true }, Math.min(a, b), given)
    const late = pointsFor({ points, speed: true }, Math.max(a, b), given)
    return early <= points && late <= early && late >= Math.floor(points / 2)
  }))
  t.pass('for every combination tried')
})

t.test('C14 what is right', async (t) => {
  const several = grader(question({ type: 'several', solution: { mask: 5 } }))
  t.ok(several(5))
  t.notOk(several(1), 'several-choice is all or nothing')
  t.notOk(several(7))

  const numeric = grader(question({ type: 'numeric', choices: [], solution: { value: 3.3, tolerance: 0.1 } }))
  t.ok(numeric(3.4), 'a binary fraction costs nobody the edge of the tolerance')
  t.ok(numeric(3.2))
  t.notOk(numeric(3.41))
  const exact = grader(question({ type: 'numeric', choices: [], solution: { value: 0, tolerance: 0 } }))
  t.ok(exact(0))
  t.notOk(exact(1e-9))

  const text = grader(question({ type: 'text', choices: [], solution: { accepted: ['서울', 'Seoul'] } }))
  t.ok(text(' SEOUL '))
  t.ok(text('서울'.normalize('NFD')))
  t.notOk(text('Busan'))

  t.notOk(grader(question({ type: 'survey', solution: null }))(1), 'of a survey nothing')
})
