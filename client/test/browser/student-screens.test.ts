import { mkdir, readdir } from 'node:fs/promises'
import { fileURLToPath } from 'node:url'
import type { Page } from 'playwright-core'
import t from 'tap'
import { axeFinds } from './axe.ts'
import { drawnItems } from './board-items.ts'
import { launchChromium } from './chromium.ts'
import { FakeRelay } from './fake-relay.ts'
import { NOW } from './lesson-parts.ts'
import type { Texts } from './lesson-parts.ts'
import { giveMedia } from './media-rows.ts'
import { misplaced } from './misplaced.ts'
import { missingScreens } from './marked-screens.ts'
import { serveClient } from './static-client.ts'
import { STATES } from './student-states.ts'
import type { State } from './student-states.ts'

const SHOTS = fileURLToPath(new URL('../../../shots/student/', import.meta.url))
const SCREENS = fileURLToPath(new URL('../../src/screens/', import.meta.url))
/** Small and usual phone, a phone on its side, tablet, laptop. */
const SIZES = [[320, 640], [390, 844], [844, 390], [768, 1024], [1280, 800]] as const

const client = await serveClient()
const browser = await launchChromium()
// Every state at every width, in both languages and themes.
t.setTimeout(600_000)
t.teardown(async () => {
  await browser.close()
  await client.close()
})
await mkdir(SHOTS, { recursive: true })

/** A page in its own context, with a relay that says what the state wants; complaints of the page are kept. */
async function show (state: State, texts: Texts): Promise<{ page: Page, relay: FakeRelay, complaints: string[] }> {
  const context = await browser.newContext({ locale: texts, viewport: { width: 390, height: 844 }, reducedMotion: 'reduce' })
  const page = await context.newPage()
  const complaints: string[] = []
  page.on('pageerror', error => { complaints.push(error.message) })
  page.on('console', message => { if (message.type() === 'error' && !message.text().includes('404')) complaints.push(message.text()) })
  const started = Date.now()
  const relay = new FakeRelay(() => NOW + Date.now() - started)
  relay.parts = state.parts?.(texts) ?? []
  relay.drawn = drawnItems(texts)
  await relay.stand(page)
  await giveMedia(page)
  await page.goto(client.origin + (state.path ?? `/enter?classCode=OS2&userName=${encodeURIComponent(texts === 'ko' ? '박하늘' : 'Park Haneul')}&uuid=s1`), state.referer === undefined ? {} : { referer: state.referer })
  await state.act?.(page, relay, texts)
  await page.locator(state.shows).first().waitFor()
  return { page, relay, complaints }
}

async function photograph (page: Page, name: string): Promise<void> {
  await page.screenshot({ path: `${SHOTS}${name}.png` })
}

async function scrollsSideways (page: Page): Promise<boolean> {
  return await page.evaluate(() => document.documentElement.scrollWidth > innerWidth || [...document.querySelectorAll('header, main, footer')].some(each => each.scrollWidth > each.clientWidth))
}

const only = process.env['STUDENT_STATES']?.split(',')

for (const state of STATES.filter(({ name }) => only?.includes(name) ?? true)) {
  t.test(`screen ${state.name} is accessible, fits and speaks Korean`, async t => {
    const { page, complaints } = await show(state, 'ko')
    t.same(await missingScreens(page, state.screens), [], 'shows what it is there for')
    for (const [width, height] of SIZES) {
      await page.setViewportSize({ width, height })
      await photograph(page, `${state.name}-${width}`)
      t.equal(await scrollsSideways(page), false, `no sideways scroll at ${width}`)
      t.same(await misplaced(page), [], `every word in its place at ${width}`)
    }
    await page.setViewportSize({ width: 390, height: 844 })
    t.same(await axeFinds(page), [], 'axe finds nothing in the light')
    t.same(await englishWords(page), [], 'no English word but names')
    await page.emulateMedia({ colorScheme: 'dark' })
    await photograph(page, `${state.name}-dark`)
    t.same(await axeFinds(page, 'colours'), [], 'axe finds nothing in the dark')
    t.same(complaints, [], 'no error and no violation of the policy')
    await page.context().close()
  })

  t.test(`screen ${state.name} speaks English`, async t => {
    const { page } = await show(state, 'en')
    await photograph(page, `${state.name}-en`)
    t.equal(await page.locator('html').getAttribute('lang'), 'en')
    t.same((await texts(page)).filter(each => /[가-힣]/.test(each) && !NAMES.test(each)), [], 'no Korean word but names')
    await page.setViewportSize({ width: 320, height: 640 })
    await photograph(page, `${state.name}-en-320`)
    t.equal(await scrollsSideways(page), false)
    t.same(await misplaced(page), [], 'every word in its place at 320')
    await page.context().close()
  })
}

