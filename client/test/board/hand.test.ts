import t from 'tap'
import type { InkPoint } from '../../../server/classroom/ink.ts'
import { Draw, Form } from '../../../server/classroom/whiteboard-model.ts'
import { Hand } from '../../src/board/hand.ts'
import type { Bench, Tool } from '../../src/board/hand.ts'
import type { Item } from '../../../server/board/items.ts'
import { Pointer } from '../../src/board/pointer.ts'

const at = (x: number, y: number): InkPoint => ({ x, y, pressure: 128 })

/** Notes what a hand does. */
class TestBench implements Bench {
  tool: Tool
  colour = 1
  width = 28
  picture = { id: 'm', alt: 'A cat', width: 400, height: 300 }
  index = 3
  sheet = 0
  did: string[] = []
  put: Item[] = []
  shown: Item | null = null

  constructor (tool: Tool) {
    this.tool = tool
  }

  beginStroke ({ x }: InkPoint): void { this.did.push(`begin ${x}`) }
  goOn (points: readonly InkPoint[]): void { this.did.push(`on ${points.map(({ x }) => x).join(' ')}`) }
  endStroke (): void { this.did.push('end') }
  giveUp (): void { this.did.push('given up') }
  wipe ({ x }: InkPoint): void { this.did.push(`wipe ${x}`) }
  endWiping (): void { this.did.push('wiped') }
  point ({ x }: { x: number }): void { this.did.push(`point ${x}`) }
  preview (item: Item | null): void { this.shown = item }
  place (item: Item): void { this.put.push(item) }
}

function hand (tool: Tool): { bench: TestBench, hand: Hand, written: InkPoint[] } {
  const bench = new TestBench(tool)
  const written: InkPoint[] = []
  return { bench, written, hand: new Hand(bench, (point) => { written.push(point as InkPoint) }) }
}

function stroke (tool: Tool, ...[first, ...rest]: InkPoint[]) {
  const made = hand(tool)
  made.hand.press(first as InkPoint)
  for (const point of rest) made.hand.drag([point], [])
  made.hand.letGo()
  return made
}

t.test('each tool does its work', async (t) => {
  t.same(stroke('pen', at(1, 0), at(2, 0)).bench.did, ['begin 1', 'on 2', 'end'])
  t.same(stroke('eraser', at(1, 0), at(2, 0)).bench.did, ['wipe 1', 'wipe 2', 'wiped'])
  t.same(stroke('laser', at(1, 0), at(2, 0)).bench.did, ['point 1', 'point 2'])
  t.same(stroke('text', at(7, 8)).written, [at(7, 8)])
  t.match(stroke('arrow', at(10, 20), at(300, 400)).bench.put, [{ kind: Draw.shape, form: Form.arrow, by: 3, colour: 1, width: 28, x: 10, y: 20, toX: 300, toY: 400 }])
  t.same(stroke('ellipse', at(10, 20), at(12, 22)).bench.put, [], 'a slip of the hand makes no shape')
})

t.test('a picture keeps its proportions and stays on the sheet', async (t) => {
  t.match(stroke('image', at(100, 100), at(900, 150)).bench.put, [{ kind: Draw.image, medium: 'm', x: 100, y: 100, width: 800, height: 600 }])
  t.match(stroke('image', at(100, 100)).bench.put, [{ width: 2000, height: 1500 }], 'put down without dragging it has a usual size')
  t.match(stroke('image', at(6000, 3500)).bench.put, [{ x: 6000, y: 3500, width: 133, height: 100 }])
})

t.test('what is given up leaves only what was drawn', async (t) => {
  const shape = hand('line')
  shape.hand.press(at(0, 0))
  shape.hand.drag([at(500, 500)], [])
  t.ok(shape.bench.shown)
  shape.hand.cancel()
  t.same([shape.bench.shown, shape.bench.put, shape.hand.down], [null, [], false])
  const pen = hand('pen')
  pen.hand.press(at(0, 0))
  pen.hand.cancel()
  pen.hand.cancel()
  pen.hand.letGo()
  t.same(pen.bench.did, ['begin 0', 'end'])
  pen.hand.giveUp()
  pen.hand.press(at(0, 0))
  pen.hand.giveUp()
  t.same(pen.bench.did.slice(2), ['begin 0', 'given up'], 'but for what was not meant')
})

t.test('one pointer draws at a time, and no finger once there was a pen', async (t) => {
  const { bench, hand: drawing } = hand('pen')
  const pointer = new Pointer(drawing)
  const frame = { left: 0, top: 0, width: 6400 }
  const event = (pointerId: number, pointerType: string, clientX: number) => ({ pointerId, pointerType, clientX, clientY: 0, pressure: 0.5, button: 0 })
  t.equal(pointer.down(event(1, 'touch', 5), frame), true)
  t.equal(pointer.down(event(2, 'touch', 9), frame), false)
  pointer.move(event(2, 'touch', 10), [], [], frame)
  pointer.move(event(1, 'touch', 7), [event(1, 'touch', 6), event(1, 'touch', 7)], [], frame)
  pointer.up(event(2, 'touch', 10))
  pointer.up(event(1, 'touch', 7))
  t.same(bench.did, ['begin 5', 'on 6 7', 'end'])
  t.equal(pointer.down({ ...event(3, 'mouse', 1), button: 2 }, frame), false, 'another button is the browser’s')
  t.equal(pointer.down(event(4, 'pen', 1), frame), true)
  pointer.cancel(event(4, 'pen', 1))
  pointer.down(event(4, 'pen', 1), frame)
  pointer.giveUp()
  pointer.giveUp()
  t.same(bench.did.slice(-2), ['begin 1', 'given up'])
  t.equal(pointer.down(event(5, 'touch', 1), frame), false)
  bench.tool = 'laser'
  pointer.move(event(6, 'mouse', 33), [], [], frame)
  t.equal(bench.did.at(-1), 'point 33', 'a laser points without pressing')
})
