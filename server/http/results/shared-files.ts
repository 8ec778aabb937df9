import type { SelectQueryBuilder } from 'kysely'
import { MediaKind, MediaStanding } from '../../classroom/media.ts'
import type { Database } from '../../database/database.ts'
import type { Tables } from '../../database/schema.ts'
import { pagesOf } from '../media/media-keys.ts'
import type { Row } from '../media/media-keys.ts'
import { Stored } from '../media/removal.ts'
import { safeName } from './safe-name.ts'

/** Why a file is not in a bundle: nobody approved it, it was refused, its time is over or it was removed, it is not where it should be, the store does not answer, there is no room. */
export type Missing = 'waiting' | 'rejected' | 'gone' | 'lost' | 'unreachable' | 'no-room'

/** Something that a lesson shared. `row`: what is known of its file; null where it has none any more, or is a link. */
export interface SharedFile {
  id: string
  kind: MediaKind
  name: string
  alt: string
  url: string
  /** '' for whom nobody knows any more. */
  by: string
  standing: MediaStanding
  row: Row | null
}

/** How files of each type end. */
const ENDINGS: Readonly<Record<string, string>> = {
  'image/webp': 'webp',
  'audio/mpeg': 'mp3',
  'audio/mp4': 'm4a',
  'audio/aac': 'aac',
  'audio/ogg': 'ogg',
  'audio/wav': 'wav',
  'audio/webm': 'weba',
  'video/mp4': 'mp4',
  'video/webm': 'webm'
}

/** Rows of the files of a lesson that are kept now. */
export function keptOf (db: Database, lesson: string, classCode: string): SelectQueryBuilder<Tables, 'media', object> {
  return db.selectFrom('media').where('lesson', '=', lesson).where('class_code', '=', classCode).where('stored', '=', Stored.kept).where('expires_at', '>', Date.now())
}

/** What a lesson shared, the oldest first, with the files that are kept now. */
export async function sharedFiles (db: Database, lesson: string, classCode: string): Promise<SharedFile[]> {
  const [shared, files] = await Promise.all([
    db.selectFrom('shared_media').leftJoin('participants', (join) => join.onRef('participants.lesson', '=', 'shared_media.lesson').onRef('participants.who', '=', 'shared_media.who'))
      .where('shared_media.lesson', '=', lesson).orderBy('shared_media.at').orderBy('shared_media.id')
      .select(['shared_media.id', 'shared_media.kind', 'shared_media.name as title', 'shared_media.alt', 'shared_media.url', 'shared_media.standing', 'participants.name as by']).execute(),
    keptOf(db, lesson, classCode).selectAll().execute()
  ])
  const rows = new Map(files.map((row) => [row.id, row]))
  return shared.map(({ id, kind, title, alt, url, standing, by }) =>
    ({ id, kind: kind as MediaKind, name: title, alt, url, by: by ?? '', standing: standing as MediaStanding, row: rows.get(id) ?? null }))
}

/** Why a file can be left out without asking the store for it; null: it is to be fetched. */
export function missingBefore ({ standing, row }: SharedFile): Missing | null {
  if (standing === MediaStanding.waiting) return 'waiting'
  if (standing === MediaStanding.rejected) return 'rejected'
  return row === null ? 'gone' : null
}

/** What a bundle calls the `n`th file, or the pages of a document: a name of a folder `media`, by its title or what it shows. */
export function namesOf ({ name, alt, kind, row }: SharedFile, n: number): string[] {
  const ending = ENDINGS[row?.type ?? ''] ?? 'bin'
  const title = safeName(name.replace(/\.[A-Za-z0-9]{1,5}$/, '')) || safeName(alt)
  const stem = `media/${String(n).padStart(3, '0')}${title === '' ? '' : ` ${title}`}`
  const pages = row === null || kind !== MediaKind.document ? [] : pagesOf(row)
  return pages.length === 0 ? [`${stem}.${ending}`] : pages.map((_, i) => `${stem}/${String(i + 1).padStart(3, '0')}.${ending}`)
}
