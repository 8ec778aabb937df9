import type { ClassroomState } from '../classroom/lesson.ts'
import { Media } from '../classroom/media-events.ts'
import type { MediaEvent } from '../classroom/media-events.ts'
import { createMedia } from '../classroom/media-lane.ts'
import type { MediaLesson } from '../classroom/media-lane.ts'
import { Drawings } from './drawings.ts'
import type { RoomContext } from './room-context.ts'

/** The `media` lane of a class on this relay: what it folded to, and what comes in for the whiteboard. */
export class RoomMedia {
  readonly state = createMedia()
  readonly drawings: Drawings
  readonly #classroom: ClassroomState
  readonly #append: (event: MediaEvent) => void
  /** The lesson that this relay has said to be over. */
  #freed = ''

  constructor (classroom: ClassroomState, context: RoomContext, append: (event: MediaEvent) => void) {
    this.#classroom = classroom
    this.#append = append
    this.drawings = new Drawings(context, () => classroom.lesson!, append)
  }

  /** What it holds of the live lesson; null before the first event of that. */
  get lesson (): MediaLesson | null {
    const { lesson } = this.state
    return lesson !== null && lesson.id === this.#classroom.lesson?.id ? lesson : null
  }

  /** What is held of a lesson that is over is freed, by an event so that every relay does it alike (rule M2). */
  free (now: number): void {
    const { lesson } = this.state
    if (lesson === null || lesson.id === this.#freed || this.#classroom.ended?.lesson !== lesson.id) return
    this.#freed = lesson.id
    this.#append([Media.end, lesson.id, lesson.openedAt, now])
  }
}
