import { readFileSync, readdirSync } from 'node:fs'

/** What Linux tells of a process. Elsewhere these throw: the bench measures on Linux only. */

/** CPU time of all threads of `pid` so far, in ms (nanosecond counters of the scheduler). */
export function cpuMs (pid: number): number {
  let nanoseconds = 0
  for (const task of readdirSync(`/proc/${pid}/task`)) {
    nanoseconds += Number(readFileSync(`/proc/${pid}/task/${task}/schedstat`, 'utf8').split(' ', 1)[0])
  }
  return nanoseconds / 1e6
}

/** Resident memory in KiB: all of it, and the part that is not mapped files (the log's map is a file). */
export interface Resident {
  total: number
  anonymous: number
}

export function resident (pid: number): Resident {
  const status = readFileSync(`/proc/${pid}/status`, 'utf8')
  const line = (name: string): number => Number(new RegExp(`^${name}:\\s+(\\d+) kB$`, 'm').exec(status)?.[1])
  return { total: line('VmRSS'), anonymous: line('RssAnon') }
}
