import { execFile, spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'
import type { Test } from 'tap'

const exec = promisify(execFile)
const FINDER = fileURLToPath(new URL('../../../scripts/nginx.sh', import.meta.url))

/**
 * The path of an nginx, or null where there is none and none can be fetched: then its tests are skipped with a
 * loud line. Continuous integration (CI=true) skips nothing.
 */
export async function findNginx (): Promise<string | null> {
  try {
    return (await exec(FINDER)).stdout.trim()
  } catch (error) {
    if (process.env['CI'] === 'true') throw error
    process.stderr.write('\nSKIPPED: all tests of the nginx configuration, because there is no nginx; install nginx-light\n\n')
    return null
  }
}

/** A configuration as the command prints it, in a folder of its own: only its own files are moved there. */
export interface Placed {
  dir: string
  file: string
}

export async function place (t: Test, config: string): Promise<Placed> {
  const dir = await mkdtemp(join(tmpdir(), 'lectern-nginx-'))
  t.teardown(() => rm(dir, { recursive: true, force: true, maxRetries: 5 }))
  const temporary = ['client_body', 'proxy', 'fastcgi', 'uwsgi', 'scgi'].map((kind) => `  ${kind}_temp_path ${dir}/${kind};`)
  const file = join(dir, 'nginx.conf')
  await writeFile(file, config
    .replaceAll('/var/log/nginx', dir)
    .replace('http {\n', ['http {', ...temporary, ''].join('\n')))
  return { dir, file }
}

/** What `nginx -t` says of it. */
export async function check (nginx: string, { dir, file }: Placed): Promise<string> {
  const { stderr } = await exec(nginx, ['-t', '-c', file, '-g', `pid ${dir}/pid;`])
  return stderr
}

/** nginx on this configuration, stopped with the test. Returns what reads its logs. */
export async function run (t: Test, nginx: string, { dir, file }: Placed): Promise<{ logs: () => Promise<string> }> {
  const child = spawn(nginx, ['-c', file, '-g', `pid ${dir}/pid; daemon off; error_log stderr notice;`], { stdio: ['ignore', 'ignore', 'pipe'] })
  const ended = once(child, 'exit')
  t.teardown(async () => {
    child.kill('SIGTERM')
    await ended
  })
  let said = ''
  await new Promise<void>((resolve, reject) => {
    child.stderr.setEncoding('utf8').on('data', (text: string) => {
      said += text
      if (said.includes('start worker process')) resolve()
    })
    void ended.then(() => { reject(new Error(`nginx ended:\n${said}`)) })
  })
  return {
    logs: async () => (await Promise.all(['access.log', 'error.log'].map((name) => readFile(join(dir, name), 'utf8')))).join('')
  }
}
