import t from 'tap'
import { digest } from '../../classroom/digest.ts'
import { isSocketEvent } from '../../classroom/event-shape.ts'
import type { SocketEvent } from '../../classroom/events.ts'
import { fold } from '../../classroom/lesson.ts'
import { Verdict } from '../../classroom/model.ts'
import { dice, randomLesson } from './random-lesson.ts'
import { ScriptedLesson, START, question } from './scripted-lesson.ts'

t.test('C2 an event of another release or a broken one is skipped', async (t) => {
  const scripted = new ScriptedLesson()
  const before = digest(scripted.state)
  const broken: unknown[] = [
    null,
    'open',
    [99, 'L1', START, 1],
    [4, 'L1', START],
    [4, 1, START, 1, 0],
    [4, 'L1', NaN, 1, 0],
    [4, 'L1', START, -1, 0],
    [3, 'L1', START, 1, 'key', 'name', 'number', 2, true, 1, ''],
    [3, 'L1', START, 1, 'key', 'name', 'number', 0, true, 0.5, ''],
    [6, 'L1', START, 1, 0, 9999, 0, 1, '', { ...question(), type: 'essay' }],
    [12, 'L1', START, 1, 0, 0, 0, 2 ** 32, 1],
    [12, 'L1', START, 1, 0, 0, 0, 1, [1]],
    [15, 'L1', START, 1, 0, 0, '2'],
    [16, 'L1', START, 1, 0, 0, 'name', [1], false]
  ]
  for (const event of broken) {
    t.match(fold(scripted.state, event as SocketEvent, 5000), { verdict: Verdict.unreadable, id: 0, who: -1, applied: false, changed: 0 })
  }
  t.equal(digest(scripted.state), before)
})

t.test('C2 what a later release adds at the end of an event is not looked at', async (t) => {
  for (const event of randomLesson(dice(3), 200).events) {
    if (!isSocketEvent([...event, 'more'])) t.fail(`kind ${event[0]}`)
  }
  t.pass('every kind')
})

t.test('equal states have equal digests, others have not', async (t) => {
  const one = new ScriptedLesson()
  const other = new ScriptedLesson()
  t.match(digest(one.state), /^[0-9a-f]{16}$/)
  t.equal(digest(one.state), digest(other.state))
  one.students(5)
  other.students(5)
  t.equal(digest(one.state), digest(other.state))
  one.join('s6', { name: 'a' })
  other.join('s6', { name: 'b' })
  t.not(digest(one.state), digest(other.state))
  one.end()
  t.not(digest(one.state), digest(other.state))
  t.equal(digest(one.state, false), digest(one.state, false))
})
