import type { Point } from './hit.ts'

/** Which part of a sheet is seen: `scale` times larger than fitted, its upper left corner in parts of the sheet. */
export interface Cutout {
  scale: number
  x: number
  y: number
}

/** All of it, as it fits. */
export const WHOLE: Cutout = { scale: 1, x: 0, y: 0 }
/** How much larger than fitted a sheet may be seen. */
export const MOST = 6

/** Larger or smaller by a factor; what lies under `at` (in parts of the frame) stays there, as far as there is sheet around it. */
export function closer ({ scale, x, y }: Cutout, factor: number, at: Point): Cutout {
  const to = Math.max(1, Math.min(MOST, scale * factor))
  return inside({ scale: to, x: x + at.x / scale - at.x / to, y: y + at.y / scale - at.y / to })
}

/** With the sheet moved along under the frame, by parts of the frame. */
export function along ({ scale, x, y }: Cutout, by: Point): Cutout {
  return inside({ scale, x: x - by.x / scale, y: y - by.y / scale })
}

/** Moved as little as brings a point of the sheet (in parts of it) into sight. */
export function showing ({ scale, x, y }: Cutout, point: Point): Cutout {
  const part = 1 / scale
  return inside({ scale, x: Math.min(point.x, Math.max(x, point.x - part)), y: Math.min(point.y, Math.max(y, point.y - part)) })
}

function inside ({ scale, x, y }: Cutout): Cutout {
  const most = 1 - 1 / scale
  return { scale, x: Math.max(0, Math.min(most, x)), y: Math.max(0, Math.min(most, y)) }
}
