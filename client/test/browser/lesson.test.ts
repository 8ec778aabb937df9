import { join } from 'node:path'
import t from 'tap'
import { nicknameOf } from '../../../server/classroom/nickname.ts'
import { ROOT, linksOf, openHouse } from '../../../server/test/program/running-program.ts'
import { nicknameIn } from '../../src/nickname.ts'
import { byLog, byPages, byWorkbook } from './lesson-results.ts'
import type { Person } from './lesson-person.ts'
import { PHONE, openProgram } from './open-program.ts'

const LAPTOP = { width: 1280, height: 800 }

const opened = await openProgram(t, 'lesson')
const { env, links, origins, shots, come } = opened
let { program } = opened

const teacher = await come({ role: 'teacher', viewport: LAPTOP })
const haneul = await come({ role: 'phone', viewport: PHONE })
const minjun = await come({ role: 'small', viewport: { width: 320, height: 640 } })
const seoyun = await come({ role: 'dark', viewport: PHONE, colorScheme: 'dark' })
const late = await come({ role: 'late', viewport: PHONE })
const students = [haneul, minjun, seoyun]
const everyone = [teacher, ...students]

/** Gives the open question more time than a slow machine needs for its photographs. */
async function lengthen (): Promise<void> {
  for (let press = 0; press < 6; press++) await teacher.press('10초 늘리기')
}

let stations = 0

/** Photographs every screen as it is now, and looks for words that do not belong on a Korean one. */
async function station (name: string, people: readonly Person[] = everyone): Promise<void> {
  const number = String(++stations).padStart(2, '0')
  const path = (person: Person, size: string): string => join(shots, `${number}-${name}-${person.role}${size}.png`)
  for (const person of people) {
    t.same(await person.strangeWords([links.classCode]), [], `${name}: no English word but names on the ${person.role}'s screen`)
    await person.photograph(path(person, ''))
  }
  if (people.includes(teacher)) await teacher.photograph(path(teacher, '-390'), PHONE)
  if (people.includes(haneul)) await haneul.photograph(path(haneul, '-1280'), LAPTOP)
}

async function all (people: readonly Person[], ...wanted: Array<string | RegExp>): Promise<void> {
  await Promise.all(people.map((person) => person.sees(...wanted)))
}

t.test('the teacher and three students come in by the printed links and give their names', async (t) => {
  await teacher.enterBy(links.teacher, '김서연')
  await Promise.all(students.map((student, i) => student.enterBy(links.students, ['박하늘', '최민준', '이서윤'][i] ?? '')))
  await teacher.sees('수업 진행하기', '학생의 화면에 선생님 이름으로 보입니다')
  await station('names')
  for (const person of everyone) await person.press('들어가기')
  await all(students, '아직 시작하지 않았습니다', `수업 ${links.classCode}`)
  await teacher.sees('수업이 아직 열리지 않았습니다')
  await station('before')
  for (const person of everyone) t.notMatch(person.page.url(), /김|박|최|이|%|key/, 'no name and no key stays in the address')
})

t.test('a quiz comes in through the file picker, and opens the class', async () => {
  await teacher.press(/^퀴즈$/)
  const [picker] = await Promise.all([teacher.page.waitForEvent('filechooser'), teacher.press('파일 불러오기')])
  await picker.setFiles(join(ROOT, 'samples', 'ko.gift'))
  await teacher.sees('10개 가운데 10개를 불러왔습니다')
  await station('editor', [teacher])
  await teacher.press('이 퀴즈로 수업 열기')
  await all(students, '들어왔습니다', '김서연', '3 명이 들어왔습니다')
  await teacher.sees(links.classCode, '방금 들어온 학생', '박하늘', '최민준', '이서윤', '참여자 3')
  await station('lobby')
})

t.test('a survey: everybody sees the bars move', async () => {
  await teacher.step('1번 질문 열기')
  await lengthen()
  await all(students, '이번 주 교재를 어디까지 읽어 왔나요?', '설문', '0명 응답')
  await haneul.choose('A')
  await haneul.sees('저장됨', '내 답 A')
  await teacher.sees('/ 3명 응답', '막대가 학생에게도 보입니다', '100%')
  await minjun.choose('B')
  await all([...students, teacher], '50%')
  await station('survey-open')
  await teacher.step('응답 마감')
  await teacher.step('결과 공개')
  await all(students, '설문 결과', '설문이 끝났습니다')
  await station('survey-shown')
})

t.test('a question: stored is shown, the bars move at the teacher alone, a reload keeps the answer', async (t) => {
  await teacher.step('다음 질문 열기')
  await lengthen()
  await all(students, '네 가지 조건이 아닌 것은', '하나를 누르면 바로 보냅니다')
  await haneul.choose('D')
  await haneul.sees('저장됨', '내 답 D')
  await teacher.sees('막대는 이 화면에만 보입니다', '100%')
  await minjun.choose('A')
  await minjun.sees('저장됨', '내 답 A')
  await teacher.sees('50%')
  await all(students, '3명 중 2명 응답')
  t.notMatch(await seoyun.text(), /\d%/, 'students see no bars')
  await haneul.page.reload()
  await haneul.sees('네 가지 조건이 아닌 것은', '저장됨', '내 답 D', '3명 중 2명 응답')
  await station('question-open')
})

