import type { Lesson } from './live-lesson.ts'
import { Draw } from './whiteboard-model.ts'
import type { Form, ImageAct, InkAct, ShapeAct, TextAct } from './whiteboard-model.ts'
import type { Item } from './whiteboard-items.ts'
import type { Whiteboard } from './whiteboard.ts'

/** What views show of the whiteboard, without the leading kind, as in views.ts. */

/** What every row of an item begins with: its name, its sheet and its place there: lower ones lie below. */
type ItemHead<K extends number> = [by: number, id: number, sheet: number, z: number, kind: K]
/** An item that is gone, for now or for good. */
export type GoneRow = [by: number, id: number, sheet: number]
/** A stroke, or more of one: its pieces from number `from` on (empty bytes: not there yet). */
export type StrokeRow = [...ItemHead<typeof Draw.ink>, colour: number, width: number, from: number, pieces: Uint8Array[]]
export type ShapeRow = [...ItemHead<typeof Draw.shape>, form: Form, colour: number, width: number, x: number, y: number, toX: number, toY: number]
export type TextRow = [...ItemHead<typeof Draw.text>, colour: number, size: number, x: number, y: number, text: string]
/** `alt`: what the picture shows, in words. */
export type ImageRow = [...ItemHead<typeof Draw.image>, medium: string, x: number, y: number, width: number, height: number, alt: string]
/** An item as it is now; taking one over twice is harmless. */
export type ItemRow = GoneRow | StrokeRow | ShapeRow | TextRow | ImageRow

export function isGone (row: ItemRow): row is GoneRow {
  return row.length === 3
}

/** Whether all see the board, which sheet, of how many; for teachers who may draw besides them. */
export function whiteboardPart (board: Whiteboard, lesson: Lesson, leads: boolean): [shown: boolean, sheet: number, sheets: number, writers?: Array<[index: number, name: string]>] {
  const { shown, sheet, sheets, invited } = board
  if (!leads) return [shown, sheet, sheets.length]
  return [shown, sheet, sheets.length, [...invited].map((who) => [who, lesson.people.has(who) ? lesson.people.nameOf(who) : ''])]
}

/** For one person: whether he may draw, and what he can take back and do again. */
export function penPart (board: Whiteboard | null, who: number, leads: boolean): [mayDraw: boolean, undo: number, redo: number] {
  return board === null ? [leads, 0, 0] : [board.mayDraw(who, leads), ...board.reach(who)]
}

/**
 * What is told of an item that changed after position `since` (-1: to somebody who knows nothing); null where there
 * is nothing to tell. Of a stroke: its pieces from number `from` on, as many as `room` bytes hold and one at least;
 * `next` is the number of the first piece left out, 0 when there is none.
 */
export function itemRow (item: Item, since: number, from: number, room: number): { row: ItemRow, next: number } | null {
  const { name: [by, id], sheet, z, made, visible } = item
  if (item.at <= since) return null
  if (!visible || made === null) return since < 0 ? null : { row: [by, id, sheet], next: 0 }
  switch (made[0]) {
    case Draw.ink: return strokeRow(item, made, item.turnedAt > since ? -1 : since, from, room)
    case Draw.shape: return { row: [by, id, sheet, z, ...shape(made)], next: 0 }
    case Draw.text: return { row: [by, id, sheet, z, ...writing(made)], next: 0 }
    case Draw.image: return { row: [by, id, sheet, z, ...picture(made), item.alt], next: 0 }
  }
}

function strokeRow ({ name: [by, id], sheet, z, pieces }: Item, [, , , , colour, width]: InkAct, since: number, from: number, room: number): { row: StrokeRow, next: number } {
  const end = Math.max(...pieces.keys()) + 1
  let first = from
  while (first < end - 1 && (pieces.get(first)?.at ?? -1) <= since) first++
  const list: Uint8Array[] = []
  let bytes = 0
  let no = first
  for (; no < end; no++) {
    const piece = pieces.get(no)?.bytes ?? NOTHING
    bytes += PIECE_BYTES + piece.length
    if (no > first && bytes > room) break
    list.push(piece)
  }
  return { row: [by, id, sheet, z, Draw.ink, colour, width, first, list], next: no < end ? no : 0 }
}

const NOTHING = new Uint8Array(0)
/** What msgpack puts before the bytes of a piece. */
const PIECE_BYTES = 3

function shape ([, , ...rest]: ShapeAct): [typeof Draw.shape, Form, number, number, number, number, number, number] {
  return [Draw.shape, ...rest]
}

function writing ([, , ...rest]: TextAct): [typeof Draw.text, number, number, number, number, string] {
  return [Draw.text, ...rest]
}

function picture ([, , ...rest]: ImageAct): [typeof Draw.image, string, number, number, number, number] {
  return [Draw.image, ...rest]
}
