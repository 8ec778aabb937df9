import { Readable } from 'node:stream'
import type { Writable } from 'node:stream'
import { finished, pipeline } from 'node:stream/promises'
import { ZipFile } from 'yazl'

/** A ZIP that goes out as it is made: memory holds a few chunks of one file. */
export class ZipStream {
  readonly #zip = new ZipFile()
  readonly #written: Promise<void>
  readonly #mtime: Date

  /** All files are as old as `mtime` says. */
  constructor (out: Writable, mtime: Date) {
    this.#mtime = mtime
    this.#written = pipeline(this.#zip.outputStream, out)
    // whoever adds or ends hears of it
    this.#written.catch(() => {})
  }

  /** Adds a file and resolves when it is through. `packed`: it would not get smaller. @throws what reading or writing throws */
  async add (name: string, content: Uint8Array | Readable, packed: boolean): Promise<void> {
    const stream = content instanceof Readable ? content : Readable.from([content])
    this.#zip.addReadStream(stream, name, { mtime: this.#mtime, compress: !packed })
    await Promise.race([finished(stream), this.#written])
  }

  /** Writes the table of contents; then all is written. @throws what writing throws */
  async end (): Promise<void> {
    this.#zip.end()
    await this.#written
  }
}
