import { setTimeout as delay } from 'node:timers/promises'
import { Showing } from '../../../server/classroom/model.ts'
import { SURVEY, quizQuestion } from '../../questions.ts'
import type { Class, Stage } from '../../stage.ts'
import type { LifeReport } from '../../swarm/life/life.ts'
import type { Habits } from '../../swarm/life/whims.ts'
import type { Asked, Teacher } from '../../teacher.ts'
import { now } from '../../clock.ts'
import type { Installation } from '../../installation.ts'
import { LEAD_MS } from '../../stage.ts'
import type { Traffic } from './bytes-an-hour.ts'

/** What phones do in an hour of a lecture: they lock themselves between two questions, and lines stall. */
const HABITS: Habits = { sleeps: 6, stalls: 2, walkOuts: 0.1 }
const LATE_SHARE = 0.05

const HOUR_MS = 3_600_000
/** Early students come this fast (ms each), and within this time at least. */
const ARRIVAL_MS = { each: 1, least: 1500 }
/** Until the last of them has his view (ms). */
const SETTLED_MS = 1000

/** What a question of the lesson gives (s). */
const GIVEN_S = 30
/** What passes of it in the part that is played fast, and around it (ms). */
const FAST = { open: 2000, look: 300, showing: 500, cycle: 3400 }
const HASTE = GIVEN_S * 1000 / FAST.open
/** Every so many questions: it has a second round; the leaderboard is shown; all are asked a survey. */
const EVERY = { again: 4, board: 5, survey: 7 }
/** The question that is skipped, and the one that nobody closes but its time, which is the shortest there is (s). */
const SKIPPED = 8
const BY_ITSELF = { number: 3, seconds: 5 }

/** The while without a question that is played at its own pace: three of the beats that come every 15 s. */
const IDLE_MS = 48_000

/** Heartbeats come every 15 s at least (BEAT_IDLE_MS). */
const BEAT_MS = 15_000
const SETTLE_MS = 30_000
/** After the time of a question, until its closing is here (ms): the grace is 1.5 s. */
const CLOSING_MS = 10_000

/** A round of a question as the teacher counted it. */
interface Counted extends Asked {
  answered: number
}

export interface Hour {
  size: number
  life: LifeReport
  counted: Counted[]
  traffic: Traffic
  settled: boolean
  room: Class
}

/**
 * Holds an hour's lesson: `questions` of them, all but the last played fast, with second rounds, reveals, a
 * skipped one and leaderboards, while people come late, sleep, lose their line and leave as often as they do in
 * an hour. The last question is asked at its own pace, since what comes by the clock is counted there.
 */
export async function holdHour (stage: Stage, installation: Installation, size: number, questions: number): Promise<Hour> {
  const room = await stage.emptyClass(installation, size)
  const { swarm, teacher } = room
  const windowMs = Math.max(ARRIVAL_MS.least, size * ARRIVAL_MS.each)
  const fast = questions - 1
  const entrance = installation.entrance(room.tokens.students(size))
  await swarm.ask('live', { entrance, seed: stage.options.seed, habits: HABITS, startAt: now() + LEAD_MS, windowMs, lateShare: LATE_SHARE, lateMs: windowMs + fast * FAST.cycle / 2 })
  await stage.wait(LEAD_MS + windowMs + SETTLED_MS)
  await swarm.ask('play', { speed: HOUR_MS / (Math.max(1, fast) * FAST.cycle), haste: HASTE, beatMs: BEAT_MS })
  const counted: Counted[] = []
  for (const number of stage.rounds(fast)) counted.push(...await askFast(teacher, number))
  await swarm.ask('play', { speed: 1, haste: 1, beatMs: BEAT_MS })
  const before = await swarm.ask('lifeReport', undefined)
  const asked = await teacher.ask({ ...SURVEY, seconds: GIVEN_S })
  await teacher.timeIsUp(GIVEN_S * 1000 + CLOSING_MS)
  counted.push(...await results(teacher, asked))
  const middle = await swarm.ask('lifeReport', undefined)
  const idleFrom = now()
  await stage.wait(IDLE_MS)
  const idleMs = now() - idleFrom
  const after = await swarm.ask('lifeReport', undefined)
  await swarm.ask('play', { speed: 0, haste: 1, beatMs: BEAT_MS })
  const settled = await swarm.ask('settle', { timeoutMs: SETTLE_MS })
  const life = await swarm.ask('lifeReport', undefined)
  return {
    size,
    room,
    counted,
    settled,
    life: { ...life, usage: heaviest([before, middle, after]) },
    traffic: {
      eventBytes: life.bytes.event / size,
      questionBytes: (middle.bytes.rhythm - before.bytes.rhythm) / before.inside,
      idleBytesPerSecond: (after.bytes.rhythm - middle.bytes.rhythm) * 1000 / idleMs / middle.inside
    }
  }
}

/** One question of the fast part; returns its rounds as counted. */
async function askFast (teacher: Teacher, number: number): Promise<Counted[]> {
  const seconds = number === BY_ITSELF.number ? BY_ITSELF.seconds : GIVEN_S
  let asked = await teacher.ask(number % EVERY.survey === 0 ? { ...SURVEY, seconds } : quizQuestion(number, seconds))
  if (number === SKIPPED) {
    await delay(FAST.open / 2)
    await teacher.steer(['skip', asked.no])
    return []
  }
  if (number === BY_ITSELF.number) await teacher.timeIsUp(seconds * 1000 + CLOSING_MS)
  else await closeFast(teacher, asked)
  if (number % EVERY.again === 0) {
    asked = await teacher.again(asked)
    await closeFast(teacher, asked)
  }
  const counted = await results(teacher, asked)
  if (number % EVERY.board === 0) {
    await teacher.steer(['show', Showing.leaderboard])
    await delay(FAST.showing)
    await teacher.steer(['show', Showing.question])
  }
  return counted
}

async function closeFast (teacher: Teacher, asked: Asked): Promise<void> {
  await delay(FAST.open)
  await teacher.close(asked)
}

async function results (teacher: Teacher, asked: Asked): Promise<Counted[]> {
  const answered = await teacher.reveal(asked)
  await delay(FAST.look)
  return answered.map((count, round) => ({ no: asked.no, round, answered: count }))
}

function heaviest (reports: LifeReport[]): LifeReport['usage'] {
  return reports.map(({ usage }) => usage).reduce((one, other) => (other.share > one.share ? other : one))
}
