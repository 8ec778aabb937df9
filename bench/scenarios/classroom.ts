import { setTimeout as delay } from 'node:timers/promises'
import { Tool, ToolState } from '../../server/classroom/tool-model.ts'
import { DRAWING, LESSON_BYTES, atMost, noLoss } from '../budgets.ts'
import { now } from '../clock.ts'
import { LoadCollector } from '../generator-load.ts'
import { Latency, median } from '../latency.ts'
import { Pen } from '../pen.ts'
import { quizQuestion } from '../questions.ts'
import type { Findings } from '../report.ts'
import { LEAD_MS, PATIENCE_MS } from '../stage.ts'
import type { Class, Stage } from '../stage.ts'
import type { Traffic } from '../swarm/operations.ts'

/** Emoji a second, of all together; in a small class one a student, which is half of what he may send. */
const EMOJI_PER_SECOND = 200
/** Everybody answers within this time (ms). */
const WINDOW_MS = 2000
/** Between the steps of a question (ms). */
const REST_MS = 500
/** A third as long without drawing as with it. */
const QUIET_SHARE = 1 / 3
/** What an hour has: questions, seconds. */
const HOUR = { questions: 20, seconds: 3600 }
const CHOICES = [1, 2, 4, 8]

/** A stretch of the lesson, all of it with the pen or without. */
interface Stretch {
  histogram: string
  p99: number
  seconds: number
  questions: number
  /** Answers that were counted beyond those given (above 0), or not (below). */
  off: number
  traffic: Traffic
}

/**
 * A class whose teacher draws while a quiz runs and emoji come in; rounds begin with a shorter stretch in which all is
 * the same but the pen rests. `--duration` is the time that is drawn in all.
 */
export async function classroom (stage: Stage): Promise<Findings> {
  const { rounds, duration, students: [size], seed } = stage.options
  const installation = await stage.installation()
  const room = await stage.fullClass(installation, size)
  const { teacher, swarm } = room
  await teacher.showBoard()
  await teacher.widget(['tool', Tool.reactions, ToolState.open, ''])
  const load = new LoadCollector()
  stage.progress.say('warming up …')
  await stretch(room, 0, seed, new LoadCollector())
  await swarm.ask('cheer', { perSecond: Math.min(EMOJI_PER_SECOND, size) })
  const pen = new Pen(teacher, seed)
  const quiet: Stretch[] = []
  const drawing: Stretch[] = []
  const began = now()
  for (const round of stage.rounds(rounds)) {
    stage.progress.say(`round ${round} of ${rounds}: the pen rests …`)
    quiet.push(await stretch(room, duration / rounds * QUIET_SHARE, seed + 1000 * round, load))
    stage.progress.say(`round ${round} of ${rounds}: the teacher draws …`)
    pen.start()
    drawing.push(await stretch(room, duration / rounds, seed + 1000 * round + 500, load))
    await pen.stop()
  }
  const seconds = (now() - began) / 1000
  await swarm.ask('cheer', { perSecond: 0 })
  const { lost, duplicated, gaps, trouble } = await swarm.ask('checks', undefined)
  const all = [...quiet, ...drawing]
  const verdicts = {
    lost: lost + pen.failed + sumOf(all, ({ off }) => Math.max(0, -off)),
    duplicated: duplicated + sumOf(all, ({ off }) => Math.max(0, off)),
    gaps
  }
  const ratio = median(drawing.map(({ p99 }, round) => p99 / quiet[round]!.p99))
  const bits = drawing.map((each) => 8 * each.traffic.ink / size / each.seconds)
  const hour = median(all.map((each) => otherBytesAnHour(each, size)))
  return {
    figures: {
      'verdict p99 while the pen rests, ms': quiet.map(({ p99 }) => p99),
      'verdict p99 while the teacher draws, ms': drawing.map(({ p99 }) => p99),
      'ink to a student, kbit/s': bits.map((each) => each / 1000),
      'bytes an hour without ink': hour,
      'emoji a second, counted': teacher.reactions / seconds,
      'pieces of strokes drawn': pen.pieces,
      'questions asked': sumOf(all, ({ questions }) => questions)
    },
    generator: load.load(),
    verdicts,
    budgets: [
      atMost('verdict p99 with drawing ÷ without', DRAWING.p99Ratio, ratio),
      atMost('ink to a student, bit/s', DRAWING.bitsPerSecond, Math.max(...bits)),
      atMost('bytes an hour without ink', LESSON_BYTES.hour, hour),
      ...noLoss(verdicts)
    ],
    trouble,
    histograms: { 'while the pen rests, ms': quiet.map(({ histogram }) => histogram), 'while the teacher draws, ms': drawing.map(({ histogram }) => histogram) }
  }
}

/** One question after another for `least` seconds, one at least. */
async function stretch (room: Class, least: number, seed: number, load: LoadCollector): Promise<Stretch> {
  const { swarm, size } = room
  const before = await swarm.ask('traffic', undefined)
  const startAt = now()
  const histograms: string[] = []
  let off = 0
  do {
    const { histogram, counted } = await question(room, histograms.length, seed + histograms.length, load)
    histograms.push(histogram)
    off += counted - size
  } while (now() - startAt < 1000 * least)
  const after = await swarm.ask('traffic', undefined)
  const merged = Latency.merge(histograms)
  return {
    histogram: merged.encode(),
    p99: merged.quantiles().p99,
    seconds: (now() - startAt) / 1000,
    questions: histograms.length,
    off,
    traffic: { rhythm: after.rhythm - before.rhythm, event: after.event - before.event, ink: after.ink - before.ink }
  }
}

/** A question from the click to the reveal; everybody answers it. */
async function question ({ teacher, swarm }: Class, index: number, seed: number, load: LoadCollector): Promise<{ histogram: string, counted: number }> {
  const asked = await teacher.ask(quizQuestion(index, 0))
  await swarm.ask('seeQuestion', { no: asked.no, timeoutMs: PATIENCE_MS })
  await delay(REST_MS)
  const { usage, lateness, latency } = await swarm.ask('answer', { startAt: now() + LEAD_MS, windowMs: WINDOW_MS, timeoutMs: PATIENCE_MS, seed, no: asked.no, round: asked.round, values: CHOICES })
  load.add(usage, lateness)
  await teacher.close(asked)
  const counted = await teacher.reveal(asked)
  await delay(REST_MS)
  return { histogram: latency, counted: counted.at(-1) ?? 0 }
}

/** What happens in a question is taken as often as the hour has questions; what comes by the clock, as if one were open all the time. */
function otherBytesAnHour ({ traffic, questions, seconds }: Stretch, size: number): number {
  const { rhythm, event, ink } = traffic
  return ((event - ink) / questions * HOUR.questions + rhythm / seconds * HOUR.seconds) / size
}

function sumOf<T> (items: T[], value: (item: T) => number): number {
  return items.reduce((total, item) => total + value(item), 0)
}
