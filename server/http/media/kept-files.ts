import { randomUUID } from 'node:crypto'
import { mkdir, open, rm } from 'node:fs/promises'
import { join } from 'node:path'
import type { Readable } from 'node:stream'
import { key } from './media-keys.ts'
import type { Row } from './media-keys.ts'
import type { MediaStore } from './media-store.ts'

/** Why a file cannot be read: the store holds none, or does not answer. */
export type Unread = 'lost' | 'unreachable'

/** Reads kept files as they are stored. A store that did not answer once is not asked again: each try may take minutes. */
export class KeptFiles {
  readonly #store: MediaStore
  readonly #work: string
  #away = false

  /** `work`: the folder that holds what is being worked on, in folders named by id. */
  constructor (store: MediaStore, work: string) {
    this.#store = store
    this.#work = work
  }

  /**
   * A file, or a document's page (from 1; else 0), copied out of the store first: it is there wholly or not at all,
   * and whoever reads it slowly keeps no line to the store waiting. The copy has lost its name when this resolves;
   * what a crash leaves lies in the folder of its medium, and goes with it.
   */
  async open (row: Row, page = 0): Promise<{ content: Readable, bytes: number } | Unread> {
    if (this.#away) return 'unreachable'
    const folder = join(this.#work, row.id)
    const copy = join(folder, randomUUID())
    try {
      await mkdir(folder, { recursive: true })
      await this.#store.fetch(key(row.class_code, row.id, 'large', page), copy, row.bytes)
      const file = await open(copy)
      return { content: file.createReadStream(), bytes: (await file.stat()).size }
    } catch (error) {
      if ((error as { code?: string }).code === 'changed-media') return 'lost'
      this.#away = true
      return 'unreachable'
    } finally {
      await rm(copy, { force: true })
    }
  }
}
