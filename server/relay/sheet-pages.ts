import type { Sheet } from '../classroom/whiteboard-items.ts'
import { itemRow } from '../classroom/whiteboard-views.ts'
import { encode } from '../wire/codec.ts'
import { splice } from '../wire/splice.ts'

/** What is sent of a sheet at once, so that no line waits long for it (rule M26). */
export const PAGE_BYTES = 16 * 1024
/** What a row may take of what is left beside its stroke's points. */
const ROW_BYTES = 64

/** Encoded rows of a sheet, and where the next page begins; -1 at the end. */
export interface SheetRows {
  rows: Uint8Array[]
  next: number
  bytes: number
}

/** Places within a sheet are one number: which item, and which piece of it. */
const PIECES = 1024

/** What changed on a sheet after position `since` (-1: everything that is there), from the place `from` on, as much as `room` bytes hold. */
export function sheetRows ({ items }: Sheet, since: number, from: number, room: number): SheetRows {
  const rows: Uint8Array[] = []
  let bytes = 0
  let z = Math.floor(from / PIECES)
  let piece = from % PIECES
  while (z < items.length) {
    const told = itemRow(items[z]!, since, piece, room - bytes - ROW_BYTES)
    if (told !== null) {
      const row = encode(told.row)
      if (rows.length > 0 && bytes + row.length > room) return { rows, next: z * PIECES + piece, bytes }
      rows.push(row)
      bytes += row.length
    }
    piece = told?.next ?? 0
    if (piece === 0) z++
  }
  return { rows, next: -1, bytes }
}

/** Rows of a sheet as one array, and where the next page begins; -1 at the end. */
export interface SheetPage {
  body: Uint8Array
  next: number
}

export const NO_PAGE: SheetPage = { body: splice([], []), next: -1 }

/** A page of what changed on a sheet after position `since`. */
export function changesPage (sheet: Sheet, since: number, from: number): SheetPage {
  const { rows, next } = sheetRows(sheet, since, from, PAGE_BYTES)
  return { body: splice([], rows), next }
}

/** Pages of whole sheets as they stand, by where they begin: when a class turns to a sheet, thousands ask for the same. */
const wholePages = new WeakMap<Sheet, { at: number, pages: Map<number, SheetPage> }>()

/** The page of a whole sheet that begins at `from`, encoded once for all who ask before the sheet changes. */
export function wholePage (sheet: Sheet, from: number): SheetPage {
  let kept = wholePages.get(sheet)
  if (kept?.at !== sheet.at) {
    kept = { at: sheet.at, pages: new Map() }
    wholePages.set(sheet, kept)
  }
  const { pages } = kept
  const known = pages.get(from)
  if (known !== undefined) return known
  const page = changesPage(sheet, -1, from)
  // only places where a page ends begin one, or whoever names any place would fill the memory
  if (from === 0 || [...pages.values()].some((other) => other.next === from)) pages.set(from, page)
  return page
}
