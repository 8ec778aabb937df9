import { gzipSync } from 'node:zlib'
import type { BrowserContextOptions, Page } from 'playwright-core'
import t, { type Test } from 'tap'
import { Outcome, Phase } from '../../../server/classroom/model.ts'
import { CloseCode } from '../../../server/wire/close-codes.ts'
import { Down, Up } from '../../../server/wire/messages.ts'
import type { Part } from '../../../server/wire/messages.ts'
import { launchChromium } from './chromium.ts'
import { FakeRelay } from './fake-relay.ts'
import { NOW, QUESTIONS, asked, clock, lesson, revealed, score } from './lesson-parts.ts'
import { serveClient } from './static-client.ts'

/** What a student's first load may weigh, gzip. */
const FIRST_LOAD = 80 * 1024

const client = await serveClient()
const browser = await launchChromium()
t.setTimeout(240_000)
t.teardown(async () => {
  await browser.close()
  await client.close()
})

const LINK = '/enter?classCode=OS2&userName=%EB%B0%95%ED%95%98%EB%8A%98&stuNo=20261234&uuid=s1'
const QUESTION = [...lesson('ko'), ...asked(QUESTIONS.ko)]

/** A student's page, with the relay that it hears. */
async function open (t: Test, parts: Part[], { path = LINK, ...options }: BrowserContextOptions & { path?: string } = {}): Promise<{ page: Page, relay: FakeRelay }> {
  const context = await browser.newContext({ locale: 'ko', viewport: { width: 390, height: 844 }, ...options })
  t.teardown(() => context.close())
  const page = await context.newPage()
  const relay = new FakeRelay(() => NOW)
  relay.parts = parts
  await relay.stand(page)
  await page.goto(client.origin + path)
  return { page, relay }
}

const answers = (relay: FakeRelay) => relay.heard.filter(frame => frame[0] === Up.answer)

t.test('a first load is small, has no console in it, and asks nobody else', async t => {
  const context = await browser.newContext({ locale: 'ko' })
  t.teardown(() => context.close())
  const page = await context.newPage()
  const relay = new FakeRelay(() => NOW)
  relay.parts = QUESTION
  await relay.stand(page)
  const loaded: string[] = []
  page.on('request', request => { loaded.push(request.url()) })
  await page.goto(client.origin + LINK)
  await page.locator('#stem').waitFor()
  t.same(loaded.filter(url => !url.startsWith(client.origin)), [])
  const files = loaded.filter(url => !url.includes('/api/'))
  const bodies = await Promise.all(files.map(async url => Buffer.from(await (await fetch(url)).arrayBuffer())))
  const bytes = bodies.reduce((sum, body) => sum + gzipSync(body).length, 0)
  t.comment(`${files.length} files, ${bytes} bytes`)
  t.ok(bytes <= FIRST_LOAD, `${bytes} bytes are at most ${FIRST_LOAD}`)
  t.same(files.filter(url => /console/i.test(url)), [])
})

t.test('the address bar keeps no name and no number', async t => {
  const { page } = await open(t, QUESTION)
  await page.locator('#stem').waitFor()
  t.equal(page.url(), `${client.origin}/class/OS2`)
})

t.test('a reload is back without HTTP, with its answer still on its way', async t => {
  const { page, relay } = await open(t, QUESTION)
  relay.answering = 'silent'
  await page.locator('[data-choice="2"]').click()
  await page.locator('.slip.sending').waitFor()
  const asked = client.asked.length
  relay.answering = 'store'
  await page.reload()
  await page.locator('.slip.stored').waitFor()
  t.equal(client.asked.length, asked)
  const [first, second] = answers(relay)
  t.same(second, first, 'the same command, under its number')
  const devices = relay.heard.filter(frame => frame[0] === Up.itsme).map(frame => frame[1])
  t.equal(new Set(devices).size, 1)
})

t.test('who typed his name is known in this browser, also in another tab', async t => {
  const { page, relay } = await open(t, QUESTION, { path: '/enter?classCode=OS2' })
  await page.locator('[name=name]').fill('박하늘')
  await page.keyboard.press('Enter')
  await page.locator('#stem').waitFor()
  const asked = client.asked.length
  const later = await page.context().newPage()
  await relay.stand(later)
  await later.goto(`${client.origin}/enter?classCode=OS2`)
  await later.locator('#stem').waitFor()
  t.equal(client.asked.length, asked)
})

t.test('a tap is stored only on the verdict', async t => {
  const { page, relay } = await open(t, QUESTION)
  relay.answering = 'silent'
  await page.locator('[data-choice="1"]').click()
  await page.locator('.slip.sending').waitFor()
  t.same(answers(relay).map(frame => frame.slice(2)), [[3, 0, 1, 2]])
  await page.locator('.slip.trouble').waitFor()
  const [answer] = answers(relay)
  relay.send([Down.ack, answer?.[1] as number, 1, 9, NOW])
  await page.locator('.slip.stored').waitFor()
  relay.answering = 'store'
  await page.locator('[data-choice="2"]').click()
  await page.locator('[data-choice="2"][aria-checked=true]').waitFor()
  t.same(answers(relay).at(-1)?.slice(2), [3, 0, 2, 4], 'a change is a new revision')
})

