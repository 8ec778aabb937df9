import type { Page } from 'playwright-core'
import { LessonPhase, Outcome, Phase, Showing, Verdict } from '../../../server/classroom/model.ts'
import { CloseCode } from '../../../server/wire/close-codes.ts'
import { Down } from '../../../server/wire/messages.ts'
import type { Part } from '../../../server/wire/messages.ts'
import { boardParts } from './board-items.ts'
import { gone, link, picture, slides, sound } from './media-rows.ts'
import type { FakeRelay } from './fake-relay.ts'
import { NOW, QUESTIONS, asked, choices, clock, lesson, mine, revealed, score } from './lesson-parts.ts'
import type { Texts } from './lesson-parts.ts'

/** One state of one screen: how it comes about, and what tells that it is there. */
export interface State {
  name: string
  /** Files of client/src/screens that it shows. */
  screens: string[]
  /** The page's address; the class itself unless it says otherwise. */
  path?: string
  /** The page that leads here. */
  referer?: string
  parts?: (texts: Texts) => Part[]
  act?: (page: Page, relay: FakeRelay, texts: Texts) => Promise<void>
  /** A selector that is there once the state is. */
  shows: string
}

const SOLUTION = { mask: 4 }
const tap = (choice: number) => async (page: Page) => { await page.locator(`[data-choice="${choice}"]`).click() }

function question (name: string, parts: (texts: Texts) => Part[], shows: string, act?: State['act']): State {
  return { name, screens: ['ClassRoom', 'Question'], parts: texts => [...lesson(texts), ...asked(QUESTIONS[texts]), ...parts(texts)], shows, ...(act === undefined ? {} : { act }) }
}

function ended (name: string, code: number, shows: string): State {
  return {
    name,
    screens: ['ClassRoom', 'Refused', 'Message'],
    parts: texts => [...lesson(texts), ...asked(QUESTIONS[texts])],
    act: async (page, relay) => {
      await page.locator('#stem').waitFor()
      await relay.close(code)
    },
    shows
  }
}

const NUMERIC = {
  ko: '프로세스 3개의 실행 시간이 24, 3, 3 ms이고 이 순서로 도착했다. FCFS의 평균 대기 시간은?',
  en: 'Three processes run for 24, 3 and 3 ms and arrive in this order. What is the mean waiting time of FCFS?'
}
const LONG_NUMERIC = {
  ko: '작업 세 개가 0, 1, 2 ms에 도착하고 실행 시간은 5, 3, 8 ms이다. 할당 시간이 2 ms인 라운드 로빈으로 처리할 때 평균 대기 시간은?',
  en: 'Three jobs arrive at 0, 1 and 2 ms and run for 5, 3 and 8 ms. With round robin and a quantum of 2 ms, what is the mean waiting time?'
}
const TEXT = {
  ko: '가장 오랫동안 쓰이지 않은 페이지를 내보내는 교체 알고리즘의 이름은?',
  en: 'What is the replacement algorithm called that evicts the page not used for the longest time?'
}
const LONG = {
  ko: ['두 프로세스가 서로가 가진 자원을 끝없이 기다리는 상태', '한 프로세스가 높은 우선순위의 프로세스에 밀려 끝없이 기다리는 상태', '짧음', '운영체제가 자원을 미리 나누어 교착 상태가 일어날 수 없게 하는 방법', '자원 할당 그래프에서 순환을 찾는 방법', '아무것도 아님'],
  en: ['Two processes wait for each other’s resource without end', 'A process waits without end behind others of higher priority', 'Short', 'The system hands out resources so that no deadlock can come about', 'Looking for a cycle in the graph of allocations', 'None of these']
}

const numeric = (texts: Texts) => ({ ...choices(NUMERIC[texts], []), type: 'numeric' as const, seconds: 60, unit: 'ms' })
const written = (texts: Texts) => ({ ...choices(TEXT[texts], []), type: 'text' as const, seconds: 60 })

/** A page with one sentence is on the screen from the first moment; this one is there after a refusal. */
const REFUSED = 'body:has([data-screen=Refused]) h1'

/** A state in which something is shown beside what goes on. */
function shown (name: string, part: (texts: Texts) => Part, shows: string, act?: (page: Page) => Promise<void>, more: (texts: Texts) => Part[] = () => []): State {
  return { name, screens: ['ClassRoom'], parts: texts => [...lesson(texts), ...more(texts), part(texts)], ...(act === undefined ? {} : { act }), shows }
}

