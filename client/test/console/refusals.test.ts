import t from 'tap'
import { Verdict } from '../../../server/classroom/model.ts'
import type { Step } from '../../../server/wire/messages.ts'
import { refusalOf } from '../../src/console/refusals.ts'

const close: Step = ['close', 1, 0]
const verdict = (verdict: Verdict) => ({ verdict, position: 1, at: 1 })

t.test('a step that took effect needs no words', async (t) => {
  t.same([Verdict.accepted, Verdict.late, Verdict.duplicate].map((each) => refusalOf(verdict(each), close)), [null, null, null])
})

t.test('a stale step is silent where the refreshed screen says enough, told where it mattered', async (t) => {
  t.equal(refusalOf(verdict(Verdict.stale), close), null)
  t.equal(refusalOf(verdict(Verdict.stale), ['end']), 'stale')
  t.equal(refusalOf(verdict(Verdict.stale), ['skip', 1]), 'stale')
})

t.test('every other refusal has words', async (t) => {
  t.equal(refusalOf(verdict(Verdict.notController), close), 'notController')
  t.equal(refusalOf(verdict(Verdict.wrongPhase), close), 'wrongPhase')
  for (const each of Object.values(Verdict)) {
    if (each > Verdict.stale) t.ok(refusalOf(verdict(each), close), `verdict ${each}`)
  }
})

t.test('so has an error', async (t) => {
  t.equal(refusalOf({ error: 'slow-down', detail: '' }, close), 'slowDown')
  t.equal(refusalOf({ error: 'not-stored', detail: '' }, close), 'notStored')
  t.equal(refusalOf({ error: 'bad-question', detail: '' }, close), 'other')
})
