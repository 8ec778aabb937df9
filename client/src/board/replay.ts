import { nameOf } from '../../../server/board/items.ts'
import type { Stroke } from '../../../server/board/items.ts'

/** Points that came together are drawn within this time (ms): a tick of the log and a little for its jitter. */
const SPREAD = 140
/** A stroke that grew no more for so long is finished (ms). */
const STILL = 700

interface Growing {
  stroke: Stroke
  /** Points that showed when the last ones came, and when that was. */
  from: number
  at: number
}

/** Lets strokes of others grow as evenly as they were drawn, though their points come in pieces. */
export class Replay {
  readonly #growing = new Map<string, Growing>()

  /** A stroke has more points than the `before` that it had, 0 for a new one. */
  grow (stroke: Stroke, before: number, now: number): void {
    const name = nameOf(stroke)
    this.#growing.set(name, { stroke, from: this.#growing.has(name) ? this.#shown(name, now) : before, at: now })
  }

  has (name: string): boolean {
    return this.#growing.has(name)
  }

  forget (name: string): void {
    this.#growing.delete(name)
  }

  /** Strokes as they show now, the point in between added. */
  strokes (now: number): Stroke[] {
    return [...this.#growing].map(([name, { stroke }]) => {
      const shown = this.#shown(name, now)
      const whole = Math.floor(shown)
      const points = stroke.points.slice(0, Math.max(1, whole))
      const last = stroke.points[whole - 1]
      const next = stroke.points[whole]
      if (last !== undefined && next !== undefined) {
        const part = shown - whole
        points.push({ x: last.x + (next.x - last.x) * part, y: last.y + (next.y - last.y) * part, pressure: last.pressure })
      }
      return { ...stroke, points }
    })
  }

  /** Takes out the strokes that are finished; returns whether there were any. */
  settle (now: number): boolean {
    const done = [...this.#growing].filter(([, { at }]) => now - at >= STILL)
    for (const [name] of done) this.#growing.delete(name)
    return done.length > 0
  }

  get moving (): boolean {
    return this.#growing.size > 0
  }

  #shown (name: string, now: number): number {
    const growing = this.#growing.get(name)
    if (growing === undefined) return 0
    const { stroke, from, at } = growing
    return from + (stroke.points.length - from) * Math.min(1, (now - at) / SPREAD)
  }
}
