import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import sharp from 'sharp'
import t from 'tap'
import { nicknameOf } from '../../../server/classroom/nickname.ts'
import { nicknameIn } from '../../src/nickname.ts'
import { axeFinds } from './axe.ts'
import { Person } from './lesson-person.ts'
import { PHONE, openProgram } from './open-program.ts'
import { ROOT } from '../../../server/test/program/running-program.ts'
import { unzipped } from '../../../server/test/http/unzipped.ts'

/** Names of keys, as the board's hints have them, and of files. */
const KEYS = new Set(['Ctrl', 'Enter', 'Shift', 'Alt', 'PDF', 'kB', 'png', 'https'])
const NAMES = ['박하늘', '최민준', '이서윤'] as const

t.setTimeout(600_000)
/** A lecture in Korean on six screens: the teacher's laptop, his phone as a remote, the projector, three students. */
const { program, links, come, shots } = await openProgram(t, 'lecture')

const teacher = await come({ role: 'teacher', viewport: { width: 1280, height: 800 } })
const wall = await come({ role: 'projector', viewport: { width: 1920, height: 1080 } })
const remote = await come({ role: 'remote', viewport: PHONE })
const haneul = await come({ role: 'phone', viewport: PHONE })
const minjun = await come({ role: 'small', viewport: { width: 320, height: 640 } })
const seoyun = await come({ role: 'dark', viewport: PHONE, colorScheme: 'dark' })
const students = [haneul, minjun, seoyun]
const everyone = [teacher, wall, remote, ...students]
const nicknames = [1, 2, 3].map((who) => nicknameIn('ko', nicknameOf(who)))

let stations = 0

/** Photographs every screen as it is now; no foreign word stands anywhere, and on wall and phones no name of a student. */
async function station (name: string, people: readonly Person[] = everyone): Promise<void> {
  const number = String(++stations).padStart(2, '0')
  for (const person of people) {
    t.same((await person.strangeWords([links.classCode])).filter((word) => !KEYS.has(word)), [], `${name}: no English word but names on the ${person.role}`)
    await person.photograph(join(shots, `${number}-${name}-${person.role}.png`))
  }
  if (people.includes(wall)) for (const student of NAMES) t.notOk((await wall.text()).includes(student), `${name}: the projector does not name ${student}`)
}

async function all (people: readonly Person[], ...wanted: Array<string | RegExp>): Promise<void> {
  await Promise.all(people.map((person) => person.sees(...wanted)))
}

/** Takes a one-time code at the laptop and types it at another screen, which is then paired. */
async function pair (person: Person, path: string, button: number): Promise<void> {
  await teacher.page.locator('.dialog .ways .btn').nth(button).click()
  const code = await teacher.page.locator('.dialog .offer .code').innerText()
  await person.page.goto(links.students.origin + path)
  await person.page.getByRole('textbox').fill(code)
  await person.page.keyboard.press('Enter')
}

/** Waits until a screen shows one clap. */
async function clapped ({ page }: Person): Promise<void> {
  await page.getByRole('listitem').filter({ has: page.getByRole('img', { name: '박수' }), hasText: /^\s*1$/ }).waitFor()
}

async function tool (tab: string): Promise<void> {
  if (!await teacher.page.getByRole('tab', { name: tab, exact: true }).isVisible()) await rail('도구')
  await teacher.page.getByRole('tab', { name: tab, exact: true }).click()
}

const rail = (name: string) => teacher.page.locator('.rail').getByRole('button', { name, exact: true }).click()
const toggle = (name: string) => teacher.page.getByRole('switch', { name }).last().click()
const closeTools = () => teacher.page.keyboard.press('Escape')

