import { now } from '../clock.ts'
import { Latency } from '../latency.ts'
import type { Schedule } from '../schedule.ts'
import { mayAct } from './brake.ts'
import { atEveryTurn } from './turns.ts'

/** How often the pump looks for what is due when nothing is read (ms); a student is late by up to this much, and it counts. */
const STEP_MS = 1

/**
 * Lets every student of `schedule` act at his time after `startAt`, whatever became of those before him:
 * a server that stalls meets the same load. `act` gets the time that was planned, from which latencies
 * count. Only while `mayBegin` says no does somebody wait (set-up, which is not measured). Resolves after
 * the last one, with how late the generator itself was.
 */
export function pump (schedule: Schedule, startAt: number, act: (student: number, due: number) => void, mayBegin: () => boolean = () => true): Promise<Latency> {
  const lateness = new Latency()
  const { times, order } = schedule
  let next = 0
  const step = (): void => {
    const until = now() - startAt
    while (next < times.length && times[next]! <= until && mayBegin() && mayAct()) {
      const due = startAt + times[next]!
      lateness.record(due, now())
      act(order[next++]!, due)
    }
  }
  const endTurns = atEveryTurn(step)
  return new Promise((resolve) => {
    const timer = setInterval(() => {
      step()
      if (next < times.length) return
      clearInterval(timer)
      endTurns()
      resolve(lateness)
    }, STEP_MS)
  })
}
