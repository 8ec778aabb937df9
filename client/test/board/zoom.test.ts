import t from 'tap'
import { MOST, WHOLE, along, closer, showing } from '../../src/board/cutout.ts'
import type { Cutout } from '../../src/board/cutout.ts'
import { Fingers } from '../../src/board/fingers.ts'
import type { Point } from '../../src/board/hit.ts'

/** The point of the sheet that is seen at a point of the frame. */
const seenAt = ({ scale, x, y }: Cutout, at: Point): Point => ({ x: x + at.x / scale, y: y + at.y / scale })

class TestZoom {
  cutout = WHOLE
  by (factor: number, at: Point): void { this.cutout = closer(this.cutout, factor, at) }
  pan (by: Point): void { this.cutout = along(this.cutout, by) }
}

t.test('what lies under the fingers stays there, and nothing beside the sheet is seen', async (t) => {
  const at = { x: 0.75, y: 0.25 }
  const twice = closer(WHOLE, 2, at)
  t.same(seenAt(twice, at), at)
  t.same(twice, { scale: 2, x: 0.375, y: 0.125 })
  t.equal(closer(twice, 100, at).scale, MOST)
  t.same(closer(twice, 0.1, { x: 0, y: 0 }), WHOLE)
  t.same(along(twice, { x: -1, y: 1 }), { scale: 2, x: 0.5, y: 0 })
  t.same(along(WHOLE, { x: 0.5, y: 0.5 }), WHOLE)
  t.same(showing(twice, { x: 0.5, y: 0.5 }), twice, 'what is in sight moves nothing')
  t.same(showing(twice, { x: 1, y: 0 }), { scale: 2, x: 0.5, y: 0 })
})

t.test('one finger draws, two look closer, and those that stay draw only when all were lifted', async (t) => {
  const zoom = new TestZoom()
  const fingers = new Fingers(zoom)
  t.equal(fingers.down(1, { x: 0.4, y: 0.5 }, true), false)
  t.equal(fingers.move(1, { x: 0.45, y: 0.5 }), false)
  t.equal(fingers.down(2, { x: 0.55, y: 0.5 }, false), true)
  const held = seenAt(zoom.cutout, { x: 0.45, y: 0.5 })
  t.equal(fingers.move(2, { x: 0.65, y: 0.5 }), true)
  t.ok(Math.abs(zoom.cutout.scale - 2) < 1e-9, 'twice as far apart is twice as large')
  const now = seenAt(zoom.cutout, { x: 0.45, y: 0.5 })
  t.ok(Math.hypot(now.x - held.x, now.y - held.y) < 1e-9, 'and what was under a finger is under it')
  fingers.up(2)
  t.equal(fingers.down(3, { x: 0.1, y: 0.1 }, true), true)
  fingers.up(1)
  t.equal(fingers.move(3, { x: 0.2, y: 0.1 }), true, 'one alone moves it along')
  fingers.up(3)
  t.equal(fingers.move(3, { x: 0.3, y: 0.1 }), false)
  t.equal(fingers.down(4, { x: 0.1, y: 0.1 }, true), false)
  fingers.up(4)
  t.equal(fingers.down(5, { x: 0.1, y: 0.1 }, false), true, 'who only looks on moves it with one')
})
