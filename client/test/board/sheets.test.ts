import t from 'tap'
import { encodePoints } from '../../../server/classroom/ink.ts'
import { Draw, Form } from '../../../server/classroom/whiteboard-model.ts'
import type { ItemRow } from '../../../server/classroom/whiteboard-views.ts'
import { Down } from '../../../server/wire/messages.ts'
import type { SheetPage } from '../../../server/wire/messages.ts'
import { boardEn } from '../../src/messages/board.en.ts'
import { contents } from '../../src/board/contents.ts'
import { Sheets } from '../../src/board/sheets.ts'

const piece = (...xs: number[]) => encodePoints(xs.map((x) => ({ x, y: 10, pressure: 128 })))
const stroke = (id: number, z: number, from: number, ...pieces: Uint8Array[]): ItemRow => [1, id, 0, z, Draw.ink, 2, 28, from, pieces]
const shape = (id: number, z: number): ItemRow => [2, id, 0, z, Draw.shape, Form.ellipse, 6, 28, 0, 0, 100, 100]
const page = (position: number, whole: boolean, next: number, ...rows: ItemRow[]): SheetPage => [Down.sheet, 0, position, whole, next, rows]
const xs = (sheets: Sheets, id: number) => {
  const item = sheets.item(0, `1:${id}`)
  return item?.kind === Draw.ink ? item.points.map(({ x }) => x) : null
}

t.test('M26 a sheet comes in pages and stands as of the first', async (t) => {
  const changed: number[] = []
  const sheets = new Sheets((no) => { changed.push(no) })
  t.equal(sheets.has(0), false)
  sheets.page(page(40, true, 7, stroke(5, 1, 0, piece(1, 2))), true)
  t.same([sheets.has(0), sheets.since(0)], [false, -1], 'nothing may be left out until all is here')
  sheets.ink([Down.ink, 45, [shape(6, 2)]])
  sheets.page(page(50, true, -1, stroke(5, 1, 1, piece(3))), false)
  t.same([sheets.has(0), sheets.since(0)], [true, 40], 'what changed after the first page is asked for again')
  t.same([xs(sheets, 5), sheets.items(0).length], [[1, 2, 3], 2], 'what was told between the pages stays')
  t.same(changed, [0, 0, 0])
})

t.test('M25 rows tell how an item is now, taken over twice they change nothing', async (t) => {
  const sheets = new Sheets(() => {})
  sheets.page(page(10, true, -1, shape(9, 3), stroke(5, 1, 0, piece(1))), true)
  for (let i = 0; i < 2; i++) sheets.ink([Down.ink, 11, [stroke(5, 1, 2, piece(7, 8))]])
  t.same(xs(sheets, 5), [1, 7, 8], 'a piece may be missing')
  sheets.ink([Down.ink, 12, [stroke(5, 1, 1, piece(4))]])
  t.same(xs(sheets, 5), [1, 4, 7, 8])
  t.same(sheets.items(0).map(({ id }) => id), [5, 9], 'lower ones first')
  sheets.ink([Down.ink, 13, [[2, 9, 0]]])
  t.same([sheets.items(0).map(({ id }) => id), sheets.since(0)], [[5], 13])
  sheets.ink([Down.ink, 14, [[1, 5, 3]]])
  t.equal(sheets.items(3).length, 0, 'a sheet that nobody asked for stays unknown')
})

t.test('M26 a whole page takes the place of what was there', async (t) => {
  const sheets = new Sheets(() => {})
  sheets.page(page(10, true, -1, shape(9, 3)), true)
  sheets.page(page(20, false, -1, shape(10, 4)), true)
  t.same([sheets.items(0).length, sheets.since(0)], [2, 20])
  sheets.page(page(30, true, -1, shape(11, 5)), true)
  t.same(sheets.items(0).map(({ id }) => id), [11])
  sheets.clear()
  t.same([sheets.has(0), sheets.items(0)], [false, []])
})

t.test('what is on a sheet is told in words, strokes as their number', async (t) => {
  const sheets = new Sheets(() => {})
  sheets.page(page(10, true, -1,
    stroke(1, 1, 0, piece(1)), stroke(2, 2, 0, piece(1)), [1, 3, 0, 3, Draw.text, 0, 200, 0, 900, 'Later'], shape(4, 4),
    [1, 5, 0, 5, Draw.image, 'm', 0, 400, 10, 10, 'A cat'], [1, 6, 0, 6, Draw.image, 'n', 0, 500, 10, 10, '']), true)
  t.same(contents(sheets.items(0), boardEn), ['Ellipse, blue', 'Picture: A cat', 'Picture without a description', 'Text: Later', '2 pen strokes'])
})
