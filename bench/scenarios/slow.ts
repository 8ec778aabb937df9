import { setTimeout as delay } from 'node:timers/promises'
import { atMost, noLoss } from '../budgets.ts'
import { now } from '../clock.ts'
import { LoadCollector } from '../generator-load.ts'
import { Latency } from '../latency.ts'
import type { Quantiles } from '../latency.ts'
import { counterBy } from '../metrics.ts'
import type { Lectern } from '../processes/lectern.ts'
import type { Findings } from '../report.ts'
import { LEAD_MS, PATIENCE_MS } from '../stage.ts'
import type { Class, Stage } from '../stage.ts'
import { stampedPayload } from '../swarm/fanout-meter.ts'
import type { RecoverResult } from '../swarm/student-phases.ts'
import { sumOf } from '../tally.ts'

/** One student in a hundred reads nothing more. */
const SLOW_SHARE = 0.01
/** The kernel takes some hundred KiB for a socket before the server notices anything: these messages fill them. */
const MESSAGE_BYTES = 4096
const TICK_MS = 50
/** How long the teacher speaks with nobody slow, to compare (ms). */
const BASELINE_MS = 5000
/** How long the server may take to cut them off (ms), and how often it is asked. */
const CUT_MS = 60_000
const LOOK_MS = 200
/**
 * How long the teacher speaks on after they were cut off (ms): RING_BYTES (256 KiB by default) and half as much, so that
 * what they missed is gone for certain. A line that is cut for the time and not for the bytes misses less than the ring holds.
 */
const PAST_RING_MS = 1.5 * 262_144 / MESSAGE_BYTES * TICK_MS

interface Round {
  before: Quantiles
  during: Quantiles
  /** From the first unread message until the server had ended all slow sockets; NaN if it did not in time. */
  cutMs: number
  recovered: RecoverResult
  lost: number
  gaps: number
}

/**
 * Some students stop reading while the teacher speaks to everybody. What do the others feel of it, when are the
 * slow ones cut off, and do they find back?
 */
export async function slow (stage: Stage): Promise<Findings> {
  const { rounds, students: [size] } = stage.options
  const lectern = await stage.lectern()
  const room = await stage.fullClass(lectern, size)
  const load = new LoadCollector()
  const count = Math.max(1, Math.round(size * SLOW_SHARE))
  const all: Round[] = []
  for (const round of stage.rounds(rounds)) {
    stage.progress.say(`round ${round} of ${rounds}: ${count} of ${size} stop reading …`)
    all.push(await slowRound(lectern, room, count, stage.options.seed + round, load))
  }
  const { lost, duplicated, gaps, trouble } = await room.swarm.ask('checks', undefined)
  const sum = (value: (round: Round) => number): number => all.reduce((total, round) => total + value(round), 0)
  const verdicts = { lost: lost + sum((round) => round.lost), duplicated, gaps: gaps + sum((round) => round.gaps) }
  const away = sum(({ recovered }) => count - recovered.back)
  const uncut = all.filter(({ cutMs }) => Number.isNaN(cutMs)).length
  return {
    figures: {
      'students who stop reading': count,
      'others, before: p50, ms': all.map(({ before }) => before.p50),
      'others, while some are slow: p50, ms': all.map(({ during }) => during.p50),
      'others, before: p99, ms': all.map(({ before }) => before.p99),
      'others, while some are slow: p99, ms': all.map(({ during }) => during.p99),
      'all slow ones cut off after, ms': all.map(({ cutMs }) => cutMs),
      ...Object.fromEntries(Object.entries(sumOf(all.map(({ recovered }) => recovered.ended))).map(([code, times]) => [`cut off with ${code}`, times])),
      'reading on to view p99, ms': all.map(({ recovered }) => Latency.decode(recovered.latency).quantiles().p99),
      'told that messages are missing': all.map(({ recovered }) => recovered.unrecovered),
      'slow students not back': away,
      'rounds in which not all were cut off': uncut
    },
    generator: load.load(),
    verdicts,
    budgets: [atMost('slow students not back', 0, away), atMost('rounds in which not all were cut off', 0, uncut), ...noLoss(verdicts)],
    trouble
  }
}

async function slowRound (lectern: Lectern, room: Class, count: number, seed: number, load: LoadCollector): Promise<Round> {
  const { swarm, size } = room
  const speech = new Speech(room)
  const before = await speech.listen(size, async () => { await delay(BASELINE_MS) })
  load.add(before.usage)
  await swarm.ask('stall', { count })
  const ended = await endedBy(lectern)
  const stalledAt = now()
  let cutMs = NaN
  const during = await speech.listen(size - count, async () => {
    while (Number.isNaN(cutMs) && now() - stalledAt < CUT_MS) {
      await delay(LOOK_MS)
      if (await endedBy(lectern) - ended >= count) cutMs = now() - stalledAt
    }
  })
  load.add(during.usage)
  const past = await speech.listen(size - count, async () => { await delay(PAST_RING_MS) })
  const recovered = await swarm.ask('recover', { count, seed, timeoutMs: PATIENCE_MS })
  const after = await speech.listen(size, async () => { await delay(TICK_MS) })
  return {
    before: Latency.decode(before.latency).quantiles(),
    during: Latency.decode(during.latency).quantiles(),
    cutMs,
    recovered,
    lost: before.missing + during.missing + past.missing + after.missing,
    gaps: before.gaps + during.gaps + past.gaps + after.gaps
  }
}

/** Sockets that the relay has seen end so far. */
async function endedBy ({ metricsPort }: Lectern): Promise<number> {
  return Object.values(await counterBy(metricsPort, 'lectern_closed_total', 'code')).reduce((sum, times) => sum + times, 0)
}

/** The teacher speaks to everybody, again and again, on a schedule that waits for nobody. */
class Speech {
  readonly #room: Class

  constructor (room: Class) {
    this.#room = room
  }

  /** Speaks while `meanwhile` goes on; what `receivers` of the students got of it. */
  async listen (receivers: number, meanwhile: () => Promise<void>) {
    const { swarm, teacher } = this.#room
    await swarm.ask('fanoutStart', { first: 1 })
    const startAt = now() + LEAD_MS
    let number = 0
    const speaker = setInterval(() => {
      while (startAt + number * TICK_MS <= now()) {
        const due = startAt + number * TICK_MS
        teacher.control([stampedPayload(MESSAGE_BYTES, due, ++number)])
      }
    }, TICK_MS / 10)
    await meanwhile()
    clearInterval(speaker)
    const result = await swarm.ask('fanoutEnd', { last: number, receivers, timeoutMs: PATIENCE_MS })
    return { ...result, missing: Math.max(0, number * receivers - result.deliveries) }
  }
}
