import type { FastifyInstance } from 'fastify'
import t from 'tap'
import { signer } from '../../tokens.ts'
import { TICKET_KEYS, post, sidecar } from './sidecar.ts'

const bearer = (sub: string, seconds = 60): Record<string, string> => ({ authorization: `Bearer ${signer('bearer', TICKET_KEYS, seconds)({ cls: 'OS-101', sub, name: '이선생' })}` })
const MINE = bearer('t-1')

const QUESTION = {
  type: 'single', text: '수도는?', choices: ['부산', '서울'], solution: { mask: 2 }, explanation: '', seconds: 30, points: 100, speed: true, change: true, shuffle: false, live: false
}
const QUIZ = { title: '7주차', questions: [QUESTION, { ...QUESTION, type: 'numeric', choices: [], solution: { value: 1, tolerance: 0 } }, { ...QUESTION, type: 'survey', solution: null }] }

async function call (app: FastifyInstance, method: 'GET' | 'PUT' | 'DELETE', url: string, headers = MINE, payload?: object): Promise<{ status: number, body: unknown }> {
  const reply = await app.inject({ method, url, headers, ...(payload === undefined ? {} : { payload }) })
  return { status: reply.statusCode, body: reply.payload === '' ? null : reply.json() }
}

t.test('a quiz is kept, listed, read, replaced and deleted', async (t) => {
  const app = await sidecar(t)
  t.same(await call(app, 'GET', '/api/quizzes'), { status: 200, body: [] })
  const created = await post(app, '/api/quizzes', QUIZ, MINE)
  t.match(created, { status: 201, body: { ...QUIZ, id: String, updatedAt: Number } })
  const url = `/api/quizzes/${String(created.body['id'])}`
  t.same((await call(app, 'GET', url)).body, created.body)
  t.match(await call(app, 'PUT', url, MINE, { title: ' 8주차  A ', questions: [QUESTION] }), { status: 200, body: { title: '8주차 A', questions: [QUESTION] } })
  t.match(await call(app, 'GET', '/api/quizzes'), { body: [{ id: created.body['id'], title: '8주차 A', questions: 1, updatedAt: Number }] })
  t.same(await call(app, 'DELETE', url), { status: 204, body: null })
  t.match(await call(app, 'GET', url), { status: 404, body: { error: 'not-found' } })
})

t.test("another teacher's quiz is as good as none", async (t) => {
  const app = await sidecar(t)
  const { body } = await post(app, '/api/quizzes', QUIZ, MINE)
  const url = `/api/quizzes/${String(body['id'])}`
  const other = bearer('t-2')
  t.same((await call(app, 'GET', '/api/quizzes', other)).body, [])
  t.equal((await call(app, 'GET', url, other)).status, 404)
  t.equal((await call(app, 'PUT', url, other, QUIZ)).status, 404)
  t.equal((await call(app, 'DELETE', url, other)).status, 404)
  t.equal((await call(app, 'GET', url)).status, 200)
})

t.test('every route wants a bearer token', async (t) => {
  const app = await sidecar(t)
  const ticket = signer('ticket', TICKET_KEYS, 60)({ cls: 'OS-101', sub: 't-1', name: '', num: '', role: 1, seat: 1, ver: true, fac: 1, lid: '', ttl: '', syn: false })
  for (const headers of [{}, { authorization: 'Bearer x' }, { authorization: `Bearer ${ticket}` }, { authorization: 'Basic abc' }]) {
    t.match(await call(app, 'GET', '/api/quizzes', headers), { status: 401, body: { error: 'bad-token' } })
    t.match(await post(app, '/api/quizzes', QUIZ, headers), { status: 401, body: { error: 'bad-token' } })
    t.match(await post(app, '/api/quizzes/import?format=gift', QUIZ, headers), { status: 401, body: { error: 'bad-token' } })
  }
  t.match(await call(app, 'GET', '/api/quizzes', bearer('t-1', -10)), { status: 401, body: { error: 'expired' } })
})

t.test('a wrong quiz is refused, and the field is named', async (t) => {
  const app = await sidecar(t)
  const wrong: Array<[object, string, string]> = [
    [{ title: 7, questions: [] }, 'bad-field', 'title'],
    [{ title: ' ', questions: [] }, 'bad-field', 'title'],
    [{ questions: [] }, 'bad-field', 'title'],
    [{ title: 'x', questions: [], extra: 1 }, 'bad-field', 'extra'],
    [{ title: 'x', questions: [{ ...QUESTION, seconds: '30' }] }, 'bad-field', 'questions.0.seconds'],
    [{ title: 'x', questions: [QUESTION, { ...QUESTION, type: 'riddle' }] }, 'bad-field', 'questions.1.type'],
    [{ title: 'x', questions: [{ ...QUESTION, note: '' }] }, 'bad-field', 'questions.0.note'],
    [{ title: 'x', questions: [QUESTION, { ...QUESTION, solution: { mask: 3 } }] }, 'bad-quiz', 'questions.1.solution'],
    [{ title: 'x', questions: [{ ...QUESTION, choices: ['one'] }] }, 'bad-quiz', 'questions.0.choices'],
    [{ title: 'x', questions: Array.from({ length: 501 }, () => QUESTION) }, 'bad-field', 'questions']
  ]
  for (const [payload, error, field] of wrong) t.match(await post(app, '/api/quizzes', payload, MINE), { status: 400, body: { error, field } }, field)
})

