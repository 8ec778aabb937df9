import { setTimeout as delay } from 'node:timers/promises'
import { COME_BACK_MS, GROWTH, atMost, noLoss } from '../budgets.ts'
import type { Budget } from '../budgets.ts'
import { now } from '../clock.ts'
import { LoadCollector } from '../generator-load.ts'
import { Latency } from '../latency.ts'
import type { Resident } from '../processes/proc.ts'
import type { Findings } from '../report.ts'
import { PATIENCE_MS } from '../stage.ts'
import type { Class, Stage } from '../stage.ts'
import { stampedPayload } from '../swarm/fanout-meter.ts'
import type { ComeBackResult } from '../swarm/student-phases.ts'

/** How long nobody has a line; the teacher speaks in the middle of it. */
const OFFLINE_MS = 400
const MESSAGE_BYTES = 120

/**
 * All sockets are cut at once and come back by resume token, without HTTP. The teacher sends a message
 * before, two into the silence and one after it: every student must get all four, in order.
 */
export async function reconnect (stage: Stage): Promise<Findings> {
  const { rounds, students: [size] } = stage.options
  const own = stage.options.target === null ? await stage.lectern({ inspect: true }) : null
  const room = await stage.fullClass(own ?? await stage.installation(), size)
  const load = new LoadCollector()
  const before = await own?.collectedMemory()
  const results: ComeBackResult[] = []
  const memory: number[] = []
  const verdicts = { lost: 0, duplicated: 0, gaps: 0 }
  for (const round of stage.rounds(rounds)) {
    stage.progress.say(`round ${round} of ${rounds}: ${size} sockets are cut and come back …`)
    const { result, lost, gaps } = await cutAndReturn(room, stage.options.seed + round)
    load.add(result.usage, result.lateness)
    results.push(result)
    if (own !== null) memory.push(own.memory().total / 1024)
    verdicts.lost += lost
    verdicts.gaps += gaps
  }
  const after = await own?.collectedMemory()
  const { gaps, trouble } = await room.swarm.ask('checks', undefined)
  verdicts.gaps += gaps
  const { p50, p99 } = Latency.merge(results.map(({ latency }) => latency)).quantiles()
  const away = results.reduce((sum, { done }) => sum + size - done, 0)
  const unrecovered = results.reduce((sum, result) => sum + result.unrecovered, 0)
  const overSpread = Math.max(...results.map(({ lastMs, spread }) => lastMs - spread))
  return {
    figures: {
      'spread given by the server, ms': results.at(-1)!.spread,
      'last view, ms': results.map(({ lastMs }) => lastMs),
      'view p50, ms': p50,
      'view p99, ms': p99,
      'students not back': away,
      'students whose missed messages were gone': unrecovered,
      ...memoryFigures(memory, before, after)
    },
    generator: load.load(),
    verdicts,
    budgets: [
      atMost('last view beyond the spread, ms', COME_BACK_MS, overSpread),
      atMost('students not back', 0, away),
      atMost('students whose missed messages were gone', 0, unrecovered),
      ...memoryBudget(results.length, before, after),
      ...noLoss(verdicts)
    ],
    trouble,
    histograms: { 'view, ms': results.map(({ latency }) => latency) }
  }
}

async function cutAndReturn ({ teacher, swarm, size }: Class, seed: number): Promise<{ result: ComeBackResult, lost: number, gaps: number }> {
  const say = (first: number, count: number): void => {
    teacher.control(Array.from({ length: count }, (_, k) => stampedPayload(MESSAGE_BYTES, now(), first + k)))
  }
  const everybodyHas = (last: number) => swarm.ask('fanoutEnd', { last, receivers: size, timeoutMs: PATIENCE_MS })
  await swarm.ask('fanoutStart', { first: 1 })
  say(1, 1)
  await everybodyHas(1)
  const back = swarm.ask('comeBack', { seed, offlineMs: OFFLINE_MS, timeoutMs: PATIENCE_MS })
  await delay(OFFLINE_MS / 2)
  say(2, 2)
  const result = await back
  say(4, 1)
  const { deliveries, gaps } = await everybodyHas(4)
  return { result, lost: Math.max(0, 4 * size - deliveries), gaps }
}

/** None of an installation that is not ours to look at. */
function memoryFigures (memory: number[], before?: Resident, after?: Resident): Findings['figures'] {
  if (before === undefined || after === undefined) return {}
  return {
    "relay's memory, MiB": memory,
    "relay's memory after GC before and after, MiB": [before.total / 1024, after.total / 1024],
    'of it not mapped files, before and after, MiB': [before.anonymous / 1024, after.anonymous / 1024]
  }
}

function memoryBudget (rounds: number, before?: Resident, after?: Resident): Budget[] {
  if (before === undefined || after === undefined || rounds < GROWTH.rounds) return []
  return [atMost(`memory grown after ${rounds} rounds, %`, GROWTH.percent, (after.total - before.total) * 100 / before.total)]
}
