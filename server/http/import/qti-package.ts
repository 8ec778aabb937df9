import { posix } from 'node:path'
import { lecternError } from '../../errors.ts'
import { collect } from './collect.ts'
import { LeftOut } from './draft.ts'
import type { Imported, Source } from './draft.ts'
import { textOf } from './file-text.ts'
import { qtiPiece, readQtiItem } from './qti.ts'
import type { QtiPiece } from './qti.ts'
import { allWithin, readXml } from './xml-tree.ts'
import type { XmlDocument, XmlElement } from './xml-tree.ts'
import { xmlEntries } from './zip-entries.ts'

/** An item that could not be read as XML. */
interface BrokenPiece extends Source {
  broken: string
}

/**
 * Reads a QTI 2.1 package: its items in the order of the test, else by their names. Packages of QTI 1.2 have none.
 * @throws unsafe-zip, unsafe-xml; bad-file for what is no ZIP and where there is no item
 */
export async function importQtiPackage (bytes: Buffer): Promise<Imported> {
  const documents = new Map<string, XmlDocument>()
  const sources = new Map<string, string>()
  for (const [name, content] of await xmlEntries(bytes)) {
    const text = textOf(content)
    sources.set(name, text)
    documents.set(name, await readXml(text))
  }
  const { title, ordered } = testOf(documents)
  const items = [...documents.keys()].filter((name) => documents.get(name)?.root?.name === 'assessmentItem')
  if (items.length === 0) throw lecternError('bad-file', { detail: 'no QTI 2.1 item in the package' })
  const names = [...ordered.keys()].filter((name) => items.includes(name))
  const rest = items.filter((name) => !ordered.has(name)).sort((a, b) => a.localeCompare(b, 'en', { numeric: true }))
  const pieces = [...names, ...rest].map((name): QtiPiece | BrokenPiece => {
    const { root, broken } = documents.get(name) as XmlDocument
    if (root !== null && broken === null) return qtiPiece(root, ordered.get(name) ?? 0, name)
    return { fromLine: broken?.fromLine ?? 1, toLine: broken?.toLine ?? 1, text: (sources.get(name) ?? '').slice(0, 200), file: name, broken: broken?.message ?? '' }
  })
  return await collect(title, pieces, (piece) => {
    if ('broken' in piece) throw new LeftOut('syntax', piece.broken)
    return readQtiItem(piece)
  })
}

/** What the test says: its title, and its items with their time limits in seconds (0: none said). */
function testOf (documents: Map<string, XmlDocument>): { title: string, ordered: Map<string, number> } {
  const ordered = new Map<string, number>()
  let title = ''
  for (const [name, { root }] of documents) {
    if (root?.name !== 'assessmentTest') continue
    title ||= (root.attributes['title'] ?? '').trim()
    for (const reference of allWithin(root, isReference)) {
      const limit = Number(allWithin(reference, (element) => element.name === 'timeLimits')[0]?.attributes['maxTime'])
      ordered.set(posix.normalize(posix.join(posix.dirname(name), decoded(reference.attributes['href'] ?? ''))), Number.isInteger(limit) ? limit : 0)
    }
  }
  return { title, ordered }
}

function isReference ({ name }: XmlElement): boolean {
  return name === 'assessmentItemRef'
}

function decoded (href: string): string {
  try {
    return decodeURIComponent(href)
  } catch {
    return href
  }
}
