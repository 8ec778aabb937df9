import { readFile } from 'node:fs/promises'
import sharp from 'sharp'
import { getDocumentProxy } from 'unpdf'
import t from 'tap'
import { examine } from './examine.ts'
import { Person } from './lesson-person.ts'
import { NetworkGate } from './network-gate.ts'
import { PHONE, openProgram } from './open-program.ts'

t.setTimeout(300_000)
const { links, come, shots } = await openProgram(t, 'board')

const teacher = await come({ role: 'teacher', viewport: { width: 1280, height: 800 }, acceptDownloads: true })
const haneul = await come({ role: 'writer', viewport: PHONE, hasTouch: true })
const minjun = await come({ role: 'viewer-dark', viewport: { width: 320, height: 640 }, colorScheme: 'dark', reducedMotion: 'reduce' })
const everybody = [teacher, haneul, minjun]
const gates = await Promise.all([teacher, haneul].map(({ page }) => NetworkGate.before(page)))

/** Photographs and examines a screen of several people. */
async function look (name: string, ...people: Person[]): Promise<void> {
  for (const person of people) await examine(person, name, shots, [links.classCode], ['Ctrl', 'Enter', 'Shift', 'Alt'])
}

/** Draws with the mouse through points in hundredths of the sheet. */
async function draw (person: Person, ...points: Array<[x: number, y: number]>): Promise<void> {
  await press(person, ...points)
  await person.page.mouse.up()
}

/** The same, without letting go. */
async function press (person: Person, ...points: Array<[x: number, y: number]>): Promise<void> {
  const box = await person.page.locator('.frame').boundingBox()
  if (box === null) throw new Error('no sheet to draw on')
  const places = points.map(([x, y]): [number, number] => [box.x + box.width * x / 100, box.y + box.height * y / 100])
  const [[x, y], ...rest] = places as [[number, number], ...Array<[number, number]>]
  await person.page.mouse.move(x, y)
  await person.page.mouse.down()
  for (const [toX, toY] of rest) await person.page.mouse.move(toX, toY, { steps: 12 })
}

const tool = (person: Person, name: string) => person.page.getByRole('radio', { name, exact: true }).check({ force: true })

/** Waits until somebody's sheet has these things in it, in words. */
async function holds (person: Person, ...words: string[]): Promise<void> {
  await person.page.waitForFunction((wanted) => {
    const said = [...document.querySelectorAll('.place li')].map(({ textContent }) => textContent)
    return wanted.length === said.length && wanted.every((each) => said.includes(each))
  }, words).catch(async () => {
    const said = await person.page.locator('.place li').allTextContents()
    throw new Error(`${person.role} should have ${words.join(' · ')}, but has ${said.join(' · ')}; ${await person.text()}`)
  })
}

async function saved (person: Person, press: () => Promise<void>): Promise<Buffer> {
  const [download] = await Promise.all([person.page.waitForEvent('download'), press()])
  return await readFile(await download.path())
}

/** The page as somebody saves it, in pixels. */
async function picture (person: Person): Promise<Buffer> {
  const png = await saved(person, async () => {
    if (person !== teacher) return await person.press('이 쪽을 그림으로 저장')
    await person.press('저장')
    await person.page.getByRole('menuitem', { name: /PNG/ }).click()
  })
  const { data, info } = await sharp(png).removeAlpha().raw().toBuffer({ resolveWithObject: true })
  t.same([info.width, info.height], [3200, 1800])
  return data
}

/** Whether all of them save the same picture. */
async function agree (name: string, ...people: Person[]): Promise<void> {
  const [first, ...rest] = await Promise.all(people.map(picture))
  t.ok(first?.some((value) => value < 200), `${name}: something is on it`)
  for (const [i, each] of rest.entries()) t.ok(first?.equals(each), `${name}: ${people[i + 1]?.role} has the same picture as ${people[0]?.role}`)
}

