import { readFile } from 'node:fs/promises'
import { createRequire } from 'node:module'
import { join } from 'node:path'
import t from 'tap'
import type { Person } from './lesson-person.ts'

const AXE = await readFile(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8')

interface AxeResults { violations: Array<{ id: string, nodes: Array<{ target: unknown }> }> }

/**
 * Photographs somebody's screen into `shots`, and holds it against axe, the width of its page and words of another
 * language; `names` and `words` may stand there all the same.
 */
export async function examine (person: Person, name: string, shots: string, names: readonly string[], words: readonly string[]): Promise<void> {
  await person.photograph(join(shots, `${name}-${person.role}.png`))
  const session = await person.context.newCDPSession(person.page)
  await session.send('Runtime.evaluate', { expression: AXE })
  await session.detach()
  const { violations } = await person.page.evaluate(() => {
    return (globalThis as unknown as { axe: { run: (options: object) => Promise<AxeResults> } }).axe.run({ resultTypes: ['violations'] })
  })
  t.same(violations.flatMap(({ id, nodes }) => nodes.map(({ target }) => `${id} ${String(target)}`)), [], `${name}: axe finds nothing on the ${person.role}`)
  t.ok(await person.page.evaluate(() => document.documentElement.scrollWidth <= document.documentElement.clientWidth), `${name}: no sideways scroll on the ${person.role}`)
  t.same((await person.strangeWords(names)).filter((word) => !words.includes(word)), [], `${name}: no English word on the ${person.role}`)
}
