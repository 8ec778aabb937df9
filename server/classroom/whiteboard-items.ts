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

  constructor (name: ItemName, made: MakingAct, z: number, alt: string, at: number) {
    this.name = name
    this.sheet = made[1]
    this.z = z
    this.made = made
    this.alt = alt
    this.at = at
    this.turnedAt = at
    this.bytes = weightOf(made)
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

  dump (): object {
    const { name, sheet, z, made, alt, undone, at, turnedAt, bytes, points } = this
    const pieces = new Map([...this.pieces].map(([no, piece]) => [no, [piece.bytes, piece.at]]))
    return { name, sheet, z, made, alt, undone, erasedBy: this.erasedBy?.id ?? 0, at, turnedAt, bytes, points, pieces }
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
    const item = new Item(name, made, this.items.length, alt, at)
    this.items.push(item)
    this.alive++
    this.at = at
    return item
  }
}
