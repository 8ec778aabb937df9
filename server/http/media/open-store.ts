import { join } from 'node:path'
import { FolderStore } from './folder-store.ts'
import type { MediaStore } from './media-store.ts'
import type { MediaOptions } from './media.ts'
import { S3Store } from './s3-store.ts'
import type { S3Options } from './s3-store.ts'

/** Where media are kept and for how long. */
export interface MediaSettings extends Omit<MediaOptions, 'store'> {
  /** The S3-compatible store; null: the folder. */
  s3: Omit<S3Options, 'onTrouble'> | null
}

/** The store of these settings; `onTrouble` is told when it does not answer as it should. */
export function openStore ({ s3, folder }: MediaSettings, onTrouble: (err: Error) => void): MediaStore {
  return s3 === null ? new FolderStore(join(folder, 'kept')) : new S3Store({ ...s3, onTrouble })
}
