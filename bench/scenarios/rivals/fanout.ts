import { setTimeout as delay } from 'node:timers/promises'
import { FANOUT_RATIO, SOCKET_IO_RATIO, atMost, noLoss } from '../../budgets.ts'
import type { Budget } from '../../budgets.ts'
import { now } from '../../clock.ts'
import { LoadCollector } from '../../generator-load.ts'
import { Latency, median } from '../../latency.ts'
import type { Quantiles } from '../../latency.ts'
import { cpuMs } from '../../processes/proc.ts'
import type { Findings } from '../../report.ts'
import { LEAD_MS } from '../../stage.ts'
import type { Stage } from '../../stage.ts'
import type { Contestant, Faults } from './contestant.ts'
import { warmUp } from '../warm-up.ts'
import { emptyAll, endAll, fillAll, startAll } from './line-up.ts'
import { BARE, FANOUT, LECTERN, PER_TICK, SOCKET_IO, fanoutTitle } from './names.ts'
import type { Name } from './names.ts'
import { histogramsOf, inTurn, ratio, tell, tellGenerator } from './rounds.ts'
import type { All, Measured } from './rounds.ts'

/** Time that a round's ticks take at least (ms), and how many there are at least. */
const ROUND_MS = 2000
const TICKS = 4
/** Between two ticks at least (ms): with ten at once, a teacher of Lectern stays below the 60 frames a second he may send. */
const TICK_MS = 250
/** Time that a delivery gets of the tick (ms), so that the slowest rival can keep up. */
const PACE_MS = 0.016

/** How a teacher speaks: `perTick` things at once, every `tickMs`, `ticks` times a round. */
interface Pace {
  perTick: (typeof PER_TICK)[number]
  tickMs: number
  ticks: number
}

function paceOf (size: number, perTick: Pace['perTick']): Pace {
  const tickMs = Math.max(TICK_MS, size * perTick * PACE_MS)
  return { perTick, tickMs, ticks: Math.max(TICKS, Math.ceil(ROUND_MS / tickMs)) }
}

interface Round {
  latency: Quantiles
  encoded: string
  /** Deliveries that never came. */
  lost: number
  gaps: number
  /** Server CPU of a delivered message, in µs. */
  cpuUs: number
  /** Batches that a student got in a tick (Lectern). */
  flushes: number
}

/** What a delivery costs each of the servers, and how long it takes. */
export async function rivalsFanout (stage: Stage): Promise<Findings> {
  const figures: Findings['figures'] = {}
  const histograms: Record<string, string[]> = {}
  const budgets: Budget[] = []
  const faults: Faults = { verdicts: { lost: 0, duplicated: 0, gaps: 0 }, trouble: {} }
  const load = new LoadCollector()
  const lineUp = await startAll(stage)
  await warmUp(stage, lineUp.lectern, lineUp.rivals.get(BARE)!)
  for (const size of stage.options.students) {
    const contestants = await fillAll(stage, lineUp, size)
    for (const pace of PER_TICK.map((perTick) => paceOf(size, perTick))) {
      const title = fanoutTitle(size, pace.perTick)
      const all = await speakInTurn(stage, title, contestants, pace, load)
      tellAll(figures, title, all)
      Object.assign(histograms, histogramsOf(title, all, ({ encoded }) => encoded))
      for (const { lost, gaps } of all.get(LECTERN)!.every) {
        faults.verdicts.lost += lost
        faults.verdicts.gaps += gaps
      }
      budgets.push(...judge(title, pace, all))
    }
    await emptyAll(contestants, faults)
  }
  await endAll(stage, lineUp)
  return { figures, generator: load.load(), ...faults, budgets: [...budgets, ...noLoss(faults.verdicts)], histograms }
}

async function speakInTurn (stage: Stage, title: string, contestants: Contestant[], pace: Pace, load: LoadCollector): Promise<All<Round>> {
  // How often Lectern flushes in a tick is its own affair; the bare broadcaster then does as many.
  let flushes = 1
  for (const contestant of contestants) await round(contestant, { ...pace, ticks: TICKS }, 1)
  return inTurn(stage, contestants, async (contestant, number) => {
    stage.progress.say(`${title}: round ${number} of ${stage.options.rounds}, ${contestant.name} …`)
    const measured = await round(contestant, pace, flushes)
    if (contestant.name === LECTERN) {
      flushes = Math.max(1, Math.round(measured.round.flushes))
      load.add(measured.usage)
    }
    return measured
  })
}

async function round (contestant: Contestant, { perTick, tickMs, ticks }: Pace, flushes: number): Promise<Measured<Round>> {
  const { pid, size } = contestant
  await contestant.startCounting()
  const startAt = now() + LEAD_MS
  const before = cpuMs(pid)
  for (let tick = 0; tick < ticks; tick++) {
    const due = startAt + tick * tickMs
    await delay(Math.max(0, due - now()))
    contestant.speak(due, 1 + tick * perTick, perTick, flushes)
  }
  const { latency, deliveries, gaps, batches, usage } = await contestant.counted(ticks * perTick)
  const round = {
    latency: Latency.decode(latency).quantiles(),
    encoded: latency,
    lost: ticks * perTick * size - deliveries,
    gaps,
    cpuUs: (cpuMs(pid) - before) * 1000 / deliveries,
    flushes: batches / size / ticks
  }
  return { round, usage }
}

function tellAll (figures: Findings['figures'], title: string, all: All<Round>): void {
  tell(figures, title, FANOUT.cpu, all, ({ cpuUs }) => cpuUs)
  tell(figures, title, FANOUT.p50, all, ({ latency }) => latency.p50)
  tell(figures, title, FANOUT.p99, all, ({ latency }) => latency.p99)
  tell(figures, title, FANOUT.lost, all, ({ lost }) => lost)
  tellGenerator(figures, title, all)
  figures[`${title}: flushes a tick, Lectern`] = median(all.get(LECTERN)!.rounds.map(({ flushes }) => flushes))
}

function judge (title: string, { perTick }: Pace, all: All<Round>): Budget[] {
  const against = (name: Name): number => ratio(all.get(LECTERN)!, all.get(name)!, ({ cpuUs }) => cpuUs)
  const budgets = [
    atMost(`CPU ÷ bare, ${title}`, FANOUT_RATIO, against(BARE)),
    atMost(`CPU ÷ Socket.IO, ${title}`, SOCKET_IO_RATIO[perTick], against(SOCKET_IO))
  ]
  // No round left to judge by is no miss.
  return budgets.map((budget) => (Number.isNaN(budget.measured) ? { ...budget, holds: null } : budget))
}
