import { mkdir, readdir } from 'node:fs/promises'
import { join } from 'node:path'
import type { Locator, Route } from 'playwright-core'
import sharp from 'sharp'
import t from 'tap'
import { PDF, SVG, bomb, wav } from '../../../server/test/http/media/files.ts'
import { ROOT, linksOf, openHouse, privateSettings, temporaryFolder } from '../../../server/test/program/running-program.ts'
import { launchChromium } from './chromium.ts'
import { examine } from './examine.ts'
import { Person } from './lesson-person.ts'

const SHOTS = join(ROOT, 'shots', 'media')
const PHONE = { width: 390, height: 844 }

t.setTimeout(300_000)
const env = await privateSettings(await temporaryFolder(t))
const program = openHouse(t, env)
const links = await linksOf(program)
const origins = [links.students.origin, `ws://127.0.0.1:${env['PORT_SOCKET']}`]
const browser = await launchChromium()
t.teardown(() => browser.close())
await mkdir(SHOTS, { recursive: true })

const teacher = await Person.come(browser, { role: 'teacher', origins, viewport: { width: 1280, height: 800 }, reducedMotion: 'reduce' })
const haneul = await Person.come(browser, { role: 'phone', origins, viewport: PHONE })
const minjun = await Person.come(browser, { role: 'small-dark', origins, viewport: { width: 320, height: 640 }, colorScheme: 'dark', reducedMotion: 'reduce' })
const students = [haneul, minjun]
let wall: Person

/** Photographs and examines a screen of several people. */
async function look (name: string, ...people: Person[]): Promise<void> {
  for (const person of people) await examine(person, name, SHOTS, [links.classCode, 'deadlock.png', 'week7.pdf', 'notes.jpg', 'notes.txt', 'bell.wav', 'x.png', 'os.example', 'bank.example', links.students.host, '.png', '.pdf'], ['PDF', 'https', 'kB'])
}

const drawer = (): Locator => teacher.page.getByRole('dialog', { name: '자료' })

/** Files of the storage folder. */
async function stored (): Promise<string[]> {
  return (await readdir(join(env['DATA_DIR'] ?? '', 'media', 'kept', links.classCode), { recursive: true, withFileTypes: true }).catch(() => []))
    .filter((each) => each.isFile()).map(({ parentPath, name }) => join(parentPath, name))
}

async function filesBecome (n: number): Promise<void> {
  while ((await stored()).length !== n) await new Promise((resolve) => { setTimeout(resolve, 50) })
}

/** A PDF with a page for each text, in a font that it does not bring. */
function pdf (texts: readonly string[]): Buffer {
  const objects = ['<< /Type /Catalog /Pages 2 0 R >>', `<< /Type /Pages /Count ${texts.length} /Kids [${texts.map((_, i) => `${4 + 2 * i} 0 R`).join(' ')}] >>`, '<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>']
  for (const [i, text] of texts.entries()) {
    const drawing = `BT /F1 64 Tf 80 280 Td (${text}) Tj ET`
    objects.push(`<< /Type /Page /Parent 2 0 R /MediaBox [0 0 960 540] /Resources << /Font << /F1 3 0 R >> >> /Contents ${5 + 2 * i} 0 R >>`, `<< /Length ${drawing.length} >>\nstream\n${drawing}\nendstream`)
  }
  let file = '%PDF-1.7\n'
  const places = objects.map((object, i) => {
    const place = file.length
    file += `${i + 1} 0 obj\n${object}\nendobj\n`
    return place
  })
  const table = file.length
  file += `xref\n0 ${objects.length + 1}\n0000000000 65535 f \n${places.map((place) => `${String(place).padStart(10, '0')} 00000 n \n`).join('')}`
  return Buffer.from(`${file}trailer\n<< /Size ${objects.length + 1} /Root 1 0 R >>\nstartxref\n${table}\n%%EOF\n`)
}

async function choose (person: Person, name: string, mimeType: string, buffer: Buffer): Promise<void> {
  await person.page.locator('input[type=file]').last().setInputFiles({ name, mimeType, buffer })
}

/** A picture that says in large letters which one it is. */
function diagram (text: string, width = 1600, height = 900): Promise<Buffer> {
  return sharp(Buffer.from(`<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}"><rect width="100%" height="100%" fill="#fff"/><circle cx="${width / 2}" cy="${height / 2}" r="${height / 3}" fill="none" stroke="#1d56d0" stroke-width="24"/><text x="50%" y="54%" font-size="120" text-anchor="middle" font-family="sans-serif">${text}</text></svg>`)).png().toBuffer()
}

/** Waits until a picture is drawn, and tells how wide it is in its own pixels. */
async function picture (person: Person, selector: string): Promise<number> {
  await person.page.locator(selector).first().waitFor()
  return await person.page.waitForFunction((wanted) => {
    const image = document.querySelector<HTMLImageElement>(wanted)
    return image !== null && image.complete && image.naturalWidth > 0 ? image.naturalWidth : 0
  }, selector).then((handle) => handle.jsonValue())
}

