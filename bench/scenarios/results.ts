import { RESULTS, atMost, noLoss } from '../budgets.ts'
import { now } from '../clock.ts'
import { LoadCollector } from '../generator-load.ts'
import { Latency, median } from '../latency.ts'
import type { Quantiles } from '../latency.ts'
import type { Findings } from '../report.ts'
import { ResultsReader } from '../results-reader.ts'
import { LEAD_MS, PATIENCE_MS } from '../stage.ts'
import type { Class, Stage } from '../stage.ts'

/** Time that an answer takes of the schedule (ms): 2,500 a second. */
const PACE_MS = 0.4
const CHOICES = [1, 2, 4, 8]
/** Students of the lesson that runs meanwhile, and in which time they answer (ms): as long as a workbook may take. */
const RUNNING = 1000
const WINDOW_MS = 10_000
/** Rounds of it without and with somebody at the results. */
const ROUNDS = 5
const ARCHIVED_MS = 300_000
const POLL_MS = 200

/** A whole class is archived; its page and its workbook are fetched, alone and while another lesson runs. */
export async function results (stage: Stage): Promise<Findings> {
  const { students: [size], rounds: questions, seed } = stage.options
  const lectern = await stage.lectern({ archive: true })
  const load = new LoadCollector()
  const past = await stage.fullClass(lectern, size)
  for (const question of stage.rounds(questions)) {
    stage.progress.say(`question ${question} of ${questions} …`)
    await answered(past, Math.ceil(size * PACE_MS), seed + question, load)
  }
  const reader = await ResultsReader.enter(lectern.entrance([past.tokens.teacher('teacher')]))
  const checks = await past.swarm.ask('checks', undefined)
  await past.teacher.steer(['end'])
  await stage.end(past.swarm)
  stage.progress.say('the archiver writes …')
  const archivedMs = await archived(stage, reader)
  const id = (await reader.lessons()).lessons[0]!.id
  const pages: number[] = []
  const workbooks: number[] = []
  let bytes = 0
  for (const round of stage.rounds(3)) {
    stage.progress.say(`page and workbook, ${round} of 3 …`)
    pages.push(await taken(() => reader.page(id)))
    workbooks.push(await taken(async () => { bytes = await reader.workbook(id) }))
  }
  const { lesson, students } = await reader.page(id)
  const counted = students.reduce((sum, student) => sum + student.answered, 0)

  const running = await stage.fullClass(lectern, Math.min(RUNNING, size))
  await answered(running, WINDOW_MS / 5, seed, new LoadCollector())
  const alone: Quantiles[] = []
  const beside: Quantiles[] = []
  for (const round of stage.rounds(2 * ROUNDS - 1)) {
    stage.progress.say(`a lesson that runs, ${round % 2 === 0 ? 'while results are fetched' : 'alone'}, ${round} of ${2 * ROUNDS - 1} …`)
    if (round % 2 === 1) {
      alone.push(await answered(running, WINDOW_MS, seed + round, load))
      continue
    }
    const fetched = reader.page(id).then(() => reader.workbook(id))
    beside.push(await answered(running, WINDOW_MS, seed + round, load))
    await fetched
  }
  const more = await running.swarm.ask('checks', undefined)
  const ratio = median(beside.map(({ p99 }) => p99)) / median(alone.map(({ p99 }) => p99))
  const verdicts = { lost: checks.lost + more.lost + Math.max(0, size * questions - counted), duplicated: checks.duplicated + more.duplicated + Math.max(0, counted - size * questions), gaps: checks.gaps + more.gaps }
  return {
    figures: {
      students: lesson.students,
      'answers in the archive': counted,
      'from the end to the last row, ms': archivedMs,
      'page, ms': pages,
      'workbook, ms': workbooks,
      'workbook, bytes': bytes,
      'verdict p99 of a running lesson, ms': alone.map(({ p99 }) => p99),
      '… while results are fetched, ms': beside.map(({ p99 }) => p99)
    },
    generator: load.load(),
    verdicts,
    budgets: [
      atMost('page, ms', RESULTS.pageMs, median(pages)),
      atMost('workbook, ms', RESULTS.workbookMs, median(workbooks)),
      atMost('verdict p99 while results are fetched ÷ without', RESULTS.verdictRatio, ratio),
      ...noLoss(verdicts)
    ],
    trouble: { ...checks.trouble, ...more.trouble }
  }
}

/** One question that everybody answers within `windowMs`. */
async function answered ({ teacher, swarm }: Class, windowMs: number, seed: number, load: LoadCollector): Promise<Quantiles> {
  const asked = await teacher.ask()
  const { usage, lateness, latency } = await swarm.ask('answer', { startAt: now() + LEAD_MS, windowMs, timeoutMs: PATIENCE_MS, seed, ...asked, values: CHOICES })
  load.add(usage, lateness)
  await teacher.close(asked)
  return Latency.decode(latency).quantiles()
}

/** Waits until the lesson's end is in the database, which is its last row; resolves with how long that took (ms). */
async function archived (stage: Stage, reader: ResultsReader): Promise<number> {
  const begun = now()
  for (;;) {
    const [lesson] = (await reader.lessons()).lessons
    if (lesson !== undefined && lesson.endedAt > 0) return now() - begun
    if (now() - begun > ARCHIVED_MS || stage.ending) throw new Error('the lesson was not archived in time')
    await stage.wait(POLL_MS)
  }
}

async function taken (work: () => Promise<unknown>): Promise<number> {
  const begun = now()
  await work()
  return now() - begun
}
