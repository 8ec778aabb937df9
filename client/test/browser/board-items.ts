import { encodePoints } from '../../../server/classroom/ink.ts'
import type { InkPoint } from '../../../server/classroom/ink.ts'
import { Draw, Form } from '../../../server/classroom/whiteboard-model.ts'
import type { ItemRow } from '../../../server/classroom/whiteboard-views.ts'
import { Down } from '../../../server/wire/messages.ts'
import type { Part } from '../../../server/wire/messages.ts'
import type { Texts } from './lesson-parts.ts'

/** A line that goes round, pressed harder where it goes down. */
function loop (x: number, y: number, turns: number): InkPoint[] {
  return Array.from({ length: 60 }, (_, i) => ({
    x: Math.round(x + 12 * i + 160 * Math.cos(i * turns / 10)), y: Math.round(y + 160 * Math.sin(i * turns / 10)), pressure: Math.round(128 + 90 * Math.sin(i / 6))
  }))
}

/** A lesson's board: something of every kind, in every colour. */
export function drawnItems (texts: Texts): ItemRow[] {
  const strokes = Array.from({ length: 8 }, (_, colour): ItemRow => [1, 10 + colour, 0, colour, Draw.ink, colour, [14, 28, 64][colour % 3] ?? 28, 0, [encodePoints(loop(400 + 700 * colour, 2900, 3 + colour % 4))]])
  const words = texts === 'ko' ? ['교착 상태', '자원을 쥔 채 기다린다', '프로세스'] : ['Deadlock', 'Hold and wait', 'Process']
  return [
    ...strokes,
    [1, 30, 0, 30, Draw.text, 0, 360, 400, 300, words[0] ?? ''],
    [1, 31, 0, 31, Draw.text, 6, 200, 3400, 420, words[1] ?? ''],
    [1, 32, 0, 32, Draw.shape, Form.ellipse, 1, 28, 700, 1200, 2000, 2100],
    [1, 33, 0, 33, Draw.shape, Form.rectangle, 4, 28, 3900, 1200, 5400, 2100],
    [1, 34, 0, 34, Draw.shape, Form.arrow, 0, 28, 2050, 1500, 3850, 1500],
    [1, 35, 0, 35, Draw.shape, Form.arrow, 7, 28, 3850, 1800, 2050, 1800],
    [1, 36, 0, 36, Draw.text, 1, 200, 950, 1520, words[2] ?? ''],
    [1, 37, 0, 37, Draw.shape, Form.line, 5, 14, 400, 760, 2100, 760]
  ]
}

/** The parts of a view in which the board is shown. */
export function boardParts (mayDraw: boolean, writers?: Array<[index: number, name: string]>): Part[] {
  const whiteboard: Part = writers === undefined ? [Down.whiteboard, true, 0, 3] : [Down.whiteboard, true, 0, 3, writers]
  return [whiteboard, [Down.pen, mayDraw, 5, 0]]
}