t.test('teacher, wall and students come in', async () => {
  await teacher.enterBy(links.teacher, '김서연')
  await Promise.all(students.map((student, i) => student.enterBy(links.students, ['박하늘', '최민준'][i] ?? '')))
  for (const person of [teacher, ...students]) await person.press('들어가기')
  await teacher.step('수업 열기')
  await Promise.all(students.map((student) => student.sees('들어왔습니다')))
  const opened = teacher.context.waitForEvent('page')
  await teacher.page.locator('main').focus()
  await teacher.page.keyboard.press('p')
  wall = new Person(await opened, 'wall', origins)
  await wall.page.setViewportSize({ width: 1280, height: 720 })
  await wall.sees('명이 들어왔습니다')
})

t.test('M10 H21 a picture that the teacher shares is on every phone and on the wall', async (t) => {
  await teacher.press('자료')
  await teacher.sees('아직 나눈 자료가 없습니다')
  await look('empty', teacher)
  await choose(teacher, 'deadlock.png', 'image/png', await diagram('교착 상태'))
  await teacher.page.getByLabel('무엇이 보이나요?').fill('자원 할당 그래프')
  await look('draft', teacher)
  await teacher.press('올려서 보이기')
  await teacher.sees('지금 모두가 보는 자료', '자원 할당 그래프')
  await Promise.all([wall, ...students].map((person) => person.page.getByRole('img', { name: '자원 할당 그래프' }).waitFor()))
  t.equal(await picture(wall, '.wall-media img'), 1600)
  await picture(haneul, '.media img')
  t.match(await haneul.page.locator('.media img').evaluate((image) => (image as HTMLImageElement).currentSrc), /\/small$/, 'a phone takes the small one')
  t.equal((await stored()).length, 2)
  await look('shown', teacher, wall, ...students)
  await haneul.press('크게 보기')
  await haneul.press('더 크게')
  t.equal(await picture(haneul, 'dialog img'), 1600)
  await look('enlarged', haneul)
  await haneul.press('닫기')
  await haneul.page.reload()
  await haneul.page.getByRole('img', { name: '자원 할당 그래프' }).waitFor()
  await minjun.press('자료 접기')
  t.equal(await minjun.page.locator('.media img').count(), 0)
  await minjun.press('자료 펼치기')
  await minjun.page.locator('.media img').waitFor()
})

t.test('M12 what the teacher hides is gone from the screens, and what he removes is gone from the storage too', async (t) => {
  await drawer().getByRole('button', { name: '내리기' }).first().click()
  await wall.sees('명이 들어왔습니다')
  for (const student of students) await student.page.locator('.media img').waitFor({ state: 'detached' })
  t.equal((await stored()).length, 2)
  await teacher.press('자원 할당 그래프 보이기')
  for (const person of [wall, ...students]) await person.page.getByRole('img', { name: '자원 할당 그래프' }).waitFor()
  await teacher.press('자원 할당 그래프 지우기')
  await teacher.sees('이 자료를 지울까요?')
  await look('sure', teacher)
  await teacher.page.getByRole('alertdialog').getByRole('button', { name: '지우기' }).click()
  await wall.sees('명이 들어왔습니다')
  for (const student of students) await student.page.locator('.media img').waitFor({ state: 'detached' })
  await teacher.sees('아직 나눈 자료가 없습니다')
  await filesBecome(0)
})

t.test('M15 the teacher shares a PDF and turns its pages for all', async (t) => {
  await choose(teacher, 'week7.pdf', 'application/pdf', pdf(['Deadlock', 'Four conditions', 'Bankers']))
  await teacher.press('올려서 보이기')
  for (const person of [wall, ...students]) await person.sees('1 / 3쪽')
  await teacher.sees('지금 모두가 보는 자료', '1 / 3쪽')
  t.equal((await stored()).length, 6, 'three pages, large and small, and no PDF')
  t.equal(await picture(wall, '.wall-media img'), 1920)
  await drawer().getByRole('button', { name: '다음 쪽' }).click()
  for (const person of [wall, ...students]) await person.sees('2 / 3쪽')
  for (const person of [wall, haneul]) await person.page.getByRole('img', { name: 'week7.pdf, 3쪽 가운데 2쪽' }).waitFor()
  await look('page', teacher, wall, ...students)
  await teacher.page.getByRole('combobox', { name: '쪽 번호' }).last().selectOption('3')
  for (const person of [wall, ...students]) await person.sees('3 / 3쪽')
  await minjun.page.reload()
  await minjun.sees('3 / 3쪽')
  await drawer().getByRole('button', { name: '내리기' }).first().click()
  await wall.sees('명이 들어왔습니다')
})

