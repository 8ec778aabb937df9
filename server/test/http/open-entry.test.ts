import t from 'tap'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { buildSidecar } from '../../http/app.ts'
import { verifier } from '../../tokens.ts'
import { OPTIONS, STUDENT, TEACHER, TEACHER_KEY, TICKET_KEYS, launch, openClass, post, resumeToken, sidecar } from './sidecar.ts'

const NAV = '/api/classrooms/nav'
const ROOM = '/api/classrooms/getRealRoom'

t.test('a student comes in with a code and a name, unverified, under a random id', async (t) => {
  const app = await sidecar(t, { entry: 'open' })
  const classCode = await openClass(app)
  t.match(classCode, /^[2-9A-HJ-NP-Z]{6}$/)
  t.match(await post(app, NAV, { classCode }), { status: 200, body: { role: 0, verified: false, needsName: true, user: { usrTpCd: 'ST', classCode, uuid: '' } } })
  t.match(await post(app, ROOM, { classCode }), { status: 400, body: { error: 'bad-field', field: 'userName' } })
  const one = await post(app, ROOM, { classCode: classCode.toLowerCase(), userName: '박솔' }, { host: '10.0.0.5:8088' })
  t.match(one, { status: 200, body: { classCode, title: '운영체제 3분반', participant: /^[\w-]{22}$/, joinUrl: `http://10.0.0.5:8088/enter?classCode=${classCode}` } })
  t.match(verifier('ticket', TICKET_KEYS)(String(one.body['ticket'])), { ok: true, claims: { ver: false, ttl: '운영체제 3분반' } })
  const here = await post(app, ROOM, { classCode, userName: '박솔' }, { host: 'localhost:8088' })
  t.match(here.body, { joinUrl: `http://192.168.0.7:8088/enter?classCode=${classCode}` }, 'what phones cannot reach is not shown to them')
  const two = await post(app, ROOM, { classCode, userName: '박솔' })
  t.not(two.body['participant'], one.body['participant'])
})

t.test('an unknown class and a teacher without the key get the same reply', async (t) => {
  const app = await sidecar(t, { entry: 'open' })
  const classCode = await openClass(app)
  const unknown = await post(app, ROOM, { ...STUDENT, classCode: 'ZZZZZZ' })
  t.match(unknown, { status: 403, body: { error: 'wrong-link' } })
  for (const body of [{ ...TEACHER, classCode }, { ...TEACHER, classCode, teacherKey: 'no' }, { ...TEACHER, classCode: 'ZZZZZZ', teacherKey: TEACHER_KEY }]) {
    t.same((await post(app, ROOM, body)).body, unknown.body)
  }
  const keyless = await sidecar(t, { entry: 'open', keys: { ...OPTIONS.keys, teacherKey: null } })
  t.match(await post(keyless, NAV, { ...TEACHER, teacherKey: '' }), { status: 403, body: { error: 'wrong-link' } })
})

t.test('a teacher with the key gets the console; all who hold the key share their quizzes', async (t) => {
  const app = await sidecar(t, { entry: 'open' })
  const classCode = await openClass(app)
  const { status, body } = await post(app, ROOM, { usrTpCd: 'TE', userName: '이선생', classCode, teacherKey: TEACHER_KEY })
  t.equal(status, 200)
  t.match(body, { role: 1, seat: 1 })
  t.match(verifier('bearer', TICKET_KEYS)(String(body['bearer'])), { ok: true, claims: { cls: classCode, sub: '(teacher key)' } })
})

t.test('guessing the teacher key is stopped per address, and the lecture hall stays open', async (t) => {
  const app = await sidecar(t, { entry: 'open' })
  const classCode = await openClass(app)
  for (let i = 0; i < 30; i++) t.equal((await post(app, ROOM, { ...TEACHER, classCode, teacherKey: `guess ${i}` })).status, 403)
  t.match(await post(app, ROOM, { ...TEACHER, classCode, teacherKey: TEACHER_KEY }), { status: 429, body: { error: 'too-many' } })
  t.match(await post(app, '/api/classes', { title: 'x', teacherKey: TEACHER_KEY }), { status: 429 })
  t.equal((await post(app, ROOM, { ...STUDENT, classCode })).status, 200)
})

