import { statfsSync } from 'node:fs'
import { cpus, loadavg, release, totalmem } from 'node:os'
import type { Cores } from './processes/cores.ts'

/** What a figure must be read with. */
export interface Machine {
  cpu: string
  cores: number
  memoryGiB: number
  kernel: string
  node: string
  /** Load average of the last minute before the run: above 1, something else was running. */
  loadBefore: number
  pinned: Cores
  /** Whether the log lay on a disk; in memory, its flush costs nothing. */
  logOn: 'disk' | 'memory'
}

/** The file system numbers of tmpfs and ramfs (statfs(2)). */
const IN_MEMORY = [0x01021994, 0x858458f6]

export function describeMachine (pinned: Cores, dataParent: string): Machine {
  const list = cpus()
  return {
    cpu: list[0]?.model.trim() ?? 'unknown',
    cores: list.length,
    memoryGiB: Math.round(totalmem() / 2 ** 30),
    kernel: release(),
    node: process.version,
    loadBefore: loadavg()[0]!,
    pinned,
    logOn: IN_MEMORY.includes(statfsSync(dataParent).type) ? 'memory' : 'disk'
  }
}
