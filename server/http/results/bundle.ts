import { join } from 'node:path'
import type { Writable } from 'node:stream'
import { MediaKind } from '../../classroom/media.ts'
import type { Database } from '../../database/database.ts'
import type { LessonSummary } from '../../wire/results.ts'
import { exported } from '../export/formats.ts'
import type { Language } from '../language.ts'
import { KeptFiles } from '../media/kept-files.ts'
import { openStore } from '../media/open-store.ts'
import type { MediaSettings } from '../media/open-store.ts'
import { BoardPages } from './board-pages.ts'
import { indexPage, pageTitle } from './bundle-index.ts'
import type { Contents } from './bundle-index.ts'
import { csvOf, readSheets, xlsxOf } from './export.ts'
import { LessonRows } from './lesson-rows.ts'
import { missingBefore, namesOf, sharedFiles } from './shared-files.ts'
import type { SharedFile } from './shared-files.ts'
import { ZipStream } from './zip-stream.ts'

/** Of which lesson, which has ended and which the teacher may see, in which language; and where files are kept. */
export interface BundleOrder {
  format: 'zip'
  lesson: LessonSummary
  language: Language
  media: MediaSettings
}

/** All files that were shared, in bytes: browsers keep what they fetch in one piece. */
const FILES_MAX = 2 ** 30

/**
 * Writes all that is known of a lesson as one ZIP: its results, what was asked, its whiteboard, the files that were
 * shared and are still there, and a page that tells what is in it, what is not, and why (rule A11). `begin` is
 * called when what the database holds is read, and gives where to write; what fails from then on breaks the ZIP off.
 * @throws what the database or writing throws; a store that is away leaves a gap, and `onTrouble` is told
 */
export async function writeBundle (db: Database, { lesson, language, media }: BundleOrder, begin: () => Writable, onTrouble: (err: Error) => void): Promise<void> {
  const rows = new LessonRows(db)
  const questions = await rows.questions(lesson.id)
  const sheets = await readSheets(rows, lesson, questions, language)
  const workbook = await xlsxOf(lesson, sheets, language)
  // what was asked by word of mouth has no text, and no file could say it
  const asked = questions.map(({ question }) => question).filter(({ text }) => text !== '')
  const quiz = await exported('gift', { title: lesson.title || lesson.classCode, questions: asked })
  const shared = await sharedFiles(db, lesson.id, lesson.classCode)
  const { sheets: boardSheets } = await db.selectFrom('lessons').select('sheets').where('id', '=', lesson.id).executeTakeFirstOrThrow()
  const { n: erased } = await db.selectFrom('erasures').select((row) => row.fn.countAll<number>().as('n')).where('lesson', '=', lesson.id).executeTakeFirstOrThrow()

  const zip = new ZipStream(begin(), new Date(lesson.endedAt))
  const files = new KeptFiles(openStore(media, onTrouble), join(media.folder, 'work'))
  const contents: Contents = { names: [], boardKnown: boardSheets > 0, files: [], missing: [], links: shared.filter(({ kind }) => kind === MediaKind.link), erased: Number(erased) }
  const add = async (name: string, content: Uint8Array, packed = false): Promise<void> => {
    await zip.add(name, content, packed)
    contents.names.push(name)
  }
  await add('results.xlsx', workbook, true)
  await add('students.csv', csvOf(sheets.students))
  for (const table of ['questions', 'draws', 'media'] as const) if (sheets[table].length > 1) await add(`${table}.csv`, csvOf(sheets[table]))
  if (asked.length > 0) await add('quiz.gift', quiz.content)
  let page = 0
  for await (const svg of new BoardPages(db, lesson.id, shared, files).svgs(boardSheets, (n) => pageTitle(lesson, language, n))) await add(`whiteboard/page-${String(++page).padStart(2, '0')}.svg`, svg)
  await addFiles(zip, files, shared.filter(({ kind }) => kind !== MediaKind.link), contents)
  await zip.add('index.html', Buffer.from(indexPage(lesson, language, contents)), false)
  await zip.end()
}

/** Adds the files that are there, each under its number, and notes the others with the reason. */
async function addFiles (zip: ZipStream, files: KeptFiles, shared: SharedFile[], { files: there, missing }: Contents): Promise<void> {
  let room = FILES_MAX
  for (const [i, file] of shared.entries()) {
    const before = missingBefore(file)
    if (before !== null || file.row === null || file.row.bytes > room) {
      missing.push({ file, why: before ?? 'no-room', from: 1 })
      continue
    }
    for (const [n, name] of namesOf(file, i + 1).entries()) {
      const opened = await files.open(file.row, file.kind === MediaKind.document ? n + 1 : 0)
      if (typeof opened === 'string') {
        missing.push({ file, why: opened, from: n + 1 })
        break
      }
      await zip.add(name, opened.content, true)
      room -= opened.bytes
      there.push({ file, name })
    }
  }
}
