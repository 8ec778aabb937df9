import type { SheetPage } from '../../../server/wire/messages.ts'
import type { BoardRoom } from './board-room.ts'
import type { Sheets } from './sheets.ts'

/** What was asked for and did not come yet. */
interface Ask {
  /** Where the page is to begin. */
  from: number
  /** Whether it is to be asked again from the beginning, whatever comes. */
  anew: boolean
  again: ReturnType<typeof setTimeout>
}

/** After how long a page that did not come is asked for again (ms). */
const PATIENCE = 5000

/** Fetches sheets page by page; one page of a sheet is asked for at a time, so that each is known when it comes. */
export class SheetLoader {
  readonly #room: BoardRoom
  readonly #sheets: Sheets
  readonly #asks = new Map<number, Ask>()

  constructor (room: BoardRoom, sheets: Sheets) {
    this.#room = room
    this.#sheets = sheets
  }

  /** Asks for all of a sheet, or for what changed since it was here. */
  load (sheet: number): void {
    const ask = this.#asks.get(sheet)
    if (ask === undefined) this.#ask(sheet, 0)
  }

  /** Takes a page over; returns whether it was the last. */
  page (page: SheetPage): boolean {
    const [, sheet, , , next] = page
    const ask = this.#asks.get(sheet)
    if (ask === undefined) return false
    this.#drop(sheet)
    if (ask.anew) {
      this.#ask(sheet, 0)
      return false
    }
    this.#sheets.page(page, ask.from === 0)
    if (next >= 0) this.#ask(sheet, next)
    return next < 0
  }

  /** Changes may have been missed: what is on its way is worth nothing. With `broken` it will not even come. */
  restart (broken: boolean): void {
    for (const [sheet, ask] of [...this.#asks]) {
      ask.anew = true
      if (!broken) continue
      this.#drop(sheet)
      this.#ask(sheet, 0)
    }
  }

  /** Ends all waiting. */
  close (): void {
    for (const sheet of [...this.#asks.keys()]) this.#drop(sheet)
  }

  #ask (sheet: number, from: number): void {
    const again = setTimeout(() => {
      this.#drop(sheet)
      this.#ask(sheet, 0)
    }, PATIENCE)
    this.#asks.set(sheet, { from, anew: false, again })
    this.#room.askSheet(sheet, this.#sheets.since(sheet), from)
  }

  #drop (sheet: number): void {
    clearTimeout(this.#asks.get(sheet)?.again)
    this.#asks.delete(sheet)
  }
}
