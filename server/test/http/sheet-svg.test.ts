import t from 'tap'
import { SaxesParser } from 'saxes'
import type { Item } from '../../board/items.ts'
import { outlinePath } from '../../board/outline.ts'
import { Draw, Form } from '../../classroom/whiteboard-model.ts'
import { sheetSvg } from '../../http/results/sheet-svg.ts'

const placed = { by: 0, id: 1, sheet: 0, z: 0 }
const points = [{ x: 100, y: 100, pressure: 128 }, { x: 400, y: 300, pressure: 128 }]

/** The elements of a file in their order, with their attributes and texts; throws where it is no XML. */
function parsed (svg: string): Array<[name: string, attributes: Record<string, string>, text: string]> {
  const elements: Array<[string, Record<string, string>, string]> = []
  const parser = new SaxesParser()
  parser.on('opentag', ({ name, attributes }) => { elements.push([name, attributes as Record<string, string>, '']) })
  parser.on('text', (text) => { if (elements.length > 0) elements.at(-1)![2] += text.trim() })
  parser.write(svg).close()
  return elements
}

t.test('A11 a sheet is drawn as screens draw it, and a text can be nothing but a text', async (t) => {
  const items: Item[] = [
    { ...placed, kind: Draw.ink, colour: 1, width: 28, pieces: [points], points },
    { ...placed, kind: Draw.shape, form: Form.arrow, colour: 99, width: 14, x: 0, y: 0, toX: 900, toY: 0 },
    { ...placed, kind: Draw.text, colour: 6, size: 200, x: 6000, y: 1000, text: '</text><script>alert(1)</script>&\u0000\ud800 "한글"\n둘째 줄' },
    { ...placed, kind: Draw.image, medium: 'there', x: 1, y: 2, width: 300, height: 200, alt: '' },
    { ...placed, kind: Draw.image, medium: 'gone', x: 1, y: 2, width: 300, height: 200, alt: '' }
  ]
  const elements = parsed(sheetSvg(items, '수업 <1>', (medium) => medium === 'there' ? { href: 'data:image/webp;base64,AAAA', alt: '' } : { href: '', alt: '"그림" onload="x"' }))
  const names = elements.map(([name]) => name)
  t.same(names.filter((name) => name !== 'tspan'), ['svg', 'title', 'rect', 'path', 'path', 'text', 'image', 'g', 'title', 'rect'])
  const [, [, , title], , [, stroke], [, arrow]] = elements as [unknown, [string, object, string], unknown, [string, Record<string, string>], [string, Record<string, string>]]
  t.equal(title, '수업 <1>')
  t.match(stroke, { fill: '#C2271E', d: outlinePath(points, 28) })
  t.match(arrow, { stroke: '#14181A', fill: 'none', d: /^M0 0L900 0M/ }, 'an unknown colour is the first')
  const lines = elements.filter(([name]) => name === 'tspan')
  t.ok(lines.length > 2, 'what would leave the sheet goes on in the next line')
  t.equal(lines.map(([, , text]) => text).join('').replaceAll(' ', ''), '</text><script>alert(1)</script>&"한글"둘째줄')
  t.same(elements.find(([name]) => name === 'image')?.[1]['href'], 'data:image/webp;base64,AAAA')
  t.match(elements.find(([name]) => name === 'g')?.[1], { 'aria-label': '"그림" onload="x"', onload: undefined })
})
