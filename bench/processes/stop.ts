import { once } from 'node:events'
import type { ChildProcess } from 'node:child_process'

/** Ends a child by its own pid: politely, and after `patienceMs` for good. */
export async function stop (child: ChildProcess, patienceMs: number): Promise<void> {
  if (hasEnded(child)) return
  const timer = setTimeout(() => { child.kill('SIGKILL') }, patienceMs)
  await signal(child, 'SIGTERM')
  clearTimeout(timer)
}

/** Ends a child at once, without its leave. */
export async function end (child: ChildProcess): Promise<void> {
  if (!hasEnded(child)) await signal(child, 'SIGKILL')
}

async function signal (child: ChildProcess, name: NodeJS.Signals): Promise<void> {
  const ended = once(child, 'exit')
  child.kill(name)
  await ended
}

function hasEnded ({ exitCode, signalCode }: ChildProcess): boolean {
  return exitCode !== null || signalCode !== null
}
