import type { Page } from 'playwright-core'
import { launchChromium } from './chromium.ts'
import { consoleClient, ORIGIN, PLAIN_ORIGIN } from './console-client.ts'
import type { Quizzes } from './console-client.ts'
import { NOW, TITLE } from './console-lesson.ts'
import type { Texts } from './console-lesson.ts'
import { giveMedia } from './media-rows.ts'
import { ConsoleRelay } from './console-relay.ts'
import type { State } from './console-states.ts'

export interface Shown { page: Page, relay: ConsoleRelay, quizzes: Quizzes, complaints: string[] }

/** A browser and a built client; `show` brings a teacher's page, in a context of its own, into a state. */
export async function teacherPages (): Promise<{ show: (state: State, texts: Texts) => Promise<Shown>, close: () => Promise<void> }> {
  const client = await consoleClient()
  const browser = await launchChromium()
  return {
    show: async (state, texts) => {
      const context = await browser.newContext({ locale: texts, viewport: { width: 1280, height: 800 }, reducedMotion: 'reduce' })
      await context.addInitScript(() => { localStorage.setItem('lectern.guide', '{"step":0}') })
      const page = await context.newPage()
      page.setDefaultTimeout(15_000)
      const complaints: string[] = []
      page.on('pageerror', (error) => { complaints.push(error.message) })
      page.on('console', (message) => { if (message.type() === 'error' && !message.text().includes('503')) complaints.push(message.text()) })
      const started = Date.now()
      const relay = new ConsoleRelay(() => NOW + Date.now() - started)
      relay.parts = state.parts(texts)
      relay.people = state.people?.(texts) ?? []
      const quizzes: Quizzes = { empty: false, refusal: null, stored: [], ...state.quizzes }
      await relay.stand(page)
      const origin = state.plain === true ? PLAIN_ORIGIN : ORIGIN
      await client.stand(page, { origin, title: state.untitled === true ? '' : TITLE[texts] }, texts, quizzes, { empty: false, refusal: null, students: 401, ...state.results })
      await giveMedia(page)
      await page.goto(`${origin}/teach#class=K7QM3P&key=k`)
      await state.act?.(page, relay, texts)
      await page.locator(state.shows).first().waitFor()
      return { page, relay, quizzes, complaints }
    },
    close: async () => {
      await browser.close()
      await client.close()
    }
  }
}
