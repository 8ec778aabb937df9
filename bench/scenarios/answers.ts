import { setTimeout as delay } from 'node:timers/promises'
import { Role } from '../../server/classroom/model.ts'
import { ANSWERS, ANSWERS_KAFKA, ANSWERS_LARGE, CLICK_MS, atMost, noLoss } from '../budgets.ts'
import type { Budget } from '../budgets.ts'
import { now } from '../clock.ts'
import { LoadCollector } from '../generator-load.ts'
import type { Installation } from '../installation.ts'
import { Latency, median } from '../latency.ts'
import type { Quantiles } from '../latency.ts'
import type { Generator } from '../processes/generator.ts'
import type { Findings } from '../report.ts'
import { LEAD_MS, PATIENCE_MS } from '../stage.ts'
import type { Class, Stage } from '../stage.ts'
import type { PhaseResult } from '../swarm/phase.ts'
import { Teacher } from '../teacher.ts'
import type { Asked } from '../teacher.ts'

const WINDOW_MS = 2000
/** Between two rounds, so that one does not pay for the other (ms). */
const REST_MS = 500
/** How long the counts may take to reach the teacher after the last verdict (ms). */
const COUNT_MS = 3000
const COUNT_POLL_MS = 20
/** The four choices of the question, as masks. */
const CHOICES = [1, 2, 4, 8]

interface Round {
  verdict: Quantiles
  /** Encoded. */
  histogram: string
  clickMs: number
  cpuUs: number
  counted: number
  asked: Asked
}

/** The same of the echo server. */
type Echo = Quantiles & Pick<Round, 'histogram'>

/**
 * Everybody answers within 2 s while counts and bars go to all; rounds alternate with a bare echo server
 * under the same schedule (A B A B A), unless a target is measured. Both are warmed up by a round that is not
 * counted.
 */
export async function answers (stage: Stage): Promise<Findings> {
  const { rounds, students: [size], seed, target, log } = stage.options
  const lectern = await stage.installation()
  const room = await stage.fullClass(lectern, size)
  const bare = target === null ? await echoOf(stage, size) : null
  const loop = log === 'kafka' && target === null ? await stage.loop() : null
  const load = new LoadCollector()
  stage.progress.say('warming up …')
  const cold = await lecternRound(lectern, room, seed, new LoadCollector())
  if (bare !== null) await echoRound(bare, size, seed, new LoadCollector())
  loop?.restart()
  const ours: Round[] = []
  const theirs: Echo[] = []
  for (const round of stage.rounds(rounds)) {
    stage.progress.say(`round ${round} of ${rounds}: ${size} answers within ${WINDOW_MS / 1000} s …`)
    await delay(REST_MS)
    if (bare !== null && round % 2 === 0) theirs.push(await echoRound(bare, size, seed + round, load))
    else ours.push(await lecternRound(lectern, room, seed + round, load))
  }
  const { lost, duplicated, gaps, trouble } = await room.swarm.ask('checks', undefined)
  const fresh = await recount(lectern, room, ours.at(-1)!.asked)
  const off = [...ours.map(({ counted }) => counted), fresh.counted, fresh.inRoster].map((counted) => counted - size)
  const verdicts = {
    lost: lost + Math.max(0, ...off.map((by) => -by)),
    duplicated: duplicated + Math.max(0, ...off),
    gaps
  }
  return {
    figures: {
      'verdict p50, ms': ours.map(({ verdict }) => verdict.p50),
      'verdict p99, ms': ours.map(({ verdict }) => verdict.p99),
      'verdict max, ms': ours.map(({ verdict }) => verdict.max),
      ...(theirs.length > 0 ? { 'echo p50, ms': theirs.map(({ p50 }) => p50), 'echo p99, ms': theirs.map(({ p99 }) => p99) } : {}),
      ...(loop === null ? {} : { 'bare loop through Kafka p50, ms': loop.quantiles.p50, 'bare loop through Kafka p99, ms': loop.quantiles.p99 }),
      "teacher's click on 99 % of screens, ms": ours.map(({ clickMs }) => clickMs),
      "relay's CPU an answer, µs": ours.map(({ cpuUs }) => cpuUs),
      'first question after the start: verdict p99, ms': cold.verdict.p99,
      'answers counted by the teacher': ours.map(({ counted }) => counted),
      'answers counted in a fresh view': fresh.counted,
      'answers counted in the roster': fresh.inRoster
    },
    generator: load.load(),
    verdicts,
    budgets: [...budgets(size, log === 'kafka' ? { ...ANSWERS, ...ANSWERS_KAFKA } : ANSWERS, ours, theirs), ...noLoss(verdicts)],
    trouble,
    histograms: { 'verdict, ms': ours.map(({ histogram }) => histogram), ...(bare === null ? {} : { 'echo, ms': theirs.map(({ histogram }) => histogram) }) }
  }
}