t.test('closed and revealed: right, wrong and missed', async () => {
  await teacher.step('응답 마감')
  await all([haneul, minjun], '마감되었습니다', '제출되었습니다')
  await seoyun.sees('마감되었습니다', '저장된 답이 없습니다')
  await teacher.sees('마감', '토론 후 다시 묻기')
  await station('question-closed')
  await teacher.step('정답 공개')
  await haneul.sees('정답입니다', '모은 점수', '네 조건은 상호 배제')
  await minjun.sees('오답입니다', '+0점')
  await seoyun.sees('답하지 않았습니다')
  await teacher.sees('정답 공개 중', '2명 가운데 1명이 맞았습니다')
  await station('question-revealed')
})

t.test('a second round after discussion stands beside the first', async (t) => {
  await teacher.step('다음 질문 열기')
  await all(students, '은행원')
  for (const [student, letter] of [[haneul, 'B'], [minjun, 'A'], [seoyun, 'C']] as const) {
    await student.choose(letter)
    await student.sees('저장됨', `내 답 ${letter}`)
  }
  await teacher.step('응답 마감')
  await teacher.press('토론 후 다시 묻기')
  await all(students, '2차 투표', '하나를 누르면 바로 보냅니다', '0명 응답')
  for (const student of students) {
    t.notMatch(await student.text(), /오답|정답|저장됨/, 'nothing of the first round is left')
    await student.choose('B')
    await student.sees('저장됨', '내 답 B')
  }
  await station('second-round')
  await teacher.step('응답 마감')
  await teacher.step('정답 공개')
  await all(students, '정답입니다')
  await teacher.sees('1라운드', '2라운드', '토론 뒤 2명이 정답으로 바꾸었고 0명이 정답에서 벗어났습니다', '+67')
  await station('rounds-compared')
})

t.test('the leaderboard on every screen: names for the teacher, nicknames for the students', async (t) => {
  await teacher.press('순위 보기')
  await teacher.sees('나만 보는 중', '박하늘')
  await teacher.press('모두에게 보이기')
  await teacher.sees('학생 화면에 표시 중')
  await all(students, '순위표', ...[1, 2, 3].map((who) => nicknameIn('ko', nicknameOf(who))))
  for (const student of students) t.notMatch(await student.text(), /\d:\d|박하늘|최민준|이서윤/, 'no code and no name')
  await station('leaderboard')
  await teacher.press('결과로 돌아가기')
  await all(students, '정답입니다')
})

t.test('several choices are marked and sent together', async () => {
  await teacher.step('다음 질문 열기')
  await all(students, '모두 고르세요', '보내기')
  for (const letter of ['A', 'B']) await haneul.choose(letter)
  await haneul.press('A, B 보내기')
  await haneul.sees('저장됨', '내 답 A, B')
  await minjun.choose('C')
  await station('several-open')
  await minjun.press('C 보내기')
  await minjun.sees('저장됨')
  await teacher.step('응답 마감')
  await teacher.step('정답 공개')
  await haneul.sees('정답입니다')
  await minjun.sees('오답입니다')
  await station('several-revealed')
})

t.test('a number is typed; somebody who comes late is in the middle of the question', async () => {
  await teacher.page.getByTitle('7번을 다음 질문으로').click()
  await teacher.step('다음 질문 열기')
  await all(students, '프로세스 3개가')
  await haneul.press('4')
  await haneul.press('4개 보내기')
  await haneul.sees('저장됨', '내 답 4개')
  await minjun.press('5')
  await late.enterBy(links.students, '정도윤')
  await late.press('들어가기')
  await late.sees('프로세스 3개가', '보내기')
  await teacher.sees('참여자 4', '/ 4명 응답')
  await station('number-open', [...everyone, late])
  await minjun.press('5개 보내기')
  await minjun.sees('저장됨')
  await teacher.step('응답 마감')
  await teacher.step('정답 공개')
  await haneul.sees('정답입니다')
  await minjun.sees('오답입니다', '정답')
  await late.sees('답하지 않았습니다')
  await station('number-revealed')
})

t.test('a text is typed, and every accepted spelling is right', async () => {
  await teacher.page.getByTitle('9번을 다음 질문으로').click()
  await teacher.step('다음 질문 열기')
  await all(students, '서로가 가진 자원을')
  await haneul.page.getByRole('textbox').fill('교착 상태')
  await haneul.press('보내기')
  await haneul.sees('저장됨', '내 답 교착 상태')
  await minjun.page.getByRole('textbox').fill('데드락 ')
  await station('text-open')
  await minjun.press('보내기')
  await minjun.sees('저장됨')
  await seoyun.page.getByRole('textbox').fill('기아 상태')
  await seoyun.press('보내기')
  await seoyun.sees('저장됨')
  await teacher.step('응답 마감')
  await teacher.step('정답 공개')
  await all([haneul, minjun], '정답입니다')
  await seoyun.sees('오답입니다', '교착 상태')
  await teacher.sees('기아 상태')
  await station('text-revealed')
})