t.test('M20 M21 key W opens the board, showing it opens it on the phones, and who is invited may draw', async () => {
  await teacher.enterBy(links.teacher, '김서연')
  await Promise.all([haneul, minjun].map((student, i) => student.enterBy(links.students, ['박하늘', '최민준'][i] ?? '')))
  for (const person of everybody) await person.press('들어가기')
  await teacher.step('수업 열기')
  await Promise.all([haneul, minjun].map((student) => student.sees('들어왔습니다')))
  await teacher.sees('박하늘', '최민준')
  await teacher.page.locator('main').focus()
  await teacher.page.keyboard.press('w')
  await teacher.sees('지금은 나만 봅니다')
  await teacher.page.getByRole('switch', { name: '모두에게 보이기' }).click()
  await Promise.all([haneul, minjun].map((student) => student.page.locator('dialog .frame').waitFor()))
  await look('empty', ...everybody)
  await teacher.press('그리는 학생 0명')
  await teacher.page.getByLabel('이름으로 찾기').fill('하늘')
  await teacher.press('박하늘 초대하기')
  await haneul.sees('이제 칠판에 그릴 수 있습니다')
  await look('writers', teacher)
  await teacher.press('박하늘 그만 그리기')
  await haneul.page.getByRole('radio', { name: '펜' }).waitFor({ state: 'detached' })
  await teacher.press('박하늘 초대하기')
  await teacher.page.getByRole('dialog').getByRole('button', { name: '닫기' }).click()
  await haneul.page.getByRole('radio', { name: '펜' }).waitFor()
  t.equal(await minjun.page.getByRole('radio').count(), 0, 'a viewer has no tools')
})

t.test('M22 M23 M25 two people draw by pointer and keys, and all see the same', async () => {
  await draw(teacher, [8, 20], [20, 8], [30, 20], [24, 40], [10, 36])
  await teacher.page.getByRole('radio', { name: '파랑' }).check({ force: true })
  await tool(teacher, '타원')
  await draw(teacher, [40, 10], [62, 34])
  await tool(teacher, '화살표')
  await teacher.page.locator('.frame').focus()
  for (const key of ['Shift+ArrowRight', 'Space', 'Shift+ArrowRight', 'Shift+ArrowUp', 'Enter']) await teacher.page.keyboard.press(key)
  await tool(teacher, '글')
  await teacher.page.locator('.frame').click({ position: { x: 60, y: 330 } })
  await teacher.page.getByLabel('칠판에 쓸 글').fill('교착 상태: 서로 기다린다')
  await look('writing', teacher)
  await teacher.page.keyboard.press('Control+Enter')
  await haneul.page.getByRole('radio', { name: '빨강' }).check({ force: true })
  await draw(haneul, [70, 60], [90, 60], [80, 85], [70, 60])
  await tool(haneul, '사각형')
  await draw(haneul, [66, 54], [96, 92])
  for (const person of everybody) await holds(person, '타원, 파랑', '화살표, 파랑', '글: 교착 상태: 서로 기다린다', '사각형, 빨강', '펜으로 그은 선 2개')
  await look('drawn', ...everybody)
  await agree('drawn', ...everybody)
})

t.test('M27 each takes back what is his own, and an eraser takes what it touches', async () => {
  await haneul.press('되돌리기')
  for (const person of everybody) await holds(person, '타원, 파랑', '화살표, 파랑', '글: 교착 상태: 서로 기다린다', '펜으로 그은 선 2개')
  await teacher.press('되돌리기')
  for (const person of everybody) await holds(person, '타원, 파랑', '화살표, 파랑', '펜으로 그은 선 2개')
  await haneul.press('다시 하기')
  await teacher.press('다시 하기')
  for (const person of everybody) await holds(person, '타원, 파랑', '화살표, 파랑', '글: 교착 상태: 서로 기다린다', '사각형, 빨강', '펜으로 그은 선 2개')
  await tool(haneul, '지우개')
  await draw(haneul, [8, 8], [50, 34])
  await draw(haneul, [80, 70], [80, 58])
  for (const person of everybody) await holds(person, '타원, 파랑', '화살표, 파랑', '글: 교착 상태: 서로 기다린다', '사각형, 빨강', '펜으로 그은 선 1개')
  await agree('erased', ...everybody)
})

