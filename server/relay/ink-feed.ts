import type { Whiteboard } from '../classroom/whiteboard.ts'
import { encode } from '../wire/codec.ts'
import { Down } from '../wire/messages.ts'
import { splice } from '../wire/splice.ts'
import { PAGE_BYTES, sheetRows } from './sheet-pages.ts'

/**
 * What one audience is told of the sheets, at most a page in a tick: a sheet that comes back by one undoing must not
 * flood every line. Rows say how an item is now, so that what changes meanwhile is told again, and nothing is lost.
 */
export class InkFeed {
  /** Position up to which everything was told. */
  #told = -1
  /** What is being told now: up to which position, and where the next page begins. */
  #sweep: { upTo: number, sheet: number, from: number } | null = null
  readonly #spots = new Map<number, [x: number, y: number]>()

  /** Whether more is to be told at the next tick. */
  get unfinished (): boolean {
    return this.#sweep !== null
  }

  /** Notes where somebody's laser pointer is. */
  point (by: number, x: number, y: number): void {
    this.#spots.set(by, [x, y])
  }

  /** Leaves out what has happened so far: nobody listens, or nobody may see it, and who comes reads the sheets. */
  skip (board: Whiteboard): void {
    this.#told = board.at
    this.#sweep = null
    this.#spots.clear()
  }

  /** What is due now. */
  frames (board: Whiteboard): Uint8Array[] {
    const frames = [this.#ink(board), this.#laser()].filter((frame) => frame !== null)
    return frames
  }

  #ink (board: Whiteboard): Uint8Array | null {
    if (this.#sweep === null && board.at <= this.#told) return null
    this.#sweep ??= { upTo: board.at, sheet: 0, from: 0 }
    const rows = this.#rows(board, this.#sweep)
    if (this.#sweep.sheet >= board.sheets.length) {
      this.#told = this.#sweep.upTo
      this.#sweep = null
    }
    return rows.length === 0 ? null : splice([Down.ink, this.#told], [splice([], rows)])
  }

  #rows ({ sheets }: Whiteboard, sweep: { sheet: number, from: number }): Uint8Array[] {
    const rows: Uint8Array[] = []
    let room = PAGE_BYTES
    for (; sweep.sheet < sheets.length && room > 0; sweep.sheet++) {
      const sheet = sheets[sweep.sheet]!
      if (sheet.at <= this.#told) continue
      const page = sheetRows(sheet, this.#told, sweep.from, room)
      rows.push(...page.rows)
      room -= page.bytes
      sweep.from = Math.max(0, page.next)
      if (page.next >= 0) break
    }
    return rows
  }

  #laser (): Uint8Array | null {
    if (this.#spots.size === 0) return null
    const spots = [...this.#spots].map(([by, place]) => [by, ...place])
    this.#spots.clear()
    return encode([Down.laser, spots])
  }
}