t.test('teacher and students come in, a quiz opens the class, projector and remote are paired by code', async () => {
  await teacher.enterBy(links.teacher, '김서연')
  await Promise.all(students.map((student, i) => student.enterBy(links.students, NAMES[i] ?? '')))
  for (const person of [teacher, ...students]) await person.press('들어가기')
  await all(students, '아직 시작하지 않았습니다')
  await teacher.press(/^퀴즈$/)
  const [picker] = await Promise.all([teacher.page.waitForEvent('filechooser'), teacher.press('파일 불러오기')])
  await picker.setFiles(join(ROOT, 'samples', 'ko.gift'))
  await teacher.sees('10개 가운데 10개를 불러왔습니다')
  await teacher.press('이 퀴즈로 수업 열기')
  await all(students, '들어왔습니다')
  await rail('화면')
  await pair(wall, '/present', 1)
  await wall.sees('휴대폰으로', links.classCode, /3 ?명이 들어왔습니다/)
  await pair(remote, '/remote', 2)
  await remote.sees('여기서 진행')
  await teacher.press('닫기')
  await station('entry')
})

t.test('Q14 Q15 the roster stays with the teacher; a nickname is changed for all', async (t) => {
  await teacher.press('박하늘 메뉴')
  await teacher.page.getByRole('menuitem', { name: '별명 바꾸기' }).click()
  await teacher.sees('박하늘의 별명', `지금 별명 ${nicknames.find((each) => each === nicknames[students.indexOf(haneul)]) ?? ''}`)
  await teacher.page.getByLabel('다른 별명').fill('수달\u200B')
  await teacher.press('이 별명으로')
  await teacher.sees('글자, 숫자, 빈칸으로 24자까지 적으세요')
  await teacher.page.getByLabel('다른 별명').fill('  든든한   바다사자 ')
  await station('nickname', [teacher])
  await teacher.press('이 별명으로')
  await teacher.sees('든든한 바다사자')
  t.equal(await teacher.page.locator('.dialog').count(), 0)
})

t.test('S3 the class is locked and opened from the code’s dialog', async () => {
  await teacher.page.locator('.appbar .code').click()
  await toggle('새로 들어오지 못하게 잠그기')
  const stranger = await come({ role: 'stranger', viewport: PHONE })
  await stranger.enterBy(links.students, '낯선 사람')
  await stranger.press('들어가기')
  await stranger.sees('지금은 더 들어갈 수 없습니다')
  await station('locked', [teacher, stranger])
  await toggle('새로 들어오지 못하게 잠그기')
  await teacher.press('닫기')
  await stranger.page.context().close()
})

t.test('T2 T6 T7 T8 picker and widgets: the projector shows what the phones show', async (t) => {
  await teacher.page.locator('main').focus()
  await teacher.page.keyboard.press('d')
  await Promise.all([wall.page.locator('.reel li').waitFor(), ...students.map((student) => student.page.locator('.reel li').waitFor())])
  const drawn = await wall.page.locator('.reel li').innerText()
  for (const student of students) t.equal(await student.page.locator('.reel li').innerText(), drawn, 'the same on every screen')
  const chosen = (await Promise.all(students.map(async (student) => await student.page.locator('dialog').count() > 0))).indexOf(true)
  await station('drawn')
  await students[chosen]?.press('닫기')
  await teacher.press('화면에서 내리기')
  await wall.sees('휴대폰으로')
  await tool('시간')
  await teacher.press('3분')
  await teacher.press('초록')
  await teacher.press('주사위 2개 던지기')
  await all([wall, ...students], /2:5\d/, '이야기하세요')
  t.equal(await wall.page.locator('.dice').getAttribute('aria-label'), await haneul.page.locator('.dice').getAttribute('aria-label'))
  await tool('손')
  await toggle('손들기 받기')
  await toggle('반응 받기')
  await minjun.press('손들기')
  await haneul.press('도구')
  await haneul.press('박수')
  await teacher.sees('1. 최민준')
  await clapped(teacher)
  await wall.page.getByLabel('손든 학생 1명').waitFor()
  await clapped(wall)
  await station('widgets')
  await haneul.press('닫기')
})

