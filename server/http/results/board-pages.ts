import { buffer } from 'node:stream/consumers'
import { itemOf } from '../../board/items.ts'
import type { Item } from '../../board/items.ts'
import { Draw } from '../../classroom/whiteboard-model.ts'
import type { ItemRow } from '../../classroom/whiteboard-views.ts'
import type { Database } from '../../database/database.ts'
import { decode } from '../../wire/codec.ts'
import type { KeptFiles } from '../media/kept-files.ts'
import { missingBefore } from './shared-files.ts'
import type { SharedFile } from './shared-files.ts'
import { sheetSvg } from './sheet-svg.ts'
import type { SheetPicture } from './sheet-svg.ts'

/** A picture that is not shared any more: its words are gone with it. */
const NOTHING: SheetPicture = { href: '', alt: '' }

/** The whiteboard as it stood when the lesson ended, a page a sheet; no page where nothing stood on it. */
export class BoardPages {
  readonly #db: Database
  readonly #lesson: string
  readonly #shared: Map<string, SharedFile>
  readonly #files: KeptFiles

  constructor (db: Database, lesson: string, shared: SharedFile[], files: KeptFiles) {
    this.#db = db
    this.#lesson = lesson
    this.#shared = new Map(shared.map((file) => [file.id, file]))
    this.#files = files
  }

  /** Sheets as SVG files, one after another: a full board is large. `titleOf` names the `n`th, from 1. */
  async * svgs (sheets: number, titleOf: (n: number) => string): AsyncGenerator<Buffer> {
    const { n } = await this.#db.selectFrom('board_items').select((row) => row.fn.countAll<number>().as('n')).where('lesson', '=', this.#lesson).executeTakeFirstOrThrow()
    for (let sheet = 0; Number(n) > 0 && sheet < sheets; sheet++) {
      const items = await this.#items(sheet)
      const pictures = new Map<string, SheetPicture>()
      for (const item of items) if (item.kind === Draw.image && !pictures.has(item.medium)) pictures.set(item.medium, await this.#picture(item.medium))
      yield Buffer.from(sheetSvg(items, titleOf(sheet + 1), (medium) => pictures.get(medium) ?? NOTHING))
    }
  }

  async #items (sheet: number): Promise<Item[]> {
    const rows = await this.#db.selectFrom('board_items').select('item').where('lesson', '=', this.#lesson).where('sheet', '=', sheet).orderBy('z').execute()
    return rows.flatMap(({ item }) => itemOf(decode(Buffer.from(item, 'base64')) as ItemRow, undefined) ?? [])
  }

  async #picture (medium: string): Promise<SheetPicture> {
    const file = this.#shared.get(medium)
    if (file?.row == null || missingBefore(file) !== null) return file === undefined ? NOTHING : { href: '', alt: file.alt }
    const opened = await this.#files.open(file.row)
    return { href: typeof opened === 'string' ? '' : `data:${file.row.type};base64,${(await buffer(opened.content)).toString('base64')}`, alt: file.alt }
  }
}
