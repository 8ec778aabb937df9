import t from 'tap'
import { LessonPhase, Phase, Setting, Verdict } from '../../../server/classroom/model.ts'
import { Down } from '../../../server/wire/messages.ts'
import { current, FIRST_ROUND, lesson, people, QUESTIONS, quiz, reveal } from './console-lesson.ts'
import type { State } from './console-states.ts'
import { teacherPages } from './teacher-page.ts'

t.setTimeout(300_000)
const { show, close } = await teacherPages()
t.teardown(close)

const LOBBY: State = { name: 'lobby', screens: [], parts: (texts) => lesson(texts, { joined: 12, here: 12 }), people: (texts) => people(texts, 12), shows: '.door' }
const OPEN: State = { name: 'open', screens: [], parts: (texts) => [...lesson(texts), ...current(texts, Phase.open)], people: (texts) => people(texts, 12), shows: '.stage .chip' }
const WAITING: State = { name: 'before', screens: [], parts: (texts) => lesson(texts, { phase: LessonPhase.waiting, joined: 0 }), shows: '.before' }

t.test('a whole question by Space alone; the button keeps the focus and ignores what comes within half a second', async (t) => {
  const { page, relay } = await show(LOBBY, 'ko')
  const next = page.locator('.steer .next')
  await page.getByRole('button', { name: '1번 질문 열기' }).waitFor()
  relay.judge = (step) => {
    if (step[0] === 'ask') return { verdict: Verdict.accepted, parts: current('ko', Phase.open) }
    if (step[0] === 'close') return { verdict: Verdict.accepted, parts: current('ko', Phase.closed) }
    return { verdict: Verdict.accepted, parts: [...current('ko', Phase.revealed), reveal('ko', [FIRST_ROUND])] }
  }
  await next.focus()
  await page.waitForTimeout(600)
  await page.keyboard.press('Space')
  await page.getByRole('button', { name: '응답 마감' }).waitFor()
  await page.keyboard.press('Space')
  t.equal(relay.steps.length, 1, 'a double press does not close the question')
  await page.waitForTimeout(600)
  await page.keyboard.press('Space')
  await page.getByRole('button', { name: '정답 공개' }).waitFor()
  t.equal(await next.evaluate((element) => element === document.activeElement), true)
  await page.waitForTimeout(600)
  await page.keyboard.press('Space')
  await page.getByRole('button', { name: '다음 질문 열기' }).waitFor()
  t.same(relay.steps, [['ask', 0, 9, 'w7', QUESTIONS.ko[0]], ['close', 3, 0], ['reveal', 3]])
  t.match(await page.locator('.health').innerText(), /^정상 \d+ ms$/)
  t.match(await page.locator('[aria-live=polite].sr').innerText(), /정답을 공개했습니다/)
  await page.context().close()
})

t.test('whoever comes to a control by keyboard reads its line of help; the mouse has its own way', async (t) => {
  const { page } = await show(OPEN, 'en')
  const help = page.locator('.help-line')
  await page.locator('.steer .next').focus()
  await page.keyboard.press('Shift+Tab')
  await page.keyboard.press('Tab')
  t.equal(await help.innerText(), 'Takes the next step of the class (Space)')
  const [line, button] = [await help.boundingBox(), await page.locator('.steer .next').boundingBox()]
  t.ok(line !== null && button !== null && line.y >= 0 && line.y + line.height <= 800 && (line.y + line.height <= button.y || line.y >= button.y + button.height), 'in the window, and not over what it speaks of')
  await page.keyboard.press('Escape')
  t.equal(await help.count(), 0)
  await page.getByRole('tab', { name: /^People/ }).click()
  t.equal(await help.count(), 0, 'what was pressed with the mouse says nothing more')
  await page.keyboard.press('ArrowRight')
  t.equal(await help.innerText(), 'Who has not answered yet')
  await page.context().close()
})

t.test('the class is opened with the quiz chosen before', async (t) => {
  const { page, relay } = await show(WAITING, 'ko')
  await page.locator('.quiz-menu').click()
  await page.getByRole('menuitemradio', { name: /7주차/ }).click()
  await page.locator('.list ol li').first().waitFor()
  relay.judge = (step) => ({ verdict: Verdict.accepted, parts: step[0] === 'open' ? lesson('ko', { joined: 0, quizId: '' }) : [] })
  await page.waitForTimeout(600)
  await page.getByRole('button', { name: '수업 열기' }).click()
  await page.locator('.door').waitFor()
  await page.getByText('아직 들어온 학생이 없습니다').waitFor()
  t.same(relay.steps, [['open', '운영체제 2분반'], ['quiz', 'w7', quiz('ko').title, 9]])
  await page.context().close()
})

