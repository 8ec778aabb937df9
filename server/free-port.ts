import { createServer } from 'node:net'
import { setTimeout as wait } from 'node:timers/promises'
import { StartError } from './start-error.ts'

/** How long a start waits for a port that the process before it is still letting go, in ms. */
const PATIENCE_MS = 3000
const EVERY_MS = 100

/**
 * Resolves when `port` of `host` can be listened on.
 * @throws StartError when it is still taken after 3 s, or cannot be had at all; `variable` names the setting
 */
export async function freePort (host: string, port: number, variable: string, onWait: () => void): Promise<void> {
  const giveUpAt = Date.now() + PATIENCE_MS
  for (let attempt = 0; ; attempt++) {
    const problem = port === 0 ? null : await tryListen(host, port)
    if (problem === null) return
    if (problem !== 'EADDRINUSE') throw new StartError(`port ${port} (${variable}) on ${host} cannot be listened on: ${problem}`, 1)
    if (Date.now() >= giveUpAt) throw new StartError(`port ${port} (${variable}) is in use; stop what listens there, or set ${variable} to another port`, 1)
    if (attempt === 0) onWait()
    await wait(EVERY_MS)
  }
}

/** The error code of listening, or null when it works. */
function tryListen (host: string, port: number): Promise<string | null> {
  return new Promise((resolve) => {
    const server = createServer()
    server.once('error', (error: NodeJS.ErrnoException) => { resolve(error.code ?? error.name) })
    server.listen(port, host, () => { server.close(() => { resolve(null) }) })
  })
}
