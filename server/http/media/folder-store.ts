import { constants } from 'node:fs'
import { copyFile, mkdir, rename, rm, rmdir } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { lecternError } from '../../errors.ts'
import type { MediaStore, UploadTarget, Whereabouts } from './media-store.ts'

/** Media in a folder of this machine. The sidecar itself takes them in and gives them out. */
export class FolderStore implements MediaStore {
  readonly origin = null
  readonly #folder: string

  constructor (folder: string) {
    this.#folder = folder
  }

  async target (): Promise<UploadTarget | null> {
    return null
  }

  async put (key: string, path: string): Promise<void> {
    const place = join(this.#folder, key)
    const draft = draftOf(place)
    await mkdir(dirname(place), { recursive: true })
    await copyFile(path, draft, constants.COPYFILE_FICLONE)
    await rename(draft, place)
  }

  async fetch (key: string, path: string): Promise<void> {
    try {
      await copyFile(join(this.#folder, key), path, constants.COPYFILE_FICLONE)
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code === 'ENOENT') throw lecternError('changed-media', { cause: error })
      throw error
    }
  }

  async locate (key: string): Promise<Whereabouts> {
    return { folder: this.#folder, file: key }
  }

  async admits (): Promise<boolean> {
    return true
  }

  async remove (keys: readonly string[]): Promise<void> {
    for (const key of keys) {
      const place = join(this.#folder, key)
      await rm(place, { force: true })
      await rm(draftOf(place), { force: true })
      // the folder goes with the last of its files
      await rmdir(dirname(place)).catch(() => {})
    }
  }
}

/** Where a file is written before it is there: what a crash leaves has a name that `remove` knows. */
function draftOf (place: string): string {
  return `${place}.part`
}
