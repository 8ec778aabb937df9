import { execFile } from 'node:child_process'
import { dirname, join } from 'node:path'
import { promisify } from 'node:util'

const MAX_BYTES = 64 * 1024 * 1024

/** The launch tokens that `npm run tokens` writes: `count` students of `classCode`. `main`: the server's main file. */
export async function writtenTokens (main: string, launchKey: string, classCode: string, count: number): Promise<string[]> {
  const command = join(dirname(main), 'http', 'tokens-command.js')
  const env = { ...process.env, LAUNCH_KEYS: launchKey }
  const { stdout } = await promisify(execFile)(process.execPath, [command, '--count', String(count), '--class', classCode], { env, maxBuffer: MAX_BYTES })
  return stdout.trim().split('\n')
}
