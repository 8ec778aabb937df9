import t from 'tap'
import { now } from '../../../clock.ts'
import { random } from '../../../schedule.ts'
import { Agenda } from '../../../swarm/life/agenda.ts'

t.test('everything is done once, in the order of its time, whatever the order it was written down in', async (t) => {
  const agenda = new Agenda()
  t.teardown(() => { agenda.stop() })
  const next = random(3)
  const times = Array.from({ length: 500 }, () => now() + 50 * next())
  const done: number[] = []
  await new Promise<void>((resolve) => {
    for (const time of times) {
      agenda.at(time, (due) => {
        if (now() < due) t.fail('before its time')
        done.push(due)
        if (done.length === times.length) resolve()
      })
    }
  })
  t.same(done, times.toSorted((a, b) => a - b))
  t.equal(agenda.lateness.quantiles().count, 500)
})

t.test('what is done may write down more', async (t) => {
  const agenda = new Agenda()
  t.teardown(() => { agenda.stop() })
  await new Promise<void>((resolve) => { agenda.after(1, () => { agenda.after(1, () => { resolve() }) }) })
  t.equal(agenda.lateness.quantiles().count, 2)
})

t.test('after its end nothing is done', async (t) => {
  const agenda = new Agenda()
  agenda.after(0, () => { t.fail('done after the end') })
  agenda.stop()
  await new Promise((resolve) => { setTimeout(resolve, 5) })
  t.equal(agenda.lateness.quantiles().count, 0)
})
