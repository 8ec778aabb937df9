import { ENTER_MS, atMost, noLoss } from '../budgets.ts'
import { LoadCollector } from '../generator-load.ts'
import { Latency, median } from '../latency.ts'
import type { Findings } from '../report.ts'
import type { Stage } from '../stage.ts'

/** Arrivals are open-loop within this time (DESIGN section 10). */
const WINDOW_MS = 2000

/**
 * A class comes in: join over HTTP, socket, view, `join` and its verdict for each student. Every round
 * has a lesson of its own; the first one meets a server that has just started.
 */
export async function enter (stage: Stage): Promise<Findings> {
  const { rounds, students: [size] } = stage.options
  const lectern = await stage.lectern()
  const load = new LoadCollector()
  const last: number[] = []
  const cpu: number[] = []
  const latencies: string[] = []
  const trouble: Record<string, number> = {}
  let failures = 0
  let gaps = 0
  for (let round = 1; round <= rounds; round++) {
    const room = await stage.emptyClass(lectern, size)
    stage.progress.say(`round ${round} of ${rounds}: ${size} students enter within ${WINDOW_MS / 1000} s …`)
    const cpuBefore = lectern.cpuMs()
    const result = await stage.fill(lectern, room, WINDOW_MS)
    cpu.push((lectern.cpuMs() - cpuBefore) * 1000 / size)
    load.add(result.usage, result.lateness)
    last.push(result.lastMs)
    latencies.push(result.latency)
    failures += size - result.done
    const checks = await room.swarm.ask('checks', undefined)
    gaps += checks.gaps
    for (const [what, times] of Object.entries(checks.trouble)) trouble[what] = (trouble[what] ?? 0) + times
    room.teacher.goAway()
    await stage.end(room.swarm)
  }
  const { p50, p99, max } = Latency.merge(latencies).quantiles()
  const verdicts = { lost: 0, duplicated: 0, gaps }
  return {
    figures: {
      'last usable screen, ms': last,
      'arrival to usable screen p50, ms': p50,
      'arrival to usable screen p99, ms': p99,
      'arrival to usable screen max, ms': max,
      "relay's CPU a student, µs": cpu,
      failures
    },
    generator: load.load(),
    verdicts,
    budgets: [atMost('last usable screen (median), ms', ENTER_MS, median(last)), atMost('failures', 0, failures), ...noLoss(verdicts)],
    trouble
  }
}
