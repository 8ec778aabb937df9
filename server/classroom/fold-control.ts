import { Changed } from './changed.ts'
import type { Control } from './events.ts'
import { LIMITS } from './limits.ts'
import type { Lesson } from './live-lesson.ts'
import { Verdict } from './model.ts'
import { checkParticipant } from './rules.ts'

/** Anyone may have a message relayed; only a teacher's can be kept, the last of each name, within the limits. */
export function checkControl (lesson: Lesson, [, , , , by, , name, payload, keep]: Control): Verdict {
  const allowed = checkParticipant(lesson, by)
  if (allowed !== Verdict.accepted || !keep) return allowed
  if (!lesson.isTeacher(by)) return Verdict.notAllowed
  const fits = payload.length <= LIMITS.keptBytes && (lesson.kept.has(name) || lesson.kept.size < LIMITS.keptNames)
  return fits ? Verdict.accepted : Verdict.full
}

export function applyControl (lesson: Lesson, [, , , , , , name, payload, keep]: Control): number {
  if (!keep) return Changed.control
  lesson.kept.set(name, payload)
  return Changed.control | Changed.kept
}
