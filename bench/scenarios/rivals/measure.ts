import { setTimeout as delay } from 'node:timers/promises'
import { now } from '../../clock.ts'
import { cpuMs } from '../../processes/proc.ts'
import { LEAD_MS, PATIENCE_MS } from '../../stage.ts'
import type { PhaseResult } from '../../swarm/phase.ts'
import type { Timing } from '../../swarm/student-phases.ts'
import type { AnswerRound, ComeBackRound, Contestant } from './contestant.ts'
import { WINDOW_MS } from './names.ts'

/** What all contestants go through in the same way. */

/** How long nobody has a line; the teacher speaks in the middle of it. */
export const OFFLINE_MS = 400
/** How long the teacher's count may take after the last acknowledgement (ms), and how often it is looked at. */
const TOLD_MS = 3000
const POLL_MS = 10

/** Everybody answers within two seconds; `told` says how many the teacher knows of. */
export async function measureAnswers (
  pid: number,
  count: number,
  seed: number,
  answer: (timing: Timing) => Promise<PhaseResult>,
  told: () => number
): Promise<AnswerRound> {
  const startAt = now() + LEAD_MS
  const before = cpuMs(pid)
  let ended = Infinity
  const complete = (async () => {
    while (told() < count && now() < ended + TOLD_MS) await delay(POLL_MS)
    return told() < count ? NaN : now() - startAt
  })()
  const result = await answer({ startAt, windowMs: WINDOW_MS, timeoutMs: PATIENCE_MS, seed })
  const spent = cpuMs(pid) - before
  ended = now()
  return { result, cpuMs: spent, toldMs: await complete, told: told() }
}

/** The teacher says a thing before all are cut, two while they are away, and one when they are back. */
export async function measureComeBack (side: Contestant, comeBack: () => Promise<PhaseResult>): Promise<ComeBackRound> {
  await side.startCounting()
  side.speak(now(), 1, 1, 1)
  await side.counted(1)
  const before = cpuMs(side.pid)
  const back = comeBack()
  await delay(OFFLINE_MS / 2)
  side.speak(now(), 2, 2, 1)
  const result = await back
  const spent = cpuMs(side.pid) - before
  side.speak(now(), 4, 1, 1)
  const { deliveries } = await side.counted(4)
  return { result, cpuMs: spent, missed: Math.max(0, 4 * side.size - deliveries) }
}
