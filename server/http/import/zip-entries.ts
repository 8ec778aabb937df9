import { fromBuffer } from 'yauzl'
import type { Entry, ZipFile } from 'yauzl'
import { lecternError } from '../../errors.ts'

/** More entries than this has no quiz of 500 questions. */
const ENTRIES_MAX = 2000
/** All that is unpacked of one package, in bytes. */
const UNPACKED_MAX = 50 * 1024 * 1024

/**
 * The files of a ZIP whose names end in `.xml`, by their names. They are unpacked one after another, outside this
 * thread, and never beyond the size that the package tells; nothing is written anywhere.
 * @throws unsafe-zip for a name that points outside and for too much in it; bad-file for what is no ZIP
 */
export async function xmlEntries (bytes: Buffer): Promise<Map<string, Buffer>> {
  const zip = await opened(bytes)
  const files = new Map<string, Buffer>()
  let unpacked = 0
  let entries = 0
  for await (const entry of entriesOf(zip)) {
    if (++entries > ENTRIES_MAX) throw tooLarge('entries')
    if (!entry.fileName.toLowerCase().endsWith('.xml')) continue
    unpacked += entry.uncompressedSize
    if (unpacked > UNPACKED_MAX) throw tooLarge('bytes')
    files.set(entry.fileName, await contentOf(zip, entry))
  }
  return files
}

/** The library refuses names with `..`, a drive or a leading slash by itself. */
function problemOf (error: Error): Error {
  return /relative path|absolute path|invalid characters/.test(error.message) ? lecternError('unsafe-zip', { cause: error }) : lecternError('bad-file', { cause: error })
}

function tooLarge (detail: string): Error {
  return lecternError('unsafe-zip', { detail })
}

async function opened (bytes: Buffer): Promise<ZipFile> {
  return await new Promise((resolve, reject) => {
    fromBuffer(bytes, { lazyEntries: true, validateEntrySizes: true }, (error, zip) => {
      if (error === null) resolve(zip)
      else reject(problemOf(error))
    })
  })
}

async function * entriesOf (zip: ZipFile): AsyncGenerator<Entry> {
  for (;;) {
    const entry = await new Promise<Entry | null>((resolve, reject) => {
      zip.once('entry', resolve)
      zip.once('end', () => { resolve(null) })
      zip.once('error', (error) => { reject(problemOf(error as Error)) })
      zip.readEntry()
    })
    zip.removeAllListeners()
    if (entry === null) return
    yield entry
  }
}

/** One entry unpacked. A stream that gives more than it said ends with an error. */
async function contentOf (zip: ZipFile, entry: Entry): Promise<Buffer> {
  return await new Promise((resolve, reject) => {
    zip.openReadStream(entry, (error, stream) => {
      if (error !== null) {
        reject(lecternError('bad-file', { cause: error }))
        return
      }
      const parts: Buffer[] = []
      stream.on('data', (part: Buffer) => { parts.push(part) })
      stream.once('error', (cause: Error) => { reject(lecternError(/too many bytes/.test(cause.message) ? 'unsafe-zip' : 'bad-file', { cause })) })
      stream.once('end', () => { resolve(Buffer.concat(parts)) })
    })
  })
}
