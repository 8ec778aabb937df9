import type { ItemRow } from '../../../server/classroom/whiteboard-views.ts'
import type { InkDown, SheetPage } from '../../../server/wire/messages.ts'
import { itemOf, nameOf } from '../../../server/board/items.ts'
import type { Item } from '../../../server/board/items.ts'

interface Sheet {
  items: Map<string, Item>
  /** Whether all of it is here, and up to where in the lane it stands. */
  whole: boolean
  position: number
  /** Where it stood when the first of the pages that come was made. */
  coming: number
}

/** What the log has of the sheets of the board that were asked for. */
export class Sheets {
  readonly #sheets = new Map<number, Sheet>()
  readonly #changed: (sheet: number) => void

  /** `changed` hears of every sheet on which something is not as it was. */
  constructor (changed: (sheet: number) => void) {
    this.#changed = changed
  }

  /** The items of a sheet, lower ones first. */
  items (no: number): Item[] {
    return [...this.#sheets.get(no)?.items.values() ?? []].toSorted((a, b) => a.z - b.z)
  }

  item (no: number, name: string): Item | undefined {
    return this.#sheets.get(no)?.items.get(name)
  }

  /** Whether all of the sheet is here. */
  has (no: number): boolean {
    return this.#sheets.get(no)?.whole ?? false
  }

  /** From where on changes of the sheet are to be asked for; -1: everything. */
  since (no: number): number {
    const sheet = this.#sheets.get(no)
    return sheet?.whole === true ? sheet.position : -1
  }

  /** Takes over a page, the `first` of what was asked for or one that follows. */
  page ([, no, position, whole, next, rows]: SheetPage, first: boolean): void {
    const sheet = this.#sheets.get(no) ?? { items: new Map<string, Item>(), whole: false, position: -1, coming: -1 }
    this.#sheets.set(no, sheet)
    if (first) sheet.coming = position
    if (first && whole) {
      sheet.items.clear()
      sheet.whole = false
    }
    this.#take(rows)
    if (next < 0) {
      sheet.position = sheet.whole ? Math.max(sheet.position, sheet.coming) : sheet.coming
      sheet.whole = true
    }
    this.#changed(no)
  }

  /** Takes over what changed. Sheets that nobody asked for stay unknown. */
  ink ([, position, rows]: InkDown): void {
    for (const no of this.#take(rows)) this.#changed(no)
    for (const sheet of this.#sheets.values()) if (sheet.whole) sheet.position = Math.max(sheet.position, position)
  }

  /** Forgets all sheets. */
  clear (): void {
    const known = [...this.#sheets.keys()]
    this.#sheets.clear()
    for (const no of known) this.#changed(no)
  }

  #take (rows: ItemRow[]): Set<number> {
    const touched = new Set<number>()
    for (const row of rows) {
      const [by, id, no] = row
      const items = this.#sheets.get(no)?.items
      if (items === undefined) continue
      const name = nameOf({ by, id })
      const item = itemOf(row, items.get(name))
      if (item === null) items.delete(name)
      else items.set(name, item)
      touched.add(no)
    }
    return touched
  }
}
