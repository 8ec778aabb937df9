import t from 'tap'
import { AnswerLedger } from '../../swarm/answer-ledger.ts'
import { Continuity } from '../../swarm/continuity.ts'
import { FanoutMeter, STAMP_BYTES, stampedPayload } from '../../swarm/fanout-meter.ts'

t.test('batches in order after a view are no gap', async (t) => {
  const continuity = new Continuity(2)
  continuity.view(0, 5)
  t.same([6, 7].map((n) => continuity.batch(0, n)), [true, true])
  continuity.view(1, 0)
  t.ok(continuity.batch(1, 1))
  continuity.beat(0, 7)
  t.equal(continuity.gaps, 0)
  t.equal(continuity.batches, 3)
})

t.test('a batch that the view held already is no gap, and nothing new', async (t) => {
  const continuity = new Continuity(1)
  continuity.view(0, 5)
  t.notOk(continuity.batch(0, 5))
  t.ok(continuity.batch(0, 6))
  t.equal(continuity.gaps, 0)
})

t.test('missing, repeated and swapped batches are gaps', async (t) => {
  const missing = new Continuity(1)
  missing.view(0, 0)
  missing.batch(0, 3)
  t.equal(missing.gaps, 2)
  const repeated = new Continuity(1)
  repeated.view(0, 0)
  repeated.batch(0, 1)
  t.notOk(repeated.batch(0, 1))
  t.equal(repeated.gaps, 1)
  const silent = new Continuity(1)
  silent.view(0, 4)
  silent.beat(0, 6)
  silent.beat(0, 6)
  t.equal(silent.gaps, 2, 'a heartbeat tells of batches that never came, once')
})

t.test('an answer without a verdict is lost', async (t) => {
  const ledger = new AnswerLedger(3)
  for (const index of [0, 1, 2]) ledger.sent(index, 2)
  t.ok(ledger.verdict(0, 2, 1, 40))
  t.notOk(ledger.verdict(1, 1, 1, 41), 'the verdict on another command')
  t.ok(ledger.refused(2, 2))
  t.equal(ledger.lost, 1)
  t.same(ledger.verdicts, { 0: 1, 1: 1 })
})

t.test('an answer with two places in the log is duplicated, one told twice is not', async (t) => {
  const ledger = new AnswerLedger(1)
  ledger.sent(0, 2)
  t.ok(ledger.verdict(0, 2, 1, 40))
  t.notOk(ledger.verdict(0, 2, 1, 40))
  t.equal(ledger.duplicated, 0)
  t.notOk(ledger.verdict(0, 2, 1, 44))
  t.equal(ledger.duplicated, 1)
  t.notOk(ledger.refused(0, 0), 'an error that concerns no command')
})

t.test('stamped messages are counted at each receiver', async (t) => {
  const meter = new FanoutMeter(2)
  const message = (number: number): Buffer => Buffer.from(stampedPayload(STAMP_BYTES, 0, number))
  meter.restart(1)
  meter.receive(0, message(1), 0)
  meter.receive(0, message(2), 0)
  meter.receive(1, message(2), 0)
  t.equal(meter.deliveries, 3)
  t.equal(meter.gaps, 1, 'the second receiver missed the first')
  t.equal(meter.reached(2), 2)
  meter.receive(1, message(2), 0)
  t.equal(meter.gaps, 2, 'and got the second twice')
  t.equal(meter.latency.quantiles().count, 4)
  meter.restart(1)
  t.equal(meter.reached(1), 0)
})
