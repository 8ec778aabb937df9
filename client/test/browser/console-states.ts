import { readFile } from 'node:fs/promises'
import type { Page } from 'playwright-core'
import { LessonPhase, Phase, Showing, Verdict } from '../../../server/classroom/model.ts'
import { Down } from '../../../server/wire/messages.ts'
import type { Part, Person } from '../../../server/wire/messages.ts'
import { boardParts, drawnItems } from './board-items.ts'
import { asked, board, current, FIRST_ROUND, lates, lesson, NOW, people, QUESTIONS, reveal, SECOND_ROUND } from './console-lesson.ts'
import type { Texts } from './console-lesson.ts'
import type { ConsoleRelay } from './console-relay.ts'
import { film, sharedRows, slides } from './media-rows.ts'
import type { Quizzes } from './console-client.ts'
import type { ResultRoutes } from './console-results.ts'
import { RESULT_STATES } from './result-states.ts'

/** One state of one screen: how it comes about, and what tells that it is there. */
export interface State {
  name: string
  /** Files of client/src/console/screens that it shows. */
  screens: string[]
  /** Over plain HTTP, where a browser has no clipboard. */
  plain?: boolean
  /** A class that nobody gave a title: it is called by its code, once. */
  untitled?: boolean
  parts: (texts: Texts) => Part[]
  people?: (texts: Texts) => Person[]
  quizzes?: Partial<Quizzes>
  results?: Partial<ResultRoutes>
  act?: (page: Page, relay: ConsoleRelay, texts: Texts) => Promise<void>
  /** A selector that is there once the state is. */
  shows: string
}

const roster = (texts: Texts) => people(texts, 401, 186)
const graded = (texts: Texts) => people(texts, 401, 398, true)
const stage = (name: string, screens: string[], parts: (texts: Texts) => Part[], more: Partial<State> = {}): State =>
  ({ name, screens, parts: (texts) => [...lesson(texts), ...parts(texts)], people: roster, shows: '.stage .chip', ...more })

const questionOf = (texts: Texts, i: number) => QUESTIONS[texts][i] ?? null

function ofQuestion (texts: Texts, i: number, phase: Phase, counts: number[], top: Array<[string, number]> = []): Part[] {
  const question = questionOf(texts, i)
  return question === null ? [] : current(texts, phase, { question, counts, top, answered: 186, limit: question.seconds * 1000 })
}

async function openQuizzes (page: Page): Promise<void> {
  await page.locator('.rail button').nth(1).click()
  await page.locator('.library').waitFor()
}

async function editQuiz (page: Page): Promise<void> {
  await openQuizzes(page)
  await page.locator('.library .open').first().click()
  await page.locator('.stage form').waitFor()
}

async function importQuiz (page: Page): Promise<void> {
  await page.locator('input[type=file]').setInputFiles({ name: 'week7.gift', mimeType: 'text/plain', buffer: Buffer.from('::Q:: x {T}') })
  await page.locator('.report').waitFor()
}

async function openBoard (page: Page, relay: ConsoleRelay, texts: Texts): Promise<void> {
  relay.drawn = drawnItems(texts)
  await page.locator('.steer .next').waitFor()
  await page.keyboard.press('w')
  await page.locator('.board .loading').waitFor({ state: 'detached' })
}

async function openMedia (page: Page): Promise<void> {
  await page.locator('.rail button').nth(2).click()
  await page.locator('.drawer .panel').waitFor()
}

const GRAPH = { name: 'graph.png', mimeType: 'image/png', buffer: await readFile(new URL('page.png', import.meta.url)) }

const onPhone = (page: Page) => page.setViewportSize({ width: 390, height: 844 })

const choose = (i: number) => async (page: Page) => {
  await editQuiz(page)
  await page.locator('.list ol button').nth(i).click()
}

