import { setTimeout as delay } from 'node:timers/promises'
import { noLoss } from '../../budgets.ts'
import { LoadCollector } from '../../generator-load.ts'
import { Latency } from '../../latency.ts'
import type { Quantiles } from '../../latency.ts'
import type { Findings } from '../../report.ts'
import type { Stage } from '../../stage.ts'
import type { AnswerRound, Contestant, Faults } from './contestant.ts'
import { emptyAll, endAll, fillAll, startAll } from './line-up.ts'
import { LECTERN, SEED_LIMIT, SEED_ROUNDS, SEED_SIZE, STORM, stormTitle } from './names.ts'
import { curvesOf, histogramsOf, inTurn, tell, tellGenerator } from './rounds.ts'
import type { All, Measured } from './rounds.ts'
import { NOTHING, seedStorm } from './seed-storm.ts'

/** Between two rounds, so that one does not pay for the other (ms). */
const REST_MS = 500
interface Round {
  answers: AnswerRound
  latency: Quantiles
  /** Answers that were not acknowledged, or of which the teacher was never told. */
  lost: number
}

/** Everybody answers within two seconds while the teacher watches the count. */
export async function rivalsAnswers (stage: Stage): Promise<Findings> {
  const size = Math.max(...stage.options.students)
  const title = stormTitle(size)
  const lineUp = await startAll(stage)
  const contestants = await fillAll(stage, lineUp, size)
  const load = new LoadCollector()
  stage.progress.say('warming up …')
  for (const contestant of contestants) await contestant.answer(stage.options.seed)
  const all = await inTurn(stage, contestants, async (contestant, number) => {
    stage.progress.say(`${title}: round ${number} of ${stage.options.rounds}, ${contestant.name} …`)
    await delay(REST_MS)
    const measured = await round(contestant, stage.options.seed + number)
    if (contestant.name === LECTERN) load.add(measured.usage, measured.round.answers.result.lateness)
    return measured
  })
  const lost = Math.max(0, ...all.get(LECTERN)!.every.map((shown) => shown.lost))
  const faults: Faults = { verdicts: { lost, duplicated: 0, gaps: 0 }, trouble: {} }
  await emptyAll(contestants, faults)
  await endAll(stage, lineUp)
  const figures: Findings['figures'] = {}
  tellAll(figures, title, size, all)
  const curves = curvesOf(title, size, all, ({ answers }) => answers.result.steps)
  const histograms = histogramsOf(title, all, ({ answers }) => answers.result.latency)
  const survived = Math.min(SEED_SIZE, size)
  const storm = await seedStorm(stage, stormTitle(survived), survived, Math.min(SEED_ROUNDS, stage.options.rounds))
  const limit = size < SEED_LIMIT ? NOTHING : await seedStorm(stage, stormTitle(SEED_LIMIT), SEED_LIMIT, 1)
  return {
    figures: { ...figures, ...storm.figures, ...limit.figures },
    generator: load.load(),
    ...faults,
    budgets: noLoss(faults.verdicts),
    curves: { ...curves, ...storm.curves, ...limit.curves },
    histograms: { ...histograms, ...storm.histograms }
  }
}

async function round (contestant: Contestant, seed: number): Promise<Measured<Round>> {
  const answers = await contestant.answer(seed)
  const { result, told } = answers
  const lost = Math.max(contestant.size - result.done, contestant.size - told)
  return { round: { answers, latency: Latency.decode(result.latency).quantiles(), lost }, usage: result.usage }
}

function tellAll (figures: Findings['figures'], title: string, size: number, all: All<Round>): void {
  tell(figures, title, STORM.p50, all, ({ latency }) => latency.p50)
  tell(figures, title, STORM.p99, all, ({ latency }) => latency.p99)
  tell(figures, title, STORM.told, all, ({ answers }) => answers.toldMs)
  tell(figures, title, STORM.cpu, all, ({ answers }) => answers.cpuMs * 1000 / size)
  tell(figures, title, STORM.lost, all, ({ lost }) => lost)
  tellGenerator(figures, title, all)
}
