import type { Logger } from 'pino'
import { event } from '../../log-events.ts'
import type { Database } from '../../database/database.ts'
import { Media } from './media.ts'
import type { MediaStore } from './media-store.ts'
import { openStore } from './open-store.ts'
import type { MediaSettings } from './open-store.ts'

const SWEEP_EVERY_MS = 60_000

/**
 * The media of a sidecar, with what sweeps them until `close`. Whether the store takes files from pages of
 * `origins` is looked up at once: nobody should find out in front of a class.
 */
export function openMedia (db: Database, logger: Logger, settings: MediaSettings, origins: readonly string[]): { media: Media, store: MediaStore, close: () => Promise<void> } {
  const onTrouble = (err: unknown): void => { event(logger, 'media-failed', { err }) }
  const store = openStore(settings, onTrouble)
  const media = new Media(db, logger, { ...settings, store })
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