/** Every state of every screen a student may see. */
export const STATES: State[] = [
  { name: 'board', screens: ['ClassRoom', 'Lobby'], parts: texts => [...lesson(texts), ...boardParts(false)], shows: 'dialog .frame' },
  { name: 'board-writer', screens: ['ClassRoom', 'Lobby'], parts: texts => [...lesson(texts), ...boardParts(true)], shows: 'dialog .pick' },
  { name: 'board-behind', screens: ['ClassRoom', 'Question'], parts: texts => [...lesson(texts), ...asked(QUESTIONS[texts]), ...boardParts(true)], shows: '.band' },
  { name: 'enter', screens: ['Enter'], path: '/', shows: 'form' },
  {
    name: 'enter-unknown',
    screens: ['Enter'],
    path: '/',
    act: async page => {
      await page.locator('[name=code]').fill('NOPE')
      await page.locator('[name=name]').fill('박하늘')
      await page.locator('.btn.next').click()
    },
    shows: '[aria-invalid=true]'
  },
  { name: 'enter-name', screens: ['Enter'], path: '/enter?classCode=OS2', shows: '[name=name]' },
  { name: 'wrong-link', screens: ['Refused', 'Message'], path: '/enter?classCode=NOPE&userName=x', shows: REFUSED },
  { name: 'expired', screens: ['Refused', 'Message'], path: '/enter?t=expired', referer: 'http://course.test/', shows: 'a.next' },
  { name: 'opening', screens: ['ClassRoom', 'Message'], parts: () => [], shows: 'body:has([data-screen=ClassRoom]) h1' },
  { name: 'not-open', screens: ['ClassRoom', 'Message'], parts: texts => lesson(texts, LessonPhase.waiting), shows: 'header .time p' },
  { name: 'lobby', screens: ['ClassRoom', 'Lobby'], parts: texts => lesson(texts), shows: '.ticket' },
  question('question', () => [], '.choices'),
  question('last-seconds', texts => asked(QUESTIONS[texts], 7000), '.timer.last'),
  question('no-limit', texts => asked({ ...QUESTIONS[texts], seconds: 0 }), '.choices'),
  question('chosen', texts => asked({ ...QUESTIONS[texts], change: false }), '.send .btn', tap(2)),
  question('sending', () => [], '.slip.sending', async (page, relay) => {
    relay.answering = 'silent'
    await tap(2)(page)
  }),
  question('stored', () => [mine(4)], '.slip.stored'),
  question('not-stored', () => [], '.slip.trouble', async (page, relay) => {
    relay.answering = 'not-stored'
    await tap(2)(page)
  }),
  question('refused', () => [], '.slip.trouble', async (page, relay) => {
    relay.answering = 'refuse'
    await tap(2)(page)
  }),
  question('reconnecting', () => [], '.strip', async (page, relay) => {
    relay.answering = 'silent'
    await tap(2)(page)
    relay.reachable = false
    await relay.close(4004, '0')
  }),
  question('teacher-away', () => [[Down.counts, 401, 398, false]], '.strip'),
  question('closed', () => [clock(Phase.closed), mine(4)], '.slip.stored'),
  question('closed-none', () => [clock(Phase.closed), mine(null)], '.slip.idle'),
  question('late', () => [clock(Phase.closed), mine(4, Verdict.late, NOW)], '.slip.trouble'),
  question('right', texts => [mine(4), ...revealed(texts, SOLUTION), score(Outcome.right, 92)], '.band.good'),
  question('wrong', texts => [mine(2), ...revealed(texts, SOLUTION), score(Outcome.wrong, 0, true)], '.band.bad'),
  question('missed', texts => [mine(null), ...revealed(texts, SOLUTION), score(Outcome.missed, 0)], '.band.none'),
  question('survey', texts => [
    ...asked({ ...QUESTIONS[texts], type: 'survey', live: true }), mine(2), [Down.tally, 3, 0, 186, [40, 91, 35, 20], []]
  ], '.share'),
  question('survey-revealed', texts => [
    ...asked({ ...QUESTIONS[texts], type: 'survey' }), mine(2), ...revealed(texts, null), score(Outcome.survey, 0)
  ], '.band.plain'),
  question('several', texts => asked({ ...QUESTIONS[texts], type: 'several' }), '.send .btn:enabled', async page => {
    await tap(0)(page)
    await tap(2)(page)
  }),
  question('true-false', texts => asked({ ...QUESTIONS[texts], type: 'truefalse', choices: [], text: LONG[texts][3] as string }), '.choices'),
  question('on-the-fly', () => [
    [Down.question, 3, -1, 0, { ...choices('', ['A', 'B', 'C', 'D']), type: 'survey', seconds: 0 }], clock(Phase.open, { limit: 0 }), [Down.progress, 3, 0, 186]
  ], '.choices'),
  question('long', texts => asked({ ...QUESTIONS[texts], choices: LONG[texts] as string[], shuffle: true }), '.choices'),
  question('second-round', () => [clock(Phase.open, { round: 1 })], '.choices'),
  question('numeric', texts => asked(numeric(texts), 11_000), '.send .btn:enabled', async page => {
    for (const key of ['1', '7']) await page.getByRole('button', { name: key, exact: true }).click()
  }),
  question('numeric-long', texts => asked({ ...numeric(texts), text: LONG_NUMERIC[texts] }, 11_000), '.send .btn:disabled'),
  question('numeric-right', texts => [
    ...asked(numeric(texts)), mine(17), ...revealed(texts, { value: 17, tolerance: 0.5 }, { counts: [], top: [['17', 164], ['18', 88], ['10', 41]] }), score(Outcome.right, 92)
  ], '.band.good'),
  question('text', texts => asked(written(texts), 3000), '.send .btn:enabled', async (page, _relay, texts) => {
    await page.locator('textarea').fill(texts === 'ko' ? '최근 최소 사용' : 'least recently used')
  }),
  question('text-stored', texts => [...asked(written(texts)), mine(texts === 'ko' ? '최근 최소 사용' : 'least recently used')], '.slip.stored'),
  question('text-wrong', texts => [
    ...asked(written(texts)), mine('FIFO'), ...revealed(texts, { accepted: ['LRU'] }, { counts: [], top: [['lru', 264], ['fifo', 88]] }), score(Outcome.wrong, 0)
  ], '.band.bad'),
  {
    name: 'leaderboard',
    screens: ['ClassRoom', 'Leaderboard'],
    parts: texts => [
      ...lesson(texts), ...asked(QUESTIONS[texts]), ...revealed(texts, SOLUTION), clock(Phase.revealed, { showing: Showing.leaderboard }), score(Outcome.right, 92),
      [Down.board, [[1, '새벽 고래', 396, 99], [2, '푸른 사슴', 380, 95], [3, '고요한 수달', 320, 92], [3, '빠른 두루미', 320, 90], [5, '웃는 너구리', 310, 0]]]
    ],
    shows: 'ol'
  },
  shown('media-picture', texts => [Down.shown, picture(texts), true, 1], '.media img'),
  shown('media-page', () => [Down.shown, slides(), false, 3], '.media img', undefined, texts => asked(QUESTIONS[texts])),
  shown('media-sound', () => [Down.shown, sound(), false, 1], '.media audio'),
  shown('media-link', () => [Down.shown, link(), false, 1], '.media .link a'),
  shown('media-lost', texts => [Down.shown, gone(texts), false, 1], '.media .lost'),
  shown('media-enlarged', () => [Down.shown, slides(), false, 3], 'dialog img', page => page.locator('.media .enlarge').click()),
  shown('media-send', () => [Down.shown, null, true, 0], 'dialog .own', async page => {
    await page.locator('.media .btn').last().click()
    await page.locator('dialog input[type=file]').setInputFiles({ name: '7.pdf', mimeType: 'application/pdf', buffer: Buffer.alloc(2_400_000) })
  }, () => [[Down.ownMedia, [['p'.repeat(22), 'graph.png', 0], ['q'.repeat(22), '7-1.wav', 1], ['r'.repeat(22), '', 2]]]]),
  { name: 'between', screens: ['ClassRoom', 'Message'], parts: texts => [...lesson(texts), ...asked(QUESTIONS[texts]), clock(Phase.skipped)], shows: 'header .time p' },
  {
    name: 'ended',
    screens: ['ClassRoom', 'Refused', 'Message'],
    parts: texts => [...lesson(texts, LessonPhase.ended), [Down.score, -1, Outcome.none, 0, 320, 38, 401, false, 0]],
    shows: REFUSED
  },
  ended('replaced', CloseCode.replaced, '.btn.next'),
  ended('removed', CloseCode.removed, 'main.message'),
  ended('locked', CloseCode.locked, '.btn.next'),
  ended('version', CloseCode.version, '.btn.next'),
  ended('malformed', CloseCode.malformed, '.btn.next'),
  ended('token-used', CloseCode.tokenUsed, 'a.next'),
  ended('lesson-lost', CloseCode.lessonLost, '.btn.next'),
  ended('left', CloseCode.left, '.btn.next')
]
