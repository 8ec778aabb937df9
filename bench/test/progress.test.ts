import t from 'tap'
import { Progress } from '../progress.ts'

t.test('nothing is said where nobody watches', async (t) => {
  const progress = new Progress({ write: () => { t.fail('somebody was told') } })
  progress.say('starting …')
  progress.clear()
})

t.test('a terminal shows what goes on and the figures of the moment, on one line that fits', async (t) => {
  let at = 0
  let told = ''
  // The line's own timer keeps no process alive.
  const alive = setInterval(() => {}, 1000)
  t.teardown(() => { clearInterval(alive) })
  await new Promise<void>((resolve) => {
    const write = (text: string): void => {
      told += text
      if (text.includes('deliveries/s')) resolve()
    }
    const progress = new Progress({ isTTY: true, columns: 120, write })
    t.teardown(() => { progress.clear() })
    progress.follow({
      async pulses () {
        at += 1000
        return [{ connected: 300, answers: 200, batches: at, p99: 12.5, cpuMs: at / 4, at }]
      }
    })
    progress.say('round 1 of 5 …')
  })
  t.match(told, 'round 1 of 5 …  300 connected, 200 answered, 1000 deliveries/s, p99 13 ms, generator 25 %')
  t.ok(told.split('\r').every((line) => line.length <= 120 + 3), 'with the three characters that clear the line')
})
