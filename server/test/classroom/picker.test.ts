import t from 'tap'
import fc from 'fast-check'
import { bitsOf, draw, peopleOf } from '../../classroom/picker.ts'
import { Changed } from '../../classroom/changed.ts'
import { digest } from '../../classroom/digest.ts'
import { drawPool } from '../../classroom/draw-pool.ts'
import { Kind } from '../../classroom/events.ts'
import { PickMode } from '../../classroom/tool-model.ts'
import { Verdict } from '../../classroom/model.ts'
import { createPresence } from '../../classroom/presence.ts'
import { drawPart } from '../../classroom/tool-views.ts'
import { person } from '../../classroom/views.ts'
import { ScriptedLesson } from './scripted-lesson.ts'

const seeds = fc.integer({ min: 0, max: 2 ** 32 - 1 })
const pools = fc.uniqueArray(fc.integer({ min: 0, max: 5000 }), { minLength: 1, maxLength: 200 })

t.test('T3 a seed, the pool and the history give the same draw again; nobody is drawn twice or from outside', async (t) => {
  fc.assert(fc.property(seeds, pools, fc.integer({ min: 1, max: 8 }), (seed, pool, size) => {
    const drawn = draw(pool, (who) => who % 3, PickMode.people, size, seed)
    const again = draw(peopleOf(bitsOf(pool)).length === pool.length ? pool : [], (who) => who % 3, PickMode.people, size, seed)
    const [people = []] = drawn
    const least = Math.max(...people.map((who) => who % 3))
    return JSON.stringify(drawn) === JSON.stringify(again) && people.length === Math.min(size, pool.length) &&
      new Set(people).size === people.length && people.every((who) => pool.includes(who)) &&
      pool.every((who) => people.includes(who) || who % 3 >= least)
  }))
  t.pass('those chosen least often come first')
})

t.test('T3 over a lesson everyone has a turn before anyone has a second', async (t) => {
  fc.assert(fc.property(fc.array(seeds, { minLength: 30, maxLength: 30 }), (list) => {
    const times = new Map<number, number>()
    const pool = Array.from({ length: 10 }, (_, i) => i)
    return list.every((seed) => {
      for (const who of draw(pool, (one) => times.get(one) ?? 0, PickMode.people, 1, seed).flat()) times.set(who, (times.get(who) ?? 0) + 1)
      const counts = pool.map((who) => times.get(who) ?? 0)
      return Math.max(...counts) - Math.min(...counts) <= 1
    })
  }))
  t.pass('turns differ by one at most')
})

t.test('T3 chance is even: over 6,000 seeds each of six is drawn about 1,000 times', async (t) => {
  const counts = [0, 0, 0, 0, 0, 0]
  for (let seed = 0; seed < 6000; seed++) {
    const who = draw([0, 1, 2, 3, 4, 5], () => 0, PickMode.people, 1, seed)[0]?.[0] ?? 0
    counts[who] = (counts[who] ?? 0) + 1
  }
  for (const count of counts) t.ok(Math.abs(count - 1000) < 150, `${count} is near 1,000`)
})

t.test('T5 groups take everyone once, and differ in size by one at most', async (t) => {
  fc.assert(fc.property(seeds, pools, fc.integer({ min: 2, max: 12 }), (seed, pool, size) => {
    const groups = draw(pool, () => 0, PickMode.groups, size, seed)
    const sizes = groups.map((group) => group.length)
    return groups.flat().sort((a, b) => a - b).join() === [...pool].sort((a, b) => a - b).join() &&
      Math.max(...sizes) - Math.min(...sizes) <= 1 && (pool.length < size || Math.min(...sizes) >= size)
  }))
  t.pass('nobody stands alone')
})

t.test('T3 bits of a pool give its people back', async (t) => {
  fc.assert(fc.property(pools, (pool) => peopleOf(bitsOf(pool)).join() === [...pool].sort((a, b) => a - b).join()))
  t.equal(bitsOf([]).length, 0)
})

const PEOPLE = 24
/** For each student whether something is true of him. */
const some = fc.array(fc.boolean(), { minLength: PEOPLE, maxLength: PEOPLE })

