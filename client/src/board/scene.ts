import { Draw, SHEET } from '../../../server/classroom/whiteboard-model.ts'
import { nameOf } from '../../../server/board/items.ts'
import type { Item } from '../../../server/board/items.ts'
import { Painter } from './painter.ts'
import type { PictureOf } from './painter.ts'
import type { Palette } from '../../../server/board/palette.ts'
import { Replay } from './replay.ts'
import type { Spot } from './laser.ts'
import { freshness } from './laser.ts'

/** What a scene shows besides the sheet's items. */
export interface Foreground {
  /** Names of items that are not to be drawn from the sheet. */
  hidden: ReadonlySet<string>
  /** Items on top of the sheet's: the own ones that the log has not told of yet, and what is being drawn. */
  own: readonly Item[]
  spots: readonly Spot[]
  /** Who looks on, by index: his own strokes were seen as he drew them, and do not grow again. */
  me: number
}

/** How it looks: the theme, the font, and whether strokes of others grow. */
export interface Look {
  palette: Palette
  font: string
  still: boolean
}

/**
 * A sheet on two canvases, one above the other: what is finished below, drawn anew only when it changed otherwise
 * than by what lies on top; what moves above it, drawn every frame as long as it moves.
 */
export class Scene {
  readonly #below: HTMLCanvasElement
  readonly #above: HTMLCanvasElement
  readonly #pictureOf: PictureOf
  readonly #replay = new Replay()
  #look: Look
  #painters: { below: Painter, above: Painter }
  #items: readonly Item[] = []
  #painted: readonly Item[] = []
  #front: Foreground = { hidden: new Set(), own: [], spots: [], me: -1 }
  #frame = 0

  constructor (below: HTMLCanvasElement, above: HTMLCanvasElement, look: Look, pictureOf: PictureOf) {
    this.#below = below
    this.#above = above
    this.#pictureOf = pictureOf
    this.#look = look
    this.#painters = this.#makePainters()
  }

  /** Takes another look: everything is drawn anew. */
  wear (look: Look): void {
    this.#look = look
    this.#painters = this.#makePainters()
    this.redraw()
  }

  /** Fits the canvases to a width in pixels of the device. */
  fit (width: number): void {
    for (const canvas of [this.#below, this.#above]) {
      canvas.width = Math.max(1, Math.round(width))
      canvas.height = Math.max(1, Math.round(width * SHEET.height / SHEET.width))
      canvas.getContext('2d')?.setTransform(canvas.width / SHEET.width, 0, 0, canvas.height / SHEET.height, 0, 0)
    }
    this.redraw()
  }

  /** Shows a sheet's items, lower ones first. With `growing`, new points of others' strokes come one after another. */
  show (items: readonly Item[], growing: boolean): void {
    const before = new Map(this.#items.map((item) => [nameOf(item), item]))
    const now = performance.now()
    for (const item of items) {
      const name = nameOf(item)
      const old = before.get(name)
      before.delete(name)
      if (item === old || item.kind !== Draw.ink || this.#look.still || !growing || item.by === this.#front.me) continue
      this.#replay.grow(item, old?.kind === Draw.ink ? old.points.length : 0, now)
    }
    for (const name of before.keys()) this.#replay.forget(name)
    this.#items = items
    this.#ask()
  }

  front (front: Foreground): void {
    this.#front = front
    this.#ask()
  }

  /** Draws everything anew at the next frame. */
  redraw (): void {
    this.#painted = []
    this.#painters.below.clear(true)
    this.#ask()
  }

  close (): void {
    cancelAnimationFrame(this.#frame)
  }

  #ask (): void {
    cancelAnimationFrame(this.#frame)
    this.#frame = requestAnimationFrame(() => { this.#draw() })
  }

  #draw (): void {
    const now = performance.now()
    this.#replay.settle(now)
    const finished = this.#items.filter((item) => !this.#replay.has(nameOf(item)) && !this.#front.hidden.has(nameOf(item)))
    const onTop = this.#painted.length > 0 && this.#painted.every((item, i) => item === finished[i])
    if (!onTop) this.#painters.below.clear(true)
    for (const item of onTop ? finished.slice(this.#painted.length) : finished) this.#painters.below.paint(item)
    this.#painted = finished
    this.#drawAbove(now)
    const glowing = this.#front.spots.some((spot) => freshness(spot, now) > 0)
    if (this.#replay.moving || glowing) this.#ask()
  }

  #drawAbove (now: number): void {
    const { above } = this.#painters
    above.clear(false)
    for (const stroke of this.#replay.strokes(now)) if (!this.#front.hidden.has(nameOf(stroke))) above.paint(stroke)
    for (const item of this.#front.own) above.paint(item)
    for (const spot of this.#front.spots) {
      const fresh = freshness(spot, now)
      if (fresh > 0) above.spot(spot.x, spot.y, fresh)
    }
  }

  #makePainters (): { below: Painter, above: Painter } {
    const of = (canvas: HTMLCanvasElement) => new Painter(canvas.getContext('2d') as CanvasRenderingContext2D, this.#look.palette, this.#look.font, this.#pictureOf)
    return { below: of(this.#below), above: of(this.#above) }
  }
}
