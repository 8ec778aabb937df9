import type { InkPoint } from '../../../server/classroom/ink.ts'
import { Draw, Form, SHEET } from '../../../server/classroom/whiteboard-model.ts'
import type { Item, Shape } from '../../../server/board/items.ts'
import type { Point } from './hit.ts'

/** What a person draws with. */
export type Tool = 'pen' | 'eraser' | 'line' | 'arrow' | 'rectangle' | 'ellipse' | 'text' | 'image' | 'laser'

/** What a hand works with, and on. */
export interface Bench {
  readonly tool: Tool
  readonly colour: number
  readonly width: number
  /** The picture that is put down, or null. */
  readonly picture: BoardPicture | null
  /** Whose hand it is, by index. */
  readonly index: number
  readonly sheet: number
  beginStroke (at: InkPoint): void
  goOn (points: readonly InkPoint[], expected: readonly InkPoint[]): void
  endStroke (): void
  /** Takes back what was drawn or wiped since the hand pressed, as far as nobody was told of it. */
  giveUp (): void
  wipe (at: Point): void
  endWiping (): void
  point (at: Point): void
  preview (item: Item | null): void
  place (item: Item): void
}

/** A shared picture that can be put on the board. */
export interface BoardPicture {
  id: string
  alt: string
  width: number
  height: number
}

const FORMS: Partial<Record<Tool, Form>> = { line: Form.line, arrow: Form.arrow, rectangle: Form.rectangle, ellipse: Form.ellipse }
/** A shape smaller than this was a slip of the hand; a picture then gets its usual size. */
const SMALLEST = 24
/** How wide a picture is that was only put down. */
const PICTURE = 2000

/** A hand that works on the board, by pointer or by keys: it presses, drags and lets go. */
export class Hand {
  readonly #board: Bench
  readonly #write: (at: Point) => void
  #start: Point | null = null
  #at: Point = { x: 0, y: 0 }

  /** `write` opens the field in which a text is written, its upper left corner at a point. */
  constructor (board: Bench, write: (at: Point) => void) {
    this.#board = board
    this.#write = write
  }

  get down (): boolean {
    return this.#start !== null
  }

  press (at: InkPoint): void {
    const { tool } = this.#board
    this.#start = this.#at = at
    if (tool === 'pen') this.#board.beginStroke(at)
    else if (tool === 'eraser') this.#board.wipe(at)
    else if (tool === 'laser') this.#board.point(at)
  }

  /** Moves on through `points`; a pen is expected at the points of `expected` next. */
  drag (points: readonly InkPoint[], expected: readonly InkPoint[]): void {
    const last = points.at(-1)
    if (last === undefined || this.#start === null) return
    const { tool } = this.#board
    this.#at = last
    if (tool === 'pen') this.#board.goOn(points, expected)
    else if (tool === 'eraser') for (const each of points) this.#board.wipe(each)
    else if (tool === 'laser') this.#board.point(last)
    else this.#board.preview(this.#item())
  }

  /** Moves over the board without pressing. */
  hover (at: Point): void {
    if (this.#board.tool === 'laser') this.#board.point(at)
  }

  letGo (): void {
    if (this.#start === null) return
    const item = this.#item()
    const { tool } = this.#board
    const start = this.#start
    this.#leave()
    if (tool === 'pen') this.#board.endStroke()
    else if (tool === 'eraser') this.#board.endWiping()
    else if (tool === 'text') this.#write(start)
    else if (item !== null && (item.kind !== Draw.shape || spans(item))) this.#board.place(item)
  }

  /** Lets go and leaves nothing but what a pen has drawn and an eraser has taken. */
  cancel (): void {
    if (this.#start === null) return
    const { tool } = this.#board
    this.#leave()
    if (tool === 'pen') this.#board.endStroke()
    else if (tool === 'eraser') this.#board.endWiping()
  }

  /** Lets go of what was not meant. */
  giveUp (): void {
    if (this.#start === null) return
    this.#leave()
    this.#board.giveUp()
  }

  #leave (): void {
    this.#start = null
    this.#board.preview(null)
  }

  #item (): Item | null {
    if (this.#start === null) return null
    const board = this.#board
    const { x, y } = this.#start
    const { x: toX, y: toY } = this.#at
    const form = FORMS[board.tool]
    const placed = { by: board.index, id: 0, sheet: board.sheet, z: 0 }
    if (form !== undefined) return { ...placed, kind: Draw.shape, form, colour: board.colour, width: board.width, x, y, toX, toY }
    const picture = board.picture
    if (board.tool !== 'image' || picture === null) return null
    const width = Math.max(Math.abs(toX - x), SMALLEST)
    const frame = framed({ x: Math.min(x, toX), y: Math.min(y, toY) }, width > SMALLEST ? width : PICTURE, picture.height / picture.width)
    return { ...placed, kind: Draw.image, medium: picture.id, alt: picture.alt, ...frame }
  }
}

function spans ({ x, y, toX, toY }: Shape): boolean {
  return Math.hypot(toX - x, toY - y) >= SMALLEST
}

/** A frame of these proportions that stays on the sheet. */
function framed ({ x, y }: Point, wanted: number, tall: number): { x: number, y: number, width: number, height: number } {
  const width = Math.max(1, Math.round(Math.min(wanted, SHEET.width - x, (SHEET.height - y) / tall)))
  return { x, y, width, height: Math.max(1, Math.min(SHEET.height, Math.round(width * tall))) }
}
