import { Form } from '../classroom/whiteboard-model.ts'
import type { Shape } from './items.ts'

/** A shape's line as an SVG path, in units of the sheet. */
export function shapePath ({ form, x, y, toX, toY, width }: Pick<Shape, 'form' | 'x' | 'y' | 'toX' | 'toY' | 'width'>): string {
  switch (form) {
    case Form.line: return `M${x} ${y}L${toX} ${toY}`
    case Form.arrow: return `M${x} ${y}L${toX} ${toY}${arrowHead(x, y, toX, toY, width)}`
    case Form.rectangle: return `M${x} ${y}L${toX} ${y}L${toX} ${toY}L${x} ${toY}Z`
    case Form.ellipse: return ellipse(x, y, toX, toY)
  }
}

const HEAD_ANGLE = Math.PI / 7

/** Two strokes at the tip, at most half as long as the arrow. */
function arrowHead (x: number, y: number, toX: number, toY: number, width: number): string {
  const length = Math.min(Math.hypot(toX - x, toY - y) / 2, 60 + 4 * width)
  const angle = Math.atan2(toY - y, toX - x)
  const end = (turn: number) => `${Math.round(toX - length * Math.cos(angle + turn))} ${Math.round(toY - length * Math.sin(angle + turn))}`
  return `M${end(HEAD_ANGLE)}L${toX} ${toY}L${end(-HEAD_ANGLE)}`
}

function ellipse (x: number, y: number, toX: number, toY: number): string {
  const rx = Math.abs(toX - x) / 2
  const ry = Math.abs(toY - y) / 2
  const middle = (y + toY) / 2
  const left = Math.min(x, toX)
  return `M${left} ${middle}A${rx} ${ry} 0 1 1 ${left + 2 * rx} ${middle}A${rx} ${ry} 0 1 1 ${left} ${middle}Z`
}
