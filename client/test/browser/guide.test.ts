import { join } from 'node:path'
import type { Frame } from 'playwright-core'
import t from 'tap'
import { LessonPhase } from '../../../server/classroom/model.ts'
import { Phone } from '../../../server/test/relay/phone.ts'
import type { RehearsalReply } from '../../../server/wire/api.ts'
import { Down } from '../../../server/wire/messages.ts'
import { GUARD_MS } from '../../src/console/primary-step.ts'
import { axeFinds } from './axe.ts'
import { helpless } from './help-lines.ts'
import { PHONE, openProgram } from './open-program.ts'

t.setTimeout(300_000)

const LAPTOP = { width: 1280, height: 800 }

const { links, shots: SHOTS, come } = await openProgram(t, 'guide')
const teacher = await come({ role: 'teacher', viewport: LAPTOP, newcomer: true, reducedMotion: 'reduce' })
const { page } = teacher

/** A screen as it is: in the light and the dark, on a laptop and a phone; axe finds nothing, and no word is foreign. */
async function station (name: string): Promise<void> {
  for (const scheme of ['light', 'dark'] as const) {
    await page.emulateMedia({ colorScheme: scheme, reducedMotion: 'reduce' })
    await page.screenshot({ path: join(SHOTS, `${name}-${scheme}.png`) })
    t.same(await axeFinds(page, scheme === 'light' ? 'all' : 'colours'), [], `${name}: axe finds nothing (${scheme})`)
  }
  t.same(await helpless(page), [], `${name}: a line of help on every control`)
  await page.emulateMedia({ colorScheme: 'light', reducedMotion: 'reduce' })
  await teacher.photograph(join(SHOTS, `${name}-390.png`), PHONE)
}

t.test('the guide opens once for a newcomer, offers a tour of five steps, and remembers how far it was seen', async (t) => {
  await teacher.enterBy(links.teacher, '이선생')
  await page.keyboard.press('Enter')
  const dialog = page.getByRole('dialog', { name: '안내' })
  await dialog.waitFor()
  await page.screenshot({ path: join(SHOTS, 'guide.png') })
  t.equal(await page.getByRole('button', { name: '수업으로 가기' }).evaluate((element) => element === document.activeElement), true, 'the safe way is first')
  await page.getByRole('button', { name: '둘러보기' }).click()
  const titles: string[] = []
  for (;;) {
    const card = page.locator('[aria-labelledby=tour-title]')
    titles.push(await card.getByRole('heading').innerText())
    if (titles.length === 1) await station('tour')
    if (titles.length === 3) await page.keyboard.press('Escape')
    if (titles.length === 3) break
    await card.getByRole('button', { name: '다음' }).click()
  }
  t.same(titles, ['노란 단추가 다음 단계', '질문 목록', '무대'])
  await page.reload()
  await teacher.button('수업 열기').waitFor()
  t.equal(await dialog.count(), 0, 'and never again by itself')
  await teacher.press('안내')
  await teacher.sees('지난번에 3단계까지 보았습니다.')
  await page.getByRole('button', { name: '이어서 보기' }).click()
  await teacher.sees('참여자', '4 / 5')
  await teacher.press('다음')
  await teacher.press('마치기')
  t.equal(await page.getByRole('dialog').count(), 0)
})

t.test('a rehearsal: thirty simulated students come in like real ones, answer, and are gone; the real class is untouched', async (t) => {
  await teacher.press('안내')
  await teacher.press('연습 시작')
  await teacher.sees('연습', '가상 학생 30명이 답합니다', /입장 30/)
  await station('rehearsal')
  await teacher.step('A/B/C/D 묻기')
  await teacher.sees('남은 시간', /(?<!\d)[1-9]\d? ?\/ 30명 응답/)
  await page.screenshot({ path: join(SHOTS, 'rehearsal-answered.png') })
  await teacher.step('응답 마감')
  await teacher.step(/공개/)
  await teacher.press('1분 더')
  t.equal(await page.getByRole('button', { name: /결과/ }).count(), 0, 'a rehearsal has no results')
  await teacher.press('연습 끝내기')
  await teacher.sees('수업 열기')
  t.same(await page.evaluate(() => Object.keys(sessionStorage).filter((key) => key.includes('rehearsal'))), [], 'nothing is left in the tab')

  await teacher.press('안내')
  const replied = page.waitForResponse(/\/api\/rehearsals$/)
  await teacher.press('연습 시작')
  const { wall } = await (await replied).json() as RehearsalReply
  const looksOn = new Phone(wall.socketUrl, wall.ticket)
  t.teardown(() => { looksOn.cut() })
  await looksOn.enter()
  await looksOn.until(Down.lesson, (part) => part[1] === LessonPhase.live)
  await teacher.sees('연습', /입장 30/)
  await page.reload()
  await looksOn.until(Down.lesson, (part) => part[1] === LessonPhase.ended)
  await teacher.sees('수업 열기')
  t.same(teacher.complaints, [])
})

t.test('the preview: one class from three seats; the phone answers, the next step moves all, and nothing stays', async (t) => {
  await teacher.press('미리보기')
  await teacher.sees('결과에 남지 않습니다', '학생 휴대폰', '프로젝터', '선생님')
  const frames = async (): Promise<Frame[]> => await Promise.all((await page.locator('iframe').elementHandles()).map(async (each) => (await each.contentFrame())!))
  const [phone, , console] = await frames()
  await phone!.getByText('내 휴대폰').first().waitFor()
  await console!.locator('.steer .next').getByText('A/B/C/D').waitFor()
  await page.waitForTimeout(GUARD_MS)
  await teacher.press('다음 단계')
  // pressed where it is: the browser's driver does not know that the frame is drawn smaller
  await phone!.locator('[data-choice="2"]').evaluate((tile) => { (tile as HTMLElement).click() })
  await phone!.getByText('저장됨').first().waitFor()
  await station('preview')
  await teacher.press('English')
  await phone!.getByText('Stored').first().waitFor()
  t.equal(await phone!.evaluate(() => innerWidth), 390)
  await teacher.press('320')
  await phone!.waitForFunction(() => innerWidth === 320)
  await page.emulateMedia({ colorScheme: null })
  await teacher.press('어둡게')
  await phone!.waitForFunction(() => matchMedia('(prefers-color-scheme: dark)').matches)
  await page.screenshot({ path: join(SHOTS, 'preview-320-dark-en.png') })
  t.equal(await page.evaluate(() => localStorage.getItem('lectern.language')), null, 'the teacher keeps his language')
  await page.keyboard.press('Escape')
  await teacher.sees('수업 열기')
  t.same(teacher.complaints, [])
})
