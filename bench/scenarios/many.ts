import { setTimeout as delay } from 'node:timers/promises'
import { ANSWERS, ANSWERS_LARGE, CLICK_MS, atMost, noLoss } from '../budgets.ts'
import type { Budget } from '../budgets.ts'
import { now } from '../clock.ts'
import { LoadCollector } from '../generator-load.ts'
import type { Installation } from '../installation.ts'
import { Latency, median } from '../latency.ts'
import type { Quantiles } from '../latency.ts'
import type { Swarm } from '../processes/swarm.ts'
import type { Findings } from '../report.ts'
import { AT_ONCE, LEAD_MS, PACE_MS, PATIENCE_MS } from '../stage.ts'
import type { Class, Stage } from '../stage.ts'
import type { Asked } from '../teacher.ts'
import { sumOf } from '../tally.ts'

const WINDOW_MS = 2000
const REST_MS = 500
/** How long the counts may take to reach the teachers after the last verdict (ms). */
const COUNT_MS = 3000
const COUNT_POLL_MS = 20
const CHOICES = [1, 2, 4, 8]
/** Teachers who open their class at the same time. */
const OPENING = 20

interface Round {
  latency: string
  clickMs: number
  cpuUs: number
  /** Answers counted by all teachers. */
  counted: number
}

/** All classes of a size, and the swarm that holds their students. */
interface School {
  classes: Class[]
  swarm: Swarm
  students: number
}

/** Many classes at once: all teachers ask, and everybody answers within 2 s. */
export async function many (stage: Stage): Promise<Findings> {
  const { students: sizes, classes, rounds, seed } = stage.options
  const installation = await stage.installation()
  const load = new LoadCollector()
  const figures: Findings['figures'] = {}
  const histograms: Record<string, string[]> = {}
  const budgets: Budget[] = []
  const verdicts = { lost: 0, duplicated: 0, gaps: 0 }
  const troubles: Array<Record<string, number>> = []
  for (const [place, size] of sizes.entries()) {
    if (stage.ending) break
    const name = `${classes[place]} × ${size} students`
    const school = await openSchool(stage, installation, classes[place]!, size)
    stage.progress.say(`${name}: warming up …`)
    await answerAll(installation, school, seed, new LoadCollector())
    const all: Round[] = []
    for (const round of stage.rounds(rounds)) {
      stage.progress.say(`${name}: round ${round} of ${rounds} …`)
      all.push(await answerAll(installation, school, seed + round, load))
    }
    const quantiles = all.map(({ latency }) => Latency.decode(latency).quantiles())
    figures[`${name}: verdict p50, ms`] = quantiles.map(({ p50 }) => p50)
    figures[`${name}: verdict p99, ms`] = quantiles.map(({ p99 }) => p99)
    figures[`${name}: teacher's click on 99 % of screens, ms`] = all.map(({ clickMs }) => clickMs)
    figures[`${name}: relay's CPU an answer, µs`] = all.map(({ cpuUs }) => cpuUs)
    figures[`${name}: answers counted by the teachers`] = all.map(({ counted }) => counted)
    histograms[`${name}: verdict, ms`] = all.map(({ latency }) => latency)
    budgets.push(...judge(name, school.students, all, quantiles))
    const { lost, duplicated, gaps, trouble } = await school.swarm.ask('checks', undefined)
    const off = all.map(({ counted }) => counted - school.students)
    verdicts.lost += lost + Math.max(0, ...off.map((by) => -by))
    verdicts.duplicated += duplicated + Math.max(0, ...off)
    verdicts.gaps += gaps
    troubles.push(trouble)
    for (const { lesson } of school.classes) await stage.end(lesson)
    await stage.end(school.swarm)
  }
  return { figures, generator: load.load(), verdicts, budgets: [...budgets, ...noLoss(verdicts)], trouble: sumOf(troubles), histograms }
}

/** @throws Error when one student could not come in */
async function openSchool (stage: Stage, installation: Installation, count: number, size: number): Promise<School> {
  const students = count * size
  stage.progress.say(`${count} classes of ${size} come in …`)
  const swarm = await stage.swarm(installation, students)
  const classes: Class[] = []
  while (classes.length < count) {
    classes.push(...await Promise.all(Array.from({ length: Math.min(OPENING, count - classes.length) }, () => stage.emptyClass(installation, size, swarm))))
  }
  const entrance = installation.entrance(classes.flatMap(({ tokens }) => tokens.students(size)))
  const { done } = await swarm.ask('enter', { entrance, startAt: now() + LEAD_MS, windowMs: Math.ceil(students * PACE_MS), atOnce: AT_ONCE, timeoutMs: PATIENCE_MS, seed: stage.options.seed })
  if (done < students) throw new Error(`only ${done} of ${students} students came in\n${installation.output}`)
  return { classes, swarm, students }
}

async function answerAll (installation: Installation, { classes, swarm, students }: School, seed: number, load: LoadCollector): Promise<Round> {
  const clickAt = now()
  const asked = await Promise.all(classes.map(({ teacher }) => teacher.ask()))
  const { no, round } = asked[0]!
  const seen = await swarm.ask('seeQuestion', { no, timeoutMs: PATIENCE_MS })
  const clickMs = (seen.sort()[Math.ceil(students * 0.99) - 1] ?? Infinity) - clickAt
  await delay(REST_MS)
  const cpuBefore = installation.cpuMs()
  const { latency, usage, lateness } = await swarm.ask('answer', { startAt: now() + LEAD_MS, windowMs: WINDOW_MS, timeoutMs: PATIENCE_MS, seed, no, round, values: CHOICES })
  const cpuUs = (installation.cpuMs() - cpuBefore) * 1000 / students
  load.add(usage, lateness)
  const counted = await count(classes, asked, students)
  await Promise.all(classes.map(({ teacher }, place) => teacher.close(asked[place]!)))
  return { latency, clickMs, cpuUs, counted }
}

/** The answers that all teachers see counted; waits for the last of them a while. */
async function count (classes: Class[], asked: Asked[], expected: number): Promise<number> {
  const now = (): number => classes.reduce((sum, { teacher }, place) => sum + teacher.answered(asked[place]!), 0)
  for (let waited = 0; waited < COUNT_MS && now() < expected; waited += COUNT_POLL_MS) await delay(COUNT_POLL_MS)
  return now()
}

/** The limits are those of so many answers in 2 s, in however many classes; the click's is of 5,000 screens. */
function judge (name: string, students: number, rounds: Round[], quantiles: Quantiles[]): Budget[] {
  const p99 = (limit: number): Budget => atMost(`${name}: verdict p99, ms`, limit, median(quantiles.map((each) => each.p99)))
  if (students > ANSWERS.students) return [p99(ANSWERS_LARGE.p99Ms)]
  return [
    atMost(`${name}: verdict p50, ms`, ANSWERS.p50Ms, median(quantiles.map(({ p50 }) => p50))),
    p99(ANSWERS.p99Ms),
    atMost(`${name}: teacher's click on 99 % of screens, ms`, CLICK_MS, median(rounds.map(({ clickMs }) => clickMs)))
  ]
}
