import { LineCapStyle, PDFDocument, rgb } from '@cantoo/pdf-lib'
import type { Color, PDFPage } from '@cantoo/pdf-lib'
import { Draw, SHEET } from '../../../server/classroom/whiteboard-model.ts'
import type { Item, Label, Picture } from '../../../server/board/items.ts'
import { LINE_HEIGHT, labelLines } from '../../../server/board/label.ts'
import { outlinePath } from '../../../server/board/outline.ts'
import { Painter } from './painter.ts'
import { LIGHT, inkOf } from '../../../server/board/palette.ts'
import { picturesOf } from './picture-file.ts'
import type { Pictures } from './pictures.ts'
import { shapePath } from '../../../server/board/shape.ts'

/** Points (1/72 inch) of a unit: a page is as wide as A4 lies. */
const SCALE = 842 / SHEET.width
/** Pixels of a unit where something is no path. */
const PIXELS = 0.75

/**
 * A document of all pages, in ink on white. Strokes and shapes are lines that stay sharp; texts are pictures of
 * themselves, for a font with every Hangul syllable would weigh more than any board.
 */
export async function pdfOf (pages: ReadonlyArray<readonly Item[]>, title: string, font: string): Promise<Blob> {
  const file = await PDFDocument.create()
  file.setTitle(title)
  file.setCreator('Lectern')
  for (const items of pages) {
    const page = file.addPage([SHEET.width * SCALE, SHEET.height * SCALE])
    const pictures = await picturesOf(items)
    for (const item of items) await draw(file, page, item, pictures, font)
  }
  return new Blob([(await file.save()).slice().buffer], { type: 'application/pdf' })
}

async function draw (file: PDFDocument, page: PDFPage, item: Item, pictures: Pictures, font: string): Promise<void> {
  const origin = { x: 0, y: SHEET.height * SCALE, scale: SCALE }
  switch (item.kind) {
    case Draw.ink:
      return page.drawSvgPath(outlinePath(item.points, item.width), { ...origin, color: colourOf(item.colour) })
    case Draw.shape:
      return page.drawSvgPath(shapePath(item), { ...origin, borderColor: colourOf(item.colour), borderWidth: item.width, borderLineCap: LineCapStyle.Round })
    case Draw.text:
    case Draw.image: {
      const { x, y, width, height } = item.kind === Draw.text ? frameOf(item, font) : item
      const bytes = await pixels(item, { x, y, width, height }, pictures, font)
      const image = await file.embedPng(bytes)
      return page.drawImage(image, { x: x * SCALE, y: (SHEET.height - y - height) * SCALE, width: width * SCALE, height: height * SCALE })
    }
  }
}

function colourOf (colour: number): Color {
  const hex = inkOf(LIGHT, colour)
  const part = (from: number) => parseInt(hex.slice(from, from + 2), 16) / 255
  return rgb(part(1), part(3), part(5))
}

/** Where a text is, with room for what hangs below its lines. */
function frameOf (label: Label, font: string): Pick<Picture, 'x' | 'y' | 'width' | 'height'> {
  const context = document.createElement('canvas').getContext('2d') as CanvasRenderingContext2D
  context.font = `${label.size}px ${font}`
  const measure = (text: string) => context.measureText(text).width
  const lines = labelLines(label, measure)
  return { x: label.x, y: label.y, width: Math.max(1, ...lines.map(measure)), height: lines.length * label.size * LINE_HEIGHT }
}

async function pixels (item: Item, { x, y, width, height }: Pick<Picture, 'x' | 'y' | 'width' | 'height'>, pictures: Pictures, font: string): Promise<ArrayBuffer> {
  const canvas = document.createElement('canvas')
  canvas.width = Math.max(1, Math.ceil(width * PIXELS))
  canvas.height = Math.max(1, Math.ceil(height * PIXELS))
  const context = canvas.getContext('2d') as CanvasRenderingContext2D
  context.setTransform(canvas.width / width, 0, 0, canvas.height / height, -x * canvas.width / width, -y * canvas.height / height)
  new Painter(context, LIGHT, font, (medium) => pictures.of(medium)).paint(item)
  return await new Promise((resolve, reject) => {
    canvas.toBlob((blob) => {
      if (blob === null) reject(new Error('a part of the page could not be encoded'))
      else resolve(blob.arrayBuffer())
    }, 'image/png')
  })
}
