import t from 'tap'
import type { InkPoint } from '../../../server/classroom/ink.ts'
import { COLOURS, Draw, Form } from '../../../server/classroom/whiteboard-model.ts'
import { touches } from '../../src/board/hit.ts'
import type { Item } from '../../../server/board/items.ts'
import { labelLines } from '../../../server/board/label.ts'
import { outlinePath, thinned } from '../../../server/board/outline.ts'
import { CHOICES, DARK, LIGHT, inkOf } from '../../../server/board/palette.ts'
import { inkPoint } from '../../src/board/pointer.ts'
import { Replay } from '../../src/board/replay.ts'
import { shapePath } from '../../../server/board/shape.ts'
import { freshness, trailed } from '../../src/board/laser.ts'

const at = (x: number, y: number, pressure = 128): InkPoint => ({ x, y, pressure })

/** Relative luminance after WCAG 2. */
function luminance (hex: string): number {
  const [r = 0, g = 0, b = 0] = [1, 3, 5].map((i) => parseInt(hex.slice(i, i + 2), 16) / 255).map((c) => c <= 0.03928 ? c / 12.92 : ((c + 0.055) / 1.055) ** 2.4)
  return 0.2126 * r + 0.7152 * g + 0.0722 * b
}

t.test('every colour is readable on its paper in light and dark', async (t) => {
  for (const { paper, inks } of [LIGHT, DARK]) {
    t.equal(inks.length, COLOURS)
    for (const ink of inks) {
      const [high = 0, low = 0] = [luminance(ink), luminance(paper)].sort((a, b) => b - a)
      t.ok((high + 0.05) / (low + 0.05) >= 4.5, `${ink} on ${paper}`)
    }
  }
  t.equal(inkOf(LIGHT, 99), LIGHT.inks[0])
  t.same([CHOICES.colours.length, CHOICES.widths.length, CHOICES.letters.length], [8, 3, 3], 'all choices are within the limits of the wire')
})

t.test('a line is thinned to what it needs, and keeps its ends and corners', async (t) => {
  const straight = Array.from({ length: 101 }, (_, i) => at(i * 10, 500))
  const few = thinned(straight)
  t.ok(few.length < 30, `${few.length} points of 101`)
  t.same([few[0], few.at(-1)], [straight[0], straight.at(-1)])
  const corner = [...straight, ...Array.from({ length: 50 }, (_, i) => at(1000, 510 + i * 10))]
  t.ok(thinned(corner).some(({ x, y }) => x >= 990 && y <= 510), 'the corner is there')
  t.same(thinned([at(5, 5)]), [at(5, 5)], 'a dot stays a dot')
  t.same(thinned([at(5, 5), at(5, 5)]), [at(5, 5)])
  const gaps = few.slice(1).map(({ x }, i) => x - (few[i]?.x ?? 0))
  t.ok(Math.max(...gaps) <= 60, 'no gap is so long that a corner would be cut')
})

t.test('an outline is a closed curve, wider where the pen pressed', async (t) => {
  t.equal(outlinePath([], 28), '')
  t.match(outlinePath([at(100, 100)], 28), /^M.*Z$/)
  const spread = (pressure: number) => {
    const ys = [...outlinePath([at(0, 0, pressure), at(100, 0, pressure), at(200, 0, pressure), at(300, 0, pressure)], 40).matchAll(/-?[\d.]+ (-?[\d.]+)/g)].map(([, y]) => Number(y))
    return Math.max(...ys) - Math.min(...ys)
  }
  t.ok(spread(250) > spread(30) * 1.5)
})

const placed = { by: 1, id: 1, sheet: 0, z: 1 }
const shapeOf = (form: Form, x = 0, y = 0, toX = 300, toY = 200): Item & { kind: typeof Draw.shape } => ({ ...placed, kind: Draw.shape, form, colour: 0, width: 20, x, y, toX, toY })

t.test('shapes are lines from corner to corner', async (t) => {
  t.equal(shapePath(shapeOf(Form.line)), 'M0 0L300 200')
  t.match(shapePath(shapeOf(Form.arrow)), /^M0 0L300 200M.*L300 200L/)
  t.equal(shapePath(shapeOf(Form.rectangle)), 'M0 0L300 0L300 200L0 200Z')
  t.equal(shapePath(shapeOf(Form.ellipse, 300, 200, 0, 0)), 'M0 100A150 100 0 1 1 300 100A150 100 0 1 1 0 100Z')
})