t.test('the keyboard chooses, moves and sends', async t => {
  const { page, relay } = await open(t, [...lesson('ko'), ...asked({ ...QUESTIONS.ko, type: 'several' })])
  await page.locator('#stem').waitFor()
  t.equal(await page.evaluate(() => document.activeElement?.id), 'stem', 'a new question has the focus at its stem')
  await page.keyboard.press('1')
  await page.keyboard.press('4')
  await page.keyboard.press('Tab')
  await page.keyboard.press('ArrowDown')
  t.equal(await page.evaluate(() => document.activeElement?.getAttribute('data-choice')), '1')
  await page.keyboard.press('Space')
  await page.keyboard.press('Enter')
  await page.locator('.slip.stored').waitFor()
  t.same(answers(relay).map(frame => frame.slice(2)), [[3, 0, 1, 0b1011]])
})

t.test('nothing is sent during a composition', async t => {
  const { page, relay } = await open(t, [...lesson('ko'), ...asked({ ...QUESTIONS.ko, type: 'text', choices: [] })])
  const field = page.locator('textarea')
  await field.focus()
  const session = await page.context().newCDPSession(page)
  await session.send('Input.imeSetComposition', { text: '교착', selectionStart: 2, selectionEnd: 2 })
  await field.dispatchEvent('keydown', { key: 'Enter', isComposing: true })
  t.same(answers(relay), [])
  await session.send('Input.insertText', { text: '교착' })
  await page.keyboard.press('Enter')
  await page.locator('.slip.stored').waitFor()
  t.same(answers(relay).map(frame => frame.slice(2)), [[3, 0, 1, '교착']])
})

t.test('the lower half of the ranks is shown to whoever asks', async t => {
  const { page } = await open(t, [...QUESTION, ...revealed('ko', { mask: 4 }), score(Outcome.wrong, 0, true)])
  const button = page.getByRole('button', { name: '순위 보기' })
  await button.waitFor()
  t.notMatch(await page.locator('footer').innerText(), '242')
  await button.click()
  t.match(await page.locator('footer').innerText(), '242 / 401')
})

t.test('who was replaced comes back by a button, as another device', async t => {
  const { page, relay } = await open(t, QUESTION)
  await page.locator('#stem').waitFor()
  await relay.close(CloseCode.replaced)
  await page.getByRole('button', { name: '이 기기에서 계속하기' }).click()
  await page.locator('#stem').waitFor()
  const devices = relay.heard.filter(frame => frame[0] === Up.itsme).map(frame => frame[1])
  t.equal(new Set(devices).size, 2)
})

t.test('the language is switched at once and kept', async t => {
  const { page } = await open(t, lesson('ko'))
  await page.getByRole('button', { name: 'English' }).click()
  await page.getByText('You are in', { exact: true }).waitFor()
  t.equal(await page.locator('html').getAttribute('lang'), 'en')
  await page.reload()
  await page.getByText('You are in', { exact: true }).waitFor()
})

t.test('what happens is announced, once, in one polite region', async t => {
  const { page, relay } = await open(t, lesson('ko'))
  await page.locator('.ticket').waitFor()
  const polite = page.locator('[aria-live=polite]')
  t.equal(await polite.count(), 1)
  relay.batch(...asked(QUESTIONS.ko))
  await page.locator('#stem').waitFor()
  t.match(await polite.innerText(), /^질문 4, 교착 상태.*30초$/)
  await page.locator('[data-choice="2"]').click()
  await page.locator('.slip.stored').waitFor()
  t.equal(await polite.innerText(), '저장됨')
  relay.batch(clock(Phase.closed))
  await page.getByText('마감되었습니다').waitFor()
  t.equal(await polite.innerText(), '마감')
})

t.test('a phone without a network is named as the fault, and what was chosen waits in it', async t => {
  const { page, relay } = await open(t, QUESTION)
  await page.locator('#stem').waitFor()
  relay.answering = 'silent'
  await page.context().setOffline(true)
  await page.locator('[data-choice="2"]').click()
  await page.getByText('이 휴대폰의 인터넷이 끊겼습니다').waitFor()
  await page.getByText('고른 답은 여기 있습니다').waitFor()
  await page.context().setOffline(false)
  await page.getByText('연결됨').waitFor()
  t.equal(await page.getByText('이 휴대폰의 인터넷이').count(), 0)
})

t.test('reduced motion shows the result at once', async t => {
  const { page } = await open(t, [...QUESTION, ...revealed('ko', { mask: 4 }), score(Outcome.right, 92)], { reducedMotion: 'reduce' })
  await page.locator('.share').first().waitFor()
  t.equal(await page.locator('.share').first().evaluate(each => getComputedStyle(each, '::before').transitionDuration), '0s')
})