t.test('the button works while students stream in', async (t) => {
  const { page, relay } = await show(LOBBY, 'ko')
  await page.getByRole('button', { name: '1번 질문 열기' }).waitFor()
  await page.waitForTimeout(600)
  let joined = 12
  const stream = setInterval(() => { relay.batch([Down.counts, ++joined, joined, true]) }, 50)
  t.teardown(() => { clearInterval(stream) })
  await page.waitForFunction(() => Number(document.querySelector('.two b')?.textContent) > 20)
  await page.locator('.steer .next').click()
  await page.waitForFunction(() => document.querySelector('.health')?.textContent.includes('ms'))
  t.match(relay.steps, [['ask', 0]])
  await page.context().close()
})

t.test('letters are asked by one click, and seconds added by a key', async (t) => {
  const { page, relay } = await show(LOBBY, 'en')
  await page.getByRole('button', { name: 'Ask A/B/C/D now' }).click()
  t.match(relay.steps[0], ['ask', 0, 0, '', { type: 'survey', text: '', choices: ['A', 'B', 'C', 'D'], solution: null }])
  relay.batch(...current('en', Phase.open))
  await page.locator('.pulse output').waitFor()
  await page.keyboard.press('+')
  await page.keyboard.press('+')
  await page.keyboard.press('-')
  await page.waitForFunction(() => document.querySelector('.health')?.textContent.includes('ms'))
  t.same(relay.steps.slice(1).map(([name]) => name), ['extend', 'extend', 'extend'])
  t.same(relay.steps.slice(1, 2), [['extend', 3, 40_000]])
  await page.context().close()
})

t.test('while another teacher controls nothing steers, and taking over asks first', async (t) => {
  const { page, relay } = await show({ ...OPEN, parts: (texts) => [...lesson(texts, { controller: 50 }), ...current(texts, Phase.open)] }, 'ko')
  await page.keyboard.press('+')
  await page.keyboard.press('r')
  await page.waitForTimeout(600)
  await page.getByRole('button', { name: '여기서 진행' }).click()
  t.same(relay.steps, [], 'nothing was sent before the question was answered')
  t.equal(await page.getByRole('button', { name: '취소' }).evaluate((element) => element === document.activeElement), true, 'the safe button has the focus')
  await page.getByRole('alertdialog').getByRole('button', { name: '여기서 진행' }).click()
  await page.getByRole('alertdialog').waitFor({ state: 'hidden' })
  t.same(relay.steps, [['take']])
  await page.context().close()
})

t.test('somebody removed can be let in again from the notice', async (t) => {
  const { page, relay } = await show(OPEN, 'ko')
  await page.locator('.person-menu').first().click()
  await page.getByRole('menuitem', { name: '내보내기' }).click()
  await page.getByRole('alertdialog').getByRole('button', { name: '내보내기' }).click()
  await page.getByRole('button', { name: '되돌리기' }).click()
  await page.getByText('다시 들였습니다').waitFor()
  t.same(relay.steps.map((step) => [step[0], step[2]]), [['remove', true], ['remove', false]])
  await page.context().close()
})

t.test('switches of the lobby and keys that are off', async (t) => {
  const { page, relay } = await show(LOBBY, 'ko')
  await page.getByRole('switch', { name: '새로 들어오지 못하게 잠그기' }).click()
  await page.keyboard.press('?')
  t.equal(await page.getByRole('button', { name: '닫기' }).evaluate((element) => element === document.activeElement), true)
  await page.getByRole('switch', { name: '단축키 쓰기' }).click()
  await page.keyboard.press('Escape')
  await page.getByRole('dialog').waitFor({ state: 'hidden' })
  await page.keyboard.press('?')
  t.equal(await page.getByRole('dialog').count(), 0)
  t.same(relay.steps, [['set', Setting.locked, true]])
  await page.context().close()
})

