import { Draw, SHEET } from '../../../server/classroom/whiteboard-model.ts'
import type { Item } from '../../../server/board/items.ts'
import { Painter } from './painter.ts'
import { LIGHT } from '../../../server/board/palette.ts'
import { Pictures } from './pictures.ts'

/** How wide a saved page is, in pixels. */
const WIDTH = 3200

/** A page as a PNG, in ink on white whatever theme the screen has. */
export async function pngOf (items: readonly Item[], font: string): Promise<Blob> {
  const pictures = await picturesOf(items)
  const canvas = document.createElement('canvas')
  canvas.width = WIDTH
  canvas.height = WIDTH * SHEET.height / SHEET.width
  const context = canvas.getContext('2d')
  if (context === null) throw new Error('no canvas to be had')
  context.scale(WIDTH / SHEET.width, WIDTH / SHEET.width)
  const painter = new Painter(context, LIGHT, font, (medium) => pictures.of(medium))
  painter.clear(true)
  for (const item of items) painter.paint(item)
  return await new Promise((resolve, reject) => {
    canvas.toBlob((blob) => {
      if (blob === null) reject(new Error('the page could not be encoded'))
      else resolve(blob)
    }, 'image/png')
  })
}

/** The pictures that items show, all there. */
export async function picturesOf (items: readonly Item[]): Promise<Pictures> {
  const pictures = new Pictures(() => {})
  await pictures.all(items.filter((item) => item.kind === Draw.image).map(({ medium }) => medium))
  return pictures
}

/** Has the browser save a file. */
export function save (file: Blob, name: string): void {
  const link = document.createElement('a')
  link.href = URL.createObjectURL(file)
  link.download = name
  link.click()
  // The browser has read the address by then; it is told nowhere when.
  setTimeout(() => { URL.revokeObjectURL(link.href) }, 60_000)
}
