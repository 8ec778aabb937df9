import { join } from 'node:path'
import { readXlsx } from 'hucre'
import { pino } from 'pino'
import t from 'tap'
import type { Test } from 'tap'
import { Archiver } from '../../archive/archiver.ts'
import { Kind } from '../../classroom/events.ts'
import { MediaKind } from '../../classroom/media.ts'
import { Media } from '../../classroom/media-events.ts'
import { bitsOf } from '../../classroom/picker.ts'
import { PickMode } from '../../classroom/tool-model.ts'
import type { Lesson } from '../../classroom/live-lesson.ts'
import { rankOf } from '../../classroom/ranking.ts'
import type { Database } from '../../database/database.ts'
import { signer } from '../../tokens.ts'
import { LessonLog } from '../archive/lesson-log.ts'
import { START, ScriptedLesson } from '../classroom/scripted-lesson.ts'
import { RealPostgres } from '../database/real-postgres.ts'
import { TICKET_KEYS, sidecar } from './sidecar.ts'
import { unzipped } from './unzipped.ts'

/** For longer than a busy machine takes for this file. */
const sign = signer('bearer', TICKET_KEYS, 3600)
const MINUTE = 60_000

/** Asks as a teacher: of this lesson, as a rule. */
function asker (app: Awaited<ReturnType<typeof sidecar>>, sub = 'teacher', cls = 'ELSEWHERE') {
  const headers = { authorization: `Bearer ${sign({ cls, sub, name: 'Kim' })}`, 'accept-language': 'ko' }
  return async (path: string, payload?: object, method: 'GET' | 'DELETE' = 'GET') => await app.inject({ url: `/api/results/lessons${path}`, headers, method, ...(payload === undefined ? {} : { method: 'POST', payload }) })
}

async function archive (log: LessonLog, db: Database): Promise<void> {
  const archiver = new Archiver({ log: log.reader(), logName: 'test', db, keptMs: 1e15, logger: pino({ level: 'silent' }), onNeeded () {}, everyMs: 2 ** 31 - 1, clock: () => log.now })
  await archiver.start()
  await archiver.stop()
}

/** A lesson of four, one of them with a name that a spreadsheet would run. */
function lessonIn (log: LessonLog): { scripted: ScriptedLesson, lesson: Lesson } {
  const scripted = new ScriptedLesson()
  scripted.join('s1', { name: '김하늘' })
  scripted.join('s2', { name: '=HYPERLINK("http://evil")' })
  scripted.join('s3', { name: '@SUM(1+1)*cmd|calc' })
  scripted.join('s4', { name: '이서윤, "둘째"' })
  for (const key of ['s1', 's2', 's3']) log.up(key, START)
  scripted.play({ s1: 2, s2: 1, s4: 2 }, { text: '교착 상태의 조건은?' })
  scripted.again()
  scripted.answer('s1', 2)
  scripted.answer('s2', 2)
  scripted.close()
  scripted.reveal()
  scripted.play({ s1: -3, s3: 4 }, { type: 'numeric', choices: [], solution: { value: -3, tolerance: 0 } })
  scripted.play({ s2: '-서울', s3: '=1+1' }, { type: 'text', choices: [], solution: { accepted: ['-서울'] } })
  scripted.play({ s1: 1 }, { type: 'survey', solution: null })
  const { lesson } = scripted
  scripted.tool(Kind.pick, 0, 0, PickMode.people, 7, bitsOf([1, 2]), [[1]])
  scripted.tool(Kind.pick, 0, 1, PickMode.groups, 8, bitsOf([1, 2, 3, 4]), [[4, 1], [2, 3]])
  log.media(Media.share, 0, ['m1', MediaKind.image, 'image/webp', 9, 640, 480, '자원 할당 그래프', '그림.png', '', 0])
  log.media(Media.allow, 0, true)
  log.media(Media.share, 1, ['m2', MediaKind.link, '', 0, 0, 0, '', '=1+1', 'https://example.org/', 0])
  scripted.now += 30 * MINUTE
  scripted.end()
  log.take(scripted)
  return { scripted, lesson }
}

