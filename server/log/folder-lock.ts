import { linkSync, mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'

/** A log folder that another living process holds. */
export class FolderInUse extends Error {
  readonly dir: string
  readonly pid: number

  constructor (dir: string, pid: number) {
    super(`the log folder ${dir} is in use by process ${pid}`)
    this.name = 'FolderInUse'
    this.dir = dir
    this.pid = pid
  }
}

/**
 * Makes this process the owner of `dir` (made if missing) and returns what lets go of it. The lock file
 * names pid, start time and boot of the owner, so a lock left behind by `kill -9` or a power cut is taken
 * over even where its pid was given to somebody else. Throws FolderInUse while the owner lives.
 */
export function lockFolder (dir: string): () => void {
  // names and student numbers lie in the log
  mkdirSync(dir, { recursive: true, mode: 0o700 })
  const path = join(dir, 'owner')
  const mine = identity(process.pid)
  const draft = `${path}.${process.pid}`
  try {
    writeFileSync(draft, mine)
    // link(2) makes the file with its content in one step; an empty file made by open(2) could be read half-made
    while (!linked(draft, path)) clearStale(dir, path)
  } finally {
    rmSync(draft, { force: true })
  }
  return () => {
    if (read(path) === mine) rmSync(path, { force: true })
  }
}

function clearStale (dir: string, path: string): void {
  const found = read(path)
  if (found === null) return
  const pid = Number.parseInt(found)
  if (isAlive(pid) && identity(pid) === found) throw new FolderInUse(dir, pid)
  const aside = `${path}.stale.${process.pid}`
  try {
    renameSync(path, aside)
  } catch (error) {
    if (hasCode(error, 'ENOENT')) return
    throw error
  }
  // somebody else may have cleared the same stale lock and taken the folder just before our rename
  if (read(aside) !== found) linked(aside, path)
  rmSync(aside, { force: true })
}

function linked (from: string, to: string): boolean {
  try {
    linkSync(from, to)
    return true
  } catch (error) {
    if (hasCode(error, 'EEXIST')) return false
    throw error
  }
}

function read (path: string): string | null {
  try {
    return readFileSync(path, 'utf8')
  } catch (error) {
    if (hasCode(error, 'ENOENT')) return null
    throw error
  }
}

function isAlive (pid: number): boolean {
  if (!(pid > 0)) return false
  try {
    process.kill(pid, 0)
    return true
  } catch (error) {
    return hasCode(error, 'EPERM')
  }
}

/**
 * One line that no other process of this machine has, before or after: pid, start (ticks since boot) and
 * boot id. Without /proc the pid alone. A killed process that nobody has waited for owns nothing: ''.
 */
function identity (pid: number): string {
  try {
    // the second field is the program's name in brackets and may hold blanks; state is field 3, start time field 22
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8')
    const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ')
    if (fields[0] === 'Z') return ''
    const boot = readFileSync('/proc/sys/kernel/random/boot_id', 'utf8').trim()
    return `${pid} ${fields[19]} ${boot}\n`
  } catch {
    return `${pid}\n`
  }
}

function hasCode (error: unknown, code: string): boolean {
  return error instanceof Error && 'code' in error && error.code === code
}