t.test('M26 who comes late or again sees the same', async (t) => {
  const late = await come({ role: 'late', viewport: { width: 768, height: 1024 } })
  await late.enterBy(links.students, '이서준')
  await late.press('들어가기')
  await minjun.page.reload()
  for (const person of [late, minjun]) await holds(person, '타원, 파랑', '화살표, 파랑', '글: 교착 상태: 서로 기다린다', '사각형, 빨강', '펜으로 그은 선 1개')
  await look('late', late)
  await agree('late', teacher, late, minjun)
  t.same(late.complaints, [])
  await late.context.close()
})

t.test('M23 two writers who were offline come to the same picture, and one of them loaded the page anew meanwhile', async () => {
  await tool(teacher, '펜')
  await tool(haneul, '펜')
  for (const gate of gates) await gate.shut()
  await draw(teacher, [10, 60], [30, 90], [50, 60])
  await draw(haneul, [30, 60], [50, 90], [70, 60])
  await draw(teacher, [15, 75], [60, 75])
  await press(haneul, [60, 94], [92, 94])
  await haneul.page.reload()
  for (const gate of gates) gate.open()
  for (const person of everybody) await holds(person, '타원, 파랑', '화살표, 파랑', '글: 교착 상태: 서로 기다린다', '사각형, 빨강', '펜으로 그은 선 5개')
  await agree('back', ...everybody)
})

t.test('pages turn for all, and a document holds them', async (t) => {
  await teacher.press('쪽 더하기')
  for (const person of everybody) await person.sees('2 / 2')
  await tool(teacher, '선')
  await draw(teacher, [10, 10], [90, 90])
  for (const person of everybody) await holds(person, '선, 파랑')
  const pdf = await saved(teacher, async () => {
    await teacher.press('저장')
    await teacher.page.getByRole('menuitem', { name: /PDF/ }).click()
  })
  const file = await getDocumentProxy(new Uint8Array(pdf))
  t.equal(file.numPages, 2)
  const page = await file.getPage(1)
  const { fnArray } = await page.getOperatorList()
  t.ok(fnArray.length > 20, 'the first page has its lines in it')
  await teacher.press('앞 쪽')
  for (const person of everybody) await person.sees('1 / 2')
  await holds(minjun, '타원, 파랑', '화살표, 파랑', '글: 교착 상태: 서로 기다린다', '사각형, 빨강', '펜으로 그은 선 5개')
  await teacher.press('쪽 비우기')
  await teacher.page.getByRole('alertdialog').getByRole('button', { name: '쪽 비우기' }).click()
  for (const person of everybody) await person.page.waitForFunction(() => document.querySelectorAll('.place li').length === 0)
  await teacher.press('되돌리기')
  for (const person of everybody) await holds(person, '타원, 파랑', '화살표, 파랑', '글: 교착 상태: 서로 기다린다', '사각형, 빨강', '펜으로 그은 선 5개')
})

t.test('M20 a picture that was shared is put on the board', async () => {
  await teacher.page.getByRole('navigation').getByRole('button', { name: '자료' }).click()
  const shared = await sharp({ create: { width: 1600, height: 900, channels: 3, background: '#1d56d0' } }).png().toBuffer()
  await teacher.page.locator('input[type=file]').last().setInputFiles({ name: '그림.png', mimeType: 'image/png', buffer: shared })
  await teacher.page.getByLabel('무엇이 보이나요?').fill('자원 할당 그래프')
  await teacher.press('올려서 보이기')
  await teacher.page.getByRole('dialog', { name: '자료' }).getByRole('button', { name: '내리기' }).first().click()
  await teacher.page.keyboard.press('Escape')
  await teacher.press('다음 쪽')
  await tool(teacher, '그림')
  await draw(teacher, [20, 50], [60, 90])
  for (const person of everybody) await holds(person, '선, 파랑', '그림: 자원 할당 그래프')
  await agree('picture', ...everybody)
  await look('picture', ...everybody)
  await teacher.press('앞 쪽')
  for (const person of everybody) await person.sees('1 / 2')
})

