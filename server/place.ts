import { existsSync, readFileSync } from 'node:fs'
import { dirname, join } from 'node:path'

/** The project's folder: the nearest above this file that has a package.json, for sources and for dist alike. */
export const ROOT = findRoot(import.meta.dirname)

/** The version in package.json. */
export const VERSION = (JSON.parse(readFileSync(join(ROOT, 'package.json'), 'utf8')) as { version: string }).version

function findRoot (dir: string): string {
  return existsSync(join(dir, 'package.json')) ? dir : findRoot(dirname(dir))
}
