import t from 'tap'
import { examine } from './examine.ts'
import { Person } from './lesson-person.ts'
import { PHONE, openProgram } from './open-program.ts'

t.setTimeout(300_000)
const { links, come, shots } = await openProgram(t, 'tools')

const teacher = await come({ role: 'teacher', viewport: { width: 1280, height: 800 }, reducedMotion: 'reduce' })
const haneul = await come({ role: 'phone', viewport: PHONE })
const minjun = await come({ role: 'small-dark', viewport: { width: 320, height: 640 }, colorScheme: 'dark', reducedMotion: 'reduce' })
const students = [haneul, minjun]

/** Photographs and examines a screen of several people. */
async function look (name: string, ...people: Person[]): Promise<void> {
  for (const person of people) await examine(person, name, shots, [links.classCode], ['A'])
}

async function tab (name: string): Promise<void> {
  await teacher.page.getByRole('tab', { name, exact: true }).click()
}

async function toggle (name: string): Promise<void> {
  await teacher.page.getByRole('switch', { name }).click()
}

t.test('T2 T4 key D draws: the same name everywhere, the drawn phone says so and may pass once', async (t) => {
  await teacher.enterBy(links.teacher, '김서연')
  await Promise.all(students.map((student, i) => student.enterBy(links.students, ['박하늘', '최민준'][i] ?? '')))
  for (const person of [teacher, ...students]) await person.press('들어가기')
  await teacher.step('수업 열기')
  await Promise.all(students.map((student) => student.sees('들어왔습니다')))
  await teacher.sees('박하늘', '최민준')
  await teacher.page.locator('main').focus()
  await teacher.page.keyboard.press('d')
  await teacher.sees('지금 있는 학생 2명 가운데', '다시 뽑기')
  await Promise.all(students.map((student) => student.page.locator('.reel li').waitFor()))
  const [first, second] = await Promise.all(students.map((student) => student.page.locator('.reel li').innerText()))
  t.equal(first, second, 'both phones show the same nickname')
  const chosen = await haneul.page.locator('dialog').count() > 0 ? haneul : minjun
  await chosen.sees('뽑혔습니다', '이번에는 넘기기')
  await look('drawn', teacher, ...students)
  await chosen.press('이번에는 넘기기')
  await teacher.sees('(넘김)')
  await Promise.all(students.map((student) => student.sees('모두 넘겼습니다')))
  await teacher.press(/^다시 뽑기/)
  const other = chosen === haneul ? minjun : haneul
  await other.sees('뽑혔습니다')
  await other.press('닫기')
  await teacher.press('모둠 만들기')
  await Promise.all(students.map((student) => student.sees('1모둠입니다')))
  await look('group', teacher, haneul)
  for (const student of students) await student.press('닫기')
  await teacher.press('화면에서 내리기')
  for (const student of students) await student.seesNoMore('모둠')
})

t.test('T14 a student is excused from the menu beside his name, and marked; draws leave him out until he is put back', async (t) => {
  const drawer = teacher.page.locator('.drawer')
  const choose = async (name: string, item: string): Promise<void> => {
    if (await drawer.isVisible()) await teacher.page.keyboard.press('Escape')
    await drawer.waitFor({ state: 'detached' })
    await teacher.press(`${name} 메뉴`)
    await teacher.page.getByRole('menuitem', { name: item }).click()
  }
  const marks = teacher.page.locator('.person', { hasText: '뽑기에서 빠짐' })
  await choose('박하늘', '뽑기에서 빼기')
  await teacher.sees('박하늘 님을 뽑기에서 뺐습니다')
  await teacher.page.locator('main').focus()
  await teacher.page.keyboard.press('d')
  await teacher.sees('지금 있는 학생 1명 가운데')
  await teacher.page.locator('.reel li', { hasText: '최민준' }).waitFor()
  await minjun.press('닫기')
  await choose('최민준', '뽑기에서 빼기')
  await marks.nth(1).waitFor()
  await teacher.press('도구')
  await teacher.press(/^다시 뽑기/)
  await teacher.sees('모두 뽑기에서 빠져 있습니다')
  await look('excused', teacher)
  await teacher.page.reload()
  await marks.nth(1).waitFor()
  for (const name of ['박하늘', '최민준']) await choose(name, '뽑기에 다시 넣기')
  await marks.first().waitFor({ state: 'detached' })
  await teacher.press('도구')
  await teacher.press('화면에서 내리기')
  t.equal(await marks.count(), 0)
})

t.test('T6 clock, light and dice show the same, after a reload too', async () => {
  await tab('시간')
  await teacher.press('3분')
  await teacher.press('초록')
  await teacher.press('주사위 2개 던지기')
  for (const student of students) await student.sees(/2:5\d/, '이야기하세요')
  const thrown = await haneul.page.locator('.dice').getAttribute('aria-label')
  await haneul.page.reload()
  await haneul.sees(/2:[345]\d/, '이야기하세요')
  await haneul.page.locator(`.dice[aria-label="${thrown}"]`).waitFor()
  await look('clock', teacher, ...students)
})

t.test('T7 T8 hands in their order and reactions as sums', async () => {
  await tab('손')
  await toggle('손들기 받기')
  await minjun.press('손들기')
  await teacher.sees('손든 학생 1명', '1. 최민준')
  await toggle('반응 받기')
  await haneul.press('도구')
  await haneul.press('박수')
  await haneul.page.waitForFunction(() => document.querySelectorAll('.sent').length === 0)
  await haneul.press('너무 빨라요')
  await teacher.sees(/너무 빨라요 1/)
  await teacher.page.getByRole('listitem').filter({ has: teacher.page.getByRole('img', { name: '박수' }), hasText: /^\s*1$/ }).waitFor()
  await look('hands', teacher, ...students)
  await teacher.press('최민준 손 내리기')
  await minjun.button('손들기').waitFor()
})

t.test('T9 T10 questions and words: sent, approved, voted for, counted', async () => {
  await tab('질문')
  await toggle('질문 받기')
  await toggle('확인한 질문만 보이기')
  await haneul.page.getByLabel('질문 쓰기').fill('교착 상태는 왜 생기나요?')
  await haneul.page.keyboard.press('Enter')
  await haneul.sees('확인을 기다림')
  await teacher.sees('교착 상태는 왜 생기나요?')
  await teacher.press('보이기')
  await minjun.press('도구')
  await minjun.press('궁금해요 0')
  await haneul.sees('궁금해요 1')
  await look('wall', teacher, ...students)
  await tab('낱말')
  await teacher.page.getByLabel('무엇을 물을까요?').fill('오늘 배운 것은?')
  await teacher.press('낱말 구름 열기')
  for (const [student, words] of [[haneul, ['교착', '순환']], [minjun, ['교착은']]] as const) {
    for (const word of words) {
      await student.page.getByLabel('낱말 쓰기').fill(word)
      await student.page.keyboard.press('Enter')
      await student.page.waitForFunction(() => [...document.querySelectorAll('input')].every(({ value }) => value === ''))
    }
  }
  await teacher.sees('2명이 썼습니다', /교착 2/)
  await look('cloud', teacher, ...students)
  for (const person of [teacher, ...students]) t.same(person.complaints, [], `nothing went wrong on the ${person.role}`)
})
