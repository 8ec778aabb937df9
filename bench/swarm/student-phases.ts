import { setTimeout as delay } from 'node:timers/promises'
import type { RoomReply } from '../../server/wire/api.ts'
import { now } from '../clock.ts'
import { arrivals } from '../schedule.ts'
import { Countdown } from './countdown.ts'
import { post } from './http-post.ts'
import { Phase } from './phase.ts'
import type { PhaseResult } from './phase.ts'
import type { Students } from './students.ts'

/** When and how fast a phase runs: students at random within `windowMs` after `startAt`, waited for `timeoutMs` longer. */
export interface Timing {
  startAt: number
  windowMs: number
  timeoutMs: number
  seed: number
}

/** `tokens[i]` is student i's launch token. */
export interface EnterPlan extends Timing {
  host: string
  port: number
  tokens: string[]
  /** How many may be on their way in at once; unset for a measurement. */
  atOnce?: number | undefined
}

const JOIN_PATH = '/api/classrooms/getRealRoom'

/** Everybody comes in: join over HTTP, socket, `itsme`, view, `join`, its verdict. Then the screen is usable. */
export async function enter (students: Students, plan: EnterPlan): Promise<PhaseResult> {
  const phase = new Phase(students.count)
  students.watch = {
    viewed: (index) => { students.join(index) },
    joined: phase.done,
    failed: phase.failed
  }
  return phase.run(arrivals(students.count, plan.windowMs, plan.seed), plan, (index) => {
    post(plan.host, plan.port, JOIN_PATH, JSON.stringify({ token: plan.tokens[index] }), index, ({ status, body }) => {
      if (status !== 200) {
        students.note(`HTTP ${status}`)
        phase.failed(index)
        return
      }
      const { socketUrl, ticket } = JSON.parse(body) as RoomReply
      students.enter(index, socketUrl, ticket)
    })
  })
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
  students.forgetFrames()
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
  for (let index = 0; index < students.count; index++) students.cut(index)
  await delay(plan.offlineMs)
  const result = await phase.run(arrivals(students.count, spread, plan.seed), { startAt: now(), timeoutMs: plan.timeoutMs, from: 'start' }, (index) => { students.comeBack(index) })
  return { ...result, spread, unrecovered: students.unrecovered - unrecovered }
}
