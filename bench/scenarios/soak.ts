import { atMost, noLoss } from '../budgets.ts'
import { now } from '../clock.ts'
import { LoadCollector } from '../generator-load.ts'
import { Latency } from '../latency.ts'
import type { Installation } from '../installation.ts'
import type { Lectern } from '../processes/lectern.ts'
import { quizQuestion } from '../questions.ts'
import type { Curve, Findings } from '../report.ts'
import { LEAD_MS } from '../stage.ts'
import type { Class, Stage } from '../stage.ts'
import type { LifeReport } from '../swarm/life/life.ts'
import type { Checks } from '../swarm/operations.ts'
import { sumOf } from '../tally.ts'
import { slope } from './slope.ts'

const HABITS = { sleeps: 6, stalls: 2, walkOuts: 0.1 }
/** Lessons follow one another, so that what a lesson leaves behind is seen: ten minutes each, or a sixth of a shorter run. */
const LESSON_MS = 600_000
const LESSONS = 6
/** A question of 30 s, and a while to talk about it. */
const SECONDS = 30
const TALK_MS = 30_000
const CLOSING_MS = 10_000
const ARRIVAL_MS = { each: 2, least: 2000 }
const LATE_SHARE = 0.05
const BEAT_MS = 15_000
const SETTLE_MS = 30_000
/** After the students have gone, until the relay has seen it (ms). */
const EMPTY_MS = 3000

/** Resident memory (MiB) with nobody there, after a lesson. */
interface Sample {
  atMs: number
  total: number
  anonymous: number
}

/** Lessons as people hold them, one after another: does memory grow from lesson to lesson, and does anything get lost? */
export async function soak (stage: Stage): Promise<Findings> {
  const { students: [size], duration, target } = stage.options
  const own = target === null ? await stage.lectern({ inspect: true }) : null
  const installation = own ?? await stage.installation()
  const startAt = now()
  const endAt = startAt + duration * 1000
  const lessonMs = Math.min(LESSON_MS, duration * 1000 / LESSONS)
  const samples: Sample[] = []
  const lives: LifeReport[] = []
  const checks: Checks[] = []
  const load = new LoadCollector()
  let unsettled = 0
  while (now() < endAt && !stage.ending) {
    stage.progress.say(`lesson ${lives.length + 1}, ${Math.ceil((endAt - now()) / 60_000)} min to go …`)
    const room = await stage.emptyClass(installation, size)
    await hold(stage, installation, room, lives.length, Math.min(endAt, now() + lessonMs))
    if (!await room.swarm.ask('settle', { timeoutMs: SETTLE_MS })) unsettled++
    const life = await room.swarm.ask('lifeReport', undefined)
    load.add(life.usage, life.lateness)
    lives.push(life)
    checks.push(await room.swarm.ask('checks', undefined))
    await room.teacher.steer(['end'])
    await room.swarm.ask('goHome', undefined)
    await stage.end(room.lesson)
    await stage.end(room.swarm)
    if (own !== null) samples.push(await sample(own, startAt))
  }
  return findings(size, lives, checks, unsettled, samples, load)
}

/** Holds a lesson until `endAt` at its own pace. */
async function hold (stage: Stage, installation: Installation, { swarm, teacher, tokens, size }: Class, number: number, endAt: number): Promise<void> {
  const windowMs = Math.max(ARRIVAL_MS.least, size * ARRIVAL_MS.each)
  const lateMs = Math.max(windowMs, (endAt - now()) / 2)
  await swarm.ask('live', { entrance: installation.entrance(tokens.students(size)), seed: stage.options.seed + number, habits: HABITS, startAt: now() + LEAD_MS, windowMs, lateShare: LATE_SHARE, lateMs })
  await swarm.ask('play', { speed: 1, haste: 1, beatMs: BEAT_MS })
  await stage.wait(LEAD_MS + windowMs)
  for (let question = 0; now() < endAt && !stage.ending; question++) {
    const asked = await teacher.ask(quizQuestion(question, SECONDS))
    await teacher.timeIsUp(SECONDS * 1000 + CLOSING_MS)
    await teacher.reveal(asked)
    await stage.wait(Math.max(0, Math.min(TALK_MS, endAt - now())))
  }
  await swarm.ask('play', { speed: 0, haste: 1, beatMs: BEAT_MS })
}

async function sample (lectern: Lectern, startAt: number): Promise<Sample> {
  await new Promise((resolve) => { setTimeout(resolve, EMPTY_MS) })
  const { total, anonymous } = await lectern.collectedMemory()
  return { atMs: now() - startAt, total: total / 1024, anonymous: anonymous / 1024 }
}

function findings (size: number, lives: LifeReport[], checks: Checks[], unsettled: number, samples: Sample[], load: LoadCollector): Findings {
  const verdict = Latency.merge(lives.map((life) => life.verdict)).quantiles()
  const add = (value: (life: LifeReport) => number): number => lives.reduce((sum, life) => sum + value(life), 0)
  const sum = (key: 'lost' | 'duplicated' | 'gaps'): number => checks.reduce((total, each) => total + each[key], 0)
  const verdicts = { lost: sum('lost'), duplicated: sum('duplicated'), gaps: sum('gaps') }
  return {
    figures: {
      lessons: lives.length,
      ...memoryFigures(samples),
      answers: add(({ answers }) => answers),
      'verdict p50, ms': verdict.p50,
      'verdict p99, ms': verdict.p99,
      'phones that slept': add(({ sleeps }) => sleeps),
      'lines that stalled': add(({ stalls }) => stalls),
      'lines that the server ended': add(({ ended }) => Object.values(ended).reduce((total, times) => total + times, 0)),
      'people who left': add(({ walkOuts }) => walkOuts),
      'students who did not come in': add(({ entered }) => size - entered),
      'lessons in which not everybody found back': unsettled
    },
    generator: load.load(),
    verdicts,
    budgets: [atMost('lessons in which not everybody found back', 0, unsettled), ...noLoss(verdicts)],
    trouble: sumOf(checks.map(({ trouble }) => trouble)),
    histograms: { 'verdict, ms': lives.map((life) => life.verdict) },
    curves: { 'memory after each lesson, MiB by s': curve(samples) }
  }
}

/** The first lesson warms the server up: growth counts from its end. */
function memoryFigures (samples: Sample[]): Findings['figures'] {
  const warm = samples.slice(1)
  if (warm.length < 2) return samples.length === 0 ? {} : { 'memory after each lesson, MiB': samples.map(({ total }) => total) }
  const perHour = (value: (sample: Sample) => number): number => slope(warm.map(({ atMs }) => atMs / 3_600_000), warm.map(value))
  return {
    'memory after each lesson, MiB': samples.map(({ total }) => total),
    'of it not mapped files, MiB': samples.map(({ anonymous }) => anonymous),
    'growth, MiB an hour': perHour(({ total }) => total),
    'growth without mapped files, MiB an hour': perHour(({ anonymous }) => anonymous)
  }
}

function curve (samples: Sample[]): Curve {
  return { x: samples.map(({ atMs }) => atMs / 1000), y: samples.map(({ total }) => total) }
}
