import type { Browser, BrowserContext, BrowserContextOptions, Locator, Page } from 'playwright-core'
import { GUARD_MS } from '../../src/console/primary-step.ts'

/** Latin words that may stand on a Korean screen: what is written so in Korean too, and names. */
const NAMES = new Set(['Lectern', 'English', 'EN', 'Space', 'Esc', 'GIFT', 'CSV', 'XLSX', 'ZIP', 'QR', 'ms', 'deadlock', 'Dijkstra', 'ko', 'gift', 'MB'])

/** How long a screen may take to say what it should (ms): far above any design figure, so that only what never comes fails. */
const PATIENCE = 20_000
const LOOK_EVERY = 50

export interface Circumstances extends BrowserContextOptions {
  /** Who it is, in the names of the screenshots. */
  role: string
  /** Origins that a page may speak to. */
  origins: readonly string[]
  /** Somebody who never saw the teacher's guide; all others have closed it before. */
  newcomer?: boolean
}

/** Somebody at a screen: a page with everything that went wrong in it. */
export class Person {
  readonly page: Page
  readonly role: string
  readonly complaints: string[] = []
  /** While the server is down on purpose, a browser complains of what cannot be reached. */
  outage = false

  constructor (page: Page, role: string, origins: readonly string[]) {
    this.page = page
    this.role = role
    page.setDefaultTimeout(PATIENCE)
    const complain = (text: string): void => { this.complaints.push(text) }
    const unreachable = (text: string): void => { if (!this.outage) complain(text) }
    page.on('pageerror', (error) => { complain(error.message) })
    page.on('console', (message) => {
      const text = message.text()
      if (/Content.Security.Policy/i.test(text)) complain(text)
      else if (message.type() === 'error') unreachable(text)
    })
    page.on('requestfailed', (request) => {
      // whoever turns the page before a picture is there gives it up, and a player what it need not load
      if (['image', 'media'].includes(request.resourceType()) && request.failure()?.errorText === 'net::ERR_ABORTED') return
      unreachable(`failed: ${request.url()} ${request.failure()?.errorText ?? ''}`)
    })
    page.on('response', (response) => { if (response.status() >= 400) unreachable(`${response.status()} ${response.url()}`) })
    const own = (url: string): void => { if (!origins.includes(new URL(url).origin) && !url.startsWith('data:') && !url.startsWith('blob:')) complain(`foreign: ${url}`) }
    page.on('request', (request) => { own(request.url()) })
    page.on('websocket', (socket) => { own(socket.url()) })
  }

  /** Sits down at a browser of their own. */
  static async come (browser: Browser, { role, origins, newcomer = false, ...options }: Circumstances): Promise<Person> {
    const context = await browser.newContext({ locale: 'ko-KR', ...options })
    if (!newcomer) await context.addInitScript(() => { localStorage.setItem('lectern.guide', '{"step":0}') })
    return new Person(await context.newPage(), role, origins)
  }

  /** Takes another device: a second page of the same browser, which remembers who this is. */
  async anotherDevice (origins: readonly string[]): Promise<Person> {
    return new Person(await this.context.newPage(), `${this.role}-again`, origins)
  }

  get context (): BrowserContext {
    return this.page.context()
  }

  /** Opens a link and gives a name. */
  async enterBy (link: URL, name: string): Promise<void> {
    await this.page.goto(link.href)
    await this.page.getByRole('textbox').fill(name)
  }

  /** What the page shows, in one line. */
  async text (): Promise<string> {
    return (await this.page.evaluate(() => document.body.innerText)).replace(/\s+/g, ' ')
  }

  /**
   * Waits until the page says all of it.
   * @throws Error with what it says instead
   */
  async sees (...wanted: Array<string | RegExp>): Promise<void> {
    await this.#until((text) => wanted.every((each) => typeof each === 'string' ? text.includes(each) : each.test(text)), `see ${wanted.join(' · ')}`)
  }

  /** Waits until the page says none of it any more. */
  async seesNoMore (...unwanted: string[]): Promise<void> {
    await this.#until((text) => !unwanted.some((each) => text.includes(each)), `see no more ${unwanted.join(' · ')}`)
  }

  button (name: string | RegExp): Locator {
    return this.page.getByRole('button', { name }).filter({ visible: true }).first()
  }

  async press (name: string | RegExp): Promise<void> {
    await this.button(name).click()
  }

  /** Presses the yellow button once it no longer ignores presses that may have been meant for the step before. */
  async step (name: string | RegExp): Promise<void> {
    await this.button(name).waitFor()
    await this.page.waitForTimeout(GUARD_MS)
    await this.press(name)
  }

  /** Taps the tile of a choice, by its letter. */
  async choose (letter: string): Promise<void> {
    await this.page.locator(`[data-choice="${letter.charCodeAt(0) - 65}"]`).click()
  }

  /** Words of Latin letters on the page, read or read out, that are no names; `alsoNames` are names too. */
  async strangeWords (alsoNames: readonly string[]): Promise<string[]> {
    const spoken = await this.page.evaluate(() => {
      const labels = [...document.querySelectorAll('[aria-label], [placeholder], [title]')].filter((each) => each.checkVisibility())
        .flatMap((each) => ['aria-label', 'placeholder', 'title'].map((name) => each.getAttribute(name) ?? ''))
      return [document.title, document.body.innerText, ...labels].join('\n')
    })
    const text = alsoNames.reduce((rest, name) => rest.replaceAll(name, ' '), spoken)
    return [...new Set(text.match(/[A-Za-z]{2,}/g))].filter((word) => !NAMES.has(word))
  }

  async photograph (path: string, size?: { width: number, height: number }): Promise<void> {
    const before = this.page.viewportSize()
    if (size !== undefined) await this.page.setViewportSize(size)
    await this.page.screenshot({ path })
    if (size !== undefined && before !== null) await this.page.setViewportSize(before)
  }

  async #until (holds: (text: string) => boolean, what: string): Promise<void> {
    const giveUpAt = Date.now() + PATIENCE
    for (;;) {
      const text = await this.text()
      if (holds(text)) return
      if (Date.now() > giveUpAt) throw new Error(`${this.role} should ${what}, but sees: ${text}`)
      await new Promise((resolve) => { setTimeout(resolve, LOOK_EVERY) })
    }
  }
}
