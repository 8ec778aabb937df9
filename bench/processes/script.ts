import { dirname, extname, join } from 'node:path'
import { fileURLToPath } from 'node:url'

const here = fileURLToPath(import.meta.url)

/** Path of a script of the bench, by its path inside bench/ without the extension. */
export function script (name: string): string {
  return join(dirname(here), '..', name + extname(here))
}
