import { join } from 'node:path'
import type { Logger } from 'pino'
import { event } from '../../log-events.ts'
import type { Database } from '../../database/database.ts'
import { FolderStore } from './folder-store.ts'
import { Media } from './media.ts'
import type { MediaOptions } from './media.ts'
import type { MediaStore } from './media-store.ts'
import { S3Store } from './s3-store.ts'
import type { S3Options } from './s3-store.ts'

/** Where media are kept and for how long. */
export interface MediaSettings extends Omit<MediaOptions, 'store'> {
  /** The S3-compatible store; null: the folder. */
  s3: Omit<S3Options, 'onTrouble'> | null
}

const SWEEP_EVERY_MS = 60_000

/**
 * The media of a sidecar, with what sweeps them until `close`. Whether the store takes files from pages of
 * `origins` is looked up at once: nobody should find out in front of a class.
 */
export function openMedia (db: Database, logger: Logger, { s3, ...settings }: MediaSettings, origins: readonly string[]): { media: Media, store: MediaStore, close: () => Promise<void> } {
  const onTrouble = (err: unknown): void => { event(logger, 'media-failed', { err }) }
  const store = s3 === null ? new FolderStore(join(settings.folder, 'kept')) : new S3Store({ ...s3, onTrouble })
  const media = new Media(db, logger, { store, ...settings })
  let sweeping: Promise<void> = Promise.resolve()
  const sweep = (): void => { sweeping = sweeping.then(() => media.sweep(Date.now())).catch(onTrouble) }
  sweep()
  // a store that is away says nothing of it, and has told onTrouble
  for (const origin of origins) media.admits(origin).catch(() => {})
  const timer = setInterval(sweep, SWEEP_EVERY_MS).unref()
  return {
    media,
    store,
    async close () {
      clearInterval(timer)
      await sweeping
    }
  }
}
