import t from 'tap'
import { Verdict } from '../../server/classroom/model.ts'
import { NO_DRAFT, choose, draftFor, nextRevision, ownAnswer, send, settle, slow } from '../src/answer-state.ts'
import type { Sending } from '../src/answer-state.ts'

const sending: Sending = { n: 7, no: 3, round: 0, revision: 1, value: 4, slow: false }
const mine = { no: 3, round: 0, revision: 1, value: 4, at: 99, verdict: Verdict.accepted }
const draft = draftFor(NO_DRAFT, 3, 0)

t.test('idle, chosen, sending, stored', async t => {
  t.same(ownAnswer(draft, null), { stage: 'idle' })
  t.same(ownAnswer(choose(draft, 4), null), { stage: 'chosen', value: 4 })
  t.same(ownAnswer(choose(choose(draft, 4), null), null), { stage: 'idle' })
  const sent = send(choose(draft, 4), sending)
  t.same(ownAnswer(sent, null), { stage: 'sending', value: 4 })
  t.same(ownAnswer(settle(sent, 7, Verdict.accepted), mine), { stage: 'stored', value: 4, at: 99 })
  t.same(ownAnswer(settle(sent, 7, Verdict.duplicate), mine), { stage: 'stored', value: 4, at: 99 })
})

t.test('nothing is called stored before its verdict, whatever was stored before', async t => {
  const changed = send(draft, { ...sending, n: 8, revision: 2, value: 8 })
  t.same(ownAnswer(changed, mine), { stage: 'sending', value: 8 })
})

t.test('a slow answer is not stored yet, and only the one on its way', async t => {
  const sent = send(draft, sending)
  t.same(ownAnswer(slow(sent, 7), null), { stage: 'not-stored', value: 4 })
  t.equal(slow(sent, 6), sent)
})

t.test('a late answer says so', async t => {
  t.same(ownAnswer(draft, { ...mine, verdict: Verdict.late }), { stage: 'late', value: 4, at: 99 })
})

t.test('a refused answer says so, unless an earlier one stands', async t => {
  const refused = settle(send(draft, sending), 7, Verdict.wrongPhase)
  t.same(ownAnswer(refused, null), { stage: 'refused', value: 4, verdict: Verdict.wrongPhase })
  t.same(ownAnswer(refused, mine), { stage: 'stored', value: 4, at: 99 })
  t.same(ownAnswer(settle(send(draft, sending), 7, null), null), { stage: 'refused', value: 4, verdict: null })
  t.same(ownAnswer(choose(refused, 8), null), { stage: 'chosen', value: 8 })
})

t.test('the verdict of an older answer does not touch a newer one', async t => {
  const newer = send(draft, { ...sending, n: 8 })
  t.equal(settle(newer, 7, Verdict.accepted), newer)
})

t.test('another question or round forgets the draft', async t => {
  const chosen = choose(draft, 4)
  t.equal(draftFor(chosen, 3, 0), chosen)
  t.same(ownAnswer(draftFor(chosen, 3, 1), null), { stage: 'idle' })
  t.same(ownAnswer(draftFor(chosen, 4, 0), null), { stage: 'idle' })
})

t.test('revisions only grow', async t => {
  t.equal(nextRevision(draft, null), 1)
  t.equal(nextRevision(draft, { ...mine, revision: 4 }), 5)
  t.equal(nextRevision(send(draft, { ...sending, revision: 6 }), mine), 7)
})
