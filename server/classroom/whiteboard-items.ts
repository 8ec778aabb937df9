import { Draw } from './whiteboard-model.ts'
import type { ImageAct, InkAct, ItemName, ShapeAct, TextAct } from './whiteboard-model.ts'

/** What puts an item on a sheet. */
export type MakingAct = InkAct | ShapeAct | TextAct | ImageAct

/** A piece of a stroke, and the position at which it came. */
export interface Piece {
  bytes: Uint8Array
  points: number
  at: number
}

/** What a person can take back: an item that he made, or the items that he took away. */
export interface Action {
  id: number
  made: Item | null
  erased: Item[]
}

/** What an item costs besides its points or letters, in bytes. */
const ITEM_BYTES = 64

/** What an item takes, in bytes; of a stroke, without its pieces. */
export function weightOf (made: MakingAct): number {
  return ITEM_BYTES + (made[0] === Draw.text ? 2 * made[6].length : 0)
}

/** A piece as a checkpoint has it. */
type SavedPiece = [no: number, bytes: Uint8Array, points: number, at: number]

/** An item as a checkpoint has it, in its place on its sheet. Of a stroke, what made it is without its points: they stand among the pieces. */
export type SavedItem = [by: number, id: number, made: MakingAct | null, alt: string, undone: boolean, at: number, turnedAt: number, pieces: SavedPiece[]]

export type SavedSheet = [at: number, items: SavedItem[]]

const NO_POINTS = new Uint8Array(0)

/** Something on a sheet. What is gone for good keeps its name, so that a piece of it that comes late means nothing. */
export class Item {
  readonly name: ItemName
  readonly sheet: number
  /** Its place on the sheet: lower ones lie below. */
  readonly z: number
  /** What made it; null when it is gone for good. */
  made: MakingAct | null
  /** What a picture shows, in words. */
  readonly alt: string
  readonly pieces = new Map<number, Piece>()
  /** Its author took it back. */
  undone = false
  /** What took it away. */
  erasedBy: Action | null = null
  /** Position of the last change, and of the last one that showed or hid it. */
  at: number
  turnedAt: number
  bytes: number
  points = 0

  constructor (name: ItemName, sheet: number, z: number, made: MakingAct | null, alt: string, at: number) {
    this.name = name
    this.sheet = sheet
    this.z = z
    this.made = made
    this.alt = alt
    this.at = at
    this.turnedAt = at
    this.bytes = made === null ? 0 : weightOf(made)
  }

  static restored (sheet: number, z: number, [by, id, made, alt, undone, at, turnedAt, pieces]: SavedItem): Item {
    const first = made?.[0] === Draw.ink ? pieces.find(([no]) => no === made[3]) : undefined
    const item = new Item([by, id], sheet, z, made === null || first === undefined ? made : withPoints(made as InkAct, first[1]), alt, at)
    for (const [no, bytes, points, at] of pieces) item.grow(no, { bytes, points, at })
    item.undone = undone
    item.at = at
    item.turnedAt = turnedAt
    return item
  }

  get visible (): boolean {
    return this.made !== null && !this.undone && this.erasedBy === null
  }

  /** Takes in a piece that is not there yet. */
  grow (no: number, piece: Piece): void {
    this.pieces.set(no, piece)
    this.points += piece.points
    this.bytes += piece.bytes.length
    this.at = piece.at
  }

  /** Notes that it was shown or hidden at this position. */
  turn (at: number): void {
    this.at = at
    this.turnedAt = at
  }

  save (): SavedItem {
    const { name: [by, id], made, alt, undone, at, turnedAt } = this
    const pieces = [...this.pieces].map(([no, { bytes, points, at }]): SavedPiece => [no, bytes, points, at])
    return [by, id, made?.[0] === Draw.ink ? withPoints(made, NO_POINTS) : made, alt, undone, at, turnedAt, pieces]
  }
}

/** A page of the board: its items, the lowest first. */
export class Sheet {
  readonly items: Item[] = []
  /** Items that are there or may be brought back. */
  alive = 0
  /** Position of the last change. */
  at = -1

  /** Puts an item on top. */
  add (name: ItemName, made: MakingAct, alt: string, at: number): Item {
    const item = new Item(name, made[1], this.items.length, made, alt, at)
    this.items.push(item)
    this.alive++
    this.at = at
    return item
  }

  static restored (number: number, [at, items]: SavedSheet): Sheet {
    const sheet = new Sheet()
    sheet.items.push(...items.map((saved, z) => Item.restored(number, z, saved)))
    sheet.alive = items.filter(([, , made]) => made !== null).length
    sheet.at = at
    return sheet
  }

  save (): SavedSheet {
    return [this.at, this.items.map((item) => item.save())]
  }
}

function withPoints ([kind, sheet, stroke, no, colour, width]: InkAct, points: Uint8Array): InkAct {
  return [kind, sheet, stroke, no, colour, width, points]
}