t.test('T3 T14 people and groups are drawn of whoever is here and not excused, removed, gone or, if asked so, has answered', async (t) => {
  fc.assert(fc.property(fc.record({ seed: seeds, here: some, excused: some, out: some, answered: some, unanswered: fc.boolean(), groups: fc.boolean(), size: fc.integer({ min: 2, max: 8 }) }), (it) => {
    const scripted = new ScriptedLesson()
    scripted.students(PEOPLE)
    scripted.ask()
    for (let who = 1; who <= PEOPLE; who++) {
      if (it.answered[who - 1] === true) scripted.answer(`s${who}`, 1)
      if (it.excused[who - 1] === true) scripted.excuse(who)
      if (it.out[who - 1] === true) who % 2 === 0 ? scripted.remove(who) : scripted.leave(`s${who}`)
    }
    const { lesson } = scripted
    const could = it.here.flatMap((isHere, i) => isHere && it.out[i] === false && !(it.unanswered && it.answered[i] === true) ? [i + 1] : [])
    const wanted = could.filter((who) => it.excused[who - 1] === false)
    const { pool, excused } = drawPool(lesson, (key) => it.here[lesson.indexOf(key) - 1] === true, it.unanswered)
    if (pool.join() !== wanted.join() || excused !== could.length - wanted.length) return false
    if (pool.length === 0) return true
    const mode = it.groups ? PickMode.groups : PickMode.people
    const drawn = draw(pool, () => 0, mode, it.size, it.seed)
    const { verdict } = scripted.tool(Kind.pick, 0, 0, mode, it.seed, bitsOf(pool), drawn)
    return verdict === Verdict.accepted && drawn.flat().every((who) => it.excused[who - 1] === false) && (mode === PickMode.people || drawn.flat().length === pool.length)
  }))
  t.pass('and the fold takes the draw')
})

t.test('T14 who controls excuses a student from draws, for the lesson; whoever is drawn stays drawn, and hears nothing of it', async (t) => {
  const scripted = new ScriptedLesson()
  scripted.students(4)
  scripted.join('second', { role: 1 })
  const { lesson } = scripted
  const row = (who: number) => person(lesson, who, createPresence(), scripted.now)[12]
  const pick = (groups: number[][], mode: PickMode = PickMode.people) => scripted.tool(Kind.pick, 0, lesson.tools.picker.draws.length, mode, 7, bitsOf(groups.flat()), groups)
  const before = digest(scripted.state, false)
  t.equal(scripted.excuse(2, true, 1).verdict, Verdict.notAllowed, 'no student excuses')
  t.equal(scripted.excuse(2, true, scripted.who('second')).verdict, Verdict.notController)
  t.equal(scripted.excuse(0).verdict, Verdict.unknownParticipant, 'no teacher is drawn')
  t.equal(scripted.excuse(9).verdict, Verdict.unknownParticipant)
  t.equal(scripted.tool(Kind.excuse as never, 0, 2, 1).verdict, Verdict.unreadable)
  t.equal(digest(scripted.state, false), before)
  pick([[2]])
  const drawn = digest(scripted.state, false)
  t.match(scripted.excuse(2), { verdict: Verdict.accepted, person: 2, changed: Changed.people })
  t.not(digest(scripted.state, false), drawn, 'it is part of the digest')
  t.equal(scripted.excuse(2).verdict, Verdict.accepted, 'told twice it is said once')
  t.equal(drawPart(lesson, 'teachers')?.[5][0]?.[0]?.[1], 2)
  scripted.leave('s2')
  scripted.join('s2')
  t.same([1, 2, 3].map(row), [false, true, false], 'the roster says so, when he comes back too')
  t.equal(pick([[1, 2]]).verdict, Verdict.unknownParticipant, 'drawn before the relay heard of it')
  t.equal(pick([[1, 3], [2, 4]], PickMode.groups).verdict, Verdict.unknownParticipant)
  scripted.excuse(2, false)
  t.equal(pick([[1, 2]]).verdict, Verdict.accepted)
})
