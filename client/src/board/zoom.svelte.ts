import { WHOLE, along, closer, showing } from './cutout.ts'
import type { Cutout } from './cutout.ts'
import type { Point } from './hit.ts'

/** How much larger a key or a button makes it. */
export const ZOOM_STEP = 1.5
const MIDDLE: Point = { x: 0.5, y: 0.5 }

/** Which part of the sheet this screen looks at. */
export class Zoom {
  cutout: Cutout = $state.raw(WHOLE)

  get scale (): number {
    return this.cutout.scale
  }

  /** Looks closer, or from farther away; what lies under `at`, in parts of the frame, stays there. */
  by (factor: number, at = MIDDLE): void {
    this.cutout = closer(this.cutout, factor, at)
  }

  /** Moves the sheet along under the frame, by parts of the frame. */
  pan (by: Point): void {
    this.cutout = along(this.cutout, by)
  }

  /** Brings a point of the sheet, in parts of it, into sight. */
  reveal (point: Point): void {
    this.cutout = showing(this.cutout, point)
  }

  /** All of it. */
  fit (): void {
    this.cutout = WHOLE
  }
}