t.test('import reads a file and keeps it only when told to', async (t) => {
  const app = await sidecar(t)
  const read = async (query: string, payload: string | Buffer, type = 'text/plain'): Promise<{ status: number, body: Record<string, unknown> }> => {
    const reply = await app.inject({ method: 'POST', url: `/api/quizzes/import?${query}`, payload, headers: { ...MINE, 'content-type': type, 'accept-language': 'ko' } })
    return { status: reply.statusCode, body: reply.json() }
  }
  t.match(await read('format=gift&name=week7.gift', 'Even? {~%50%2 ~%50%4 ~3}\n\nx {}'), {
    status: 200,
    body: { id: '', title: 'week7', found: 2, questions: [{ type: 'several', solution: { mask: 3 } }], notes: [{ what: 'left-out', fromLine: 3, toLine: 3, reason: 'essay', detail: '', source: 'x {}' }] }
  })
  t.match((await read('format=gift&name=week7.gift', `$CATEGORY: $course$/top/OS/${'7'.repeat(90)}\nx {T}`)).body, { title: `OS · ${'7'.repeat(75)}` }, 'what the file calls itself comes before its name')
  t.same((await call(app, 'GET', '/api/quizzes')).body, [])
  const kept = await read('format=csv&store=1', 'question,answer\nx,1', 'text/csv')
  t.match(kept, { status: 200, body: { id: /.+/, title: '가져온 퀴즈', found: 1, notes: [] } })
  t.match((await call(app, 'GET', `/api/quizzes/${String(kept.body['id'])}`)).body, { title: '가져온 퀴즈', questions: [{ type: 'numeric', text: 'x' }] })
  t.match(await read('format=gift&store=1', 'x {}'), { status: 200, body: { id: '', questions: [], found: 1 } })
  t.match(await read('format=gift', '{"a":1}', 'application/json'), { status: 200, body: { found: 1, questions: [] } }, 'whatever its type says, the body is a file')
  for (const payload of ['', ' \n ', '// only a comment']) t.match(await read('format=gift', payload), { status: 400, body: { error: 'bad-file' } })
  t.match(await read('format=docx', 'x'), { status: 400, body: { error: 'bad-field', field: 'format' } })
  t.match(await read('format=csv&delete=1', 'x'), { status: 400, body: { error: 'bad-field', field: 'delete' } })
  for (const format of ['gift', 'csv', 'xml', 'zip']) t.match(await read(`format=${format}`, Buffer.alloc(50 * 1024 * 1024, 'x')), { status: 413, body: { error: 'too-large' } })
  t.match(await read('format=xml', '<!DOCTYPE quiz [<!ENTITY a SYSTEM "file:///etc/passwd">]><quiz>&a;</quiz>'), { status: 400, body: { error: 'unsafe-xml', message: /문서 형식 선언/ } })
  t.match(await read('format=zip', 'no zip'), { status: 400, body: { error: 'bad-file' } })
})

t.test('5 MB of GIFT that never ends a question, or a brace, is read within its time and reported', async (t) => {
  const app = await sidecar(t)
  for (const text of ['::Q:: {=a ~b '.repeat(390_000), '{'.repeat(5_000_000), 'x {=a\n\n'.repeat(600_000), '\\'.repeat(5_000_000)]) {
    const reply = await app.inject({ method: 'POST', url: '/api/quizzes/import?format=gift', payload: text, headers: { ...MINE, 'content-type': 'text/plain' } })
    t.match(reply.json(), { questions: [], notes: [{ what: 'left-out', fromLine: 1 }] }, text.slice(0, 20))
  }
})

t.test('a quiz is exported as a file that imports again, under its own name', async (t) => {
  const app = await sidecar(t)
  const { body } = await post(app, '/api/quizzes', QUIZ, MINE)
  const url = `/api/quizzes/${String(body['id'])}/export?format=`
  for (const [format, as, ending, type] of [['gift', 'gift', 'gift', /^text\/plain/], ['moodle', 'xml', 'xml', /^application\/xml/], ['qti', 'zip', 'zip', /^application\/zip/]] as const) {
    const file = await app.inject({ method: 'GET', url: url + format, headers: MINE })
    t.equal(file.statusCode, 200)
    t.match(file.headers, { 'content-type': type, 'content-disposition': `attachment; filename="7_.${ending}"; filename*=UTF-8''7%EC%A3%BC%EC%B0%A8.${ending}`, 'x-content-type-options': 'nosniff' })
    const again = await app.inject({ method: 'POST', url: `/api/quizzes/import?format=${as}`, payload: file.rawPayload, headers: { ...MINE, 'content-type': 'text/plain' } })
    t.match(again.json(), { title: '7주차', questions: QUIZ.questions, notes: [] }, format)
  }
  t.equal((await app.inject({ method: 'GET', url: url + 'gift', headers: bearer('t-2') })).statusCode, 404)
  t.match((await app.inject({ method: 'GET', url: url + 'docx', headers: MINE })).json(), { error: 'bad-field', field: 'format' })
})