t.test('two fingers look closer, and draw nothing; wheel, keys and buttons do too', async (t) => {
  await teacher.press('쪽 더하기')
  for (const person of everybody) await person.sees('3 / 3')
  const session = await haneul.page.context().newCDPSession(haneul.page)
  const box = await haneul.page.locator('.frame').boundingBox()
  if (box === null) throw new Error('no sheet')
  const touch = async (type: 'touchStart' | 'touchMove' | 'touchEnd', ...places: number[]): Promise<void> => {
    await session.send('Input.dispatchTouchEvent', { type, touchPoints: places.map((part, id) => ({ id, x: box.x + box.width * part, y: box.y + box.height / 2 })) })
  }
  await touch('touchStart', 0.4)
  await touch('touchStart', 0.4, 0.6)
  for (const apart of [0.12, 0.15, 0.18, 0.2]) await touch('touchMove', 0.5 - apart, 0.5 + apart)
  await touch('touchEnd')
  await haneul.sees('200%')
  await draw(haneul, [2, 2], [98, 98])
  for (const person of everybody) await holds(person, '펜으로 그은 선 1개')
  await look('closer', haneul)
  const data = await picture(teacher)
  const dark = (part: number): boolean => data[3 * (Math.round(1800 * part) * 3200 + Math.round(3200 * part))]! < 128
  t.same([0.2, 0.3, 0.5, 0.7, 0.8].map(dark), [false, true, true, true, false], 'what was drawn lies where it was seen')
  await haneul.press(/^200%/)
  await haneul.sees('100%')
  await teacher.page.locator('.frame').hover()
  await teacher.page.keyboard.down('Control')
  await teacher.page.mouse.wheel(0, -100)
  await teacher.page.keyboard.up('Control')
  await teacher.sees('149%')
  await teacher.page.locator('.frame').focus()
  await teacher.page.keyboard.press('+')
  await teacher.sees('224%')
  for (const key of ['Shift+ArrowLeft', 'Shift+ArrowLeft', 'Shift+ArrowLeft', 'Shift+ArrowLeft', 'Shift+ArrowLeft', 'Shift+ArrowLeft']) await teacher.page.keyboard.press(key)
  t.ok(await teacher.page.locator('.cursor').evaluate((cursor) => cursor.getBoundingClientRect().right > cursor.closest('.frame')!.getBoundingClientRect().left), 'the cursor of the keys stays in sight')
  await look('closer', teacher)
  await teacher.page.keyboard.press('0')
  await teacher.sees('100%')
  await minjun.press('더 크게')
  await minjun.sees('150%')
  await teacher.press('앞 쪽')
  for (const person of everybody) await person.sees('2 / 3')
  await minjun.sees('100%')
  await teacher.press('앞 쪽')
  for (const person of everybody) await person.sees('1 / 3')
})

t.test('a question goes before the board, which makes room for its result', async () => {
  await teacher.page.locator('.stage').focus()
  await teacher.step('A/B/C/D 묻기')
  for (const student of [haneul, minjun]) {
    await student.page.locator('dialog').waitFor({ state: 'detached' })
    await student.sees('칠판 보기')
  }
  await teacher.sees('공개하면 칠판은 내려갑니다')
  await look('behind', ...everybody)
  await teacher.step('응답 마감')
  await teacher.step('결과 공개')
  for (const student of [haneul, minjun]) await student.seesNoMore('칠판 보기')
  await teacher.page.getByRole('switch', { name: '모두에게 보이기' }).click()
  for (const student of [haneul, minjun]) await student.page.locator('dialog .frame').waitFor()
  await holds(minjun, '타원, 파랑', '화살표, 파랑', '글: 교착 상태: 서로 기다린다', '사각형, 빨강', '펜으로 그은 선 5개')
})

t.test('what is not shown is gone', async () => {
  await teacher.page.getByRole('switch', { name: '모두에게 보이기' }).click()
  for (const student of [haneul, minjun]) await student.page.locator('dialog').waitFor({ state: 'detached' })
  for (const person of everybody) t.same(person.complaints, [], `nothing went wrong on the ${person.role}`)
})
