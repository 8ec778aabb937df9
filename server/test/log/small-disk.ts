import { execFileSync } from 'node:child_process'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

/** A folder with room for 2 MB. */
export interface SmallDisk {
  /** How it was made small. */
  how: string
  dir: string
  /** Makes room. */
  grow (): void
  remove (): void
}

/** A small disk where one may be mounted, else this process's own limit of file sizes; null where neither can be had. */
export function smallDisk (): SmallDisk | null {
  // not t.testdir: tap removes that before a teardown could unmount it
  const dir = mkdtempSync(join(tmpdir(), 'lectern-small-disk-'))
  for (const make of [mounted, limited]) {
    try {
      return make(dir)
    } catch {
      // the next way
    }
  }
  rmSync(dir, { recursive: true })
  return null
}

function mounted (dir: string): SmallDisk {
  run('mount', '-t', 'tmpfs', '-o', 'size=2m,mode=0700', 'tmpfs', dir)
  return {
    how: 'a mounted disk of 2 MB',
    dir,
    grow: () => run('mount', '-o', 'remount,size=8m', dir),
    remove () {
      run('umount', dir)
      rmSync(dir, { recursive: true })
    }
  }
}

function limited (dir: string): SmallDisk {
  const ignore = (): void => {}
  const limit = (bytes: string): void => run('prlimit', '--pid', `${process.pid}`, `--fsize=${bytes}`)
  limit('2000000:')
  // the system's signal for a write beyond the limit ends a process that does not listen
  process.on('SIGXFSZ', ignore)
  return {
    how: 'a limit of 2 MB a file',
    dir,
    grow: () => limit('8000000:'),
    remove () {
      limit('unlimited:')
      process.off('SIGXFSZ', ignore)
      rmSync(dir, { recursive: true })
    }
  }
}

function run (command: string, ...args: string[]): void {
  execFileSync(command, args, { stdio: 'pipe' })
}