t.test('T9 T10 T13 the questions and the cloud stand large on the projector', async () => {
  await tool('질문')
  await toggle('질문 받기')
  await haneul.press('도구')
  await haneul.page.getByLabel('질문 쓰기').fill('교착 상태는 왜 생기나요?')
  await haneul.page.keyboard.press('Enter')
  await teacher.sees('교착 상태는 왜 생기나요?')
  await toggle('프로젝터에 크게 보이기')
  await wall.sees('교착 상태는 왜 생기나요?', '든든한 바다사자')
  await station('questions', [teacher, wall, haneul])
  await tool('낱말')
  await teacher.page.getByLabel('무엇을 물을까요?').fill('오늘 배운 것은?')
  await teacher.press('낱말 구름 열기')
  await haneul.page.getByLabel('낱말 쓰기').fill('교착')
  await haneul.page.keyboard.press('Enter')
  await minjun.press('도구')
  await minjun.page.getByLabel('낱말 쓰기').fill('교착은')
  await minjun.page.keyboard.press('Enter')
  await wall.sees('오늘 배운 것은?', '2명이 썼습니다', /교착 2/)
  await station('cloud', [teacher, wall, haneul, minjun])
  for (const student of [haneul, minjun]) await student.press('닫기')
  await closeTools()
})

t.test('M10 a picture that the teacher shares is on phones and projector until he takes it off', async () => {
  await rail('자료')
  const picture = await sharp({ create: { width: 1600, height: 900, channels: 3, background: '#1d56d0' } }).png().toBuffer()
  await teacher.page.locator('input[type=file]').last().setInputFiles({ name: '그림.png', mimeType: 'image/png', buffer: picture })
  await teacher.page.getByLabel('무엇이 보이나요?').fill('자원 할당 그래프')
  await teacher.press('올려서 보이기')
  await Promise.all([wall, ...students].map((person) => person.page.getByRole('img', { name: '자원 할당 그래프' }).waitFor()))
  await station('media')
  await teacher.page.getByRole('dialog', { name: '자료' }).getByRole('button', { name: '내리기' }).first().click()
  await Promise.all([wall, ...students].map((person) => person.page.getByRole('img', { name: '자원 할당 그래프' }).waitFor({ state: 'detached' })))
  await closeTools()
})

t.test('M21 M25 what the teacher draws is on phones and projector, and gone when he puts it away', async (t) => {
  await teacher.page.locator('main').focus()
  await teacher.page.keyboard.press('w')
  await teacher.page.getByRole('switch', { name: '모두에게 보이기' }).click()
  await Promise.all(students.map((student) => student.page.locator('dialog .frame').waitFor()))
  const box = await teacher.page.locator('.frame').boundingBox()
  if (box === null) return t.fail('no sheet to draw on')
  await teacher.page.mouse.move(box.x + box.width * 0.1, box.y + box.height * 0.2)
  await teacher.page.mouse.down()
  for (const [x, y] of [[0.3, 0.1], [0.5, 0.4], [0.2, 0.5]] as const) await teacher.page.mouse.move(box.x + box.width * x, box.y + box.height * y, { steps: 12 })
  await teacher.page.mouse.up()
  for (const person of [teacher, wall, ...students]) await person.page.getByText('펜으로 그은 선').first().waitFor({ state: 'attached' })
  await station('board')
  await teacher.page.getByRole('switch', { name: '모두에게 보이기' }).click()
  await Promise.all(students.map((student) => student.page.locator('dialog .frame').waitFor({ state: 'detached' })))
  await wall.sees('오늘 배운 것은?')
  await rail('수업')
})

