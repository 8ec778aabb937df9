import { setTimeout as delay } from 'node:timers/promises'
import { FANOUT_RATIO, atMost, noLoss } from '../budgets.ts'
import type { Budget } from '../budgets.ts'
import { now } from '../clock.ts'
import { LoadCollector } from '../generator-load.ts'
import { Latency, median } from '../latency.ts'
import type { Quantiles } from '../latency.ts'
import type { Generator } from '../processes/generator.ts'
import { cpuMs } from '../processes/proc.ts'
import type { Swarm } from '../processes/swarm.ts'
import type { Findings } from '../report.ts'
import { LEAD_MS, PATIENCE_MS } from '../stage.ts'
import type { Stage } from '../stage.ts'
import { BareTeacher } from '../rivals/bare-teacher.ts'
import { stampedPayload } from '../swarm/fanout-meter.ts'
import { warmUp } from './warm-up.ts'

const MESSAGE_BYTES = 120
/** Messages of a tick: one at a time, and many at once. */
const PER_TICK = [1, 10]
/** Four ticks a second: with ten messages each, a teacher stays below the 60 frames a second he may send. */
const TICK_MS = 250
const TICKS = 20
/** Rounds that are not counted are played faster; a teacher's bucket takes 200 messages at once, and 60 a second. */
const WARM_UP_TICKS = 40
const WARM_UP_TICK_MS = 100
/** One side of the comparison: who receives, which process pays, and how a tick's messages are sent. */
interface Side {
  swarm: Generator | Swarm
  pid: number
  /** Sends all payloads of a tick. `flushes`: in how many flushes a receiver should get them, where that can be chosen. */
  speak: (payloads: Uint8Array[], flushes: number) => void
}

interface Round {
  latency: Quantiles
  /** Deliveries that never came. */
  lost: number
  gaps: number
  /** Server CPU of a delivered message, in µs. */
  cpuUs: number
  /** Batches that a receiver got in a tick. */
  flushes: number
}

/** The teacher's messages go to everybody; rounds alternate with a bare broadcaster that flushes as often (A B A B A). */
export async function fanout (stage: Stage): Promise<Findings> {
  const load = new LoadCollector()
  const lectern = await stage.lectern()
  const broadcaster = await stage.rival('broadcaster')
  const figures: Findings['figures'] = {}
  const budgets: Budget[] = []
  const verdicts = { lost: 0, duplicated: 0, gaps: 0 }
  await warmUp(stage, lectern, broadcaster)
  const trouble: Record<string, number> = {}
  for (const size of stage.options.students) {
    if (stage.ending) break
    const { teacher, swarm } = await stage.fullClass(lectern, size)
    const bare = stage.generator()
    await bare.ask('openBare', { url: broadcaster.url('student'), count: size, echoes: false, timeoutMs: PATIENCE_MS })
    const bareTeacher = await BareTeacher.connect(broadcaster.url('teacher'))
    const ours: Side = { swarm, pid: lectern.pid, speak: (payloads) => { teacher.control(payloads) } }
    const theirs: Side = { swarm: bare, pid: broadcaster.pid, speak: (payloads, flushes) => { bareTeacher.speak(payloads, flushes) } }
    for (const perTick of PER_TICK) {
      const name = `${size} students, ${perTick} a tick`
      const [a, b] = await alternate(stage, name, ours, theirs, { size, perTick, load })
      tell(figures, name, a, b)
      verdicts.lost += sum([...a, ...b].map(({ lost }) => lost))
      verdicts.gaps += sum([...a, ...b].map(({ gaps }) => gaps))
      if (b.length > 0) budgets.push(atMost(`${name}: CPU a delivery ÷ bare`, FANOUT_RATIO, medianCpu(a) / medianCpu(b)))
    }
    const checks = await swarm.ask('checks', undefined)
    verdicts.gaps += checks.gaps
    for (const [what, times] of Object.entries(checks.trouble)) trouble[what] = (trouble[what] ?? 0) + times
    teacher.goAway()
    bareTeacher.goAway()
    await stage.end(swarm)
    await stage.end(bare)
  }
  return { figures, generator: load.load(), verdicts, budgets: [...budgets, ...noLoss(verdicts)], trouble }
}

interface Plan { size: number, perTick: number, load: LoadCollector }

/** Rounds of both sides in turn, after one of each that is not counted. */
async function alternate (stage: Stage, name: string, ours: Side, theirs: Side, plan: Plan): Promise<[Round[], Round[]]> {
  const unmeasured = { ...plan, load: new LoadCollector() }
  stage.progress.say(`${name}: warming up …`)
  const pace = { ticks: WARM_UP_TICKS, tickMs: WARM_UP_TICK_MS }
  const warm = await round(ours, unmeasured, 1, pace)
  await round(theirs, unmeasured, Math.round(warm.flushes), pace)
  const a: Round[] = []
  const b: Round[] = []
  for (const number of stage.rounds(stage.options.rounds)) {
    stage.progress.say(`${name}: round ${number} of ${stage.options.rounds} …`)
    if (number % 2 === 1) a.push(await round(ours, plan, 1))
    else b.push(await round(theirs, plan, Math.round(median(a.map(({ flushes }) => flushes)))))
  }
  return [a, b]
}

async function round ({ swarm, pid, speak }: Side, { size, perTick, load }: Plan, flushes: number, { ticks, tickMs } = { ticks: TICKS, tickMs: TICK_MS }): Promise<Round> {
  await swarm.ask('fanoutStart', { first: 1 })
  const startAt = now() + LEAD_MS
  const cpuBefore = cpuMs(pid)
  for (let tick = 0; tick < ticks; tick++) {
    const due = startAt + tick * tickMs
    await delay(Math.max(0, due - now()))
    const first = 1 + tick * perTick
    speak(Array.from({ length: perTick }, (_, k) => stampedPayload(MESSAGE_BYTES, due, first + k)), Math.max(1, flushes))
  }
  const result = await swarm.ask('fanoutEnd', { last: ticks * perTick, receivers: size, timeoutMs: PATIENCE_MS })
  const cpuUs = (cpuMs(pid) - cpuBefore) * 1000 / result.deliveries
  load.add(result.usage)
  return {
    latency: Latency.decode(result.latency).quantiles(),
    lost: ticks * perTick * size - result.deliveries,
    gaps: result.gaps,
    cpuUs,
    flushes: result.batches / size / ticks
  }
}

function tell (figures: Findings['figures'], name: string, a: Round[], b: Round[]): void {
  figures[`${name}: CPU a delivery, µs`] = a.map(({ cpuUs }) => cpuUs)
  figures[`${name}: bare, CPU a delivery, µs`] = b.map(({ cpuUs }) => cpuUs)
  figures[`${name}: flushes a tick`] = median(a.map(({ flushes }) => flushes))
  figures[`${name}: p50, ms`] = a.map(({ latency }) => latency.p50)
  figures[`${name}: bare, p50, ms`] = b.map(({ latency }) => latency.p50)
  figures[`${name}: p99, ms`] = a.map(({ latency }) => latency.p99)
  figures[`${name}: bare, p99, ms`] = b.map(({ latency }) => latency.p99)
}

function medianCpu (rounds: Round[]): number {
  return median(rounds.map(({ cpuUs }) => cpuUs))
}

function sum (values: number[]): number {
  return values.reduce((total, value) => total + value, 0)
}
