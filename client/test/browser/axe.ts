import { readFile } from 'node:fs/promises'
import { createRequire } from 'node:module'
import type { Page } from 'playwright-core'

interface Violation { id: string, nodes: Array<{ target: unknown }> }
interface Axe { run: (context: object, options: object) => Promise<{ violations: Violation[] }> }

const source = await readFile(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8')
/** What colours decide; all else is the same in the other theme. */
const COLOURS = ['color-contrast', 'link-in-text-block']

/**
 * What axe finds on a page, by rule and place; pages within it are left out. `rules`: all, or those of the colours
 * alone, for a page that all were asked of in another theme.
 */
export async function axeFinds (page: Page, rules: 'all' | 'colours' = 'all'): Promise<string[]> {
  // injected by the browser itself, so that the page's policy stays as strict as it is
  const session = await page.context().newCDPSession(page)
  await session.send('Runtime.evaluate', { expression: source })
  await session.detach()
  const options = { resultTypes: ['violations'], iframes: false, ...rules === 'colours' && { runOnly: COLOURS } }
  const { violations } = await page.evaluate((options) => (globalThis as unknown as { axe: Axe }).axe.run({ exclude: ['iframe'] }, options), options)
  return violations.flatMap(({ id, nodes }) => nodes.map(({ target }) => `${id} ${String(target)}`))
}
