import type { Item, Label, Picture } from '../../board/items.ts'
import { LINE_HEIGHT, labelLines } from '../../board/label.ts'
import { outlinePath } from '../../board/outline.ts'
import { LIGHT, inkOf } from '../../board/palette.ts'
import { shapePath } from '../../board/shape.ts'
import { Draw, SHEET } from '../../classroom/whiteboard-model.ts'
import { document, element, text } from '../export/xml-text.ts'
import type { Xml } from '../export/xml-text.ts'

/** A picture on a sheet: an address that holds its bytes, '' where they are gone, and what it shows in words. */
export interface SheetPicture {
  href: string
  alt: string
}

/** Units of the sheet that make a pixel. */
const UNITS = 4
/** Where letters stand below the top of their line, in their heights. */
const BASELINE = 0.86
/** How wide letters are, in their heights. Nobody measures here: Hangul and its like fill a square. */
const WIDE = 1
const NARROW = 0.56
const IS_WIDE = /[\u1100-\u11ff\u2e80-\ud7ff\uf900-\ufaff\ufe30-\ufe4f\uff00-\uff60\uffe0-\uffe6]|\p{Extended_Pictographic}/u
const FONTS = "system-ui, 'Malgun Gothic', 'Apple SD Gothic Neo', 'Noto Sans KR', sans-serif"

/**
 * A sheet as an SVG file, in ink on white, that needs nothing besides itself and runs nothing. Texts stay texts, in
 * the font of whoever opens it, so a long line may break elsewhere than it did on the screens.
 */
export function sheetSvg (items: readonly Item[], title: string, pictureOf: (medium: string) => SheetPicture): string {
  const { width, height } = SHEET
  return document(element('svg', { xmlns: 'http://www.w3.org/2000/svg', viewBox: `0 0 ${width} ${height}`, width: width / UNITS, height: height / UNITS, role: 'img' },
    element('title', {}, text(title)),
    element('rect', { width, height, fill: LIGHT.paper }),
    ...items.map((item) => `\n${drawn(item, pictureOf)}`)))
}

function drawn (item: Item, pictureOf: (medium: string) => SheetPicture): Xml {
  switch (item.kind) {
    case Draw.ink: return element('path', { fill: inkOf(LIGHT, item.colour), d: outlinePath(item.points, item.width) })
    case Draw.shape: return element('path', { fill: 'none', stroke: inkOf(LIGHT, item.colour), 'stroke-width': item.width, 'stroke-linecap': 'round', 'stroke-linejoin': 'round', d: shapePath(item) })
    case Draw.text: return label(item)
    case Draw.image: return picture(item, pictureOf(item.medium))
  }
}

function label (item: Label): Xml {
  const { x, y, size, colour } = item
  const measure = (line: string): number => [...line].reduce((sum, letter) => sum + (IS_WIDE.test(letter) ? WIDE : NARROW) * size, 0)
  const lines = labelLines(item, measure).map((line, i) => element('tspan', { x, y: Math.round(y + (i * LINE_HEIGHT + (LINE_HEIGHT - 1) / 2 + BASELINE) * size) }, text(line)))
  return element('text', { fill: inkOf(LIGHT, colour), 'font-size': size, 'font-family': FONTS, 'xml:space': 'preserve' }, ...lines)
}

/** Where the bytes are gone, a frame stands in the place of the picture. */
function picture ({ x, y, width, height }: Picture, { href, alt }: SheetPicture): Xml {
  const shown = href === ''
    ? element('rect', { x, y, width, height, fill: 'none', stroke: inkOf(LIGHT, 0), 'stroke-width': 8, 'stroke-dasharray': 40 })
    : element('image', { x, y, width, height, preserveAspectRatio: 'none', href })
  return alt === '' ? shown : element('g', { role: 'img', 'aria-label': alt }, element('title', {}, text(alt)), shown)
}
