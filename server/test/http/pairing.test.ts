import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import t from 'tap'
import { Role, Seat } from '../../classroom/model.ts'
import { signer, verifier } from '../../tokens.ts'
import { TICKET_KEYS, post, resumeToken, sidecar } from './sidecar.ts'

const OFFER = '/api/pairings'
const REDEEM = '/api/pairings/redeem'
const teacher = resumeToken({ sub: 't-1', name: '이선생', role: Role.teacher, seat: Seat.console, ver: true, lid: 'launch-7', ttl: '운영체제' })
const checkTicket = verifier('ticket', TICKET_KEYS)

t.test('H10: a code brings a projector in once, as nobody, whatever the entry', async (t) => {
  for (const entry of ['open', 'signed'] as const) {
    const app = await sidecar(t, { entry })
    const offered = await post(app, OFFER, { resume: teacher, seat: Seat.projector }, { host: 'localhost:8088' })
    t.match(offered, { status: 201, body: { code: /^[2-9A-HJ-NP-Z]{8}$/, seconds: 60, url: /^http:\/\/192\.168\.0\.7:8088\/present#/ } }, entry)
    const code = String(offered.body['code'])
    const paired = await post(app, REDEEM, { code: ` ${code.slice(0, 4).toLowerCase()}-${code.slice(4)} ` })
    t.match(paired, { status: 200, body: { classCode: 'OS-101', title: '운영체제', role: Role.student, seat: Seat.projector, name: '', participant: /^wall-/ } })
    t.notOk('bearer' in paired.body, 'and may do nothing')
    t.match(checkTicket(String(paired.body['ticket'])), { ok: true, claims: { cls: 'OS-101', role: Role.student, seat: Seat.projector, name: '', lid: '' } })
    t.match(await post(app, REDEEM, { code }), { status: 403, body: { error: 'wrong-link' } }, 'once')
  }
})

t.test('H10: a remote is the teacher at another seat, and its launch token binds no second device', async (t) => {
  const app = await sidecar(t)
  const { body } = await post(app, OFFER, { resume: teacher, seat: Seat.remote })
  t.match(body['url'], /\/remote#/)
  const paired = await post(app, REDEEM, { code: body['code'] })
  t.match(paired, { status: 200, body: { role: Role.teacher, seat: Seat.remote, participant: 't-1', name: '이선생', bearer: String } })
  t.match(checkTicket(String(paired.body['ticket'])), { ok: true, claims: { sub: 't-1', ver: true, lid: '' } })
})

t.test('H10: of several sidecars one takes a code; a newer code and a minute end it', async (t) => {
  const folder = mkdtempSync(join(tmpdir(), 'lectern-pairing-'))
  t.teardown(() => { rmSync(folder, { recursive: true }) })
  const database = join(folder, 'lectern.db')
  const one = await sidecar(t, { database })
  const two = await sidecar(t, { database })
  const offer = async (): Promise<string> => String((await post(one, OFFER, { resume: teacher, seat: Seat.projector })).body['code'])
  const code = await offer()
  const taken = await Promise.all([one, two, one, two].map(async (app) => (await post(app, REDEEM, { code })).status))
  t.same(taken.sort(), [200, 403, 403, 403])
  const older = await offer()
  const newer = await offer()
  t.equal((await post(two, REDEEM, { code: older })).status, 403)
  await one.db.updateTable('pairings').set({ until: Date.now() - 1 }).execute()
  t.equal((await post(two, REDEEM, { code: newer })).status, 403, 'too old')
  await offer()
  t.equal((await one.db.selectFrom('pairings').selectAll().execute()).length, 1, 'old ones are not kept')
})

t.test('H10: a code is only for who teaches the class', async (t) => {
  const app = await sidecar(t)
  const ask = async (resume: string, seat: number = Seat.projector): Promise<unknown> => {
    const { status, body } = await post(app, OFFER, { resume, seat })
    return [status, body['error']]
  }
  t.same(await ask(resumeToken({})), [403, 'forbidden'], 'a student')
  t.same(await ask(resumeToken({ role: Role.teacher }, -1)), [401, 'expired'])
  t.same(await ask(`${teacher}x`), [401, 'bad-token'], 'a token that was changed')
  const ticket = signer('ticket', TICKET_KEYS, 60)({ cls: 'OS-101', sub: 't-1', name: '', num: '', role: 1, seat: 1, ver: true, fac: 1, lid: '', ttl: '', syn: false })
  t.same(await ask(ticket), [401, 'bad-token'], 'a ticket')
  t.same(await ask(teacher, Seat.console), [400, 'bad-field'], 'a console is not paired')
  t.match(await post(app, REDEEM, { code: 'x'.repeat(33) }), { status: 400, body: { error: 'bad-field', field: 'code' } })
})

t.test('H10: asking and guessing are slowed down', async (t) => {
  const app = await sidecar(t)
  for (let i = 0; i < 20; i++) await post(app, OFFER, { resume: teacher, seat: Seat.remote })
  t.match(await post(app, OFFER, { resume: teacher, seat: Seat.remote }), { status: 429, body: { error: 'too-many' } })
  const { body } = await post(app, OFFER, { resume: teacher, seat: Seat.projector })
  for (let i = 0; i < 600; i++) await post(app, REDEEM, { code: 'AAAAAAAA' })
  t.match(await post(app, REDEEM, { code: body['code'] }), { status: 429, body: { error: 'too-many' } })
})
