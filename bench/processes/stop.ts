import { once } from 'node:events'
import type { ChildProcess } from 'node:child_process'

/** Ends a child by its own pid: politely, and after `patienceMs` for good. */
export async function stop (child: ChildProcess, patienceMs: number): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return
  const ended = once(child, 'exit')
  child.kill('SIGTERM')
  const timer = setTimeout(() => { child.kill('SIGKILL') }, patienceMs)
  await ended
  clearTimeout(timer)
}
