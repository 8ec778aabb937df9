import { setTimeout as delay } from 'node:timers/promises'
import { noLoss } from '../../budgets.ts'
import { LoadCollector } from '../../generator-load.ts'
import { Latency } from '../../latency.ts'
import type { Quantiles } from '../../latency.ts'
import type { Findings } from '../../report.ts'
import type { Stage } from '../../stage.ts'
import type { ComeBackRound, Faults } from './contestant.ts'
import { emptyAll, endAll, fillAll, startAll } from './line-up.ts'
import { LECTERN, RETURN, SEED_ROUNDS, SEED_SIZE, returnTitle } from './names.ts'
import { curvesOf, inTurn, tell, tellGenerator } from './rounds.ts'
import { seedReturn } from './seed-return.ts'

/** Between two rounds, so that one does not pay for the other (ms). */
const REST_MS = 500

interface Round {
  comeBack: ComeBackRound
  latency: Quantiles
  /** Students who stayed away. */
  away: number
}

/** All sockets are cut at once and come back within the same spread, while the teacher goes on speaking. */
export async function rivalsReconnect (stage: Stage): Promise<Findings> {
  const size = Math.max(...stage.options.students)
  const title = returnTitle(size)
  const lineUp = await startAll(stage)
  const contestants = await fillAll(stage, lineUp, size)
  const load = new LoadCollector()
  const all = await inTurn<Round>(stage, contestants, async (contestant, number) => {
    stage.progress.say(`${title}: round ${number} of ${stage.options.rounds}, ${contestant.name} …`)
    await delay(REST_MS)
    const comeBack = await contestant.comeBack(stage.options.seed + number)
    const { usage, lateness, latency, done } = comeBack.result
    if (contestant.name === LECTERN) load.add(usage, lateness)
    return { round: { comeBack, latency: Latency.decode(latency).quantiles(), away: size - done }, usage }
  })
  const lost = all.get(LECTERN)!.every.reduce((sum, { comeBack }) => sum + comeBack.missed, 0)
  const faults: Faults = { verdicts: { lost, duplicated: 0, gaps: 0 }, trouble: {} }
  await emptyAll(contestants, faults)
  await endAll(stage, lineUp)
  const figures: Findings['figures'] = {}
  tell(figures, title, RETURN.p50, all, ({ latency }) => latency.p50)
  tell(figures, title, RETURN.p99, all, ({ latency }) => latency.p99)
  tell(figures, title, RETURN.last, all, ({ comeBack }) => comeBack.result.lastMs)
  tell(figures, title, RETURN.cpu, all, ({ comeBack }) => comeBack.cpuMs * 1000 / size)
  tell(figures, title, RETURN.missed, all, ({ comeBack }) => comeBack.missed)
  tell(figures, title, RETURN.away, all, ({ away }) => away)
  tellGenerator(figures, title, all)
  const curves = curvesOf(title, size, all, ({ comeBack }) => comeBack.result.steps)
  const announced = Math.min(SEED_SIZE, size)
  const seed = await seedReturn(stage, returnTitle(announced), announced, Math.min(SEED_ROUNDS, stage.options.rounds))
  return {
    figures: { ...figures, ...seed.figures },
    generator: load.load(),
    ...faults,
    budgets: noLoss(faults.verdicts),
    curves: { ...curves, ...seed.curves }
  }
}
