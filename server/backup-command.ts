import { copyFile, cp, mkdir } from 'node:fs/promises'
import { existsSync } from 'node:fs'
import { join } from 'node:path'
import Libsql from 'libsql'
import { runCommand } from './command.ts'
import type { Config } from './config.ts'
import { databasePlace } from './database-place.ts'
import { LmdbStore } from './log/lmdb-store.ts'
import { logFolder } from './open-log.ts'
import { StartError } from './start-error.ts'

const USAGE = 'usage: npm run -s backup -- FOLDER, which is made and must not be there'

/**
 * Copies DATA_DIR into a new folder while everything runs. The database comes before the log: what it knows of the
 * log is then in the copied log too, and the archiver of the copy goes on from there.
 * @throws StartError with one line for whoever called it
 */
export async function backupCommand (config: Config, [folder, ...more]: readonly string[]): Promise<string> {
  if (folder === undefined || more.length > 0) throw new StartError(USAGE, 1)
  if (existsSync(folder)) throw new StartError(`${folder} is there already; ${USAGE}`, 1)
  const { dataDir, databaseUrl } = config
  // names, numbers and keys lie in it
  await mkdir(folder, { recursive: true, mode: 0o700 })
  try {
    if (databaseUrl === '') copyDatabase(databasePlace(config), databasePlace({ databaseUrl, dataDir: folder }))
    for (const file of ['keys.json', 'archived.json']) if (existsSync(join(dataDir, file))) await copyFile(join(dataDir, file), join(folder, file))
    if (existsSync(join(dataDir, 'media'))) await cp(join(dataDir, 'media'), join(folder, 'media'), { recursive: true, filter: (path) => !path.startsWith(join(dataDir, 'media', 'work')) })
    if (existsSync(logFolder(config))) await copyLog(logFolder(config), join(folder, 'log'))
  } catch (error) {
    throw new StartError(`DATA_DIR ${dataDir} cannot be copied to ${folder}: ${(error as Error).message}`, 1)
  }
  return `${dataDir} is in ${folder}; a Lectern with it as DATA_DIR goes on from here`
}

/** SQLite copies itself in one read transaction, which waits for nobody and makes nobody wait. */
function copyDatabase (from: string, to: string): void {
  if (!existsSync(from)) return
  const db = new Libsql(from, { readonly: true })
  db.prepare('vacuum into ?').run(to)
  db.close()
}

async function copyLog (from: string, to: string): Promise<void> {
  await mkdir(to, { mode: 0o700 })
  const store = new LmdbStore(from, true)
  try {
    await store.copy(to)
  } finally {
    await store.close()
  }
}

await runCommand(import.meta.url, backupCommand)
