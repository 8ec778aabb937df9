import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'

const here = dirname(fileURLToPath(import.meta.url))

/** Path of a built script of the bench, by its path inside bench/ without the extension. */
export function script (name: string): string {
  return join(here, '..', `${name}.js`)
}