t.test('Q13 the remote takes the control and asks; the projector shows question, answers and two rounds', async () => {
  await remote.step('여기서 진행')
  await teacher.sees('휴대폰에서 진행하고 있습니다')
  await remote.step('1번 질문 열기')
  await all([wall, ...students], '이번 주 교재를 어디까지 읽어 왔나요?')
  for (const [student, letter] of [[haneul, 'A'], [minjun, 'B'], [seoyun, 'B']] as const) {
    await student.choose(letter)
    await student.sees('저장됨')
  }
  await wall.sees('3 / 3명 응답', '67%')
  await station('survey')
  await remote.step('응답 마감')
  await remote.step('결과 공개')
  await all(students, '설문 결과')
  await remote.step('다음 질문 열기')
  await all([wall, ...students], '네 가지 조건이 아닌 것은')
  for (const [student, letter] of [[haneul, 'D'], [minjun, 'A'], [seoyun, 'C']] as const) {
    await student.choose(letter)
    await student.sees('저장됨')
  }
  await remote.step('응답 마감')
  await wall.sees('마감')
  await remote.press('토론 후 다시 묻기')
  await all(students, '2차 투표')
  for (const student of students) {
    await student.choose('D')
    await student.sees('저장됨')
  }
  await station('second-round')
  await remote.step('응답 마감')
  await remote.step('정답 공개')
  await wall.sees('정답 D', /1라운드 33% → 100%/)
  await all(students, '정답입니다')
  await station('revealed')
})

t.test('the leaderboard by nicknames, and the laptop has the control again', async () => {
  await teacher.step('여기서 진행')
  await teacher.press('순위 보기')
  await teacher.press('모두에게 보이기')
  await wall.sees('든든한 바다사자')
  await all(students, '순위표', '든든한 바다사자')
  await station('podium')
})

t.test('S2 a student is removed and let in again', async () => {
  await teacher.press('최민준 메뉴')
  await teacher.page.getByRole('menuitem', { name: '내보내기' }).click()
  await teacher.page.getByRole('alertdialog').getByRole('button', { name: '내보내기' }).click()
  await minjun.sees('선생님이 이 수업에서 내보냈습니다')
  await teacher.page.getByRole('tab', { name: /내보냄 1/ }).click()
  await teacher.press('최민준 메뉴')
  await teacher.page.getByRole('menuitem', { name: '다시 들이기' }).click()
  await teacher.sees('최민준 님을 다시 들였습니다')
  await minjun.page.reload()
  await minjun.sees('정답입니다')
})

t.test('the class ends on every screen', async () => {
  await teacher.press('결과로 돌아가기')
  await teacher.press('수업 마치기')
  await teacher.page.getByRole('alertdialog').getByRole('button', { name: '수업 마치기' }).click()
  await all([...students, wall], '수업이 끝났습니다')
  await station('ended')
})

t.test('A11 one file holds what remains: results, quiz, the board that was drawn on, the picture that was shared', async (t) => {
  await teacher.press('결과 보기')
  const everything = teacher.button('모두 내려받기(ZIP)')
  // the archiver is a moment behind, and says so
  for (const again = teacher.button('다시 불러오기'); !await everything.isEnabled({ timeout: 500 }).catch(() => false);) {
    if (await again.isVisible()) await again.click()
    await teacher.page.waitForTimeout(500)
  }
  const [download] = await Promise.all([teacher.page.waitForEvent('download'), everything.click()])
  const files = await unzipped(await readFile(await download.path()))
  t.same([...files.keys()], ['results.xlsx', 'students.csv', 'questions.csv', 'draws.csv', 'media.csv', 'quiz.gift', 'whiteboard/page-01.svg', 'media/001 그림.webp', 'index.html'])
  t.match(await sharp(files.get('media/001 그림.webp')).metadata(), { width: 1600, height: 900 })
  t.match(files.get('index.html')?.toString(), /빠진 것이 없습니다/)
  const sheet = await teacher.page.context().newPage()
  await sheet.setContent(files.get('whiteboard/page-01.svg')?.toString() ?? '')
  t.equal(await sheet.locator('path[d]').count(), 1, 'the line that the teacher drew')
  await sheet.screenshot({ path: join(shots, 'bundle-board.png') })
  await sheet.setContent(files.get('index.html')?.toString() ?? '')
  t.same(await axeFinds(sheet), [])
  await sheet.screenshot({ path: join(shots, 'bundle-index.png'), fullPage: true })
  await sheet.close()
})

t.test('nothing went wrong on any screen', async (t) => {
  for (const person of everyone) t.same(person.complaints, [], person.role)
  t.same(program.lines().filter(({ level }) => level === 'error' || level === 'fatal'), [], 'and the program saw no error')
})
