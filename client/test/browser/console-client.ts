import { mkdtemp, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { extname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import type { Page, Route } from 'playwright-core'
import { build } from 'vite'
import type { ApiError, NavReply, Quiz, QuizBody, RoomReply } from '../../../server/wire/api.ts'
import { report, summaries, quiz, TITLE } from './console-lesson.ts'
import type { Texts } from './console-lesson.ts'

const CLIENT = fileURLToPath(new URL('../../', import.meta.url))
const TYPES: Record<string, string> = { '.html': 'text/html; charset=utf-8', '.js': 'text/javascript', '.css': 'text/css', '.svg': 'image/svg+xml' }
const POLICY = "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; connect-src 'self' ws:; base-uri 'none'; form-action 'none'"

export const ORIGIN = 'http://quiz.hanbit.ac.kr'

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
export async function consoleClient (): Promise<{ stand: (page: Page, texts: Texts, quizzes: Quizzes) => Promise<void>, close: () => Promise<void> }> {
  const folder = await mkdtemp(join(tmpdir(), 'lectern-console-'))
  await build({ root: CLIENT, logLevel: 'error', build: { outDir: folder, emptyOutDir: true } })
  return {
    stand: async (page, texts, quizzes) => {
      await page.route(`${ORIGIN}/**`, (route) => file(folder, route))
      await page.route(`${ORIGIN}/api/classrooms/nav`, (route) => route.fulfill({ json: nav(texts) }))
      await page.route(`${ORIGIN}/api/classrooms/getRealRoom`, (route) => route.fulfill({ json: room(texts) }))
      await page.route(`${ORIGIN}/api/quizzes**`, (route) => answer(route, texts, quizzes))
      await page.route(`${ORIGIN}/api/quizzes/**`, (route) => answer(route, texts, quizzes))
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
  if (request.method() === 'GET') {
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

function nav (texts: Texts): NavReply {
  const user = { usrTpCd: 'TE', userName: texts === 'ko' ? '김서연' : 'Kim Seoyeon', spaceName: TITLE[texts], classCode: 'K7QM3P', tempUsrId: '', uuid: 't1', wid: '', stuNo: '', projectId: '', boardId: '' }
  return { user, role: 1, seat: 1, verified: true, needsName: false, capabilities: ['steer'] }
}

function room (texts: Texts): RoomReply {
  return {
    socketUrl: 'ws://relay.test/ws/0/K7QM3P',
    ticket: 'ticket',
    ticketSeconds: 120,
    classCode: 'K7QM3P',
    title: TITLE[texts],
    role: 1,
    seat: 1,
    participant: 't1',
    name: texts === 'ko' ? '김서연' : 'Kim Seoyeon',
    joinUrl: `${ORIGIN}/enter?classCode=K7QM3P`,
    bearer: 'bearer'
  }
}
