import { Verdict } from '../../../server/classroom/model.ts'
import type { Step } from '../../../server/wire/messages.ts'
import type { ConsoleMessages } from '../messages/console.ko.ts'
import type { Reply } from '../dispatch.ts'

export type Refusal = keyof ConsoleMessages['refused']

const BY_VERDICT: Partial<Record<Verdict, Refusal>> = {
  [Verdict.notOpen]: 'notOpen',
  [Verdict.unknownQuestion]: 'unknownQuestion',
  [Verdict.notAllowed]: 'notAllowed',
  [Verdict.notController]: 'notController',
  [Verdict.wrongPhase]: 'wrongPhase',
  [Verdict.lessonRunning]: 'lessonRunning',
  [Verdict.unknownParticipant]: 'unknownParticipant'
}

/** Steps whose loss the teacher must hear of even when the screen has moved on by itself. */
const MATTERS = new Set<Step[0]>(['end', 'skip', 'ask', 'again'])

/**
 * The words for a step that was refused, or null where it took effect, or where it was stale and the
 * refreshed screen says enough.
 */
export function refusalOf (reply: Reply, step: Step): Refusal | null {
  if ('error' in reply) {
    if (reply.error === 'slow-down') return 'slowDown'
    if (reply.error === 'bad-nickname') return 'badNickname'
    if (reply.error === 'forbidden') return 'notController'
    return reply.error === 'not-stored' || reply.error === 'unavailable' ? 'notStored' : 'other'
  }
  if (reply.verdict < Verdict.stale) return null
  if (reply.verdict === Verdict.stale) return MATTERS.has(step[0]) ? 'stale' : null
  return BY_VERDICT[reply.verdict] ?? 'other'
}
