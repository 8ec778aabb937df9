import { createHash } from 'node:crypto'
import { createReadStream, createWriteStream } from 'node:fs'
import { mkdir, rm, stat } from 'node:fs/promises'
import { join } from 'node:path'
import type { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import type { Logger } from 'pino'
import { MEDIA_LIMITS, MediaKind } from '../../classroom/media.ts'
import type { Medium } from '../../classroom/media.ts'
import { Role } from '../../classroom/model.ts'
import { lecternError } from '../../errors.ts'
import { event } from '../../log-events.ts'
import type { MediaPass } from '../../tokens.ts'
import type { MediaUpload } from '../../wire/api.ts'
import type { Database } from '../../database/database.ts'
import { randomId } from '../entry.ts'
import { cutAt } from './cut-stream.ts'
import { kindOfFile } from './file-kind.ts'
import { key, keysOf, pagesOf } from './media-keys.ts'
import type { Row } from './media-keys.ts'
import type { Expected, MediaStore, UploadTarget, Whereabouts } from './media-store.ts'
import { redraw } from './picture.ts'
import type { Picture } from './picture.ts'
import { Removal, Stored } from './removal.ts'

export interface MediaOptions {
  store: MediaStore
  /** Folder for files while they are checked, and of the FolderStore. */
  folder: string
  /** How long a file is kept (ms). */
  keepMs: number
  /** The largest picture and the largest other file (bytes). */
  imageBytes: number
  fileBytes: number
}

/** An upload that was begun must be finished within this time (ms). */
const UPLOAD_MS = 15 * 60_000
/** Files of one person in one lesson. */
const FILES_MAX: Record<Role, number> = { [Role.student]: 20, [Role.teacher]: 500 }

/** Takes files in, checks them, keeps them until their time is over. Bytes lie in the store, all else in the database. */
export class Media {
  readonly #db: Database
  readonly #logger: Logger
  readonly #options: MediaOptions
  readonly #removal: Removal
  readonly #underWay = new Set<string>()
  /** Origins of pages that the store is known to take files from. */
  readonly #admitted = new Set<string>()
  /** Pictures are drawn one after another: each may take 160 MB and a core. */
  #drawing: Promise<unknown> = Promise.resolve()

  constructor (db: Database, logger: Logger, options: MediaOptions) {
    this.#db = db
    this.#logger = logger
    this.#options = options
    this.#removal = new Removal(db, options.store, join(options.folder, 'work'))
  }

  /**
   * Begins an upload of `holder` from a page of `origin` (null: no page): gives it an id and the place to put the bytes.
   * @throws too-large, media-full, store-closed
   */
  async begin (holder: MediaPass, upload: MediaUpload, origin: string | null): Promise<{ id: string, target: UploadTarget | null }> {
    const { kind, bytes, sha256, alt, name, pages = [] } = upload
    if (bytes > this.#limit(kind) || pages.some((size) => size > this.#options.imageBytes)) throw lecternError('too-large')
    const { cls, les, sub, role } = holder
    const { n } = await this.#db.selectFrom('media').select(({ fn }) => fn.countAll().as('n'))
      .where('class_code', '=', cls).where('participant', '=', sub).where('lesson', '=', les).executeTakeFirstOrThrow()
    if (Number(n) >= FILES_MAX[role]) throw lecternError('media-full')
    if (origin !== null && !await this.admits(origin)) throw lecternError('store-closed')
    const id = randomId()
    await this.#db.insertInto('media').values({
      id, class_code: cls, lesson: les, participant: sub, stored: Stored.underWay, stored_at: 0, kind, type: '', bytes, sha256, width: 0, height: 0, alt: line(alt, MEDIA_LIMITS.alt), name: fileName(name), pages: pages.join(' '), expires_at: Date.now() + UPLOAD_MS
    }).execute()
    return { id, target: await this.#options.store.target(key(cls, id, 'incoming'), { bytes, sha256 }) }
  }

  /**
   * Takes the bytes of an upload in, where the store does not do so itself. Memory holds a few chunks of it.
   * @throws not-found; too-large at the first byte beyond what was announced
   */
  async receive (holder: MediaPass, id: string, body: Readable): Promise<void> {
    const row = await this.#rowOf(holder, id)
    await this.#atWork(id, async (file) => {
      await pipeline(body, cutAt(row.bytes), createWriteStream(file('incoming')))
      await this.#options.store.put(key(row.class_code, id, 'incoming'), file('incoming'), 'application/octet-stream')
    })
    // removed meanwhile: what was just put must not outlive its row
    await this.#rowOf(holder, id).catch(async (error: unknown) => {
      await this.#options.store.remove(keysOf(row))
      throw error
    })
  }

  /**
   * Looks at what was uploaded, and keeps it if it is what may be shared. Once kept, asking again gives the same.
   * @throws not-found; changed-media, bad-media, too-large, and then nothing of it is left
   */
  async finish (holder: MediaPass, id: string): Promise<Medium> {
    const row = await this.#rowOf(holder, id)
    if (row.stored === Stored.kept) return mediumOf(row)
    const begun = performance.now()
    try {
      const kept = await this.#atWork(id, (file) => this.#keep(row, file))
      event(this.#logger, 'media-kept', { kind: kept.kind, bytes: kept.bytes, tookMs: Math.round(performance.now() - begun) })
      return mediumOf(kept)
    } catch (error) {
      // what is refused once is refused again: nothing of it stays. A store that is away may be asked again.
      if (['bad-media', 'too-large', 'changed-media'].includes((error as { code?: string }).code ?? '')) await this.#removal.drop([row])
      throw error
    }
  }

  /** A kept file, or a document's page (from 1), and where its bytes are. `small`: the picture for a phone. @throws not-found */
  async find (id: string, small: boolean, page = 0): Promise<{ type: string, where: Whereabouts }> {
    const row = await this.#db.selectFrom('media').selectAll().where('id', '=', id).where('stored', '=', Stored.kept).where('expires_at', '>', Date.now()).executeTakeFirst()
    const pages = row === undefined ? [] : pagesOf(row)
    if (row === undefined || (small && row.kind !== MediaKind.image && page === 0) || page > pages.length || (page === 0 && pages.length > 0)) throw lecternError('not-found')
    return { type: row.type, where: await this.#options.store.locate(key(row.class_code, id, small ? 'small' : 'large', page)) }
  }

  /** Removes a file for good: its owner may, and a teacher of its class. A store that is away loses it later. @throws not-found */
  async remove (holder: MediaPass, id: string): Promise<void> {
    const row = await this.#db.selectFrom('media').selectAll().where('id', '=', id).where('class_code', '=', holder.cls).where('stored', '!=', Stored.gone).executeTakeFirst()
    if (row === undefined || (row.participant !== holder.sub && holder.role !== Role.teacher)) throw lecternError('not-found')
    try {
      await this.#removal.drop([row])
    } catch (err) {
      event(this.#logger, 'media-failed', { err })
    }
  }

  /** Removes every file of a participant of a class, of whatever lesson; tells how many there were. */
  async erase (classCode: string, participant: string): Promise<number> {
    const rows = await this.#db.selectFrom('media').selectAll().where('class_code', '=', classCode).where('participant', '=', participant).execute()
    await this.#removal.drop(rows)
    return rows.length
  }

  /** Removes every file that was shared in a lesson; tells how many there were. */
  async eraseLesson (classCode: string, lesson: string): Promise<number> {
    const rows = await this.#db.selectFrom('media').selectAll().where('class_code', '=', classCode).where('lesson', '=', lesson).execute()
    await this.#removal.drop(rows)
    return rows.filter(({ stored }) => stored !== Stored.gone).length
  }

  /** Whether the store takes files from pages of `origin`; it is looked up until it does. */
  async admits (origin: string): Promise<boolean> {
    if (this.#admitted.has(origin)) return true
    if (!await this.#options.store.admits(origin)) {
      event(this.#logger, 'media-store-closed', { origin })
      return false
    }
    this.#admitted.add(origin)
    return true
  }

  /** Removes what is over: files whose time it is, uploads that nobody finished, and what no lesson shares (Removal). */
  async sweep (now: number): Promise<void> {
    const idle = (await this.#removal.due(now)).filter(({ id }) => !this.#underWay.has(id))
    await this.#removal.drop(idle, now)
    if (idle.length > 0) event(this.#logger, 'media-swept', { files: idle.length })
  }

  async #keep (row: Row, file: (name: string) => string): Promise<Row> {
    const { store, keepMs } = this.#options
    const { id, class_code: cls, bytes, sha256 } = row
    await store.fetch(key(cls, id, 'incoming'), file('incoming'), bytes)
    await check(file('incoming'), { bytes, sha256 })
    const kept: Row = { ...row, stored: Stored.kept, stored_at: Date.now(), expires_at: Date.now() + keepMs }
    const pages = pagesOf(row)
    if (pages.length > 0) {
      Object.assign(kept, { type: 'image/webp' }, await this.#keepPages(row, pages, file))
    } else {
      const { kind, type } = await kindOfFile(file('incoming'))
      if (bytes > this.#limit(kind)) throw lecternError('too-large')
      Object.assign(kept, { kind, type })
      if (kind === MediaKind.image) Object.assign(kept, { type: 'image/webp' }, await this.#keepPicture(row, 0, file('incoming'), file))
      else await store.put(key(cls, id, 'large'), file('incoming'), type)
    }
    const { numUpdatedRows } = await this.#db.updateTable('media').set(kept).where('id', '=', id).where('stored', '=', Stored.underWay).executeTakeFirstOrThrow()
    // removed meanwhile: what was just put must not outlive its row
    if (numUpdatedRows === 0n) {
      await store.remove(keysOf(row))
      throw lecternError('not-found')
    }
    await store.remove([key(cls, id, 'incoming')])
    return kept
  }

  /** Keeps the pages of a document, which arrived one after another in one file. @throws bad-media unless each is a picture */
  async #keepPages (row: Row, pages: readonly number[], file: (name: string) => string): Promise<Picture> {
    const kept: Picture[] = []
    let from = 0
    for (const [i, size] of pages.entries()) {
      await pipeline(createReadStream(file('incoming'), { start: from, end: from + size - 1 }), createWriteStream(file('page')))
      from += size
      if ((await kindOfFile(file('page'))).kind !== MediaKind.image) throw lecternError('bad-media')
      kept.push(await this.#keepPicture(row, i + 1, file('page'), file))
    }
    return { ...kept[0]!, bytes: kept.reduce((sum, { bytes }) => sum + bytes, 0) }
  }

  /** Keeps the picture `from` large and small. `page`: of a document, else 0. */
  async #keepPicture ({ class_code: cls, id }: Row, page: number, from: string, file: (name: string) => string): Promise<Picture> {
    const mine = this.#drawing.then(() => redraw(from, file('large'), file('small')))
    this.#drawing = mine.catch(() => {})
    const picture = await mine
    await this.#options.store.put(key(cls, id, 'small', page), file('small'), 'image/webp')
    await this.#options.store.put(key(cls, id, 'large', page), file('large'), 'image/webp')
    return picture
  }

  /** Does `work` in a folder of its own for the medium `id`, which is gone afterwards. @throws too-many while another does */
  async #atWork<T> (id: string, work: (file: (name: string) => string) => Promise<T>): Promise<T> {
    if (this.#underWay.has(id)) throw lecternError('too-many')
    this.#underWay.add(id)
    const folder = join(this.#options.folder, 'work', id)
    try {
      await mkdir(folder, { recursive: true })
      return await work((name) => join(folder, name))
    } finally {
      await rm(folder, { recursive: true, force: true })
      this.#underWay.delete(id)
    }
  }

  async #rowOf ({ cls, les, sub }: MediaPass, id: string): Promise<Row> {
    const row = await this.#db.selectFrom('media').selectAll().where('id', '=', id).executeTakeFirst()
    if (row === undefined || row.class_code !== cls || row.lesson !== les || row.participant !== sub || row.stored === Stored.gone) throw lecternError('not-found')
    return row
  }

  #limit (kind: number): number {
    return kind === MediaKind.image ? this.#options.imageBytes : this.#options.fileBytes
  }
}

/** @throws changed-media unless the file is what was announced */
async function check (path: string, { bytes, sha256 }: Expected): Promise<void> {
  const hash = createHash('sha256')
  await pipeline(createReadStream(path), hash)
  if ((await stat(path)).size !== bytes || hash.digest('base64') !== sha256) throw lecternError('changed-media')
}

function mediumOf (row: Row): Medium {
  const { id, kind, type, bytes, width, height, alt, name } = row
  return { id, kind: kind as MediaKind, type, bytes, width, height, alt, name, url: '', pages: pagesOf(row).length }
}

/** Text of one line for people: no control characters, which could also turn its direction. */
export function line (text: string, most: number): string {
  return [...text.replace(/[\p{Cc}\p{Cf}\s]+/gu, ' ').trim()].slice(0, most).join('').trim()
}

/** The last part of what may be a path. */
function fileName (text: string): string {
  return line(text.split(/[\\/]/).at(-1) ?? '', MEDIA_LIMITS.name)
}