t.test('M11 a student sends a picture where the teacher allows it; nobody sees it before he accepts it', async (t) => {
  t.equal(await haneul.page.getByRole('button', { name: '자료 보내기' }).count(), 0)
  await teacher.page.getByRole('switch', { name: '학생도 자료를 보낼 수 있음' }).click()
  await haneul.press('자료 보내기')
  await choose(haneul, 'notes.jpg', 'image/jpeg', await diagram('필기', 900, 1200))
  await haneul.page.getByLabel('무엇이 보이나요?').fill('공책에 그린 그래프')
  await look('sending', haneul)
  await haneul.page.getByRole('dialog').getByRole('button', { name: '보내기', exact: true }).click()
  await haneul.sees('내가 보낸 자료', '선생님의 확인을 기다립니다')
  await look('waiting', haneul)
  await teacher.sees('확인을 기다리는 자료 1개', '박하늘 보냄')
  await look('moderation', teacher)
  for (const person of [minjun, wall]) t.notMatch(await person.page.content(), /공책에 그린 그래프|notes\.jpg/)
  await teacher.press('공책에 그린 그래프 받기')
  await haneul.sees('선생님이 확인했습니다')
  await teacher.press('공책에 그린 그래프 보이기')
  for (const person of [wall, minjun]) await person.page.getByRole('img', { name: '공책에 그린 그래프' }).waitFor()
  await haneul.press('notes.jpg 지우기')
  for (const person of [wall, minjun]) await person.page.getByRole('img', { name: '공책에 그린 그래프' }).waitFor({ state: 'detached' })
  await filesBecome(6)
  await haneul.press('닫기')
})

t.test('H20 X30 what cannot be shared is refused with a reason, a sound plays, a link says where it leads', async (t) => {
  await choose(teacher, 'notes.txt', 'text/plain', Buffer.from('x'))
  await teacher.sees('그림, PDF, 소리, 영상만 나눌 수 있습니다')
  teacher.outage = true
  for (const [name, type, bytes, words] of [
    ['x.png', 'image/png', SVG, '그림, PDF, 소리, 영상만'], ['y.png', 'image/png', bomb(7_000), '파일이 너무 큽니다'], ['z.pdf', 'application/pdf', PDF, 'PDF를 열 수 없습니다']
  ] as const) {
    await choose(teacher, name, type, bytes)
    await teacher.press('올려서 보이기')
    await drawer().locator('.why', { hasText: words }).waitFor()
    if (name === 'x.png') await look('refused', teacher)
    await teacher.press('치우기')
  }
  teacher.outage = false
  await filesBecome(6)
  await choose(teacher, 'bell.wav', 'audio/wav', wav())
  await teacher.press('올려서 보이기')
  for (const person of [wall, ...students]) await person.page.waitForFunction(() => (document.querySelector('audio')?.duration ?? 0) > 0.5)
  await look('sound', teacher, wall, haneul)
  await drawer().getByRole('button', { name: '링크 나누기' }).click()
  const address = drawer().getByLabel('웹 주소')
  await address.fill('https://이선생@bank.example/')
  teacher.outage = true
  await address.press('Enter')
  await teacher.sees('웹 주소가 아닙니다')
  teacher.outage = false
  await address.fill('https://os.example/week7')
  await address.press('Enter')
  for (const person of [wall, ...students]) await person.sees('os.example 사이트로 갑니다')
  t.equal(await haneul.page.getByRole('link', { name: '링크 열기' }).getAttribute('rel'), 'noopener noreferrer')
})

t.test('an upload can be given up, and repeated after the connection broke', async () => {
  const film = Buffer.concat([wav(), Buffer.alloc(3_000_000, 128)])
  film.writeUInt32LE(film.length - 8, 4)
  film.writeUInt32LE(film.length - 44, 40)
  let answer: (route: Route) => Promise<unknown> = () => new Promise(() => {})
  await teacher.page.route('**/api/media/*/bytes', (route) => answer(route))
  teacher.outage = true
  await choose(teacher, 'bell.wav', 'audio/wav', film)
  await teacher.press('올리기만')
  await drawer().locator('.upload', { hasText: '올리는 중' }).waitFor()
  await drawer().locator('.upload').getByRole('button', { name: '취소' }).click()
  await drawer().locator('.upload').waitFor({ state: 'detached' })
  answer = (route) => route.abort()
  await choose(teacher, 'bell.wav', 'audio/wav', film)
  await teacher.press('올리기만')
  await drawer().locator('.why', { hasText: '연결이 끊겨' }).waitFor()
  answer = (route) => route.continue()
  await drawer().getByRole('button', { name: '다시 보내기' }).click()
  await drawer().locator('.upload').waitFor({ state: 'detached' })
  await filesBecome(8)
  teacher.outage = false
})

t.test('nothing went wrong on any screen', async (t) => {
  for (const person of [teacher, wall, ...students]) t.same(person.complaints, [], `on the ${person.role}`)
})
