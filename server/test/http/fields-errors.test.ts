import t from 'tap'
import { CATALOGUE } from '../../errors.ts'
import { languageOf } from '../../http/language.ts'
import { openClass, post, sidecar } from './sidecar.ts'

const NAV = '/api/classrooms/nav'
const ROOM = '/api/classrooms/getRealRoom'

t.test('each of the ten fields: what is too long or forbidden is a 400 that names it', async (t) => {
  const app = await sidecar(t, { entry: 'open' })
  const classCode = await openClass(app)
  const fields = ['usrTpCd', 'userName', 'spaceName', 'classCode', 'tempUsrId', 'uuid', 'wid', 'stuNo', 'projectId', 'boardId']
  for (const field of fields) {
    const wrong = ['x'.repeat(10_000), 'x'.repeat(150), 'a\u0000b', 'a\nb', 'a\u202Eb', 'a\uD800b', 7, null, ['x'], { x: 1 }]
    for (const value of wrong) t.match(await post(app, NAV, { classCode, [field]: value }), { status: 400, body: { error: 'bad-field', field } }, `${field} ${JSON.stringify(value).slice(0, 20)}`)
  }
})

t.test('class codes that are none', async (t) => {
  const app = await sidecar(t, { entry: 'open' })
  for (const classCode of ['../', '🎓', 'a b', 'x'.repeat(65), '', '%2e', 'a/b']) t.match(await post(app, ROOM, { classCode, userName: 'x' }), { status: 400, body: { error: 'bad-field', field: 'classCode' } }, classCode)
  t.match(await post(app, ROOM, { userName: 'x' }), { status: 400, body: { field: 'classCode' } })
})

t.test('fields are cleaned as people and spreadsheets write them', async (t) => {
  const app = await sidecar(t, { entry: 'open' })
  const classCode = await openClass(app)
  const clean = async (fields: object): Promise<unknown> => (await post(app, NAV, { classCode, ...fields })).body['user']
  t.match(await clean({ userName: '\u3000 김\u00A0\u3164 하늘\u200B ' }), { userName: '김 하늘' })
  t.match(await clean({ userName: '김하늘'.normalize('NFD') }), { userName: '김하늘' })
  t.match(await clean({ userName: '한'.repeat(40) }), { userName: '한'.repeat(40) })
  t.match(await clean({ userName: '👩‍🎓 undefined' }), { userName: '👩‍🎓 undefined' })
  t.match(await clean({ usrTpCd: 'ｓｔ', stuNo: '２０２３', uuid: 'ＡＢ－１' }), { usrTpCd: 'ST', stuNo: '2023', uuid: 'AB-1' })
  t.match(await clean({ uuid: 'undefined', tempUsrId: 't-9', wid: 'null' }), { uuid: 't-9', wid: '' })
  t.match(await clean({ classCode: [...classCode].map((letter) => String.fromCharCode(letter.charCodeAt(0) + 0xFEE0)).join('') }), { classCode })
  t.match(await post(app, NAV, { classCode, userName: '\u3164\u200B' }), { body: { needsName: true } })
})

t.test('unknown fields, bodies that are none, and addresses that lead nowhere', async (t) => {
  const app = await sidecar(t)
  t.match(await post(app, NAV, { admin: true }), { status: 400, body: { error: 'bad-field', field: 'admin' } })
  const send = async (payload: string, type: string): Promise<Record<string, unknown>> => {
    const reply = await app.inject({ method: 'POST', url: NAV, payload, headers: { 'content-type': type } })
    return { status: reply.statusCode, ...reply.json() }
  }
  t.match(await send('{', 'application/json'), { status: 400, error: 'bad-body' })
  t.match(await send('', 'application/json'), { status: 400, error: 'bad-body' })
  t.match(await send('{"__proto__":{"x":1}}', 'application/json'), { status: 400, error: 'bad-body' })
  t.match(await send('[]', 'application/json'), { status: 400, error: 'bad-field', field: 'body' })
  t.match(await send('a=1', 'application/x-www-form-urlencoded'), { status: 400, error: 'bad-body' })
  t.match(await send(JSON.stringify({ userName: 'x'.repeat(70_000) }), 'application/json'), { status: 413, error: 'too-large' })
  for (const url of ['/api/nothing', '/nothing', '/api/classrooms/nav']) {
    const reply = await app.inject({ url, headers: { accept: 'text/html' } })
    t.match({ status: reply.statusCode, ...reply.json() }, { status: 404, error: 'not-found' })
  }
  const broken = await app.inject({ url: '/%E0%A4%A' })
  t.match({ status: broken.statusCode, ...broken.json() }, { status: 400, error: 'bad-body' })
})

t.test('an error speaks the language of its caller', async (t) => {
  const app = await sidecar(t)
  for (const [header, language] of [['ko-KR,ko;q=0.9,en;q=0.8', 'ko'], ['en-US', 'en'], ['fr', 'en'], ['', 'en']] as const) {
    const { body } = await post(app, NAV, {}, { 'accept-language': header })
    t.same(body, { error: 'wrong-link', message: CATALOGUE['wrong-link'][language] })
  }
  t.equal(languageOf('en;q=0.3, ko;q=0.7'), 'ko')
  t.equal(languageOf('ko;q=0'), 'en')
  t.equal(languageOf('ko;q=x,en;q=0.1'), 'en')
  t.equal(languageOf(undefined), 'en')
})