async function suite (t: Test, database: string): Promise<void> {
  const app = await sidecar(t, { database })
  const log = new LessonLog()
  const { lesson } = lessonIn(log)
  await archive(log, app.db)
  const ask = asker(app)
  const students = [1, 2, 3, 4]

  t.test('A8 pages tell what the fold holds, to this teacher and no other', async (t) => {
    t.match((await ask('')).json(), { lessons: [{ id: 'L1', classCode: 'K7M2QX', students: 4, questions: 4 }], next: 0, keptDays: 180 })
    const { results, ...head } = (await ask('/L1')).json()
    t.match(head, { present: 3, meanSeconds: 30 * 60, erased: 0, openedAt: START, deletedAt: START + 180 * 24 * 60 * MINUTE, forgottenAt: log.now + 48 * 60 * MINUTE })
    t.same(results.map(({ rounds }: { rounds: Array<{ answered: number, right: number, counts: number[] }> }) => rounds.map(({ answered, right, counts }) => [answered, right, counts])),
      lesson.questions.map(({ rounds }) => rounds.map(({ answers }) => [answers.answered, answers.right, answers.counts])))
    const first = (await ask('/L1/students?limit=3')).json()
    const rest = (await ask(`/L1/students?after=${first.next}&limit=3`)).json()
    t.same([...first.students, ...rest.students].map(({ who, total, rank }) => [who, total, rank]), students.map((who) => [who, lesson.people.totalOf(who), rankOf(lesson, who)]))
    t.equal(rest.next, -1)
    const ticked = (await ask('/L1/students/1')).json()
    t.match(ticked, { who: 1, name: '김하늘', verified: true, seconds: 30 * 60 })
    t.same(ticked.answers.map((given: { value: unknown } | null) => given?.value ?? null), [2, -3, null, 1])
    const extras = (await ask('/L1/extras')).json()
    t.match(extras.draws, [{ no: 0, pool: 2, groups: [[1]], passed: [] }, { no: 1, pool: 4, groups: [[4, 1], [2, 3]] }])
    t.match(extras.media, [{ by: 'Kim', name: '그림.png', alt: '자원 할당 그래프' }, { who: 1, by: '김하늘', url: 'https://example.org/' }])
    for (const [sub, cls] of [['another', 'ELSEWHERE'], ['(teacher key)', 'ELSEWHERE']] as const) {
      const stranger = asker(app, sub, cls)
      t.same((await stranger('')).json().lessons, [])
      for (const path of ['/L1', '/L1/students', '/L1/students/1', '/L1/extras', '/L1/results.xlsx', '/L1/results.csv']) t.equal((await stranger(path)).statusCode, 404, path)
      t.equal((await stranger('/L1/erase', { who: 1 })).statusCode, 404)
      t.equal((await stranger('/L1', undefined, 'DELETE')).statusCode, 404)
    }
    t.equal((await asker(app, 'another', 'K7M2QX')('/L1')).statusCode, 200, 'who teaches this class now')
    t.equal((await app.inject({ url: '/api/results/lessons' })).statusCode, 401)
    t.same((await ask('?synthetic=1')).json().lessons, [])
  })

  t.test('A9 the workbook read again equals the fold, Korean and inert formulas with it; so does the CSV', async (t) => {
    const reply = await ask('/L1/results.xlsx')
    t.match(reply.headers, { 'content-type': /spreadsheetml/, 'content-disposition': /attachment/, 'cache-control': 'no-store' })
    const { sheets } = await readXlsx(new Uint8Array(reply.rawPayload))
    t.same(sheets.map(({ name }) => name), ['학생', '문항', '추첨', '자료'])
    const rows = sheets[0]?.rows.slice(1) ?? []
    t.same(rows.map(([name, number, , , score]) => [name, number, score]), students.map((who) => [lesson.people.nameOf(who), lesson.people.numberOf(who), lesson.people.totalOf(who)]))
    t.same(rows[0]?.slice(8).map((cell) => cell ?? ''), ['B ✓', 100, -3, 100, '', '', 'A', 0])
    t.same(sheets[2]?.rows.slice(1).map((row) => row.slice(2, 5).map((cell) => cell ?? '')), [[2, '', '김하늘'], [4, 1, '이서윤, "둘째", 김하늘'], [4, 2, '=HYPERLINK("http://evil"), @SUM(1+1)*cmd|calc']])
    t.same(sheets[3]?.rows.slice(1).map(([, kind, name, , , by]) => [kind, name, by]), [['사진', '그림.png', 'Kim'], ['링크', '=1+1', '김하늘']])
    t.notMatch(JSON.stringify(sheets), /"formula"/)
    const csv = (await ask('/L1/results.csv')).rawPayload
    t.same([...csv.subarray(0, 3)], [0xef, 0xbb, 0xbf], 'the mark by which Excel knows UTF-8')
    const lines = csv.toString().split('\r\n')
    t.match(lines[1], /^김하늘,no. s1,✓,30,200,/)
    t.match(lines[2], /^"'=HYPERLINK\(""http:\/\/evil""\)",/)
    t.match(lines[3], /^'@SUM/)
    t.match(lines[3], /,'=1\+1,/)
    t.match(lines[1], /,-3,100,/, 'a number is a number')
  })

  t.test('A11 one file holds all of it', async (t) => {
    const files = await unzipped((await ask('/L1/results.zip')).rawPayload)
    t.same([...files.keys()], ['results.xlsx', 'students.csv', 'questions.csv', 'draws.csv', 'media.csv', 'quiz.gift', 'index.html'])
    t.match(files.get('draws.csv')!.toString(), /'=HYPERLINK/, 'A9')
    t.match(files.get('index.html')!.toString(), /그림\.png: 지웠거나/)
  })

  t.test('A9 what was asked goes out as a quiz file, but for what was asked by word of mouth', async (t) => {
    const reply = await ask('/L1/quiz?format=gift')
    t.match(reply.headers['content-disposition'], /Physics\.gift/)
    t.match(reply.payload, /교착 상태의 조건은/)
    t.equal((await ask('/L1/quiz?format=doc')).statusCode, 400)
  })

  t.test('A5 a student is erased from lessons and exports, with proof, and stays so', async (t) => {
    t.equal((await ask('/L1/erase', { who: 0 })).statusCode, 404, 'a teacher is no student')
    const proof = (await ask('/L1/erase', { who: 1 })).json()
    t.match(proof, { lessons: 1, participants: 1, answers: 4, media: 0, left: 0, forgottenAt: proof.erasedAt + 48 * 60 * MINUTE })
    await app.db.deleteFrom('archive_positions').execute()
    await archive(log, app.db)
    for (const path of ['/L1/results.csv', '/L1/students', '/L1', '/L1/extras']) t.notMatch((await ask(path)).payload, /김하늘/, path)
    t.match((await ask('/L1')).json(), { students: 3, erased: 1 })
    t.equal((await ask('/L1/students/1')).statusCode, 404)
    const { sheets } = await readXlsx(new Uint8Array((await ask('/L1/results.xlsx')).rawPayload))
    t.match(sheets[2]?.rows.slice(1).map((row) => row[4]), ['지운 학생', '이서윤, "둘째", 지운 학생'], 'drawn was somebody whom nobody knows any more')
    t.notMatch(JSON.stringify(sheets), /김하늘/)
  })

  t.test('A5 a lesson is deleted once it is over, with proof, and is not written again', async (t) => {
    await app.db.updateTable('lessons').set({ ended_at: 0 }).execute()
    t.match((await ask('/L1', undefined, 'DELETE')).json(), { error: 'lesson-open' })
    t.match((await ask('/L1/results.csv?ended=1')).json(), { error: 'lesson-open' }, 'A10 no file that only looks complete')
    t.equal((await ask('/L1/results.csv')).statusCode, 200, 'one may ask for what there is')
    await app.db.updateTable('lessons').set({ ended_at: log.now }).execute()
    const file = { id: 'm1', class_code: 'K7M2QX', lesson: 'L1', participant: 'teacher', stored: 1, kind: 0, type: '', bytes: 1, sha256: '', width: 0, height: 0, alt: '', name: '', pages: '', stored_at: 0, expires_at: 1e14 }
    await app.db.insertInto('media').values([file, { ...file, id: 'm3', lesson: 'L2' }, { ...file, id: 'm4', stored_at: 1 }]).execute()
    await app.db.updateTable('lessons').set({ media_known_at: log.now }).execute()
    await app.media.sweep(log.now)
    t.same((await app.db.selectFrom('media').select('id').orderBy('id').execute()).map(({ id }) => id), ['m1', 'm3'], 'H22 what the lesson does not share is swept')
    const proof = (await ask('/L1', undefined, 'DELETE')).json()
    t.match(proof, { participants: 4, answers: 6, media: 1, left: 0, forgottenAt: proof.deletedAt + 48 * 60 * MINUTE })
    t.same((await app.db.selectFrom('media').select('id').execute()), [{ id: 'm3' }])
    await app.db.deleteFrom('archive_positions').execute()
    await archive(log, app.db)
    t.same((await ask('')).json().lessons, [])
    t.match(await app.db.selectFrom('lessons').selectAll().execute(), [{ title: '', teacher: '' }], 'what is left of it names nobody')
    for (const table of ['answers', 'participants', 'questions', 'rounds', 'draws', 'shared_media', 'board_items'] as const) t.same(await app.db.selectFrom(table).selectAll().execute(), [], table)
  })
}

t.test('on SQLite', async (t) => { await suite(t, join(t.testdir(), 'lectern.db')) })
t.test('on PostgreSQL', async (t) => { await suite(t, await (await RealPostgres.start(t)).database()) })