/** Every state of every screen a teacher may see, after the drawings. */
export const STATES: State[] = [
  { name: 'before', screens: ['BeforeOpen'], parts: (texts) => lesson(texts, { phase: LessonPhase.waiting, joined: 0, here: 1 }), shows: '.before' },
  { name: 'untitled', untitled: true, screens: ['Door'], parts: (texts) => lesson(texts, { joined: 387, here: 381, title: '' }), people: (texts) => people(texts, 387), shows: '.door' },
  { name: 'lobby', screens: ['Door'], parts: (texts) => [...lesson(texts, { joined: 387, here: 381 }), [Down.question, -1, -1, 0, null]], people: (texts) => people(texts, 387), shows: '.door' },
  { name: 'lobby-plain', plain: true, screens: ['Door'], parts: (texts) => lesson(texts, { joined: 387, here: 381 }), people: (texts) => people(texts, 387), shows: '.door' },
  { name: 'lobby-empty', screens: ['Door'], parts: (texts) => lesson(texts, { joined: 0, here: 0 }), people: (texts) => people(texts, 0), shows: '.door' },
  stage('open', ['QuestionStage'], (texts) => current(texts, Phase.open)),
  stage('open-numeric', ['QuestionStage'], (texts) => ofQuestion(texts, 5, Phase.open, [], [['17', 120], ['27', 41], ['3', 12]])),
  stage('open-survey', ['QuestionStage'], (texts) => ofQuestion(texts, 8, Phase.open, [40, 90, 36, 20])),
  stage('closed', ['QuestionStage'], (texts) => [...current(texts, Phase.closed, { counts: [48, 111, 163, 76] }), lates(texts)]),
  stage('skipped', ['QuestionStage'], (texts) => current(texts, Phase.skipped)),
  stage('revealed', ['RevealedStage'], (texts) => [...current(texts, Phase.revealed), reveal(texts, [FIRST_ROUND])], { people: graded }),
  stage('rounds', ['RevealedStage'], (texts) => [...current(texts, Phase.revealed, { round: 1 }), reveal(texts, [FIRST_ROUND, SECOND_ROUND], [139, 7, 158, 94])], { people: graded }),
  stage('leaderboard', ['Leaderboard'], (texts) => [...current(texts, Phase.revealed), reveal(texts, [FIRST_ROUND]), board(texts)], {
    people: graded,
    act: async (page) => {
      await page.locator('.steer .next').waitFor()
      await page.keyboard.press('l')
    },
    shows: 'table.board'
  }),
  stage('leaderboard-shown', ['Leaderboard'], (texts) => [...current(texts, Phase.revealed, { showing: Showing.leaderboard }), reveal(texts, [FIRST_ROUND]), board(texts)], { people: graded, shows: 'table.board' }),
  { name: 'ended', screens: ['Ended', 'Leaderboard'], parts: (texts) => [...lesson(texts, { phase: LessonPhase.ended }), asked(texts, Phase.revealed, 74), board(texts)], people: graded, shows: '.ended' },
  { name: 'other-controls', screens: ['QuestionStage'], parts: (texts) => [...lesson(texts, { controller: 500 }), ...current(texts, Phase.open)], people: roster, shows: '.stage .chip' },
  stage('take', ['ConfirmDialog'], (texts) => [...lesson(texts, { controller: 500 }), ...current(texts, Phase.open)], {
    act: async (page) => {
      await page.locator('.stage .chip').waitFor()
      await page.waitForTimeout(600)
      await page.locator('.steer .next').click()
    },
    shows: '.dialog'
  }),
  stage('skip', ['ConfirmDialog'], (texts) => current(texts, Phase.open), { act: async (page) => { await page.locator('.steer .more .btn').last().click() }, shows: '.dialog' }),
  stage('keys', ['KeysDialog'], (texts) => current(texts, Phase.open), {
    act: async (page) => {
      await page.locator('.stage .chip').waitFor()
      await page.keyboard.press('?')
    },
    shows: '.dialog'
  }),
  stage('code', ['CodeDialog'], (texts) => current(texts, Phase.open), { act: async (page) => { await page.locator('.appbar .code').click() }, shows: '.dialog .door' }),
  stage('board', ['Whiteboard'], (texts) => [...lesson(texts), ...current(texts, Phase.revealed), ...boardParts(true, [[3, texts === 'ko' ? '박하늘' : 'Park Haneul']])], { act: openBoard, shows: '.board .pick' }),
  stage('board-writers', ['Whiteboard', 'WritersDialog'], (texts) => [...lesson(texts), ...boardParts(true, [[3, texts === 'ko' ? '박하늘' : 'Park Haneul']])], {
    act: async (page, relay, texts) => {
      await openBoard(page, relay, texts)
      await page.locator('.board footer [aria-haspopup="dialog"]').click()
    },
    shows: '.dialog input'
  }),
  stage('person-menu', ['QuestionStage'], (texts) => current(texts, Phase.open), { act: async (page) => { await page.locator('.person-menu').nth(2).click() }, shows: '.menu' }),
  stage('nickname', ['NicknameDialog'], (texts) => current(texts, Phase.open), {
    act: async (page) => {
      await page.locator('.person-menu').nth(2).click()
      await page.locator('.menu-item').nth(4).click()
      await page.locator('.dialog form .btn').click()
    },
    shows: '.dialog .now'
  }),
  stage('nickname-fault', ['NicknameDialog'], (texts) => current(texts, Phase.open), {
    act: async (page) => {
      await page.locator('.person-menu').nth(2).click()
      await page.locator('.menu-item').nth(4).click()
      await page.locator('.dialog .input').fill('수달\u200B')
      await page.locator('.dialog .solid').click()
    },
    shows: '.dialog .fault .icon'
  }),
  stage('quiz-menu', ['QuestionStage'], (texts) => current(texts, Phase.open), { act: async (page) => { await page.locator('.quiz-menu').click() }, shows: '.menu-item small' }),
  stage('refused', ['QuestionStage'], (texts) => current(texts, Phase.open), {
    act: async (page, relay) => {
      relay.judge = () => ({ verdict: Verdict.notController })
      await page.locator('.stage .chip').waitFor()
      await page.keyboard.press('+')
    },
    shows: '.toast'
  }),
  stage('offline', ['QuestionStage'], (texts) => current(texts, Phase.open), {
    act: async (page, relay) => {
      await page.locator('.stage .chip').waitFor()
      relay.reachable = false
      await relay.close(4004)
    },
    shows: '.strip'
  }),
  stage('library', ['QuizLibrary'], (texts) => current(texts, Phase.open), { act: openQuizzes, shows: '.library .open' }),
  { name: 'library-empty', screens: ['QuizLibrary'], parts: (texts) => lesson(texts, { phase: LessonPhase.waiting }), quizzes: { empty: true }, act: openQuizzes, shows: '.library .empty' },
  { name: 'editor', screens: ['QuestionForm'], parts: (texts) => lesson(texts, { phase: LessonPhase.waiting }), act: choose(3), shows: '.stage form' },
  { name: 'editor-numeric', screens: ['QuestionForm'], parts: (texts) => lesson(texts, { phase: LessonPhase.waiting }), act: choose(5), shows: '.stage form' },
  { name: 'editor-text', screens: ['QuestionForm'], parts: (texts) => lesson(texts, { phase: LessonPhase.waiting }), act: choose(6), shows: '.stage form' },
  { name: 'editor-truefalse', screens: ['QuestionForm'], parts: (texts) => lesson(texts, { phase: LessonPhase.waiting }), act: choose(2), shows: '.stage form' },
  {
    name: 'editor-unfinished',
    screens: ['QuestionForm'],
    parts: (texts) => lesson(texts, { phase: LessonPhase.waiting }),
    act: async (page) => {
      await editQuiz(page)
      await page.locator('.list .foot .btn').first().click()
      await page.locator('.stage textarea').first().focus()
      await page.locator('.stage .choice input').first().focus()
    },
    shows: '.save .btn'
  },
  {
    name: 'editor-failed',
    screens: ['QuestionForm'],
    parts: (texts) => lesson(texts, { phase: LessonPhase.waiting }),
    quizzes: { refusal: 'unavailable' },
    act: async (page) => {
      await editQuiz(page)
      await page.locator('.stage textarea').first().fill('?')
    },
    shows: '.save .btn'
  },
  {
    name: 'guide',
    screens: ['GuideDialog'],
    parts: (texts) => lesson(texts, { joined: 12, here: 12 }),
    act: (page) => page.locator('.appbar .guide').click(),
    shows: '.dialog .checks'
  },
  {
    name: 'screens',
    screens: ['ScreensDialog'],
    parts: (texts) => lesson(texts, { joined: 12, here: 12 }),
    act: (page) => page.locator('.rail button').nth(5).click(),
    shows: '.dialog .ways'
  },
  {
    name: 'editor-import',
    screens: ['QuestionForm'],
    parts: (texts) => lesson(texts, { phase: LessonPhase.waiting }),
    act: async (page) => {
      await openQuizzes(page)
      await importQuiz(page)
      await page.locator('.list ol button').nth(3).click()
    },
    shows: '.report .card'
  },
  {
    name: 'phone-report',
    screens: ['QuestionForm'],
    parts: (texts) => lesson(texts, { phase: LessonPhase.waiting }),
    act: async (page) => {
      await onPhone(page)
      await page.locator('.appbar .btn').first().click()
      await page.locator('.drawer .rail button').nth(1).click()
      await importQuiz(page)
    },
    shows: '.drawer .report .card'
  },
  stage('media-empty', ['MediaPanel'], (texts) => lesson(texts, { joined: 12, here: 12 }), { act: openMedia, shows: '.drawer .drop' }),
  stage('media', ['MediaPanel'], (texts) => [...current(texts, Phase.open), [Down.shown, slides(), true, 3], [Down.sharing, 5, 1, 9]], {
    act: async (page, relay, texts) => {
      relay.media = sharedRows(texts)
      await openMedia(page)
    },
    shows: '.drawer .item .remove'
  }),
  stage('media-band', ['QuestionStage'], (texts) => [...current(texts, Phase.closed), [Down.shown, slides(), true, 3], [Down.sharing, 5, 2, 9]], { shows: '.stage .band' }),
  stage('media-film', ['MediaPanel'], (texts) => [...lesson(texts), [Down.shown, film(), true, 1], [Down.playback, false, 12_000, NOW], [Down.sharing, 5, 1, 9]], {
    act: async (page, relay, texts) => {
      relay.media = sharedRows(texts)
      await openMedia(page)
    },
    shows: '.drawer .now .time'
  }),
  stage('media-band-film', ['RevealedStage'], (texts) => [...current(texts, Phase.revealed), reveal(texts, [FIRST_ROUND]), [Down.shown, film(), true, 1], [Down.playback, true, 5000, NOW], [Down.sharing, 5, 0, 9]], { shows: '.stage .band .time' }),
  stage('media-draft', ['MediaPanel'], (texts) => lesson(texts, { joined: 12, here: 12 }), {
    act: async (page) => {
      await openMedia(page)
      await page.locator('.drawer input[type=file]').setInputFiles([GRAPH, { name: '7.pdf', mimeType: 'application/pdf', buffer: Buffer.alloc(2_400_000) }])
      await page.locator('.drop .btn').nth(1).click()
    },
    shows: '.drawer .draft'
  }),
  stage('media-failed', ['MediaPanel'], (texts) => lesson(texts, { joined: 12, here: 12 }), {
    act: async (page) => {
      await page.route('**/api/media', (route) => route.fulfill({ status: 503, json: { error: 'too-large', message: '' } }))
      await openMedia(page)
      await page.locator('.drawer input[type=file]').setInputFiles(GRAPH)
      await page.locator('.drawer .draft .btn.solid').click()
    },
    shows: '.drawer .upload .why'
  }),
  stage('media-sending', ['MediaPanel'], (texts) => lesson(texts, { joined: 12, here: 12 }), {
    act: async (page) => {
      await page.route('**/api/media', (route) => route.fulfill({ status: 201, json: { id: 'u'.repeat(22), url: '/api/media/u/bytes', headers: {} } }))
      await page.route('**/api/media/u/bytes', () => new Promise(() => {}))
      await openMedia(page)
      await page.locator('.drawer input[type=file]').setInputFiles(GRAPH)
      await page.locator('.drawer .draft .btn.solid').click()
    },
    shows: '.drawer .upload .track'
  }),
  stage('phone-list', ['QuestionStage'], (texts) => current(texts, Phase.open), {
    act: async (page) => {
      await onPhone(page)
      await page.locator('.appbar .btn').first().click()
    },
    shows: '.drawer .list ol'
  }),
  stage('phone-people', ['QuestionStage'], (texts) => [...current(texts, Phase.closed, { counts: [48, 111, 163, 76] }), lates(texts)], {
    act: async (page) => {
      await onPhone(page)
      await page.locator('.appbar .btn').last().click()
    },
    shows: '.drawer .late'
  }),
  ...RESULT_STATES
]
