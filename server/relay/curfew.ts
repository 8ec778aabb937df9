import type { Logger } from 'pino'
import { Kind } from '../classroom/events.ts'
import type { End } from '../classroom/events.ts'
import { LESSON_MAX_MS } from '../classroom/limits.ts'
import type { Lesson } from '../classroom/live-lesson.ts'
import type { PresenceState } from '../classroom/presence.ts'
import { isRehearsal } from '../classroom/rehearsal.ts'
import { event as logEvent } from '../log-events.ts'

/** A rehearsal ends when its teacher has been away for so long (ms): its tab was closed, and nobody can come back to it. */
const ALONE_MS = 2 * 60_000

/** Ends the lessons of a class that nobody else ends. */
export class Curfew {
  readonly #classCode: string
  readonly #presence: PresenceState
  readonly #logger: Logger
  /** Since when the teacher of a rehearsal is not seen (ms); 0 while he is here. */
  #aloneSince = 0

  constructor (classCode: string, presence: PresenceState, logger: Logger) {
    this.#classCode = classCode
    this.#presence = presence
    this.#logger = logger
  }

  /** The end of a lesson that is too old, or of a rehearsal without its teacher; null where all may go on. To be asked about once a second. */
  due (lesson: Lesson | null, now: number): End | null {
    if (lesson === null) return null
    // In the teacher's name where he has left, so that the fold judges it like his own step: whatever he still did makes it stale.
    const end: End | null = now - lesson.openedAt > LESSON_MAX_MS
      ? [Kind.end, lesson.id, now, 0, -1, 0]
      : this.#isLeft(lesson, now) ? [Kind.end, lesson.id, now, 0, lesson.controller, lesson.steered] : null
    if (end !== null) logEvent(this.#logger, 'lesson-expired', { classCode: this.#classCode, lesson: lesson.id })
    return end
  }

  #isLeft (lesson: Lesson, now: number): boolean {
    if (!isRehearsal(this.#classCode, lesson)) return false
    if (this.#presence.isHere(lesson.keyOf(lesson.controller), now)) this.#aloneSince = 0
    else this.#aloneSince ||= now
    return this.#aloneSince > 0 && now - this.#aloneSince >= ALONE_MS
  }
}
