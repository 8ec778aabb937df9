import { readFile, readdir } from 'node:fs/promises'
import { join } from 'node:path'
import type { Locator } from 'playwright-core'
import sharp from 'sharp'
import t from 'tap'
import { PDF, SVG, bomb, wav } from '../../../server/test/http/media/files.ts'
import { privateSettings, run } from '../../../server/test/program/running-program.ts'
import { s3Server } from '../../../server/test/http/media/s3-server.ts'
import { examine } from './examine.ts'
import { WORDS, film, koreanPdf, longSound, slides } from './files.ts'
import { Person } from './lesson-person.ts'
import { FILM, untouched } from './media-rows.ts'
import { PHONE, openProgram } from './open-program.ts'

t.setTimeout(300_000)
const { env, program, links, origins, come, shots } = await openProgram(t, 'media')

const teacher = await come({ role: 'teacher', viewport: { width: 1280, height: 800 }, reducedMotion: 'reduce' })
const haneul = await come({ role: 'phone', viewport: PHONE })
const minjun = await come({ role: 'small-dark', viewport: { width: 320, height: 640 }, colorScheme: 'dark', reducedMotion: 'reduce' })
const students = [haneul, minjun]
let wall: Person

/** Photographs and examines a screen of several people. */
async function look (name: string, ...people: Person[]): Promise<void> {
  for (const person of people) await examine(person, name, shots, [links.classCode, 'deadlock.png', 'week7.pdf', 'notes.jpg', 'notes.txt', 'bell.wav', 'week8.pdf', 'lab.webm', 'demo.webm', 'x.png', 'os.example', 'bank.example', links.students.host, '.png', '.pdf'], ['PDF', 'https', 'kB'])
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

async function choose (person: Person, name: string, mimeType: string, buffer: Buffer): Promise<void> {
  await person.page.locator('input[type=file]').last().setInputFiles({ name, mimeType, buffer })
}

/** Drops a file on the drawer, or pastes it. */
async function bring (person: Person, how: 'drop' | 'paste', name: string, type: string, buffer: Buffer): Promise<void> {
  await person.page.evaluate(({ how, name, type, base64 }) => {
    const data = new DataTransfer()
    data.items.add(new File([Uint8Array.from(atob(base64), (letter) => letter.charCodeAt(0))], name, { type }))
    const about = { bubbles: true, cancelable: true }
    if (how === 'drop') document.querySelector('.panel .drop')?.dispatchEvent(new DragEvent('drop', { ...about, dataTransfer: data }))
    else document.body.dispatchEvent(new ClipboardEvent('paste', { ...about, clipboardData: data }))
  }, { how, name, type, base64: buffer.toString('base64') })
}

/** The shape of the n-th letter of a page of WORDS as it was kept. */
async function letterOf (path: string, n: number): Promise<Buffer> {
  const scale = 2
  const letter = sharp(path).extract({ left: scale * (WORDS.x + n * WORDS.size), top: scale * (540 - WORDS.y - WORDS.size), width: scale * WORDS.size, height: scale * WORDS.size * 1.25 })
  return await sharp(await letter.toBuffer()).trim().resize(12, 12, { fit: 'fill' }).greyscale().raw().toBuffer()
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
  await untouched(teacher.context)
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
  await choose(teacher, 'week7.pdf', 'application/pdf', await slides(['Deadlock', 'Four conditions', 'Bankers']))
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

t.test('M15 H20 a Korean PDF and a scan are what they show, and a film plays; files may be dropped and pasted', async (t) => {
  const before = new Set(await stored())
  const scan = await sharp(await diagram('스캔')).rotate(0.4, { background: '#fff' }).toBuffer()
  await bring(teacher, 'drop', 'week8.pdf', 'application/pdf', await koreanPdf('교착상태', scan, teacher.context))
  await teacher.press('올려서 보이기')
  for (const person of [wall, ...students]) await person.sees('1 / 3쪽')
  const pages = (await stored()).filter((path) => !before.has(path) && /large-\d$/.test(path)).sort()
  t.equal(pages.length, 3)
  const [named, printed] = await Promise.all(pages.slice(0, 2).map((page) => Promise.all([0, 1, 2, 3].map((n) => letterOf(page, n)))))
  for (const [n, letter] of named!.entries()) {
    const unlike = printed!.map((other) => other.reduce((sum, value, i) => sum + Math.abs(value - letter[i]!), 0))
    t.equal(unlike.indexOf(Math.min(...unlike)), n, `letter ${n + 1} of the first page is that of the second: ${unlike.join(' ')}`)
  }
  const { channels } = await sharp(pages[2]).stats()
  t.ok(channels[0]!.mean > 200 && channels[0]!.stdev > 20, 'the scan is there')
  await look('korean', teacher, wall, haneul)
  await bring(teacher, 'paste', 'lab.webm', 'video/webm', await film(teacher.context))
  await teacher.press('올려서 보이기')
  for (const person of [wall, ...students]) await person.page.waitForFunction(() => document.querySelector('video')?.videoWidth === 160)
  await look('film', teacher, wall, haneul)
  await filesBecome(before.size + 7)
})

t.test('M16 the teacher plays, pauses and rewinds what the wall shows; a wall that comes anew stands where it should', async (t) => {
  const files = (await stored()).length
  await choose(teacher, 'demo.webm', 'video/webm', await readFile(FILM))
  await teacher.press('올려서 보이기')
  const film = (person: Person) => person.page.locator('video').last().evaluate(({ currentTime, paused, muted }: HTMLVideoElement) => ({ currentTime, paused, muted, at: Date.now() }))
  const steer = async (name: string): Promise<void> => { await drawer().getByRole('button', { name }).click() }
  /** Waits until the wall's film plays, or not, within a second of where it should be: it was at `second` at the time `at`. */
  const stands = async (second: number, playing: boolean, at = 0) => await wall.page.waitForFunction(([second, playing, at]) => {
    const video = document.querySelector('video')
    return video !== null && video.duration > 20 && !video.paused === playing && Math.abs(video.currentTime - second - (playing ? (Date.now() - at) / 1000 : 0)) < 1
  }, [second, playing, at] as const)
  await stands(0, false)
  await steer('프로젝터에서 재생')
  await wall.sees('소리 없이 재생하고 있습니다', /0:0\d \/ 0:30/)
  await look('film-silent', teacher, wall)
  await wall.page.keyboard.press('m')
  await wall.seesNoMore('소리 없이')
  const { currentTime, at, ...heard } = await film(wall)
  t.same(heard, { paused: false, muted: false })
  await wall.page.reload()
  await stands(currentTime, true, at)
  for (const phone of students) t.match(await film(phone), { currentTime: 0, paused: true }, 'phones have players of their own')
  await steer('프로젝터에서 멈춤')
  await wall.page.waitForFunction(() => document.querySelector('video')?.paused)
  const paused = (await film(wall)).currentTime
  await wall.page.reload()
  await stands(paused, false)
  await steer('처음으로')
  await stands(0, false)
  await teacher.press('demo.webm 지우기')
  await teacher.page.getByRole('alertdialog').getByRole('button', { name: '지우기' }).click()
  await filesBecome(files)
})

t.test('H22 an upload can be given up; it goes on by itself when the sidecar or the line drops, and nothing is left twice', async () => {
  const files = (await stored()).length
  const sound = longSound(wav())
  const row = drawer().locator('.upload')
  const session = await teacher.context.newCDPSession(teacher.page)
  const slowly = async (slow: boolean): Promise<void> => { await session.send('Network.emulateNetworkConditions', { offline: false, latency: 0, downloadThroughput: -1, uploadThroughput: slow ? 300_000 : -1 }) }
  /** Begins an upload and stops in the midst of its bytes. */
  const half = async (): Promise<void> => {
    await slowly(true)
    await choose(teacher, 'bell.wav', 'audio/wav', sound)
    await teacher.press('올리기만')
    await row.filter({ hasText: /올리는 중\s*[1-9]/ }).waitFor()
  }
  await session.send('Network.enable')
  teacher.outage = true
  await half()
  await row.getByRole('button', { name: '취소' }).click()
  await row.waitFor({ state: 'detached' })

  await half()
  const sidecar = await program.line(({ msg, role }) => msg === 'process-started' && role === 'http')
  process.kill(Number(sidecar['pid']), 'SIGKILL')
  await row.locator('.why', { hasText: '저절로 보냅니다' }).waitFor()
  await look('broken', teacher)
  await slowly(false)
  await row.waitFor({ state: 'detached' })
  await filesBecome(files + 1)

  await teacher.context.setOffline(true)
  await choose(teacher, 'bell.wav', 'audio/wav', sound)
  await teacher.press('올리기만')
  await row.locator('.why', { hasText: '저절로 보냅니다' }).waitFor()
  await teacher.context.setOffline(false)
  await row.waitFor({ state: 'detached' })
  await filesBecome(files + 2)
  await session.detach()
  teacher.outage = false
})

t.test('H20 H21 with a bucket, browsers put files there themselves and show them from there; a bucket that refuses them is told', async (t) => {
  const page = new URL(links.teacher)
  const { code } = await (await fetch(new URL('/api/classes', page), { method: 'POST', headers: { 'content-type': 'application/json' }, body: JSON.stringify({ teacherKey: links.teacherKey }) })).json() as { code: string }
  page.hash = `class=${code}&key=${links.teacherKey}`
  const { PORT_HTTP = '', PORT_HTTP_METRICS = '' } = await privateSettings('')
  page.port = PORT_HTTP
  const keys = JSON.parse(await readFile(join(env['DATA_DIR'] ?? '', 'keys.json'), 'utf8')) as { ticket: Array<{ kid: string, secret: string }> }
  const TICKET_KEYS = keys.ticket.map(({ kid, secret }) => `${kid}:${secret}`).join()
  const [open, closed] = [await s3Server(t, page.origin), await s3Server(t)]
  const begin = async ({ s3 }: typeof open): Promise<() => Promise<unknown>> => {
    const sidecar = run(t, ['dist/server/main.js'], {
      ...env, ROLES: 'http', TICKET_KEYS, ENTRY: 'open', TEACHER_KEY: links.teacherKey, PORT_HTTP, PORT_HTTP_METRICS,
      S3_BUCKET: s3.bucket, S3_ENDPOINT: s3.endpoint, S3_ACCESS_KEY_ID: s3.accessKeyId, S3_SECRET_ACCESS_KEY: s3.secretAccessKey
    })
    await sidecar.line(({ msg }) => msg === 'process-ready')
    return () => sidecar.kill('SIGKILL')
  }
  const other = await come({ role: 'bucket', origins: [...origins, page.origin, open.s3.endpoint], viewport: { width: 1280, height: 800 } })
  const seen: string[] = []
  other.page.on('response', (response) => { seen.push(response.url()) })
  let end = await begin(open)
  await other.enterBy(page, '이서윤')
  await other.press('들어가기')
  await other.step('수업 열기')
  await other.press('자료')
  await choose(other, 'cloud.png', 'image/png', await diagram('저장소'))
  await other.press('올려서 보이기')
  await other.sees('지금 모두가 보는 자료')
  await picture(other, '[role=dialog] .stage-picture img')
  t.match(seen.findLast((url) => url.startsWith(open.s3.endpoint)), /\/(large|small)\?.*X-Amz-Signature/, 'the picture came from the bucket')
  await end()
  end = await begin(closed)
  other.outage = true
  await choose(other, 'cloud.png', 'image/png', await diagram('저장소'))
  await other.press('올리기만')
  await other.sees('저장소가 이 페이지에서 올리는 파일을 받지 않습니다')
  await end()
  t.same(other.complaints, [])
})

t.test('nothing went wrong on any screen', async (t) => {
  for (const person of [teacher, wall, ...students]) t.same(person.complaints, [], `on the ${person.role}`)
})
