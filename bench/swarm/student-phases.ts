import { setTimeout as delay } from 'node:timers/promises'
import { now } from '../clock.ts'
import { Latency } from '../latency.ts'
import { arrivals, random } from '../schedule.ts'
import type { Tally } from '../tally.ts'
import { Countdown } from './countdown.ts'
import { waitBefore } from './life/way-back.ts'
import { Phase } from './phase.ts'
import type { PhaseResult } from './phase.ts'
import type { Students } from './students.ts'
import { WayIn } from './way-in.ts'
import type { Entrance } from './way-in.ts'

/** When and how fast a phase runs: students at random within `windowMs` after `startAt`, waited for `timeoutMs` longer. */
export interface Timing {
  startAt: number
  windowMs: number
  timeoutMs: number
  seed: number
}

export interface EnterPlan extends Timing {
  entrance: Entrance
  /** How many may be on their way in at once; unset for a measurement. */
  atOnce?: number | undefined
}

/** Everybody comes in: join over HTTP, socket, `itsme`, view, `join`, its verdict. Then the screen is usable. */
export async function enter (students: Students, plan: EnterPlan): Promise<PhaseResult> {
  const phase = new Phase(students.count)
  students.watch = {
    viewed: (index) => { students.join(index) },
    joined: phase.done,
    failed: phase.failed
  }
  const wayIn = new WayIn(plan.entrance)
  const refused = (index: number, status: number): void => {
    students.note(`HTTP ${status}`)
    phase.failed(index)
  }
  return phase.run(arrivals(students.count, plan.windowMs, plan.seed), plan, (index) => { wayIn.enter(students, index, refused) })
}

/** `values[i % values.length]` is what student i answers. */
export interface AnswerPlan extends Timing {
  no: number
  round: number
  values: number[]
}

/** Everybody answers once; done with the verdict. */
export async function answer (students: Students, plan: AnswerPlan): Promise<PhaseResult> {
  const phase = new Phase(students.count)
  students.watch = { answered: phase.done, failed: phase.failed }
  return phase.run(arrivals(students.count, plan.windowMs, plan.seed), plan, (index) => {
    students.answer(index, plan.no, plan.round, 1, plan.values[index % plan.values.length]!)
  })
}

/** Waits (at most `timeoutMs`) until everybody has seen question `no`; returns when each of them saw it. */
export async function seeQuestion (students: Students, plan: { no: number, timeoutMs: number }): Promise<Float64Array> {
  const seen = students.sightings(plan.no).length
  const countdown = new Countdown(students.count - seen)
  students.watch = { question: (_, no) => { if (no === plan.no) countdown.one() } }
  await countdown.within(plan.timeoutMs)
  return students.sightings(plan.no)
}

/** `offlineMs`: how long nobody has a line before the first may come back. */
export interface ComeBackPlan {
  seed: number
  offlineMs: number
  timeoutMs: number
}

export interface ComeBackResult extends PhaseResult {
  /** The time over which the server let them come back (ms). */
  spread: number
  /** Students whose missed control messages were gone. */
  unrecovered: number
}

/** Every line is cut at once; everybody comes back by himself within the spread, by resume token. Counted from the end of the silence. */
export async function comeBack (students: Students, plan: ComeBackPlan): Promise<ComeBackResult> {
  const phase = new Phase(students.count)
  const unrecovered = students.unrecovered
  const { spread } = students
  students.watch = { viewed: phase.done, failed: phase.failed }
  students.cutAll()
  await delay(plan.offlineMs)
  const result = await phase.run(arrivals(students.count, spread, plan.seed), { startAt: now(), timeoutMs: plan.timeoutMs, from: 'start' }, (index) => { students.comeBack(index) })
  return { ...result, spread, unrecovered: students.unrecovered - unrecovered }
}

/** The first `count` students read nothing more; their sockets stay. */
export function stall (students: Students, { count }: { count: number }): void {
  for (let index = 0; index < count; index++) students.stall(index)
}

export interface RecoverResult {
  /** Students with a view after they were cut off. */
  back: number
  /** Lines that ended, by close code. */
  ended: Tally
  /** Students whose missed control messages were gone, and who were told so. */
  unrecovered: number
  /** From reading on until the view. Encoded. */
  latency: string
}

/** The first `count` students read on: they find their line ended, and come back as the client does. Waits for all of them, at most `timeoutMs`. */
export async function recover (students: Students, { count, seed, timeoutMs }: { count: number, seed: number, timeoutMs: number }): Promise<RecoverResult> {
  const next = random(seed)
  const countdown = new Countdown(count)
  const latency = new Latency()
  const ended: Tally = {}
  const startAt = now()
  const { unrecovered } = students
  students.watch = {
    viewed: () => {
      latency.record(startAt, now())
      countdown.one()
    },
    closed: (index, code, reason) => {
      ended[code] = (ended[code] ?? 0) + 1
      setTimeout(() => { students.comeBack(index) }, waitBefore(reason, 0, students.spread, next))
    }
  }
  for (let index = 0; index < count; index++) students.wake(index)
  await countdown.within(timeoutMs)
  return { back: count - countdown.left, ended, unrecovered: students.unrecovered - unrecovered, latency: latency.encode() }
}
