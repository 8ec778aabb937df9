import { encode } from '../../server/wire/codec.ts'
import { Up } from '../../server/wire/messages.ts'
import { now } from '../clock.ts'
import { arrivals } from '../schedule.ts'
import type { BareSockets } from './bare-sockets.ts'
import { Phase } from './phase.ts'
import type { PhaseResult } from './phase.ts'
import type { Timing } from './student-phases.ts'
import { clientFrame } from './websocket.ts'

/** Time that a connect may take of the schedule (ms): 2,000 a second leave the listen queues empty. */
const CONNECT_MS = 0.5

/** Connects under way at once, so that a slow machine does not overflow a listen queue of 512. */
const AT_ONCE = 200

/** Opens `count` sockets at `url`. */
export async function open (sockets: BareSockets, plan: { url: string, count: number, timeoutMs: number }): Promise<number> {
  let opened = 0
  const phase = new Phase(plan.count)
  sockets.onOpen = () => { phase.done(opened++) }
  const inOrder = { times: Float64Array.from({ length: plan.count }, (_, k) => k * CONNECT_MS), order: Uint32Array.from({ length: plan.count }, (_, k) => k) }
  const { done } = await phase.run(inOrder, { startAt: now(), timeoutMs: plan.timeoutMs, atOnce: AT_ONCE }, (index) => { sockets.open(index, plan.url) })
  return done
}

/** Everybody sends a frame as long as an answer; done when it is back. */
export async function echo (sockets: BareSockets, plan: Timing & { count: number }): Promise<PhaseResult> {
  const phase = new Phase(plan.count)
  const frame = clientFrame(encode([Up.answer, 2, 0, 0, 1, 1]))
  sockets.onEcho = phase.done
  return phase.run(arrivals(plan.count, plan.windowMs, plan.seed), plan, (index) => { sockets.send(index, frame) })
}
