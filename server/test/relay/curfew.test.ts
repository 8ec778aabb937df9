import { pino } from 'pino'
import t from 'tap'
import { Kind, Presence } from '../../classroom/events.ts'
import { LESSON_MAX_MS } from '../../classroom/limits.ts'
import { LessonPhase, Role, Seat, Verdict } from '../../classroom/model.ts'
import { createPresence, foldPresence } from '../../classroom/presence.ts'
import { REHEARSAL_CODE } from '../../classroom/rehearsal.ts'
import { Down } from '../../wire/messages.ts'
import { Curfew } from '../../relay/curfew.ts'
import { START, ScriptedLesson } from '../classroom/scripted-lesson.ts'
import { relayUnderTest } from './relay-under-test.ts'

const MINUTE = 60_000
const CODE = `${REHEARSAL_CODE}K7QM3PK7QM3P`
const logger = pino({ level: 'silent' })

t.test('H11 a rehearsal ends when its teacher has been away for two minutes, and no sooner', async (t) => {
  const scripted = new ScriptedLesson(true)
  const presence = createPresence()
  const curfew = new Curfew(CODE, presence, logger)
  let sessions = 0
  const come = (at: number) => { foldPresence(presence, [Presence.up, at, 1, 7, ++sessions, 'teacher', Role.teacher, Seat.console, 1]) }
  const go = (at: number) => { foldPresence(presence, [Presence.down, at, 1, 7, sessions]) }
  come(START)
  t.equal(curfew.due(scripted.lesson, START + 60 * MINUTE), null, 'he is here')
  go(START + 60 * MINUTE)
  t.equal(curfew.due(scripted.lesson, START + 61 * MINUTE), null)
  come(START + 62 * MINUTE)
  t.equal(curfew.due(scripted.lesson, START + 64 * MINUTE), null, 'he was back meanwhile')
  go(START + 64 * MINUTE)
  t.equal(curfew.due(scripted.lesson, START + 65 * MINUTE), null)
  t.equal(curfew.due(scripted.lesson, START + 67 * MINUTE - 1), null)
  const end = curfew.due(scripted.lesson, START + 67 * MINUTE)
  t.same(end?.[0], Kind.end)
  scripted.ask()
  t.equal(scripted.fold(end!).verdict, Verdict.stale, 'a step of his that the log held already keeps it open')
  t.match(scripted.fold(curfew.due(scripted.lesson, START + 68 * MINUTE)!), { verdict: Verdict.accepted, applied: true })
  t.equal(curfew.due(scripted.state.lesson, START + 69 * MINUTE), null, 'once it is over nothing is due')
})

t.test('C1 any other lesson waits for its teacher, for six hours', async (t) => {
  const [real, load] = [new ScriptedLesson(), new ScriptedLesson(true)]
  for (const [{ lesson }, code] of [[real, CODE], [load, 'LOAD-1']] as const) {
    const curfew = new Curfew(code, createPresence(), logger)
    t.equal(curfew.due(lesson, START), null)
    t.equal(curfew.due(lesson, START + LESSON_MAX_MS), null)
    t.same(curfew.due(lesson, START + LESSON_MAX_MS + 1), [Kind.end, 'L1', START + LESSON_MAX_MS + 1, 0, -1, 0])
  }
})

t.test('H11 the relay itself ends it', async (t) => {
  const relay = await relayUnderTest(t)
  const path = `/ws/${relay.log.partitionOf(CODE)}/${CODE}`
  const claims = { cls: CODE, syn: true }
  const teacher = relay.phone(relay.ticket({ ...claims, sub: 'teacher', role: Role.teacher, seat: Seat.console }), path)
  await teacher.enter()
  await teacher.steer(['open', '연습'])
  const student = relay.phone(relay.ticket({ ...claims, sub: 's1' }), path)
  await student.join()
  teacher.cut()
  // half an hour in a few seconds
  const { now } = Date
  let ahead = 0
  t.intercept(Date, 'now', { value: () => now() + ahead })
  const hurry = setInterval(() => { ahead += MINUTE }, 200)
  t.teardown(() => { clearInterval(hurry) })
  await student.until(Down.lesson, (part) => part[1] === LessonPhase.ended)
})
