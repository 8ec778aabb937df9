import { Draw, Form } from '../../../server/classroom/whiteboard-model.ts'
import type { Item, Shape } from '../../../server/board/items.ts'
import { LINE_HEIGHT } from '../../../server/board/label.ts'

export interface Point {
  x: number
  y: number
}

/** Whether an item is touched by a round eraser of this radius; all in units of the sheet. */
export function touches (item: Item, at: Point, radius: number): boolean {
  switch (item.kind) {
    case Draw.ink: return near(item.points, at, radius + item.width / 2)
    case Draw.shape: return near(corners(item), at, radius + item.width / 2)
    case Draw.text: return within(item.x, item.y, item.x + textWidth(item.text, item.size), item.y + item.text.split('\n').length * item.size * LINE_HEIGHT, at, radius)
    case Draw.image: return within(item.x, item.y, item.x + item.width, item.y + item.height, at, radius)
  }
}

/** Whether a way passes a point within a distance. */
function near (way: readonly Point[], at: Point, distance: number): boolean {
  const [first] = way
  if (first === undefined) return false
  if (way.length === 1) return Math.hypot(at.x - first.x, at.y - first.y) <= distance
  return way.some((to, i) => {
    const from = way[i - 1]
    return from !== undefined && distanceTo(from, to, at) <= distance
  })
}

function distanceTo (from: Point, to: Point, at: Point): number {
  const dx = to.x - from.x
  const dy = to.y - from.y
  const length = dx * dx + dy * dy
  const part = length === 0 ? 0 : Math.max(0, Math.min(1, ((at.x - from.x) * dx + (at.y - from.y) * dy) / length))
  return Math.hypot(at.x - from.x - part * dx, at.y - from.y - part * dy)
}

const AROUND = 32

/** A shape's line as points: only the line is touched, so that what stands inside a frame can be erased alone. */
function corners ({ form, x, y, toX, toY }: Shape): Point[] {
  if (form === Form.line || form === Form.arrow) return [{ x, y }, { x: toX, y: toY }]
  if (form === Form.rectangle) return [{ x, y }, { x: toX, y }, { x: toX, y: toY }, { x, y: toY }, { x, y }]
  return Array.from({ length: AROUND + 1 }, (_, i) => {
    const turn = 2 * Math.PI * i / AROUND
    return { x: (x + toX) / 2 + Math.cos(turn) * (toX - x) / 2, y: (y + toY) / 2 + Math.sin(turn) * (toY - y) / 2 }
  })
}

/** About how wide a text is: Hangul is as wide as high, other letters half of that. */
function textWidth (text: string, size: number): number {
  return Math.max(...text.split('\n').map((line) => [...line].reduce((sum, letter) => sum + (letter >= '\u1100' ? size : size * 0.55), 0)))
}

function within (left: number, top: number, right: number, bottom: number, { x, y }: Point, radius: number): boolean {
  return x >= left - radius && x <= right + radius && y >= top - radius && y <= bottom + radius
}
