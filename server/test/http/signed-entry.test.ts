import { createHmac } from 'node:crypto'
import t from 'tap'
import { signer, verifier } from '../../tokens.ts'
import { HOST_CREDENTIAL, LAUNCH_KEYS, OPTIONS, STUDENT, TEACHER, TEACHER_KEY, TICKET_KEYS, launch, post, sidecar } from './sidecar.ts'

const NAV = '/api/classrooms/nav'
const ROOM = '/api/classrooms/getRealRoom'

t.test('nav answers the ten fields cleaned, with role, seat and capabilities', async (t) => {
  const app = await sidecar(t)
  const { status, body } = await post(app, NAV, { token: launch({ ...STUDENT, userName: '  김   하늘 ', stuNo: '２０２３１２３４', uuid: 'undefined' }) })
  t.equal(status, 200)
  t.same(body, {
    user: { ...STUDENT, userName: '김 하늘', stuNo: '20231234', uuid: 'tmp-7' },
    role: 0,
    seat: 0,
    verified: true,
    needsName: false,
    capabilities: ['answer', 'control']
  })
})

t.test('getRealRoom gives a student a ticket and no bearer token', async (t) => {
  const app = await sidecar(t)
  const { status, body } = await post(app, ROOM, { token: launch({ ...STUDENT, factor: 1.5, jti: 'j-1' }) }, { host: 'hall.local:8088' })
  t.equal(status, 200)
  t.match(body, { socketUrl: 'ws://hall.local:8084/ws/3/OS-101', ticketSeconds: 120, classCode: 'OS-101', title: '운영체제', role: 0, seat: 0, participant: 'u-7', name: '김하늘', joinUrl: '' })
  t.notOk('bearer' in body)
  const checked = verifier('ticket', TICKET_KEYS)(String(body['ticket']))
  t.match(checked, { ok: true, claims: { cls: 'OS-101', sub: 'u-7', name: '김하늘', num: '20231234', role: 0, seat: 0, ver: true, fac: 1.5, ttl: '운영체제', syn: false } })
  t.equal(checked.ok && checked.claims.lid, 'j-1')
})

t.test('getRealRoom gives a teacher the console and a bearer token of his own', async (t) => {
  const app = await sidecar(t)
  const { body } = await post(app, ROOM, { token: launch(TEACHER) })
  t.match(body, { role: 1, seat: 1, participant: 't-1' })
  t.match(verifier('bearer', TICKET_KEYS)(String(body['bearer'])), { ok: true, claims: { cls: 'OS-101', sub: 't-1', name: '이선생' } })
  t.same(verifier('ticket', TICKET_KEYS)(String(body['bearer'])), { ok: false, why: 'invalid' }, 'which is no ticket')
})

/** Signed by the host, but with a time that nobody can reckon with. */
function withoutTime (claims: object): string {
  const part = (value: object): string => Buffer.from(JSON.stringify(value)).toString('base64url')
  const input = `${part({ alg: 'HS256', typ: 'JWT' })}.${part({ ...claims, aud: 'lectern', iat: 'now' })}`
  return `${input}.${createHmac('sha256', LAUNCH_KEYS[0]!.secret).update(input).digest('base64url')}`
}

t.test('one answer, wrong-link, for every token that is not good', async (t) => {
  const app = await sidecar(t)
  const good = launch(STUDENT)
  const [head, claims, signature] = good.split('.')
  const none = Buffer.from('{"alg":"none","typ":"JWT"}').toString('base64url')
  const teacher = Buffer.from(JSON.stringify({ ...STUDENT, usrTpCd: 'TE', aud: 'lectern', iat: Math.floor(Date.now() / 1000) })).toString('base64url')
  const bad: Record<string, string> = {
    'changed claims': `${head}.${teacher}.${signature}`,
    'changed signature': `${head}.${claims}.${signature?.slice(0, -4)}AAAA`,
    'alg none': `${none}.${teacher}.`,
    'another key': launch(STUDENT, { key: { kid: 'l1', secret: 'another-secret-another-secret-00' } }),
    'another audience': launch(STUDENT, { aud: 'elsewhere' }),
    'no audience': launch(STUDENT, { aud: '' }),
    'a time that is none': withoutTime(STUDENT),
    'another type': launch(STUDENT, { typ: 'at+jwt' }),
    'a ticket': signer('ticket', LAUNCH_KEYS, 60)({ cls: 'OS-101', sub: 'x', name: 'x', num: '', role: 1, seat: 1, ver: true, fac: 1, lid: '', ttl: '', syn: false }),
    'from the future': launch(STUDENT, { age: -3600 }),
    'no token': 'x'
  }
  for (const [what, token] of Object.entries(bad)) {
    const { status, body } = await post(app, ROOM, { token })
    t.match({ status, ...body }, { status: 403, error: 'wrong-link' }, what)
  }
  t.match(await post(app, ROOM, STUDENT), { status: 403, body: { error: 'wrong-link' } }, 'plain fields')
  t.match(await post(app, ROOM, { ...TEACHER, teacherKey: TEACHER_KEY }), { status: 403, body: { error: 'wrong-link' } }, 'plain fields with the key')
})

