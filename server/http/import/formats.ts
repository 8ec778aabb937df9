import type { ImportFormat } from '../../wire/api.ts'
import { importCsv } from './csv.ts'
import type { Imported } from './draft.ts'
import { textOf } from './file-text.ts'
import { importGift } from './gift.ts'
import { importQtiPackage } from './qti-package.ts'
import { importXml } from './xml.ts'

/**
 * Reads a quiz file.
 * @throws unsafe-xml, unsafe-zip; bad-file for what is not of this format at all
 */
export async function importFile (format: ImportFormat, bytes: Buffer): Promise<Imported> {
  switch (format) {
    case 'gift': return await importGift(textOf(bytes))
    case 'csv': return await importCsv(textOf(bytes))
    case 'xml': return await importXml(textOf(bytes))
    case 'zip': return await importQtiPackage(bytes)
  }
}
