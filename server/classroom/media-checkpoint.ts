import { MediaLesson } from './media-lane.ts'
import type { MediaState, SavedMediaLesson } from './media-lane.ts'

/** Raised whenever the fold of the lane holds something else than before: what is saved in another format is left aside. */
const FORMAT = 2

/** All that the `media` lane of a class folded to, in plain arrays. */
export type SavedMedia = [format: typeof FORMAT, endedAt: number, lesson: SavedMediaLesson | null]

/** What the lane holds of a class, for a checkpoint; null where that is nothing. It shares its parts with the state. */
export function saveMedia ({ lesson, endedAt }: MediaState): SavedMedia | null {
  return lesson === null && endedAt < 0 ? null : [FORMAT, endedAt, lesson?.save() ?? null]
}

/** The state that was saved, with the same digest; null where it was saved by a release that folds otherwise, or is damaged. */
export function restoreMedia (saved: unknown): MediaState | null {
  if (!Array.isArray(saved) || saved[0] !== FORMAT) return null
  try {
    const [, endedAt, lesson] = saved as SavedMedia
    return { endedAt, lesson: lesson === null ? null : MediaLesson.restored(lesson) }
  } catch {
    return null
  }
}
