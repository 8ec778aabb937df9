import { execFileSync } from 'node:child_process'
import { readFileSync } from 'node:fs'

/** Which core does what. null: not pinned, because there is one core only or no `taskset`. */
export interface Cores {
  /** The server under test and its rivals. */
  server: number | null
  /** The generators and the bench itself. */
  generator: number | null
}

/** Parses a list of CPUs as the kernel writes it: `0-2,5`. */
export function cpuList (text: string): number[] {
  return text.trim().split(',').flatMap((range) => {
    const [from, to] = range.split('-').map(Number) as [number, number?]
    return Array.from({ length: (to ?? from) - from + 1 }, (_, k) => from + k)
  })
}

/** The first two cores that this process may use, one for either side. */
export function chooseCores (): Cores {
  try {
    execFileSync('taskset', ['-V'], { stdio: 'ignore' })
    const allowed = /^Cpus_allowed_list:\s*(.+)$/m.exec(readFileSync('/proc/self/status', 'utf8'))
    const [server, generator] = cpuList(allowed?.[1] ?? '')
    if (server !== undefined && generator !== undefined) return { server, generator }
  } catch {
    // Not Linux, or no taskset: the run goes on unpinned and its report says so.
  }
  return { server: null, generator: null }
}

/** Pins this process, so that the bench itself does not run on the server's core. */
export function pinSelf (core: number | null): void {
  if (core !== null) execFileSync('taskset', ['-a', '-p', '-c', String(core), String(process.pid)], { stdio: 'ignore' })
}

/** The command that starts Node on `core`: executable and the arguments before the script. */
export function nodeOn (core: number | null, nodeArguments: string[] = []): { command: string, before: string[] } {
  if (core === null) return { command: process.execPath, before: nodeArguments }
  return { command: 'taskset', before: ['-c', String(core), process.execPath, ...nodeArguments] }
}
