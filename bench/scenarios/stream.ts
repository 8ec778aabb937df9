import { setTimeout as delay } from 'node:timers/promises'
import { READ_RATIO, SCREEN_OVER_LOOP_MS, atMost, noLoss } from '../budgets.ts'
import type { Budget } from '../budgets.ts'
import { now } from '../clock.ts'
import { LoadCollector } from '../generator-load.ts'
import { Latency, median } from '../latency.ts'
import type { Installation } from '../installation.ts'
import type { Findings } from '../report.ts'
import { AT_ONCE, LEAD_MS, PACE_MS, PATIENCE_MS } from '../stage.ts'
import type { Class, Stage } from '../stage.ts'
import { stampedPayload } from '../swarm/fanout-meter.ts'
import { LogLoop } from './log-loop.ts'
import { recordsOf } from './records.ts'

const MESSAGE_BYTES = 120
/** Every teacher says something so often (ms), each at a time of his own. */
const EVERY_MS = 2000
const OPENING = 20

/**
 * Many classes whose teachers now and then send a message to all, at a moderate pace: how long from the teacher's
 * send to the students' screens, beside a bare loop through the log; what a delivery costs, and how many records
 * relays read for those that were appended.
 */
export async function stream (stage: Stage): Promise<Findings> {
  const { students: [size], classes: [count], rounds, duration, log } = stage.options
  const lectern = await stage.lectern()
  const students = count * size
  const swarm = await stage.swarm(lectern, students)
  const classes: Class[] = []
  stage.progress.say(`${count} classes of ${size} come in …`)
  while (classes.length < count) {
    classes.push(...await Promise.all(Array.from({ length: Math.min(OPENING, count - classes.length) }, () => stage.emptyClass(lectern, size, swarm))))
  }
  const entrance = lectern.entrance(classes.flatMap(({ tokens }) => tokens.students(size)))
  const { done } = await swarm.ask('enter', { entrance, startAt: now() + LEAD_MS, windowMs: Math.ceil(students * PACE_MS), atOnce: AT_ONCE, timeoutMs: PATIENCE_MS, seed: stage.options.seed })
  if (done < students) throw new Error(`only ${done} of ${students} students came in\n${lectern.output}`)
  const loop = log === 'kafka' ? await stage.loop() : null
  const ticks = Math.max(1, Math.round(duration * 1000 / EVERY_MS))
  const load = new LoadCollector()
  stage.progress.say('warming up …')
  await play(lectern, classes, { ticks, load: new LoadCollector() })
  loop?.restart()
  const before = await recordsOf(lectern)
  const all: Round[] = []
  for (const round of stage.rounds(rounds)) {
    stage.progress.say(`round ${round} of ${rounds} …`)
    all.push(await play(lectern, classes, { ticks, load }))
  }
  const after = await recordsOf(lectern)
  const ratio = (after.read - before.read) / (after.appended - before.appended)
  const p99 = all.map(({ latency }) => Latency.decode(latency).quantiles().p99)
  const { trouble, gaps } = await swarm.ask('checks', undefined)
  const expected = all.length * ticks * students
  const verdicts = { lost: expected - all.reduce((sum, { deliveries }) => sum + deliveries, 0), duplicated: 0, gaps: gaps + all.reduce((sum, round) => sum + round.gaps, 0) }
  return {
    figures: {
      'teacher to screen p50, ms': all.map(({ latency }) => Latency.decode(latency).quantiles().p50),
      'teacher to screen p99, ms': p99,
      ...(loop === null ? {} : { 'bare loop p50, ms': loop.quantiles.p50, 'bare loop p99, ms': loop.quantiles.p99 }),
      'deliveries per second of the relays\' CPU': all.map(({ perCpuSecond }) => perCpuSecond),
      ...(Number.isNaN(ratio) ? {} : { 'records read ÷ records appended': ratio })
    },
    generator: load.load(),
    verdicts,
    budgets: [...budgets(median(p99), loop, ratio), ...noLoss(verdicts)],
    trouble,
    histograms: { 'teacher to screen, ms': all.map(({ latency }) => latency) }
  }
}

interface Round {
  latency: string
  deliveries: number
  gaps: number
  perCpuSecond: number
}

/** Teachers speak `ticks` times, each at times of his own; every student is to have all of it. */
export async function play (relays: Pick<Installation, 'cpuMs'>, classes: readonly Class[], { ticks, load }: { ticks: number, load: LoadCollector }): Promise<Round> {
  const { swarm, size } = classes[0]!
  await swarm.ask('fanoutStart', { first: 1 })
  const startAt = now() + LEAD_MS
  const cpuBefore = relays.cpuMs()
  for (let tick = 0; tick < ticks; tick++) {
    for (const [place, { teacher }] of classes.entries()) {
      const due = startAt + EVERY_MS * (tick + place / classes.length)
      await delay(Math.max(0, due - now()))
      teacher.control([stampedPayload(MESSAGE_BYTES, due, tick + 1)])
    }
  }
  const { latency, deliveries, gaps, usage } = await swarm.ask('fanoutEnd', { last: ticks, receivers: classes.length * size, timeoutMs: PATIENCE_MS })
  load.add(usage)
  return { latency, deliveries, gaps, perCpuSecond: deliveries * 1000 / (relays.cpuMs() - cpuBefore) }
}

function budgets (p99: number, loop: LogLoop | null, ratio: number): Budget[] {
  if (loop === null) return []
  const standby = process.env['STANDBY'] === '0' ? 'alone' : 'standby'
  return [
    atMost("teacher to screen p99 beyond the bare loop's, ms", SCREEN_OVER_LOOP_MS, p99 - loop.quantiles.p99),
    ...(Number.isNaN(ratio) ? [] : [atMost('records read ÷ records appended', READ_RATIO[standby], ratio)])
  ]
}
