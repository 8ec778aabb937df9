import { execFileSync } from 'node:child_process'
import { existsSync, readFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'

/** What was measured: the source, and the libraries that the figures depend on. */
export interface Provenance {
  /** Of the source; `unknown` without git, ends in `+` where the source was changed since. */
  commit: string
  /** When the run began, as an ISO date and time in UTC. */
  at: string
  /** Pinned versions by package name. */
  versions: Record<string, string>
}

const PACKAGES = ['uWebSockets.js', 'msgpackr', 'lmdb', 'fastify', '@confluentinc/kafka-javascript', 'ws', 'socket.io']
/** Changes here are changes of what is measured; the reports themselves are not. */
const SOURCES = ['server', 'bench', 'package-lock.json', ':!bench/results', ':!bench/plots', ':!bench/*.md', ':!**/test/**']

export function provenance (): Provenance {
  const root = projectRoot()
  return { commit: commit(root), at: new Date().toISOString(), versions: versions(root) }
}

/** The folder of package.json, above source and build alike. */
function projectRoot (): string {
  let folder = dirname(fileURLToPath(import.meta.url))
  while (!existsSync(join(folder, 'package.json'))) folder = dirname(folder)
  return folder
}

function commit (root: string): string {
  const git = (...args: string[]): string => execFileSync('git', ['-C', root, ...args], { encoding: 'utf8', stdio: ['ignore', 'pipe', 'ignore'] }).trim()
  try {
    const changed = git('status', '--porcelain', '--untracked-files=no', '--', ...SOURCES) !== ''
    return `${git('rev-parse', '--short=10', 'HEAD')}${changed ? '+' : ''}`
  } catch {
    return 'unknown'
  }
}

function versions (root: string): Record<string, string> {
  const { dependencies, devDependencies } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')) as Record<string, Record<string, string>>
  const pinned = { ...dependencies, ...devDependencies }
  return Object.fromEntries(PACKAGES.flatMap((name) => (pinned[name] === undefined ? [] : [[name, pinned[name].replace(/^npm:.*@/, '')]])))
}
