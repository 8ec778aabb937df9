import { setTimeout as delay } from 'node:timers/promises'
import { atMost, noLoss } from '../budgets.ts'
import { now } from '../clock.ts'
import { LoadCollector } from '../generator-load.ts'
import { Latency } from '../latency.ts'
import type { Lectern } from '../processes/lectern.ts'
import { quizQuestion } from '../questions.ts'
import type { Findings } from '../report.ts'
import { random } from '../schedule.ts'
import { LEAD_MS } from '../stage.ts'
import type { Class, Stage } from '../stage.ts'
import { Teacher } from '../teacher.ts'

/** People answer a question that gives two minutes within 3 s, and its time is not up while the server starts again. */
const SECONDS = 120
const HASTE = 40
const ANSWERING_MS = SECONDS * 1000 / HASTE
/** The kill comes at random within this part of the answering. */
const KILL_WITHIN = 0.8
const BEAT_MS = 15_000
const ARRIVAL_MS = 1
/** How long everybody may take to be back with all verdicts (ms). */
const SETTLE_MS = 30_000

interface Kill {
  restartMs: number
  /** From the kill until everybody has a view and every verdict. */
  backMs: number
  settled: boolean
  no: number
  /** As a teacher finds it who enters after the restart. */
  answered: number
}

/**
 * While everybody answers, the server is killed (kill -9) at a random moment and started again. The students
 * come back by themselves and say again what has no verdict. Every answer that was said to count must be
 * counted, and no other.
 */
export async function kills (stage: Stage): Promise<Findings> {
  const { rounds, students: [size], seed } = stage.options
  const lectern = await stage.lectern()
  const room = await stage.emptyClass(lectern, size)
  const { swarm } = room
  const windowMs = Math.max(1000, size * ARRIVAL_MS)
  await swarm.ask('live', {
    entrance: lectern.entrance(room.tokens.students(size)),
    seed,
    habits: { sleeps: 0, stalls: 0, walkOuts: 0 },
    startAt: now() + LEAD_MS,
    windowMs,
    lateShare: 0,
    lateMs: 0
  })
  await swarm.ask('play', { speed: 0, haste: HASTE, beatMs: BEAT_MS })
  await delay(LEAD_MS + windowMs)
  if (!await swarm.ask('settle', { timeoutMs: SETTLE_MS })) throw new Error(`not all of ${size} students came in\n${lectern.output}`)
  const next = random(seed)
  const done: Kill[] = []
  for (const round of stage.rounds(rounds)) {
    stage.progress.say(`kill ${round} of ${rounds} …`)
    done.push(await killOnce(lectern, room, round, next() * KILL_WITHIN * ANSWERING_MS))
  }
  return findings(size, done, room)
}

async function killOnce (lectern: Lectern, room: Class, round: number, afterMs: number): Promise<Kill> {
  const { swarm } = room
  const before = await enterAnew(lectern, room, 2 * round)
  const askedAt = now()
  const asked = await before.ask(quizQuestion(round, SECONDS))
  await delay(Math.max(0, askedAt + afterMs - now()))
  const killedAt = now()
  const restartMs = await lectern.killAndRestart()
  before.goAway()
  const settled = await swarm.ask('settle', { timeoutMs: SETTLE_MS })
  const backMs = now() - killedAt
  // Who has not answered yet still may.
  await delay(Math.max(0, askedAt + ANSWERING_MS - now()))
  const all = await swarm.ask('settle', { timeoutMs: SETTLE_MS })
  const after = await enterAnew(lectern, room, 2 * round + 1)
  await after.close(asked)
  const [answered] = await after.reveal(asked)
  after.goAway()
  return { restartMs, backMs, settled: settled && all, no: asked.no, answered: answered! }
}

/** The teacher comes in on another device: command ids belong to a device, and his start at 1 again. */
async function enterAnew (lectern: Lectern, { tokens }: Class, device: number): Promise<Teacher> {
  const teacher = await Teacher.enter(lectern.entrance([tokens.teacher('teacher')]), device)
  await teacher.join()
  return teacher
}

async function findings (size: number, done: Kill[], { swarm }: Class): Promise<Findings> {
  const life = await swarm.ask('lifeReport', undefined)
  const checks = await swarm.ask('checks', undefined)
  const accepted = done.map(({ no }) => life.rounds.find((each) => each.no === no)?.accepted ?? 0)
  const off = done.map(({ answered }, kill) => answered - accepted[kill]!)
  const verdicts = {
    lost: checks.lost + sum(off.map((by) => Math.max(0, -by))) + done.filter(({ settled }) => !settled).length,
    duplicated: checks.duplicated + sum(off.map((by) => Math.max(0, by))),
    gaps: checks.gaps
  }
  const absence = Latency.decode(life.absence).quantiles()
  const load = new LoadCollector()
  load.add(life.usage, life.lateness)
  return {
    figures: {
      'server ready again after the kill, ms': done.map(({ restartMs }) => restartMs),
      'all back with every verdict after the kill, ms': done.map(({ backMs }) => backMs),
      'line lost to next view p50, ms': absence.p50,
      'line lost to next view p99, ms': absence.p99,
      'line lost to next view max, ms': absence.max,
      'lines lost': sum(Object.values(life.ended)),
      answers: life.answers,
      'answers said to count': accepted,
      'answers counted by the teacher': done.map(({ answered }) => answered),
      'students who did not come back': size - life.inside
    },
    generator: load.load(),
    verdicts,
    budgets: [atMost('students who did not come back', 0, size - life.inside), ...noLoss(verdicts)],
    trouble: checks.trouble,
    histograms: { 'line lost to next view, ms': [life.absence] }
  }
}

function sum (numbers: number[]): number {
  return numbers.reduce((total, number) => total + number, 0)
}
