import { decodePoints } from '../classroom/ink.ts'
import type { InkPoint } from '../classroom/ink.ts'
import { Draw } from '../classroom/whiteboard-model.ts'
import type { GoneRow, ItemRow, StrokeRow } from '../classroom/whiteboard-views.ts'
import type { Form } from '../classroom/whiteboard-model.ts'

interface Placed {
  /** Index of the author, and the id of the command that made it: together its name. */
  by: number
  id: number
  sheet: number
  /** Lower ones lie below. */
  z: number
}

export interface Stroke extends Placed {
  kind: typeof Draw.ink
  colour: number
  width: number
  /** By their numbers; a piece that did not come yet is empty. */
  pieces: ReadonlyArray<readonly InkPoint[]>
  points: readonly InkPoint[]
}

export interface Shape extends Placed {
  kind: typeof Draw.shape
  form: Form
  colour: number
  width: number
  x: number
  y: number
  toX: number
  toY: number
}

export interface Label extends Placed {
  kind: typeof Draw.text
  colour: number
  size: number
  x: number
  y: number
  text: string
}

export interface Picture extends Placed {
  kind: typeof Draw.image
  medium: string
  x: number
  y: number
  width: number
  height: number
  alt: string
}

/** What lies on a sheet, in units of the sheet. Never changed, only replaced: `===` tells a change. */
export type Item = Stroke | Shape | Label | Picture

/** An item's name as a key. */
export function nameOf ({ by, id }: { by: number, id: number }): string {
  return `${by}:${id}`
}

/** The item that a row makes of what was there before; null: it is gone. */
export function itemOf (row: ItemRow, before: Item | undefined): Item | null {
  if (isGone(row)) return null
  const [by, id, sheet, z] = row
  const placed = { by, id, sheet, z }
  switch (row[4]) {
    case Draw.ink:
      return strokeOf(row, before?.kind === Draw.ink ? before : undefined)
    case Draw.shape: {
      const [, , , , kind, form, colour, width, x, y, toX, toY] = row
      return { ...placed, kind, form, colour, width, x, y, toX, toY }
    }
    case Draw.text: {
      const [, , , , kind, colour, size, x, y, text] = row
      return { ...placed, kind, colour, size, x, y, text }
    }
    case Draw.image: {
      const [, , , , kind, medium, x, y, width, height, alt] = row
      return { ...placed, kind, medium, x, y, width, height, alt }
    }
  }
}

function isGone (row: ItemRow): row is GoneRow {
  return row.length === 3
}

function strokeOf ([by, id, sheet, z, kind, colour, width, from, bytes]: StrokeRow, before: Stroke | undefined): Stroke {
  const pieces = before?.pieces.slice() ?? []
  while (pieces.length < from) pieces.push([])
  for (const [i, piece] of bytes.entries()) {
    const points = decodePoints(piece)
    if (points !== null) pieces[from + i] = points
    else pieces[from + i] ??= []
  }
  return { by, id, sheet, z, kind, colour, width, pieces, points: pieces.flat() }
}
