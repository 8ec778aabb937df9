import { LessonPhase, Phase } from '../../../server/classroom/model.ts'

/** What the live region listens to. Never counts, seconds or bars (SCREENS section 5). */
export interface Moment {
  lesson: LessonPhase | null
  no: number
  round: number
  phase: Phase | null
  connected: boolean
}

export type Announcement = 'opened' | 'asked' | 'closed' | 'revealed' | 'skipped' | 'ended' | 'reconnected'

const BY_PHASE: Record<Phase, Announcement> = {
  [Phase.open]: 'asked', [Phase.closed]: 'closed', [Phase.revealed]: 'revealed', [Phase.skipped]: 'skipped'
}

/** What to say of the change from `before` to `now`, or null. The first moment is silent. */
export function announcement (before: Moment | null, now: Moment): Announcement | null {
  if (before === null || before.lesson === null || now.lesson === null) return null
  if (before.lesson !== now.lesson) {
    if (now.lesson === LessonPhase.live) return 'opened'
    if (now.lesson === LessonPhase.ended) return 'ended'
  }
  const moved = before.no !== now.no || before.round !== now.round || before.phase !== now.phase
  if (moved && now.phase !== null) return BY_PHASE[now.phase]
  return now.connected && !before.connected ? 'reconnected' : null
}