t.test('what the server did not take stays, is said, and is stored on the next try', async (t) => {
  const { page, quizzes } = await show({ ...WAITING, quizzes: { refusal: 'unavailable' } }, 'ko')
  await page.locator('.rail button').nth(1).click()
  await page.locator('.library .open').first().click()
  await page.getByLabel('질문', { exact: true }).fill('새 질문')
  await page.getByText('저장되지 않았습니다').waitFor()
  await page.reload()
  await page.locator('.before').waitFor()
  await page.locator('.rail button').nth(1).click()
  await page.locator('.library .open').first().click()
  t.equal(await page.getByLabel('질문', { exact: true }).inputValue(), '새 질문', 'a reload loses nothing')
  await page.getByText('저장되지 않았습니다').waitFor()
  quizzes.refusal = null
  await page.getByRole('button', { name: '다시 저장' }).click()
  await page.getByText(/에 저장됨/).waitFor()
  t.equal(quizzes.stored[0]?.questions[0]?.text, '새 질문')
  await page.context().close()
})

t.test('a quiz opened from the editor opens the class', async (t) => {
  const { page, relay } = await show(WAITING, 'ko')
  await page.locator('.rail button').nth(1).click()
  await page.locator('.library .open').first().click()
  relay.judge = (step) => ({ verdict: Verdict.accepted, parts: step[0] === 'open' ? lesson('ko', { joined: 0, quizId: '' }) : [] })
  await page.getByRole('button', { name: '이 퀴즈로 수업 열기' }).click()
  await page.locator('.door').waitFor()
  t.same(relay.steps.map(([name]) => name), ['open', 'quiz'])
  await page.context().close()
})

t.test('a question deleted comes back by undo', async (t) => {
  const { page } = await show(WAITING, 'ko')
  await page.locator('.rail button').nth(1).click()
  await page.locator('.library .open').first().click()
  await page.getByRole('button', { name: '삭제', exact: true }).click()
  t.equal(await page.locator('.list ol li').count(), 8)
  await page.getByRole('button', { name: '되돌리기' }).click()
  await page.waitForFunction(() => document.querySelectorAll('.list ol li').length === 9)
  await page.context().close()
})

t.test('the import report repairs with a click, keeps the focus, and the quiz goes out as a file; N adds a question', async (t) => {
  const { page, quizzes } = await show(WAITING, 'ko')
  await page.locator('.rail button').nth(1).click()
  await page.locator('input[type=file]').setInputFiles({ name: 'week7.gift', mimeType: 'text/plain', buffer: Buffer.from('x') })
  const repair = page.getByRole('button', { name: '하나 고르기 2개로 바꾸기' })
  await repair.press('Enter')
  await page.getByRole('button', { name: '넣었습니다' }).waitFor()
  t.equal(await page.locator('.report .card .btn').first().evaluate((element) => element === document.activeElement), true)
  await page.getByRole('button', { name: '고쳐서 넣기' }).click()
  await page.locator('.save').getByText('저장됨').waitFor()
  const [a, b, c] = QUESTIONS.ko
  t.same(quizzes.stored.at(-1)?.questions, QUESTIONS.ko.toSpliced(8, 0, c!).toSpliced(5, 0, a!, b!))
  await page.getByRole('button', { name: '파일로 내보내기' }).click()
  const [download] = await Promise.all([page.waitForEvent('download'), page.getByRole('menuitem', { name: /GIFT/ }).click()])
  t.equal(download.suggestedFilename(), '7주차.gift')
  await page.locator('.stage').focus()
  await page.keyboard.press('n')
  await page.locator('.list ol li').nth(QUESTIONS.ko.length + 3).waitFor()
  await page.context().close()
})

t.test('every control of the frame tells in one line what it does, and its key where it has one', async (t) => {
  const frame = '.steer button, .rail button, .appbar button, .list .foot button, .stage .time'
  const states: State[] = [WAITING, LOBBY, OPEN, { ...OPEN, parts: (texts) => [...lesson(texts), ...current(texts, Phase.closed)] }, { ...OPEN, parts: (texts) => [...lesson(texts), ...current(texts, Phase.revealed), reveal(texts, [FIRST_ROUND])] }]
  for (const texts of ['ko', 'en'] as const) {
    for (const state of states) {
      const { page } = await show(state, texts)
      await page.locator('.steer').waitFor()
      const silent = await page.locator(frame).evaluateAll((all) => all.filter((each) => (each as HTMLElement).title === '' && !each.hasAttribute('aria-describedby')).map((each) => each.textContent))
      t.same(silent, [], `${state.name} in ${texts}`)
      const keyed = await page.locator('.steer button:has(kbd)').evaluateAll((all) => all.map((each) => [each.querySelector('kbd')?.textContent ?? '', (each as HTMLElement).title]))
      for (const [key = '', help = ''] of keyed) t.ok(help.endsWith(`(${key})`), help)
      await page.context().close()
    }
  }
})
