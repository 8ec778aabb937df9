import { readFileSync, renameSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'

/**
 * What of the embedded log the archiver still needs. It and the relay may be started apart, so they tell each
 * other by a file beside the log.
 */
const FILE = 'archived.json'

/** The log must keep what it took at or after this time (ms); Infinity where no archiver ever ran. */
export function neededSince (dataDir: string): number {
  let text: string
  try {
    text = readFileSync(join(dataDir, FILE), 'utf8')
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return Infinity
    throw error
  }
  const { since } = JSON.parse(text) as { since: unknown }
  if (typeof since !== 'number' || !Number.isFinite(since)) throw new Error(`${FILE} in DATA_DIR holds no time; delete it, and the archiver writes it anew`)
  return since
}

/** Tells the relay; whole or not at all. */
export function tellNeeded (dataDir: string, since: number): void {
  const path = join(dataDir, FILE)
  writeFileSync(`${path}.new`, `${JSON.stringify({ since })}\n`)
  renameSync(`${path}.new`, path)
}
