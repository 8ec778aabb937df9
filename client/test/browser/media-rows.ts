import { readFile } from 'node:fs/promises'
import type { BrowserContext, Page } from 'playwright-core'
import { MediaKind, MediaStanding } from '../../../server/classroom/media.ts'
import type { MediumRow } from '../../../server/classroom/media.ts'
import type { SharedRow } from '../../../server/classroom/media-views.ts'
import { wav } from '../../../server/test/http/media/files.ts'
import type { Texts } from './lesson-parts.ts'

/** A film of half a minute. */
export const FILM = new URL('film.webm', import.meta.url)

const ALT = { ko: '자원 할당 그래프: 두 프로세스가 서로의 자원을 기다린다', en: 'Resource allocation graph: two processes wait for each other' }
const NAME = { ko: '박하늘', en: 'Park Haneul' }

export const picture = (texts: Texts): MediumRow => ['p'.repeat(22), MediaKind.image, 'image/webp', 180_000, 1600, 900, ALT[texts], 'graph.png', '', 0]
export const slides = (): MediumRow => ['d'.repeat(22), MediaKind.document, 'image/webp', 2_400_000, 1920, 1080, '', '7.pdf', '', 24]
export const sound = (): MediumRow => ['s'.repeat(22), MediaKind.audio, 'audio/wav', 2_400_000, 0, 0, '', '7-1.wav', '', 0]
export const film = (): MediumRow => ['f'.repeat(22), MediaKind.video, 'video/webm', 2_400_000, 0, 0, '', '7-2.webm', '', 0]
export const link = (): MediumRow => ['l'.repeat(22), MediaKind.link, '', 0, 0, 0, '', '', 'https://os.hanbit.ac.kr/week7', 0]

/** What a teacher's list holds: a picture and slides of his own, a link, and two that students sent. */
export function sharedRows (texts: Texts): SharedRow[] {
  return [
    [0, '', MediaStanding.approved, 0, ...slides()],
    [0, '', MediaStanding.approved, 0, ...link()],
    [7, NAME[texts], MediaStanding.rejected, 0, ...sound()],
    [0, '', MediaStanding.approved, 0, ...film()],
    [7, NAME[texts], MediaStanding.waiting, 0, ...picture(texts)]
  ]
}

/** One that is not there when it is asked for. */
export const gone = (texts: Texts): MediumRow => ['x'.repeat(22), ...picture(texts).slice(1)] as unknown as MediumRow

/** Gives every shared file that a page asks for, but those that are gone. */
export async function giveMedia (page: Page): Promise<void> {
  const drawing = await readFile(new URL('page.png', import.meta.url))
  const moving = await readFile(FILM)
  await page.route(/^\w+:\/\/[^/]+\/media\//, (route) => {
    const [, id = ''] = /\/media\/(\w+)/.exec(route.request().url()) ?? []
    if (id.startsWith('x')) return route.fulfill({ status: 404 })
    if (id.startsWith('f')) return route.fulfill({ body: moving, contentType: 'video/webm' })
    return route.fulfill(id.startsWith('s') ? { body: wav(), contentType: 'audio/wav' } : { body: drawing, contentType: 'image/png' })
  })
}

/**
 * Makes new pages refuse to play aloud before a key is pressed, as browsers do where nobody has touched a page: to
 * Chromium a test that only looks at it has touched it.
 */
export async function untouched (pages: Page | BrowserContext): Promise<void> {
  await pages.addInitScript(() => {
    const { play } = HTMLMediaElement.prototype
    let touched = false
    addEventListener('keydown', () => { touched = true }, { capture: true })
    HTMLMediaElement.prototype.play = async function (this: HTMLMediaElement) {
      if (!touched && !this.muted) throw new DOMException('play() failed', 'NotAllowedError')
      await play.call(this)
    }
  })
}