t.test('A to D without a word; the server is killed in the middle, and nobody reloads', async () => {
  await teacher.press('바로 묻기 A/B/C/D')
  await all([...students, late], '하나를 누르면 바로 보냅니다')
  await haneul.choose('B')
  await haneul.sees('저장됨', '내 답 B')
  await station('letters-open')
  for (const person of [...everyone, late]) person.outage = true
  await program.kill('SIGKILL')
  await all([...everyone, late], '퀴즈 서버가 답하지 않습니다')
  await minjun.choose('C')
  await minjun.sees('아직 저장되지 않았습니다')
  await station('server-down')
  program = openHouse(t, env)
  await linksOf(program)
  await Promise.all([...everyone, late].map((person) => person.seesNoMore('퀴즈 서버가 답하지 않습니다')))
  for (const person of [...everyone, late]) person.outage = false
  await minjun.sees('저장됨', '내 답 C')
  await haneul.sees('저장됨', '내 답 B')
  await seoyun.choose('B')
  await seoyun.sees('저장됨', '내 답 B')
  await teacher.sees('67%', '33%')
  await station('server-back')
})

t.test('of two devices of one student the newer goes on, and the older can take the seat back', async () => {
  const tablet = await haneul.anotherDevice(origins)
  await tablet.page.goto(links.students.href)
  await tablet.sees('저장됨', '내 답 B')
  await haneul.sees('다른 기기에서 이어졌습니다')
  await station('replaced', [haneul])
  await haneul.press('이 기기에서 계속하기')
  await haneul.sees('저장됨', '내 답 B')
  await tablet.sees('다른 기기에서 이어졌습니다')
  t.same(tablet.complaints, [])
  await tablet.page.close()
})

t.test('a removed student is told so', async () => {
  await teacher.press('정도윤 메뉴')
  await teacher.page.getByRole('menuitem', { name: '내보내기' }).click()
  await teacher.sees('정도윤 님을 내보낼까요?')
  await station('removing', [teacher])
  await teacher.page.getByRole('alertdialog').getByRole('button', { name: '내보내기' }).click()
  await late.sees('선생님이 이 수업에서 내보냈습니다')
  await teacher.sees('정도윤 님을 내보냈습니다')
  await station('removed', [late, teacher])
})

t.test('the class ends with points and rank', async () => {
  await teacher.step('응답 마감')
  await teacher.step('결과 공개')
  await all(students, '설문 결과')
  await teacher.press('수업 마치기')
  await teacher.sees('수업을 마칠까요?')
  await teacher.page.getByRole('alertdialog').getByRole('button', { name: '수업 마치기' }).click()
  await all(students, '수업이 끝났습니다', /모은 점수 [\d,]+점/)
  await haneul.sees(/모은 점수 [\d,]+점, 1위 \/ 3명/)
  await teacher.sees('수업이 끝났습니다', '들어온 학생 3명')
  await station('ended')
})

t.test('A1 A9 what remains: the pages, the workbook opened again and the fold of the log say the same, and so did the phones', async (t) => {
  const points = await Promise.all(students.map(async (student) => Number(/모은 점수 ([\d,]+)점/.exec(await student.text())?.[1]?.replace(',', ''))))
  await teacher.press('결과 보기')
  // the archiver is a moment behind, and says so
  for (const asked = teacher.button('다시 불러오기'); !(await teacher.text()).includes('질문별') || /진행 중/.test(await teacher.text());) {
    if (await asked.isVisible()) await asked.click()
    await teacher.page.waitForTimeout(500)
  }
  await teacher.sees('저절로 지웁니다', '말로 물은 질문')
  const log = await byLog(env['DATA_DIR'] ?? '', links.classCode)
  // the three waited together and came in together, so their order is anybody's
  const scores = new Map(log.students.map(([name, , score]) => [name, score]))
  t.same([...scores.keys()].sort(), ['박하늘', '이서윤', '정도윤', '최민준'])
  t.same(['박하늘', '최민준', '이서윤'].map((name) => scores.get(name)), points, 'the phones showed the same points')
  t.same(await byPages(teacher), log, 'the pages')
  await station('results', [teacher])
  const [download] = await Promise.all([teacher.page.waitForEvent('download'), teacher.press('XLSX 내려받기')])
  t.match(download.suggestedFilename(), /\.xlsx$/)
  t.same(await byWorkbook(await download.path()), log, 'the workbook')
})

t.test('no page complained, lacked something, or spoke to anybody else', async (t) => {
  for (const person of [...everyone, late]) t.same(person.complaints, [], person.role)
  t.same(program.lines().filter(({ level }) => level === 'error' || level === 'fatal'), [], 'and the program saw no error')
})