t.test('the ticket carries the launch token\'s id, or a hash where there is none or a long one', async (t) => {
  const app = await sidecar(t)
  for (const jti of [undefined, 'x'.repeat(41), 'with blank', 7]) {
    const { body } = await post(app, ROOM, { token: launch({ ...STUDENT, ...(jti === undefined ? {} : { jti }) }) })
    const checked = verifier('ticket', TICKET_KEYS)(String(body['ticket']))
    t.match(checked.ok && checked.claims.lid, /^[\w-]{22}$/, String(jti))
  }
})

t.test('an old token gets the true reason', async (t) => {
  const app = await sidecar(t)
  t.match(await post(app, ROOM, { token: launch(STUDENT, { age: 130 }) }), { status: 401, body: { error: 'expired' } })
  t.equal((await post(app, ROOM, { token: launch(STUDENT, { age: 100 }) })).status, 200)
  t.match(await post(app, NAV, { token: launch({ ...STUDENT, exp: Math.floor(Date.now() / 1000) - 1 }) }), { status: 401, body: { error: 'expired' } })
})

t.test('a token above 1 KiB is a wrong field', async (t) => {
  const app = await sidecar(t)
  t.match(await post(app, ROOM, { token: launch({ ...STUDENT, note: 'x'.repeat(900) }) }), { status: 400, body: { error: 'bad-field', field: 'token' } })
})

t.test('H3 the older of two launch keys is still taken, named or not', async (t) => {
  const app = await sidecar(t)
  for (const kid of ['l0', 'unknown', '']) {
    t.equal((await post(app, ROOM, { token: launch(STUDENT, { key: { ...LAUNCH_KEYS[1]!, kid } }) })).status, 200)
  }
  t.equal((await post(app, ROOM, { token: launch(STUDENT, { key: { ...LAUNCH_KEYS[1]!, kid: 'l1' } }) })).status, 403, "but not under the other's name")
})

t.test('both ticket keys are good while one is changed', async (t) => {
  const [old, young] = [{ kid: 'a', secret: 'ticket-secret-ticket-secret-000a' }, { kid: 'b', secret: 'ticket-secret-ticket-secret-000b' }]
  const ticketOf = async (ticket: typeof TICKET_KEYS): Promise<string> => {
    const app = await sidecar(t, { keys: { ...OPTIONS.keys, ticket } })
    return String((await post(app, ROOM, { token: launch(STUDENT) })).body['ticket'])
  }
  const [first, last] = [await ticketOf([old]), await ticketOf([young, old])]
  for (const keys of [[old, young], [young, old]]) {
    for (const ticket of [first, last]) t.match(verifier('ticket', keys)(ticket), { ok: true, claims: { sub: 'u-7' } })
  }
  t.same(verifier('ticket', [young])(first), { ok: false, why: 'invalid' }, 'until the old one is dropped')
})

t.test('a good token with a bad field is a 400 that names it', async (t) => {
  const app = await sidecar(t)
  const cases: Array<[string, object]> = [
    ['classCode', { ...STUDENT, classCode: '../etc' }],
    ['usrTpCd', { ...STUDENT, usrTpCd: 'XX' }],
    ['userName', { ...STUDENT, userName: 7 }],
    ['factor', { ...STUDENT, factor: 99 }],
    ['uuid', { ...STUDENT, uuid: '', tempUsrId: 'null' }]
  ]
  for (const [field, claims] of cases) t.match(await post(app, ROOM, { token: launch(claims) }), { status: 400, body: { error: 'bad-field', field } }, field)
})

t.test('synthetic tokens: refused as a rule, good for an hour and again and again where they are on', async (t) => {
  const off = await sidecar(t)
  t.match(await post(off, ROOM, { token: launch({ ...STUDENT, syn: true }) }), { status: 403, body: { error: 'synthetic-off' } })
  const on = await sidecar(t, { synthetic: true })
  const token = launch({ ...STUDENT, syn: true }, { age: 3000 })
  for (let i = 0; i < 40; i++) {
    const { body } = await post(on, ROOM, { token })
    t.match(verifier('ticket', TICKET_KEYS)(String(body['ticket'])), { ok: true, claims: { syn: true, lid: '' } })
  }
  t.match(await post(on, ROOM, { token: launch({ ...STUDENT, syn: true }, { age: 3700 }) }), { status: 401 })
})

