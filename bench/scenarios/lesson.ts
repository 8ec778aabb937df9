import { LESSON_BYTES, atMost, noLoss } from '../budgets.ts'
import type { Budget, Verdicts } from '../budgets.ts'
import { LoadCollector } from '../generator-load.ts'
import { Latency } from '../latency.ts'
import type { Findings } from '../report.ts'
import type { Stage } from '../stage.ts'
import type { Checks } from '../swarm/operations.ts'
import { sumOf } from '../tally.ts'
import { bytesAnHour, deviation } from './lesson/bytes-an-hour.ts'
import { holdHour } from './lesson/hour.ts'
import type { Hour } from './lesson/hour.ts'

/** An hour's lesson in classes of several sizes, all at the same time. */
export async function lesson (stage: Stage): Promise<Findings> {
  const { students: sizes, rounds: questions } = stage.options
  const installation = await stage.installation()
  stage.progress.say(`${questions} questions in classes of ${sizes.join(', ')} …`)
  const cpuBefore = installation.cpuMs()
  const hours = await Promise.all(sizes.map((size) => holdHour(stage, installation, size, questions)))
  const cpuMs = installation.cpuMs() - cpuBefore
  const checks: Checks[] = []
  for (const { room } of hours) checks.push(await room.swarm.ask('checks', undefined))
  const load = new LoadCollector()
  const share = hours.reduce((sum, { life }) => sum + life.usage.share, 0)
  load.add({ cpuMs: share, wallMs: 1, share }, Latency.merge(hours.map(({ life }) => life.lateness)).encode())
  const verdicts = judge(hours, checks)
  return {
    figures: { ...Object.assign({}, ...hours.map(figuresOf)) as Findings['figures'], "relay's CPU, s": cpuMs / 1000 },
    generator: load.load(),
    verdicts,
    budgets: [...budgets(hours), ...noLoss(verdicts)],
    trouble: sumOf(checks.map(({ trouble }) => trouble)),
    histograms: Object.fromEntries(hours.map(({ size, life }) => [`${size} students: verdict, ms`, [life.verdict]]))
  }
}

function figuresOf ({ size, life, traffic }: Hour): Findings['figures'] {
  const verdict = Latency.decode(life.verdict).quantiles()
  const figures: Findings['figures'] = {
    'bytes an hour': bytesAnHour(traffic),
    'of it because something happened, bytes': traffic.eventBytes,
    'by the clock in a question of 30 s, bytes': traffic.questionBytes,
    'by the clock in a minute without one, bytes': traffic.idleBytesPerSecond * 60,
    entered: life.entered,
    'arrival to usable screen p99, ms': Latency.decode(life.arrival).quantiles().p99,
    answers: life.answers,
    'changes of mind': life.changes,
    'answers too late': life.rounds.reduce((sum, { late }) => sum + late, 0),
    'verdict p50, ms': verdict.p50,
    'verdict p99, ms': verdict.p99,
    'phones that slept': life.sleeps,
    'lines that stalled': life.stalls,
    'lines that the server ended': Object.values(life.ended).reduce((sum, times) => sum + times, 0),
    'people who left': life.walkOuts
  }
  return Object.fromEntries(Object.entries(figures).map(([name, value]) => [`${size} students: ${name}`, value]))
}

/**
 * Whoever was told that his answer counts must have been counted, and nobody else. Who does not find back to his
 * place and his verdicts is lost as well.
 */
function judge (hours: Hour[], checks: Checks[]): Verdicts {
  const verdicts = { lost: 0, duplicated: 0, gaps: 0 }
  for (const { lost, duplicated, gaps } of checks) {
    verdicts.lost += lost
    verdicts.duplicated += duplicated
    verdicts.gaps += gaps
  }
  for (const { size, life, counted, settled } of hours) {
    if (!settled) verdicts.lost += Math.max(1, size - life.gone - life.inside)
    for (const { no, round, answered } of counted) {
      const accepted = life.rounds.find((each) => each.no === no && each.round === round)?.accepted ?? 0
      verdicts.lost += Math.max(0, accepted - answered)
      verdicts.duplicated += Math.max(0, answered - accepted)
    }
  }
  return verdicts
}

function budgets (hours: Hour[]): Budget[] {
  const bytes = hours.map(({ traffic }) => bytesAnHour(traffic))
  const each = hours.map(({ size }, place) => atMost(`${size} students: bytes an hour`, LESSON_BYTES.hour, bytes[place]!))
  return hours.length === 1 ? each : [...each, atMost('bytes an hour, apart by size, %', LESSON_BYTES.apartPercent, deviation(bytes))]
}
