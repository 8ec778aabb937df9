import { buffer } from 'node:stream/consumers'
import { fromBuffer } from 'yauzl'

/** The files of a ZIP by their names, in their order. The library refuses names that point outside. */
export async function unzipped (bytes: Buffer): Promise<Map<string, Buffer>> {
  const files = new Map<string, Buffer>()
  await new Promise<void>((resolve, reject) => {
    fromBuffer(bytes, { lazyEntries: true }, (error, zip) => {
      if (error !== null) return reject(error)
      zip.on('entry', (entry) => {
        zip.openReadStream(entry, (failed, stream) => {
          if (failed !== null) return reject(failed)
          buffer(stream).then((content) => {
            files.set(entry.fileName, content)
            zip.readEntry()
          }, reject)
        })
      })
      zip.once('end', resolve)
      zip.once('error', reject)
      zip.readEntry()
    })
  })
  return files
}
