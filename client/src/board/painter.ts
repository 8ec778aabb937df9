import { Draw, SHEET } from '../../../server/classroom/whiteboard-model.ts'
import type { Item, Label, Picture, Stroke } from '../../../server/board/items.ts'
import { LINE_HEIGHT, labelLines } from '../../../server/board/label.ts'
import { outlinePath } from '../../../server/board/outline.ts'
import { inkOf } from '../../../server/board/palette.ts'
import type { Palette } from '../../../server/board/palette.ts'
import { shapePath } from '../../../server/board/shape.ts'

/** The picture of a shared medium; null while it is on its way. */
export type PictureOf = (medium: string) => CanvasImageSource | null

/** Paints items on a canvas whose units are those of the sheet. */
export class Painter {
  readonly #to: CanvasRenderingContext2D
  readonly #palette: Palette
  readonly #font: string
  readonly #pictureOf: PictureOf
  readonly #paths = new WeakMap<Item, Path2D>()

  /** `font` is a family as CSS names it. */
  constructor (to: CanvasRenderingContext2D, palette: Palette, font: string, pictureOf: PictureOf) {
    this.#to = to
    this.#palette = palette
    this.#font = font
    this.#pictureOf = pictureOf
  }

  /** Empties the sheet, to its colour or to nothing. */
  clear (paper: boolean): void {
    this.#to.clearRect(0, 0, SHEET.width, SHEET.height)
    if (!paper) return
    this.#to.fillStyle = this.#palette.paper
    this.#to.fillRect(0, 0, SHEET.width, SHEET.height)
  }

  paint (item: Item): void {
    switch (item.kind) {
      case Draw.ink: return this.#stroke(item)
      case Draw.shape:
        this.#to.strokeStyle = inkOf(this.#palette, item.colour)
        this.#to.lineWidth = item.width
        this.#to.lineJoin = this.#to.lineCap = 'round'
        this.#to.stroke(this.#pathOf(item, () => shapePath(item)))
        return
      case Draw.text: return this.#label(item)
      case Draw.image: return this.#picture(item)
    }
  }

  /** A laser pointer's spot. `fresh` from 1, just there, to 0, gone. */
  spot (x: number, y: number, fresh: number): void {
    const red = inkOf(this.#palette, 1)
    this.#to.save()
    this.#to.globalAlpha = fresh
    this.#to.fillStyle = red
    this.#to.shadowColor = red
    this.#to.shadowBlur = 24
    this.#to.beginPath()
    this.#to.arc(x, y, 28 + 20 * fresh, 0, 2 * Math.PI)
    this.#to.fill()
    this.#to.restore()
  }

  #stroke (stroke: Stroke): void {
    this.#to.fillStyle = inkOf(this.#palette, stroke.colour)
    this.#to.fill(this.#pathOf(stroke, () => outlinePath(stroke.points, stroke.width)))
  }

  #label (label: Label): void {
    this.#to.fillStyle = inkOf(this.#palette, label.colour)
    this.#to.font = `${label.size}px ${this.#font}`
    this.#to.textBaseline = 'top'
    const lines = labelLines(label, (text) => this.#to.measureText(text).width)
    for (const [i, line] of lines.entries()) this.#to.fillText(line, label.x, label.y + (i * LINE_HEIGHT + (LINE_HEIGHT - 1) / 2) * label.size)
  }

  #picture ({ medium, x, y, width, height }: Picture): void {
    const picture = this.#pictureOf(medium)
    if (picture !== null) return this.#to.drawImage(picture, x, y, width, height)
    this.#to.save()
    this.#to.strokeStyle = inkOf(this.#palette, 0)
    this.#to.lineWidth = 8
    this.#to.setLineDash([40, 40])
    this.#to.strokeRect(x, y, width, height)
    this.#to.restore()
  }

  #pathOf (item: Item, make: () => string): Path2D {
    const known = this.#paths.get(item)
    if (known !== undefined) return known
    const path = new Path2D(make())
    this.#paths.set(item, path)
    return path
  }
}