const NAMES = /English|MB|graph\.png|7\.pdf|7-1\.wav|os\.hanbit|PDF|한국어|Lectern|NOPE|OS2|고래|사슴|수달|두루미|너구리|운영체제|박하늘|deadlock|FCFS|FIFO|LRU|lru|fifo|\bms\b|Space|Enter|Shift|Alt|Esc|Ctrl/

async function texts (page: Page): Promise<string[]> {
  return await page.evaluate(() => document.body.innerText.split('\n').map(each => each.trim()).filter(each => each !== ''))
}

async function englishWords (page: Page): Promise<string[]> {
  return (await texts(page)).filter(each => /[A-Za-z]{2,}/.test(each) && !NAMES.test(each))
}

t.test('every screen of the student is photographed and checked', async t => {
  const files = (await readdir(SCREENS)).filter(name => name.endsWith('.svelte')).map(name => name.replace('.svelte', ''))
  const shown = new Set(STATES.flatMap(({ screens }) => screens))
  t.same(files.filter(file => !shown.has(file)), [])
  t.same([...shown].filter(screen => !files.includes(screen)), [])
})

/** States in which nothing stands elsewhere than in the first (SCREENS section 6). */
const STILL = ['question', 'sending', 'stored', 'not-stored', 'reconnecting', 'closed', 'late', 'right', 'wrong', 'missed']

const MEASURED = [[320, 640], [390, 844], [844, 390], [1280, 800]] as const
const KEEP = ['header', 'header > .time', '#stem', '.tile', '.tile .text', 'footer']

async function boxes (page: Page): Promise<string[]> {
  return await page.evaluate(selectors => selectors.flatMap(selector => [...document.querySelectorAll(selector)].map(each => {
    const { x, y, width, height } = each.getBoundingClientRect()
    return [selector, x, y, width, height].join(' ')
  })), KEEP)
}

t.test('nothing moves', async t => {
  const places = new Map<string, string[]>()
  for (const texts of ['ko', 'en'] as const) {
    for (const name of STILL) {
      const state = STATES.find(each => each.name === name)
      if (state === undefined) throw new Error(`no state ${name}`)
      const { page } = await show(state, texts)
      for (const [width, height] of MEASURED) {
        await page.setViewportSize({ width, height })
        places.set(`${texts} ${name} ${width}`, await boxes(page))
      }
      await page.context().close()
    }
  }
  for (const texts of ['ko', 'en']) {
    for (const [width] of MEASURED) {
      t.equal(places.get(`${texts} question ${width}`)?.length, 12, 'all is there that is measured')
      for (const name of STILL) t.same(places.get(`${texts} ${name} ${width}`), places.get(`${texts} question ${width}`), `${texts} ${name} at ${width}`)
    }
  }
})

t.test('every key of the number pad stands above the slip, under a question of five lines', async t => {
  const state = STATES.find(({ name }) => name === 'numeric-long')
  if (state === undefined) throw new Error('no such state')
  const { page } = await show(state, 'ko')
  for (const [width, height] of [[320, 640], [390, 844], [844, 390]] as const) {
    await page.setViewportSize({ width, height })
    const [lowest, slip] = await page.evaluate(() => [
      Math.max(...[...document.querySelectorAll('.pad button')].map(each => each.getBoundingClientRect().bottom)),
      document.querySelector('footer')?.getBoundingClientRect().top ?? 0
    ])
    t.ok(Number(lowest) <= Number(slip), `at ${width}: ${lowest} and ${slip}`)
  }
  await page.context().close()
})

t.test('text at twice its size is cut nowhere', async t => {
  for (const name of ['lobby', 'question', 'not-stored', 'late', 'right', 'reconnecting', 'numeric', 'text', 'several', 'expired']) {
    const state = STATES.find(each => each.name === name)
    if (state === undefined) throw new Error(`no state ${name}`)
    const { page } = await show(state, 'ko')
    await page.evaluate(() => { document.documentElement.style.fontSize = '200%' })
    await photograph(page, `${name}-zoom`)
    const cut = await page.evaluate(() => [...document.querySelectorAll('header, footer, .timer .box, .tile')].filter(each => each.scrollHeight > each.clientHeight + 1).map(({ className, tagName }) => `${tagName}.${className}`))
    t.same(cut, [], name)
    t.equal(await scrollsSideways(page), false, name)
    await page.context().close()
  }
})
