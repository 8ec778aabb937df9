import { setTimeout as delay } from 'node:timers/promises'
import { ENTER_MS, atMost, noLoss } from '../budgets.ts'
import { LoadCollector } from '../generator-load.ts'
import type { Installation } from '../installation.ts'
import { Latency, median } from '../latency.ts'
import type { Swarm } from '../processes/swarm.ts'
import type { Findings } from '../report.ts'
import type { Stage } from '../stage.ts'
import type { Checks } from '../swarm/operations.ts'
import type { PhaseResult } from '../swarm/phase.ts'
import { sumOf } from '../tally.ts'

/** Arrivals are open-loop within this time. */
const WINDOW_MS = 2000
/** Between two classes: the relay must have seen the last class go before the next one comes. */
const REST_MS = 1500

interface Round {
  result: PhaseResult
  checks: Checks
  /** The relay's CPU a student. */
  cpuUs: number
}

/**
 * A class comes in: join over HTTP, socket, view, `join` and its verdict for each student. Every round has a
 * lesson of its own. The first class meets a server, and a generator, that have just started: it is told but
 * not judged.
 */
export async function enter (stage: Stage): Promise<Findings> {
  const { rounds, seed } = stage.options
  const lectern = await stage.installation()
  const swarm = await stage.swarm(lectern, stage.options.students[0])
  stage.progress.say('the first class after the start …')
  const cold = await comeAndGo(stage, lectern, swarm, seed)
  const all: Round[] = []
  for (const round of stage.rounds(rounds)) {
    stage.progress.say(`round ${round} of ${rounds}: ${stage.options.students[0]} students enter within ${WINDOW_MS / 1000} s …`)
    all.push(await comeAndGo(stage, lectern, swarm, seed + round))
  }
  return findings(stage.options.students[0], cold, all)
}

async function comeAndGo (stage: Stage, lectern: Installation, swarm: Swarm, seed: number): Promise<Round> {
  const { students: [size] } = stage.options
  const room = await stage.emptyClass(lectern, size, swarm)
  const cpuBefore = lectern.cpuMs()
  const result = await stage.fill(lectern, room, { windowMs: WINDOW_MS, seed })
  const cpuUs = (lectern.cpuMs() - cpuBefore) * 1000 / size
  const checks = await swarm.ask('checks', undefined)
  await stage.end(room.lesson)
  await swarm.ask('goHome', undefined)
  await delay(REST_MS)
  return { result, checks, cpuUs }
}

function findings (size: number, cold: Round, all: Round[]): Findings {
  const load = new LoadCollector()
  for (const { result } of all) load.add(result.usage, result.lateness)
  const both = [cold, ...all]
  const failures = both.reduce((sum, { result }) => sum + size - result.done, 0)
  const verdicts = { lost: 0, duplicated: 0, gaps: both.reduce((sum, { checks }) => sum + checks.gaps, 0) }
  const latencies = all.map(({ result }) => result.latency)
  const { p50, p99, max } = Latency.merge(latencies).quantiles()
  const last = all.map(({ result }) => result.lastMs)
  return {
    figures: {
      'last usable screen, ms': last,
      'first class after the start: last usable screen, ms': cold.result.lastMs,
      'arrival to usable screen p50, ms': p50,
      'arrival to usable screen p99, ms': p99,
      'arrival to usable screen max, ms': max,
      "relay's CPU a student, µs": all.map(({ cpuUs }) => cpuUs),
      "generator's CPU a student, µs": all.map(({ result }) => result.usage.cpuMs * 1000 / size),
      failures
    },
    generator: load.load(),
    verdicts,
    budgets: [atMost('last usable screen (median), ms', ENTER_MS, median(last)), atMost('failures', 0, failures), ...noLoss(verdicts)],
    trouble: sumOf(both.map(({ checks }) => checks.trouble)),
    histograms: { 'arrival to usable screen, ms': latencies }
  }
}
