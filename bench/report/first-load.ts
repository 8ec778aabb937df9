import { existsSync, readFileSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { atMost } from '../budgets.ts'
import type { Budget } from '../budgets.ts'

/** What a student's first load may weigh (DESIGN section 10), in KiB. */
const FIRST_LOAD_KIB = 80
const NAMED = /(?:src|href)="\/([^"]+)"/g

/**
 * The budget of the first load, from the built client in `folder`: the page and all files that it names, as
 * they are sent (compressed at build time). Nothing without a built client.
 */
export function firstLoad (folder: string): Budget[] {
  const page = join(folder, 'index.html')
  if (!existsSync(page)) return []
  const named = [...readFileSync(page, 'utf8').matchAll(NAMED)].map(([, path]) => join(folder, path!))
  const bytes = [page, ...named].reduce((sum, file) => sum + statSync(existsSync(`${file}.gz`) ? `${file}.gz` : file).size, 0)
  return [atMost('page, script and style, KiB gzip', FIRST_LOAD_KIB, bytes / 1024)]
}
