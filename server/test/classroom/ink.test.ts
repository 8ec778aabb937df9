import fc from 'fast-check'
import t from 'tap'
import { PLAIN_PRESSURE, decodePoints, encodePoints } from '../../classroom/ink.ts'
import type { InkPoint } from '../../classroom/ink.ts'
import { BOARD_LIMITS } from '../../classroom/limits.ts'
import { SHEET } from '../../classroom/whiteboard-model.ts'

const place = { x: fc.nat(SHEET.width), y: fc.nat(SHEET.height) }
const piece = (pressure: fc.Arbitrary<number>): fc.Arbitrary<InkPoint[]> =>
  fc.array(fc.record({ ...place, pressure }), { minLength: 1, maxLength: BOARD_LIMITS.piecePoints })

t.test('M22 the points of a piece come back as they went, with pressure and without', async () => {
  fc.assert(fc.property(fc.oneof(piece(fc.nat(255)), piece(fc.constant(PLAIN_PRESSURE))), (points) => {
    const bytes = encodePoints(points)
    return bytes.length <= 1 + 5 * points.length && JSON.stringify(decodePoints(bytes)) === JSON.stringify(points)
  }))
})

t.test('M22 an ordinary stroke costs two bytes a point, three with pressure', async (t) => {
  const plain = Array.from({ length: 100 }, (_, i) => ({ x: 1000 + 40 * i, y: 1000 - 9 * i, pressure: PLAIN_PRESSURE }))
  t.equal(encodePoints(plain).length, 1 + 2 * 100 + 2)
  t.equal(encodePoints(plain.map((point) => ({ ...point, pressure: 90 }))).length, 1 + 3 * 100 + 2)
  t.same([...encodePoints([{ x: 63, y: 64, pressure: PLAIN_PRESSURE }, { x: 0, y: 0, pressure: PLAIN_PRESSURE }])], [0, 126, 128, 1, 125, 127], 'as PROTOCOL.md says')
})

t.test('M22 bytes that are no piece are told apart: empty, cut off, too long, off the sheet', async (t) => {
  const corner = { x: SHEET.width, y: SHEET.height, pressure: PLAIN_PRESSURE }
  const wrong: Record<string, Uint8Array> = {
    nothing: new Uint8Array(0),
    'no point': new Uint8Array([0]),
    'another format': new Uint8Array([2, 0, 0]),
    'half a point': new Uint8Array([0, 2]),
    'half a step': new Uint8Array([0, 2, 0x80]),
    'a step of three bytes': new Uint8Array([0, 0x80, 0x80, 0, 0]),
    'no pressure': new Uint8Array([1, 2, 2]),
    'left of the sheet': new Uint8Array([0, 1, 0]),
    'above it': new Uint8Array([0, 0, 1]),
    'right of it': encodePoints([{ ...corner, x: SHEET.width + 1 }]),
    'below it': encodePoints([{ ...corner, y: SHEET.height + 1 }]),
    'too many points': encodePoints(Array(BOARD_LIMITS.piecePoints + 1).fill(corner) as InkPoint[])
  }
  for (const [name, bytes] of Object.entries(wrong)) t.equal(decodePoints(bytes), null, name)
  t.same(decodePoints(encodePoints([corner])), [corner])
})

t.test('M22 no bytes throw, and what is taken is on the sheet', async () => {
  fc.assert(fc.property(fc.uint8Array({ maxLength: 40 }), (bytes) => {
    const points = decodePoints(bytes)
    return points === null || points.every(({ x, y, pressure }) => x >= 0 && x <= SHEET.width && y >= 0 && y <= SHEET.height && pressure >= 0 && pressure <= 255)
  }), { numRuns: 2000 })
})
