import { lecternError } from '../../errors.ts'
import { noteOf } from './draft.ts'
import type { Imported } from './draft.ts'
import { importMoodle } from './moodle.ts'
import { importQtiItem } from './qti.ts'
import { readXml } from './xml-tree.ts'
import type { XmlDocument, XmlElement } from './xml-tree.ts'

/**
 * Reads Moodle XML or a single QTI 2.1 item, as its root says. What stands before a place where the file
 * breaks is read, and the place is reported.
 * @throws unsafe-xml for a document type; bad-file for any other XML
 */
export async function importXml (text: string): Promise<Imported> {
  const read = await readXml(text)
  if (read.root === null) throw lecternError('bad-file')
  return withBreak(await importRoot(read.root), read, text)
}

async function importRoot (root: XmlElement): Promise<Imported> {
  if (root.name === 'quiz') return await importMoodle(root)
  if (root.name === 'assessmentItem') return await importQtiItem(root)
  throw lecternError('bad-file', { detail: `root element ${root.name}` })
}

/** The report with the place where the file broke. */
function withBreak (imported: Imported, { broken }: XmlDocument, text: string): Imported {
  if (broken === null) return imported
  const source = text.split('\n', broken.fromLine)[broken.fromLine - 1] ?? ''
  const note = noteOf('left-out', imported.questions.length, { ...broken, text: source }, { reason: 'syntax', detail: broken.message })
  return { ...imported, found: imported.found + 1, notes: [...imported.notes, note] }
}
