import { mkdtemp, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { extname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import type { Page, Route } from 'playwright-core'
import { build } from 'vite'
import type { ApiError, NavReply, Quiz, QuizBody, RoomReply } from '../../../server/wire/api.ts'
import { answerResults } from './console-results.ts'
import type { ResultRoutes } from './console-results.ts'
import { report, summaries, quiz } from './console-lesson.ts'
import type { Texts } from './console-lesson.ts'
import { markScreens } from './marked-screens.ts'

const CLIENT = fileURLToPath(new URL('../../', import.meta.url))
const TYPES: Record<string, string> = { '.html': 'text/html; charset=utf-8', '.js': 'text/javascript', '.css': 'text/css', '.svg': 'image/svg+xml' }
const POLICY = "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data: blob:; media-src 'self'; connect-src 'self' ws: wss:; base-uri 'none'; form-action 'none'"

/** Where the classes are; over plain HTTP a browser gives a page less. */
export const ORIGIN = 'https://quiz.hanbit.ac.kr'
export const PLAIN_ORIGIN = 'http://quiz.hanbit.ac.kr'

/** Where the class is, and what the door calls it. */
export interface House {
  origin: string
  title: string
}

/** How the quiz routes behave on a page. */
export interface Quizzes {
  /** Whether the teacher has any. */
  empty: boolean
  /** What the next storing of a quiz is refused with, or null. */
  refusal: ApiError['error'] | null
  /** Bodies that were stored. */
  stored: QuizBody[]
}

/** Builds the client into a folder of its own; `stand` puts it, its door and the quiz routes in the network's place on a page. */
export async function consoleClient (): Promise<{ stand: (page: Page, house: House, texts: Texts, quizzes: Quizzes, results: ResultRoutes) => Promise<void>, close: () => Promise<void> }> {
  const folder = await mkdtemp(join(tmpdir(), 'lectern-console-'))
  await build({ root: CLIENT, mode: 'test', logLevel: 'error', plugins: [markScreens], build: { outDir: folder, emptyOutDir: true } })
  return {
    stand: async (page, house, texts, quizzes, results) => {
      const { origin } = house
      await page.route(`${origin}/**`, (route) => file(folder, route))
      await page.route(`${origin}/api/classrooms/nav`, (route) => route.fulfill({ json: nav(texts, house) }))
      await page.route(`${origin}/api/classrooms/getRealRoom`, (route) => route.fulfill({ json: room(texts, house) }))
      await page.route(`${origin}/api/quizzes**`, (route) => answer(route, texts, quizzes))
      await page.route(`${origin}/api/quizzes/**`, (route) => answer(route, texts, quizzes))
      await page.route(`${origin}/api/results/**`, (route) => answerResults(route, texts, results))
    },
    close: () => rm(folder, { recursive: true })
  }
}

async function file (folder: string, route: Route): Promise<void> {
  const { pathname } = new URL(route.request().url())
  const name = extname(pathname) === '' ? '/index.html' : pathname
  await route.fulfill({
    body: await readFile(join(folder, name)),
    headers: { 'content-type': TYPES[extname(name)] ?? 'application/octet-stream', 'content-security-policy': POLICY }
  })
}

async function answer (route: Route, texts: Texts, quizzes: Quizzes): Promise<void> {
  const request = route.request()
  const { pathname } = new URL(request.url())
  if (pathname.endsWith('/export')) {
    await route.fulfill({ body: '::Q:: x {T}', contentType: 'text/plain', headers: { 'content-disposition': `attachment; filename="7.gift"; filename*=UTF-8''${encodeURIComponent('7주차.gift')}` } })
  } else if (request.method() === 'GET') {
    await route.fulfill({ json: pathname.endsWith('/quizzes') ? (quizzes.empty ? [] : summaries(texts)) : quiz(texts) })
  } else if (pathname.endsWith('/import')) {
    await route.fulfill({ json: report(texts) })
  } else if (request.method() === 'DELETE') {
    await route.fulfill({ status: 204 })
  } else if (quizzes.refusal !== null) {
    await route.fulfill({ status: 503, json: { error: quizzes.refusal, message: '' } satisfies ApiError })
  } else {
    const body = request.postDataJSON() as QuizBody
    quizzes.stored.push(body)
    await route.fulfill({ json: { ...body, id: 'w7', updatedAt: Date.now() } satisfies Quiz })
  }
}

function nav (texts: Texts, { title }: House): NavReply {
  const user = { usrTpCd: 'TE', userName: texts === 'ko' ? '김서연' : 'Kim Seoyeon', spaceName: title, classCode: 'K7QM3P', tempUsrId: '', uuid: 't1', wid: '', stuNo: '', projectId: '', boardId: '' }
  return { user, role: 1, seat: 1, verified: true, needsName: false, capabilities: ['steer'] }
}

function room (texts: Texts, { origin, title }: House): RoomReply {
  return {
    socketUrl: 'ws://relay.test/ws/0/K7QM3P',
    ticket: 'ticket',
    ticketSeconds: 120,
    classCode: 'K7QM3P',
    title,
    role: 1,
    seat: 1,
    participant: 't1',
    name: texts === 'ko' ? '김서연' : 'Kim Seoyeon',
    joinUrl: `${origin}/enter?classCode=K7QM3P`,
    bearer: 'bearer'
  }
}
