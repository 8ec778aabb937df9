import { readFileSync } from 'node:fs'
import { statfs } from 'node:fs/promises'
import type { Logger } from 'pino'
import { event } from './log-events.ts'

/** One class of about 20,000 is what a relay carries; the rest is for the log, metrics and what is just closing. */
const DESCRIPTORS_NEEDED = 21_000

/** Below this a disk is nearly full: the log of a large lesson and LMDB's own growth fit in. */
const DISK_LOW_BYTES = 512 * 1024 * 1024
const DISK_EVERY_MS = 60_000

/** Warns when the system allows fewer open files than a large class needs; `limits` is the text of /proc/self/limits. */
export function warnOfDescriptors (logger: Logger, limits: string = ownLimits()): void {
  const soft = /^Max open files\s+(\d+)/m.exec(limits)?.[1]
  if (soft !== undefined && Number(soft) < DESCRIPTORS_NEEDED) event(logger, 'descriptors-low', { limit: Number(soft), needed: DESCRIPTORS_NEEDED })
}

/** Where there is no /proc, nothing is known and nothing is said. */
function ownLimits (): string {
  try {
    return readFileSync('/proc/self/limits', 'utf8')
  } catch {
    return ''
  }
}

/** The part of `statfs` that is looked at. */
export interface DiskSpace {
  bavail: number
  blocks: number
  bsize: number
}

/** Warns now and once a minute while the disk of `dir` is nearly full. Returns what stops it. */
export function watchDisk (logger: Logger, dir: string, space: (dir: string) => Promise<DiskSpace> = statfs): () => void {
  const look = (): void => {
    space(dir).then(({ bavail, blocks, bsize }) => {
      const freeBytes = bavail * bsize
      if (freeBytes < DISK_LOW_BYTES) event(logger, 'disk-low', { freeBytes, freePercent: Math.round(100 * bavail / Math.max(blocks, 1)) })
    }, () => { /* the folder's own errors are the log's to tell */ })
  }
  look()
  const timer = setInterval(look, DISK_EVERY_MS)
  timer.unref()
  return () => { clearInterval(timer) }
}