t.test('a participant who comes in again and again is told to slow down, others are not', async (t) => {
  const app = await sidecar(t)
  const token = launch(STUDENT)
  for (let i = 0; i < 30; i++) t.equal((await post(app, ROOM, { token })).status, 200)
  t.match(await post(app, ROOM, { token }), { status: 429, body: { error: 'too-many' } })
  t.equal((await post(app, ROOM, { token: launch({ ...STUDENT, uuid: 'u-8' }) })).status, 200)
})

t.test('a ticket, and the resume token that is made of it, stay within 1 KiB whatever is in them', async (t) => {
  const ticketKeys = [{ kid: 'k'.repeat(32), secret: TICKET_KEYS[0]!.secret }]
  const app = await sidecar(t, { keys: { ...OPTIONS.keys, ticket: ticketKeys } })
  const wordy = { ...STUDENT, spaceName: '가'.repeat(80), classCode: 'c'.repeat(64), factor: 1.2345678901234567 }
  const persons = [
    { userName: '한'.repeat(40), uuid: 'u'.repeat(64), stuNo: '번'.repeat(21) },
    { userName: '🙂'.repeat(40), uuid: '"'.repeat(32), stuNo: '\\'.repeat(32) }
  ]
  for (const person of persons) {
    const { status, body } = await post(app, '/socket/join', { ...wordy, ...person }, { authorization: `Bearer ${HOST_CREDENTIAL}` })
    t.equal(status, 200)
    t.equal(body['title'], '가'.repeat(80))
    const ticket = String(body['ticket'])
    const checked = verifier('ticket', ticketKeys)(ticket)
    if (!checked.ok) return t.fail('the ticket is not good')
    t.match(checked.claims, { name: person.userName, sub: person.uuid, num: person.stuNo, ttl: /^가+$/ })
    const { cls, sub, name, num, role, seat, ver, fac, lid, ttl, syn } = checked.claims
    const resume = signer('resume', ticketKeys, 60)({ cls, sub, name, num, role, seat, ver, fac, lid, ttl, syn, les: 'twelve-chars' })
    t.ok(ticket.length <= 1024 && resume.length <= 1024, `${ticket.length} and ${resume.length}`)
  }
  for (const stuNo of ['"'.repeat(33), '번'.repeat(22)]) {
    t.match(await post(app, '/socket/join', { ...wordy, stuNo }, { authorization: `Bearer ${HOST_CREDENTIAL}` }), { status: 400, body: { field: 'stuNo' } })
  }
})

t.test('POST /socket/join: the host credential vouches for plain fields', async (t) => {
  for (const entry of ['signed', 'open'] as const) {
    const app = await sidecar(t, { entry })
    const { status, body } = await post(app, '/socket/join', { ...TEACHER, factor: 2 }, { authorization: `Bearer ${HOST_CREDENTIAL}` })
    t.equal(status, 200)
    t.match(body, { role: 1, classCode: 'OS-101', bearer: String })
    t.match(verifier('ticket', TICKET_KEYS)(String(body['ticket'])), { ok: true, claims: { ver: true, fac: 2, lid: '' } })
    t.match(await post(app, '/socket/join', { ...STUDENT, uuid: '', tempUsrId: '' }, { authorization: `Bearer ${HOST_CREDENTIAL}` }), { status: 400, body: { field: 'uuid' } })
  }
})

t.test('POST /socket/join: a launch token in header or body, nothing else', async (t) => {
  for (const entry of ['signed', 'open'] as const) {
    const app = await sidecar(t, { entry })
    t.equal((await post(app, '/socket/join', {}, { authorization: `Bearer ${launch(STUDENT)}` })).status, 200)
    t.equal((await post(app, '/socket/join', { token: launch(STUDENT) })).status, 200)
    t.match(await post(app, '/socket/join', STUDENT), { status: 401, body: { error: 'bad-token' } })
    t.match(await post(app, '/socket/join', STUDENT, { authorization: `Bearer ${TEACHER_KEY}` }), { status: 403, body: { error: 'wrong-link' } })
  }
})

t.test('guessing the host credential is stopped per address', async (t) => {
  const app = await sidecar(t)
  for (let i = 0; i < 30; i++) t.equal((await post(app, '/socket/join', STUDENT, { authorization: `Bearer guess-${i}` })).status, 403)
  t.match(await post(app, '/socket/join', STUDENT, { authorization: `Bearer ${HOST_CREDENTIAL}` }), { status: 429, body: { error: 'too-many' } })
})

t.test('without a launch key no launch token is taken', async (t) => {
  const app = await sidecar(t, { entry: 'open', keys: { ticket: TICKET_KEYS, launch: [], launchJwks: null, hostCredential: null, teacherKey: null } })
  t.match(await post(app, ROOM, { token: launch(STUDENT) }), { status: 403, body: { error: 'wrong-link' } })
  t.match(await post(app, '/socket/join', STUDENT, { authorization: 'Bearer null' }), { status: 403 })
})