t.test('an eraser touches lines, not what they frame', async (t) => {
  t.equal(touches(shapeOf(Form.rectangle), { x: 150, y: 5 }, 10), true)
  t.equal(touches(shapeOf(Form.rectangle), { x: 150, y: 100 }, 10), false)
  t.equal(touches(shapeOf(Form.ellipse), { x: 0, y: 100 }, 10), true)
  t.equal(touches(shapeOf(Form.ellipse), { x: 150, y: 100 }, 10), false)
  t.equal(touches(shapeOf(Form.line), { x: 150, y: 100 }, 10), true)
  const stroke: Item = { ...placed, kind: Draw.ink, colour: 0, width: 20, pieces: [], points: [at(0, 0), at(100, 0)] }
  t.same([touches(stroke, { x: 50, y: 15 }, 10), touches(stroke, { x: 50, y: 25 }, 10)], [true, false])
  t.equal(touches({ ...stroke, points: [at(3, 3)] }, { x: 5, y: 5 }, 10), true)
  t.equal(touches({ ...stroke, points: [] }, { x: 5, y: 5 }, 10), false)
  t.equal(touches({ ...placed, kind: Draw.text, colour: 0, size: 100, x: 0, y: 0, text: '교착 상태' }, { x: 400, y: 50 }, 10), true, 'Hangul is wide')
  t.equal(touches({ ...placed, kind: Draw.text, colour: 0, size: 100, x: 0, y: 0, text: 'ab' }, { x: 400, y: 50 }, 10), false)
  t.equal(touches({ ...placed, kind: Draw.image, medium: 'm', alt: '', x: 0, y: 0, width: 50, height: 50 }, { x: 25, y: 25 }, 1), true)
})

t.test('a text breaks where the sheet ends', async (t) => {
  const measure = (text: string) => text.length * 1000
  t.same(labelLines({ text: 'one two\nx', x: 0 }, measure), ['one', 'two', 'x'])
  t.same(labelLines({ text: 'abcdefgh', x: 3400 }, measure), ['abc', 'def', 'gh'])
})

t.test('a pen knows how hard it presses, a finger does not', async (t) => {
  const event = { clientX: 60, clientY: 30, pressure: 0.5, pointerId: 1 }
  const frame = { left: 10, top: 20, width: 640 }
  t.same(inkPoint({ ...event, pointerType: 'mouse' }, frame), at(500, 100))
  t.same(inkPoint({ ...event, pressure: 1, pointerType: 'pen' }, frame), at(500, 100, 255))
  t.same(inkPoint({ ...event, clientX: -500, clientY: 9999, pointerType: 'touch' }, frame), at(0, 3600), 'never off the sheet')
})

t.test('M25 what comes in pieces is drawn evenly between them', async (t) => {
  const replay = new Replay()
  const stroke = (n: number): Item & { kind: typeof Draw.ink } => ({ ...placed, kind: Draw.ink, colour: 0, width: 20, pieces: [], points: Array.from({ length: n }, (_, i) => at(i * 10, 0)) })
  const length = (now: number) => replay.strokes(now)[0]?.points.at(-1)?.x ?? 0
  replay.grow(stroke(15), 0, 1000)
  t.same([length(1000), length(1070), length(1140), length(1500)], [0, 65, 140, 140])
  replay.grow(stroke(29), 15, 1140)
  t.ok(length(1210) > 140 && length(1210) < 280)
  replay.settle(1839)
  t.equal(replay.has('1:1'), true)
  replay.settle(1840)
  t.same([replay.has('1:1'), replay.moving], [false, false])
  replay.grow(stroke(29), 20, 2000)
  t.equal(length(2000), 190, 'goes on where it stood')
  replay.forget('1:1')
  t.equal(replay.moving, false)
})

t.test('M28 a laser pointer fades within 2 s', async (t) => {
  const spot = { x: 1, y: 1, at: 1000 }
  t.equal(freshness(spot, 1000), 1)
  t.equal(freshness(spot, 3000), 0)
  t.equal(trailed([{ ...spot, at: 0 }, spot], { ...spot, at: 1100 }).length, 2)
})