/** Sockets to an echo server on the server's core. */
async function echoOf (stage: Stage, count: number): Promise<Generator> {
  const bare = stage.generator()
  const echo = await stage.rival('echo')
  await bare.ask('openBare', { url: echo.url(''), count, echoes: true, timeoutMs: PATIENCE_MS })
  return bare
}

async function lecternRound (lectern: Installation, { teacher, swarm, size }: Class, seed: number, load: LoadCollector): Promise<Round> {
  const clickAt = now()
  const asked = await teacher.ask()
  const seen = await swarm.ask('seeQuestion', { no: asked.no, timeoutMs: PATIENCE_MS })
  const almostAll = seen.sort()[Math.ceil(size * 0.99) - 1] ?? Infinity
  await delay(REST_MS)
  const cpuBefore = lectern.cpuMs()
  const result = await swarm.ask('answer', { ...schedule(seed), no: asked.no, round: asked.round, values: CHOICES })
  const cpuUs = (lectern.cpuMs() - cpuBefore) * 1000 / size
  note(load, result)
  const counted = await count(teacher, asked, size)
  await teacher.close(asked)
  return { verdict: Latency.decode(result.latency).quantiles(), histogram: result.latency, clickMs: almostAll - clickAt, cpuUs, counted, asked }
}

async function echoRound (bare: Generator, count: number, seed: number, load: LoadCollector): Promise<Echo> {
  const result = await bare.ask('echo', { ...schedule(seed), count })
  note(load, result)
  return { histogram: result.latency, ...Latency.decode(result.latency).quantiles() }
}

function schedule (seed: number) {
  return { startAt: now() + LEAD_MS, windowMs: WINDOW_MS, timeoutMs: PATIENCE_MS, seed }
}

function note (load: LoadCollector, { usage, lateness }: PhaseResult): void {
  load.add(usage, lateness)
}

/** The answers a teacher sees counted; waits for the last of them a while. */
async function count (teacher: Teacher, asked: Asked, expected: number): Promise<number> {
  for (let waited = 0; waited < COUNT_MS && teacher.answered(asked) < expected; waited += COUNT_POLL_MS) await delay(COUNT_POLL_MS)
  return teacher.answered(asked)
}

/** What another teacher finds who was not there: nothing of the first one's screen can help him. */
async function recount (lectern: Installation, { tokens, size }: Class, asked: Asked): Promise<{ counted: number, inRoster: number }> {
  const other = await Teacher.enter(lectern.entrance([tokens.teacher('other')]), 2)
  await other.join()
  const counted = await count(other, asked, size)
  const roster = await other.roster()
  other.goAway()
  return { counted, inRoster: roster.filter((person) => person[3] === Role.student && person[7]).length }
}

function budgets (size: number, limits: typeof ANSWERS, ours: Round[], theirs: Echo[]): Budget[] {
  const p99 = median(ours.map(({ verdict }) => verdict.p99))
  if (size > limits.students) {
    const cpu = median(ours.map(({ cpuUs }) => cpuUs))
    const cost = Number.isNaN(cpu) ? [] : [atMost("relay's CPU an answer, µs", ANSWERS_LARGE.cpuUs, cpu)]
    return [atMost('verdict p99, ms', ANSWERS_LARGE.p99Ms, p99), ...cost]
  }
  const own = [
    atMost('verdict p50, ms', limits.p50Ms, median(ours.map(({ verdict }) => verdict.p50))),
    atMost('verdict p99, ms', limits.p99Ms, p99),
    atMost("teacher's click on 99 % of screens, ms", CLICK_MS, median(ours.map(({ clickMs }) => clickMs)))
  ]
  if (theirs.length === 0) return own
  return [...own, atMost("verdict p99 beyond the echo server's, ms", limits.overEchoMs, p99 - median(theirs.map((echo) => echo.p99)))]
}
