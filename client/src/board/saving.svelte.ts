import type { Board } from './board.svelte.ts'
import { pngOf, save } from './picture-file.ts'
import { boardWords } from './words.ts'

/** Saves what is on the board as files. */
export class Saving {
  readonly #board: Board
  readonly #font: () => string
  busy = $state(false)
  failed = $state(false)

  /** `font` tells the family in which texts are written. */
  constructor (board: Board, font: () => string) {
    this.#board = board
    this.#font = font
  }

  /** The page that shows, as a picture. */
  page (): Promise<void> {
    return this.#save(`-${this.#board.sheet + 1}.png`, async () => pngOf(await this.#board.whole(this.#board.sheet), this.#font()))
  }

  /** All pages, as a document. */
  all (): Promise<void> {
    return this.#save('.pdf', async () => {
      // Large, and seldom wanted: fetched when it is.
      const [{ pdfOf }, pages] = await Promise.all([import('./document.ts'), Promise.all(Array.from({ length: this.#board.sheets }, (_, no) => this.#board.whole(no)))])
      return await pdfOf(pages, boardWords().title, this.#font())
    })
  }

  async #save (ending: string, make: () => Promise<Blob>): Promise<void> {
    if (this.busy) return
    this.busy = true
    this.failed = false
    try {
      save(await make(), `${boardWords().file}-${this.#board.classCode}${ending}`)
    } catch {
      this.failed = true
    }
    this.busy = false
  }
}
