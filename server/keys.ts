import { randomBytes } from 'node:crypto'
import { chmodSync, linkSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { EXIT_CONFIG, StartError } from './start-error.ts'
import type { Key } from './tokens.ts'

/** Keys that nobody set, made once and kept in the data folder. */
export interface KeptKeys {
  /** Sign and check tickets, resume tokens and bearer tokens. */
  ticket: Key[]
  /** What a teacher shows under `make run`. */
  teacher: string
}

/**
 * The keys of `dataDir` (made if missing), from keys.json with mode 0600. Processes that start at the same
 * time get the same keys.
 * @throws StartError when the file is there and is not ours, or when the folder cannot be written
 */
export function keptKeys (dataDir: string): KeptKeys {
  const path = join(dataDir, 'keys.json')
  try {
    return read(path) ?? make(dataDir, path)
  } catch (error) {
    if (error instanceof StartError) throw error
    throw new StartError(`DATA_DIR ${dataDir} cannot be used: ${(error as Error).message}`, 1)
  }
}

function make (dataDir: string, path: string): KeptKeys {
  const keys: KeptKeys = { ticket: [{ kid: randomBytes(4).toString('hex'), secret: randomBytes(32).toString('base64url') }], teacher: randomBytes(18).toString('base64url') }
  mkdirSync(dataDir, { recursive: true })
  const draft = `${path}.${process.pid}`
  try {
    writeFileSync(draft, `${JSON.stringify(keys, null, 2)}\n`, { mode: 0o600 })
    chmodSync(draft, 0o600)
    // link(2) shows the file whole or not at all, and the first of two processes wins
    linkSync(draft, path)
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error
  } finally {
    rmSync(draft, { force: true })
  }
  return read(path) ?? keys
}

function read (path: string): KeptKeys | null {
  let text: string
  try {
    text = readFileSync(path, 'utf8')
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return null
    throw error
  }
  const keys = parse(text)
  if (keys === null) throw new StartError(`${path} holds no keys of Lectern; restore it, or delete it and have all links made anew`, EXIT_CONFIG)
  return keys
}

function parse (text: string): KeptKeys | null {
  try {
    const { ticket, teacher } = JSON.parse(text) as KeptKeys
    const good = ticket.length > 0 && ticket.every(({ kid, secret }) => typeof kid === 'string' && typeof secret === 'string' && secret.length >= 32)
    return good && typeof teacher === 'string' && teacher.length >= 16 ? { ticket, teacher } : null
  } catch {
    return null
  }
}
