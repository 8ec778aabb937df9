import { readdirSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { PassThrough } from 'node:stream'
import { buffer } from 'node:stream/consumers'
import { readXlsx } from 'hucre'
import { pino } from 'pino'
import t from 'tap'
import type { Test } from 'tap'
import { Archiver } from '../../archive/archiver.ts'
import { outlinePath } from '../../board/outline.ts'
import { decodePoints } from '../../classroom/ink.ts'
import { Media } from '../../classroom/media-events.ts'
import { MediaAct, MediaKind, rowOf } from '../../classroom/media.ts'
import type { Medium } from '../../classroom/media.ts'
import { Draw } from '../../classroom/whiteboard-model.ts'
import type { Database } from '../../database/database.ts'
import type { Language } from '../../http/language.ts'
import type { MediaSettings } from '../../http/media/open-store.ts'
import { writeBundle } from '../../http/results/bundle.ts'
import { exportOf } from '../../http/results/export.ts'
import { LessonRows } from '../../http/results/lesson-rows.ts'
import { findLesson } from '../../http/results/visible-lessons.ts'
import { signer } from '../../tokens.ts'
import type { LessonSummary } from '../../wire/results.ts'
import { LessonLog } from '../archive/lesson-log.ts'
import { points } from '../classroom/drawn-board.ts'
import { ScriptedLesson } from '../classroom/scripted-lesson.ts'
import { photo, wav } from './media/files.ts'
import { s3Server } from './media/s3-server.ts'
import { temporaryFolder } from './media/temporary.ts'
import { Uploader } from './media/uploader.ts'
import { OPTIONS, TICKET_KEYS, sidecar } from './sidecar.ts'
import { unzipped } from './unzipped.ts'

const ASKED = { text: '교착 상태의 조건은?' }

/** The bundle of a lesson, made here. */
async function bundled (db: Database, lesson: LessonSummary, language: Language, media: MediaSettings): Promise<Map<string, Buffer>> {
  const through = new PassThrough()
  const [zip] = await Promise.all([buffer(through), writeBundle(db, { format: 'zip', lesson, language, media }, () => through, () => {})])
  return await unzipped(zip)
}

function summary (db: Database, id = 'L1'): Promise<LessonSummary> {
  return findLesson(db, { cls: 'K7M2QX', sub: 'teacher', name: 'Kim' }, id)
}

/** A class that was held, with what it shared in a store; and what one asks of it. */
async function held (t: Test, store: 'folder' | 's3') {
  const folder = temporaryFolder(t)
  const bucket = store === 's3' ? await s3Server(t) : null
  const media = { ...OPTIONS.media, folder, s3: bucket?.s3 ?? null }
  const said: string[] = []
  const logger = pino({ messageKey: 'msg' }, { write: (line) => { said.push((JSON.parse(line) as { msg: string }).msg) } })
  const app = await sidecar(t, { database: join(folder, 'lectern.db'), media, logger })
  await app.listen({ host: '127.0.0.1', port: 0 })
  const who = { cls: 'K7M2QX', les: 'L1' }
  const teacher = new Uploader(app, { ...who, sub: 'teacher' })
  const student = new Uploader(app, { ...who, sub: 's1', role: 0 })
  const log = new LessonLog()
  const scripted = new ScriptedLesson()
  scripted.join('s1', { name: '김하늘' })
  scripted.join('s2', { name: '../이서윤' })
  scripted.play({ s1: 2, s2: 1 }, ASKED)
  log.take(scripted)
  log.media(Media.allow, 0, true)
  /** Uploads a file, and shares it under a name and a description of any kind. */
  const share = async (by: number, bytes: Buffer, more: object, name: string, alt: string): Promise<Medium> => {
    const { medium } = (await (by === 0 ? teacher : student).upload(bytes, more)).body as { medium: Medium }
    log.now++
    log.media(Media.share, by, rowOf({ ...medium, name, alt }))
    return medium
  }
  const pages = [await photo(40, 30), await photo(30, 50)]
  const shared = {
    picture: await share(0, await photo(64, 48), {}, '../../밖으로.png', '할당 그래프'),
    sound: await share(0, wav(), { kind: MediaKind.audio }, 'CON', ''),
    document: await share(0, Buffer.concat(pages), { kind: MediaKind.document, pages: pages.map(({ length }) => length) }, 'a:b|<c>?*.pdf', ''),
    own: await share(1, await photo(20, 20), {}, '하늘이 그린 것.jpg', ''),
    refused: await share(1, await photo(10, 10), {}, '', '거절할 그림'),
    waiting: await share(1, await photo(12, 10), {}, '기다림.png', ''),
    removed: await share(0, await photo(14, 10), {}, '지울 그림.png', '')
  }
  log.media(Media.share, 0, ['link', MediaKind.link, '', 0, 0, 0, '참고할 글', '"><script>alert(1)</script>', 'https://example.org/?a=1&b="2"', 0])
  log.media(Media.act, 0, MediaAct.approve, shared.own.id, 0)
  log.media(Media.act, 0, MediaAct.reject, shared.refused.id, 0)
  log.media(Media.act, 0, MediaAct.remove, shared.removed.id, 0)
  log.draw([500, 0, true, [Draw.invite, 1, true]], [501, 0, true, [Draw.add, 1]])
  log.draw([502, 0, true, [Draw.ink, 0, 502, 0, 1, 28, points(9)]], [503, 0, true, [Draw.image, 0, shared.picture.id, 0, 0, 640, 480]], [504, 1, false, [Draw.text, 1, 2, 120, 10, 10, '하늘이 쓴 글 </svg>']])
  log.now = scripted.now += 30 * 60_000
  const headers = { authorization: `Bearer ${signer('bearer', TICKET_KEYS, 600)({ cls: 'ELSEWHERE', sub: 'teacher', name: 'Kim' })}`, 'accept-language': 'ko' }
  const archive = async (): Promise<void> => {
    log.take(scripted)
    const archiver = new Archiver({ log: log.reader(), logName: 'test', db: app.db, keptMs: 1e15, logger: pino({ level: 'silent' }), onNeeded () {}, everyMs: 2 ** 31 - 1, clock: () => log.now })
    await archiver.start()
    await archiver.stop()
  }
  const ask = (path: string) => app.inject({ url: `/api/results/lessons/L1${path}`, headers })
  const bundle = async (): Promise<Map<string, Buffer>> => await bundled(app.db, await summary(app.db), 'ko', media)
  return { app, said, bucket, folder, kept: join(folder, 'kept', 'K7M2QX'), log, scripted, media: shared, archive, ask, bundle, headers }
}

const PLAIN = ['results.xlsx', 'students.csv', 'questions.csv', 'media.csv', 'quiz.gift', 'whiteboard/page-01.svg', 'whiteboard/page-02.svg']
const FILES = ['media/001 밖으로.webp', 'media/002 CON.wav', 'media/003 a b c/001.webp', 'media/003 a b c/002.webp']

for (const store of ['folder', 's3'] as const) {
  t.test(`A11 one file holds what a class had and what is still there (${store})`, async (t) => {
    const { app, said, bucket, folder, kept, scripted, media, archive, ask, bundle, headers } = await held(t, store)
    await archive()
    t.match((await ask('/results.zip')).json(), { error: 'lesson-open' })
    scripted.end()
    await archive()

    t.test('its files are those that the pages give, and those that were shared; the index tells what is left out', async (t) => {
      const files = await bundle()
      t.same([...files.keys()], [...PLAIN, ...FILES, 'media/004 하늘이 그린 것.webp', 'index.html'])
      const base = `http://127.0.0.1:${(app.server.address() as { port: number }).port}/media`
      const stored = async (path: string): Promise<Buffer> => Buffer.from(await (await fetch(`${base}/${path}`)).arrayBuffer())
      for (const [i, path] of [media.picture.id, media.sound.id, `${media.document.id}/1`, `${media.document.id}/2`].entries()) t.same(files.get(FILES[i]!), await stored(path), path)
      if (bucket !== null) return
      const reply = await ask('/results.zip')
      t.match(reply.headers, { 'content-type': 'application/zip', 'content-disposition': /attachment; filename="lectern-results.zip"/, 'cache-control': 'no-store' })
      // a workbook says when it was made
      const butWorkbook = (all: Map<string, Buffer>): Array<[string, Buffer]> => [...all].filter(([name]) => name !== 'results.xlsx')
      t.same(butWorkbook(await unzipped(reply.rawPayload)), butWorkbook(files), 'and it comes out whole')
      const alone = async (format: 'xlsx' | 'csv'): Promise<Buffer> => Buffer.from(await exportOf(new LessonRows(app.db), { lesson: await summary(app.db), format, language: 'ko' }))
      t.same((await readXlsx(files.get('results.xlsx')!)).sheets, (await readXlsx(await alone('xlsx'))).sheets)
      t.same(files.get('students.csv'), await alone('csv'))
      t.same(files.get('quiz.gift'), (await ask('/quiz?format=gift')).rawPayload)
      t.match(files.get('questions.csv')!.toString(), ASKED.text)
      const page = files.get('whiteboard/page-01.svg')!.toString()
      t.ok(page.includes(outlinePath(decodePoints(points(9))!, 28)))
      t.ok(page.includes((await stored(media.picture.id)).toString('base64')))
      t.match(page, /aria-label="할당 그래프"/)
      t.match(files.get('whiteboard/page-02.svg')!.toString(), /하늘이 쓴 글 &lt;\/svg&gt;/)
      const index = files.get('index.html')!.toString()
      t.match(index, /<html lang="ko">/)
      t.ok(index.includes(`href="${FILES[0]!.split('/').map(encodeURIComponent).join('/')}"`))
      t.ok(index.includes('https://example.org/?a=1&amp;b=&quot;2&quot;'))
      t.match(index, /링크 · &quot;&gt;&lt;script&gt;alert\(1\)&lt;\/script&gt; · 참고할 글 · 공유한 사람 Kim/)
      t.match(index, /사진 · 할당 그래프 · 공유한 사람 Kim/)
      t.notMatch(index, /<script/)
      t.match(index, /거절할 그림: 선생님이 거절한 자료입니다.*기다림\.png: 선생님이 허용하지 않아/s)
      t.notMatch(index, /지울 그림/, 'what was removed is nowhere')
    })

    if (bucket !== null) {
      t.test('while the store does not answer, all else is there', async (t) => {
        bucket.down = true
        const files = await bundle()
        t.same([...files.keys()], [...PLAIN, 'index.html'])
        t.match(files.get('index.html')!.toString(), /밖으로\.png: 저장소에 연결할 수 없었습니다/)
        t.match(files.get('whiteboard/page-01.svg')!.toString(), /stroke-dasharray/)
        t.same([...await unzipped((await ask('/results.zip')).rawPayload)].map(([name]) => name), [...files.keys()])
        t.same(said.filter((name) => name === 'media-failed').length, 1, 'and the log tells of it, once a ZIP')
      })
      return
    }

    t.test('a class is told apart from those of other teachers', async (t) => {
      const stranger = signer('bearer', TICKET_KEYS, 60)({ cls: 'ELSEWHERE', sub: 'another', name: 'Lee' })
      t.equal((await app.inject({ url: '/api/results/lessons/L1/results.zip', headers: { ...headers, authorization: `Bearer ${stranger}` } })).statusCode, 404)
      t.equal((await app.inject({ url: '/api/results/lessons/L1/results.zip' })).statusCode, 401)
    })

    t.test('A5 nothing of a student who was erased is in it', async (t) => {
      const erased = await app.inject({ url: '/api/results/lessons/L1/erase', method: 'POST', headers, payload: { who: 1 } })
      t.match(erased.json(), { participants: 1, media: 3, left: 0 })
      const files = await bundle()
      t.same([...files.keys()], [...PLAIN, ...FILES, 'index.html'])
      const index = files.get('index.html')!.toString()
      t.match(index, /지운 학생 1명의 기록, 그림, 파일은 어디에도 없습니다/)
      for (const [name, content] of files) t.notOk(/하늘|거절할|기다림/.test(content.toString()), name)
      t.notMatch(JSON.stringify((await readXlsx(files.get('results.xlsx')!)).sheets), /하늘/)
    })

    t.test('a file that the store has lost leaves a gap, and one that is too large; the index says which', async (t) => {
      rmSync(join(kept, media.document.id, 'large-2'))
      await app.db.updateTable('media').set({ bytes: 2 ** 30 + 1 }).where('id', '=', media.sound.id).execute()
      const files = await bundle()
      t.same([...files.keys()], [...PLAIN, FILES[0], FILES[2], 'index.html'])
      t.match(files.get('index.html')!.toString(), /CON: 한 번에 담을 수 있는 1GB를 넘습니다/)
      t.match(files.get('index.html')!.toString(), /a:b\|&lt;c&gt;\?\*\.pdf \(2쪽부터\): 저장소에 파일이 없습니다/)
    })

    t.test('when the time of the files is over, the rest stays, with the board', async (t) => {
      await app.db.updateTable('media').set({ expires_at: Date.now() - 1 }).execute()
      t.equal((await ask('')).json().filesUntil, 0)
      const files = await bundle()
      t.same([...files.keys()], [...PLAIN, 'index.html'])
      t.match(files.get('index.html')!.toString(), /https:\/\/example\.org.*밖으로\.png: 지웠거나 보관 기간이 끝났습니다/s)
      t.same(readdirSync(folder, { recursive: true, withFileTypes: true }).filter((each) => each.isFile() && each.parentPath.includes('work')), [], 'no copy is left')
    })
  })
}

t.test('A11 a class without a question, a drawing or a file has a file too, and so has one that an earlier release archived', async (t) => {
  const app = await sidecar(t, { database: join(temporaryFolder(t), 'lectern.db') })
  const lesson = { class_code: 'K7M2QX', title: '', teacher: 'Kim', synthetic: 0, opened_at: 1, ended_at: 2, events: 1 } as const
  await app.db.insertInto('lessons').values([{ ...lesson, id: 'L1', sheets: 1 }, { ...lesson, id: 'L2', sheets: 0 }]).execute()
  for (const [id, board] of [['L1', 'Nothing stood on the whiteboard'], ['L2', 'The whiteboard of this class was not kept']] as const) {
    const files = await bundled(app.db, await summary(app.db, id), 'en', OPTIONS.media)
    t.same([...files.keys()], ['results.xlsx', 'students.csv', 'index.html'])
    const index = files.get('index.html')!.toString()
    for (const words of ['Class K7M2QX', board, 'No file was shared.', 'Nothing is left out.']) t.ok(index.includes(words), words)
  }
})