t.test('an id that somebody has entered with needs his resume token', async (t) => {
  const app = await sidecar(t, { entry: 'open' })
  const classCode = await openClass(app)
  const mine = { ...STUDENT, classCode }
  t.match(await post(app, ROOM, mine), { status: 200, body: { participant: 'u-7' } }, 'the first one has it')
  const strangers: Array<[string, object]> = [
    ['without a token', mine],
    ['another class', { ...mine, resume: resumeToken({ cls: 'OTHERS' }) }],
    ['expired', { ...mine, resume: resumeToken({ cls: classCode }, -10) }],
    ["a teacher's", { ...mine, resume: resumeToken({ cls: classCode, role: 1 }) }],
    ['garbage', { ...mine, resume: 'x.y.z' }]
  ]
  for (const [what, body] of strangers) t.match(await post(app, ROOM, body), { status: 200, body: { participant: /^[\w-]{22}$/ } }, what)
  t.match(await post(app, ROOM, { ...mine, resume: resumeToken({ cls: classCode }) }), { status: 200, body: { participant: 'u-7' } }, 'his own')
  t.match(await post(app, ROOM, { classCode, resume: resumeToken({ cls: classCode, name: '김하늘' }) }), { body: { participant: 'u-7', name: '김하늘' } }, 'which knows his name')
})

t.test('an id that a host vouched for is nobody else\'s either', async (t) => {
  const app = await sidecar(t, { entry: 'open' })
  const classCode = await openClass(app)
  t.equal((await post(app, ROOM, { token: launch({ ...STUDENT, classCode }) })).status, 200)
  t.match(await post(app, ROOM, { ...STUDENT, classCode }), { body: { participant: /^[\w-]{22}$/ } })
})

t.test('what was entered survives a restart', async (t) => {
  const folder = mkdtempSync(join(tmpdir(), 'lectern-'))
  t.teardown(() => rmSync(folder, { recursive: true }))
  const options = { ...OPTIONS, entry: 'open' as const, database: join(folder, 'lectern.db') }
  const first = await buildSidecar(options)
  const classCode = await openClass(first)
  t.match(await post(first, ROOM, { ...STUDENT, classCode }), { body: { participant: 'u-7' } })
  await first.close()
  const second = await sidecar(t, options)
  t.match(await post(second, ROOM, { ...STUDENT, classCode }), { status: 200, body: { participant: /^[\w-]{22}$/ } })
})

t.test('POST /api/classes wants the key and a title', async (t) => {
  const app = await sidecar(t, { entry: 'open' })
  t.match(await post(app, '/api/classes', { title: '  자료 \u3000 구조 ' }, { authorization: `Bearer ${TEACHER_KEY}` }), { status: 201, body: { code: String, title: '자료 구조' } })
  t.match(await post(app, '/api/classes', { title: 'x' }), { status: 403, body: { error: 'forbidden' } })
  t.match(await post(app, '/api/classes', { title: ' \u200B ', teacherKey: TEACHER_KEY }), { status: 400, body: { field: 'title' } })
  t.match(await post(app, '/api/classes', { title: 'x'.repeat(81), teacherKey: TEACHER_KEY }), { status: 400, body: { field: 'title' } })
})

t.test('POST /api/session/renew gives teachers a new bearer token', async (t) => {
  const app = await sidecar(t)
  const renew = (resume: string) => post(app, '/api/session/renew', { resume })
  const { status, body } = await renew(resumeToken({ sub: 't-1', role: 1, ver: true }))
  t.equal(status, 200)
  t.match(verifier('bearer', TICKET_KEYS)(String(body['bearer'])), { ok: true, claims: { sub: 't-1', cls: 'OS-101' } })
  t.match(await renew(resumeToken({ role: 0 })), { status: 403, body: { error: 'forbidden' } })
  t.match(await renew(resumeToken({ role: 1 }, -10)), { status: 401, body: { error: 'expired' } })
  t.match(await renew('nonsense'), { status: 401, body: { error: 'bad-token' } })
})
