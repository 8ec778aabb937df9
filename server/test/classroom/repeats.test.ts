import t from 'tap'
import { CommandIds } from '../../classroom/command-ids.ts'
import { digest } from '../../classroom/digest.ts'
import { Kind } from '../../classroom/events.ts'
import { KEPT_IDS } from '../../classroom/limits.ts'
import { Verdict } from '../../classroom/model.ts'
import { ScriptedLesson, START } from './scripted-lesson.ts'

t.test('C3 a repeat folds to nothing and gets the first verdict, place and time', async (t) => {
  const scripted = new ScriptedLesson()
  scripted.students(1)
  scripted.ask()
  const id = scripted.id()
  const first = scripted.answer('s1', 2, { id, at: START + 1000 })
  const before = digest(scripted.state)
  const again = scripted.answer('s1', 2, { id, at: START + 9000 })
  t.match(again, { verdict: Verdict.accepted, applied: false, changed: 0, who: 1, position: first.position, at: START + 1000 })
  t.equal(scripted.answer('s1', 4, { id, revision: 2 }).verdict, Verdict.accepted, 'whatever it holds now')
  t.equal(digest(scripted.state), before)
})

t.test('C3 a refusal is kept like any verdict', async (t) => {
  const scripted = new ScriptedLesson()
  const id = scripted.id()
  t.equal(scripted.fold([Kind.show, 'L1', START, id, 0, scripted.position, 1]).verdict, Verdict.wrongPhase)
  scripted.ask()
  t.match(scripted.show(1, { id }), { verdict: Verdict.wrongPhase, applied: false })
})

t.test('C3 open and join are known again, too', async (t) => {
  const scripted = new ScriptedLesson()
  const [open] = scripted.events
  t.match(scripted.fold(open as typeof scripted.events[number]), { verdict: Verdict.accepted, applied: false, who: 0, position: 1024 })
  const id = scripted.id()
  const first = scripted.join('s1', { id })
  t.match(scripted.join('s1', { id }), { verdict: Verdict.accepted, applied: false, position: first.position })
})

t.test('C3 the last ids of each participant are kept, and no more', async (t) => {
  const commands = new CommandIds(START)
  const remember = (who: number, id: number): void => { commands.remember(who, id, { verdict: Verdict.late, position: id * 10, at: START + id }) }
  for (let id = 1; id <= KEPT_IDS; id++) remember(5, id)
  t.same(commands.recall(5, 1), { verdict: Verdict.late, position: 10, at: START + 1 })
  remember(5, KEPT_IDS + 1)
  t.equal(commands.recall(5, 1), null)
  t.ok(commands.recall(5, 2))
  t.ok(commands.recall(5, KEPT_IDS + 1))
  t.equal(commands.recall(4, 2), null, 'each his own')
  t.equal(commands.recall(99, 2), null)
  t.equal(commands.recall(-1, 2), null)
})

t.test('C3 what a relay made itself has no id and is never taken for a repeat', async (t) => {
  const commands = new CommandIds(START)
  commands.remember(0, 0, { verdict: Verdict.accepted, position: 1, at: START })
  t.equal(commands.recall(0, 0), null)
})
