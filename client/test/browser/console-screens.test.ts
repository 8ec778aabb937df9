import { mkdir, readdir } from 'node:fs/promises'
import { fileURLToPath } from 'node:url'
import type { Page } from 'playwright-core'
import t from 'tap'
import { axeFinds } from './axe.ts'
import { STATES } from './console-states.ts'
import { helpless } from './help-lines.ts'
import { misplaced } from './misplaced.ts'
import { missingScreens } from './marked-screens.ts'
import { teacherPages } from './teacher-page.ts'

const SHOTS = fileURLToPath(new URL('../../../shots/console/', import.meta.url))
const SCREENS = fileURLToPath(new URL('../../src/console/screens/', import.meta.url))

// Thirty states at five widths take a few minutes on a busy machine.
t.setTimeout(900_000)

const only = process.env['CONSOLE_STATES']?.split(',')
const states = STATES.filter(({ name }) => only?.includes(name) ?? true)

const { show, close } = await teacherPages()
t.teardown(close)
await mkdir(SHOTS, { recursive: true })

const NAMES = /Space|https|kB|MB|graph\.png|7\.pdf|7-\d\.\w+|\b(R|L|EN|Esc|PNG|PDF|Ctrl|Enter|Shift|Alt)\b|deadlock|FCFS|LRU|SJF|GIFT|CSV|XLSX|ZIP|XML|QTI|QR|K7QM3P|hanbit|week7|Lectern|\bms\b|::Q6::|A\/B\/C\/D/

async function lines (page: Page): Promise<string[]> {
  const text = await page.evaluate(() => document.body.innerText.split('\n').map((each) => each.trim()))
  return text.filter((each) => each !== '')
}

/** What is wider than its place. */
async function sideways (page: Page): Promise<string[]> {
  return await page.evaluate(() => [...document.querySelectorAll('html, main, .steer, .appbar')].filter((each) => each.scrollWidth > each.clientWidth + 1).map(({ className }) => className))
}

const photograph = (page: Page, name: string) => page.screenshot({ path: `${SHOTS}${name}.png` })

for (const state of states) {
  t.test(`screen ${state.name} is accessible, fits and speaks Korean`, async (t) => {
    const { page, complaints } = await show(state, 'ko')
    t.same(await missingScreens(page, state.screens), [], 'shows what it is there for')
    await photograph(page, state.name)
    t.same(await axeFinds(page), [], 'axe finds nothing in the light')
    t.same((await lines(page)).filter((each) => /[A-Za-z]{2,}/.test(each) && !NAMES.test(each)), [], 'no English word but names')
    t.same(await sideways(page), [], 'no sideways scroll at 1280')
    t.same(await helpless(page), [], 'a line of help on every control')
    await page.emulateMedia({ colorScheme: 'dark' })
    await photograph(page, `${state.name}-dark`)
    t.same(await axeFinds(page, 'colours'), [], 'axe finds nothing in the dark')
    await page.emulateMedia({ colorScheme: 'light' })
    for (const [width, height] of [[1920, 1080], [768, 1024], [390, 844], [320, 640]] as const) {
      await page.setViewportSize({ width, height })
      await photograph(page, `${state.name}-${width}`)
      t.same(await sideways(page), [], `no sideways scroll at ${width}`)
      t.same(await misplaced(page), [], `every word in its place at ${width}`)
      if (width === 390) t.same(await axeFinds(page), [], 'axe finds nothing on a phone')
    }
    t.same(complaints, [], 'no error and no violation of the policy')
    await page.context().close()
  })

  t.test(`screen ${state.name} speaks English`, async (t) => {
    const { page } = await show(state, 'en')
    await photograph(page, `${state.name}-en`)
    t.same((await lines(page)).filter((each) => /[가-힣]/.test(each) && each !== '한국어'), [], 'no Korean word but the language')
    t.same(await sideways(page), [], 'no sideways scroll')
    t.same(await misplaced(page), [], 'every word in its place')
    for (const [width, height] of [[768, 1024], [390, 844], [320, 640]] as const) {
      await page.setViewportSize({ width, height })
      await photograph(page, `${state.name}-en-${width}`)
      t.same(await sideways(page), [], `no sideways scroll at ${width}`)
      t.same(await misplaced(page), [], `every word in its place at ${width}`)
    }
    await page.context().close()
  })
}

t.test('every screen of the teacher is photographed and checked', async (t) => {
  const files = (await readdir(SCREENS)).map((name) => name.replace('.svelte', ''))
  const shown = new Set(STATES.flatMap(({ screens }) => screens))
  t.same(files.filter((file) => !shown.has(file)), [])
  t.same([...shown].filter((screen) => !files.includes(screen)), [])
})
