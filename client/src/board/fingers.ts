import type { Point } from './hit.ts'

/** What fingers move: see Zoom. */
export interface Movable {
  by (factor: number, at: Point): void
  pan (by: Point): void
}

/** Fingers on the sheet that do not draw: one moves it along, two make it larger or smaller too. */
export class Fingers {
  readonly #zoom: Movable
  readonly #at = new Map<number, Point>()
  #moving = false

  constructor (zoom: Movable) {
    this.#zoom = zoom
  }

  /**
   * A finger comes down at a point of the frame (0 to 1); `draws`: it would draw. Returns whether it moves the sheet
   * from now on, with the others that are down, instead of drawing.
   */
  down (id: number, at: Point, draws: boolean): boolean {
    this.#at.set(id, at)
    this.#moving ||= !draws || this.#at.size > 1
    return this.#moving
  }

  /** Returns whether the sheet moves with it. */
  move (id: number, at: Point): boolean {
    if (!this.#at.has(id)) return false
    const before = this.#spread()
    this.#at.set(id, at)
    if (!this.#moving) return false
    const after = this.#spread()
    if (before.width > 0) this.#zoom.by(after.width / before.width, before.middle)
    this.#zoom.pan({ x: after.middle.x - before.middle.x, y: after.middle.y - before.middle.y })
    return true
  }

  /** A finger left. Those that stay draw only when all were lifted. */
  up (id: number): void {
    this.#at.delete(id)
    if (this.#at.size === 0) this.#moving = false
  }

  /** The middle of the first two, and how far they are apart; 0 for one. */
  #spread (): { middle: Point, width: number } {
    const [one = { x: 0, y: 0 }, two = one] = this.#at.values()
    return { middle: { x: (one.x + two.x) / 2, y: (one.y + two.y) / 2 }, width: Math.hypot(one.x - two.x, one.y - two.y) }
  }
}
