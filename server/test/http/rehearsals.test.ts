import t from 'tap'
import { Role, Seat } from '../../classroom/model.ts'
import { signer, verifier } from '../../tokens.ts'
import type { RehearsalReply } from '../../wire/api.ts'
import { TICKET_KEYS, post, sidecar } from './sidecar.ts'

const bearer = (sub: string): Record<string, string> => ({ authorization: `Bearer ${signer('bearer', TICKET_KEYS, 60)({ cls: 'OS-101', sub, name: '이선생' })}`, 'accept-language': 'ko' })
const ticket = verifier('ticket', TICKET_KEYS)
const pass = verifier('bearer', TICKET_KEYS)

t.test('H11 a rehearsal is a class of its own whose tickets are all synthetic, and its pass is the one it came from', async (t) => {
  const app = await sidecar(t)
  const { status, body } = await post(app, '/api/rehearsals', { title: '운영체제' }, bearer('t-1'))
  t.equal(status, 201)
  const { console, wall, phone, students } = body as unknown as RehearsalReply
  t.equal(students.length, 30)
  t.match(console, { classCode: /^rehearsal-[2-9A-Z]{12}$/, title: '운영체제', role: Role.teacher, seat: Seat.console, name: '이선생' })
  t.match(ticket(wall.ticket), { ok: true, claims: { role: Role.student, seat: Seat.projector, name: '' } })
  t.equal(students[29]?.name, '가상 학생 30')
  const all = [console, wall, phone, ...students]
  t.equal(new Set(all.map(({ participant }) => participant)).size, 33)
  for (const { ticket: token, classCode, socketUrl } of all) {
    t.match(ticket(token), { ok: true, claims: { cls: console.classCode, syn: true } })
    t.equal(classCode, console.classCode)
    t.match(socketUrl, new RegExp(`/ws/3/${classCode}$`))
  }
  t.match(pass(console.bearer ?? ''), { ok: true, claims: { sub: 't-1' } })
  t.same(all.slice(1).map(({ bearer }) => bearer).filter((each) => each !== undefined), [], 'nobody else has a pass')
  const second = (await post(app, '/api/rehearsals', { title: '' }, { ...bearer('t-1'), 'accept-language': 'en' })).body as unknown as RehearsalReply
  t.not(second.console.classCode, console.classCode)
  t.equal(second.students[0]?.name, 'Simulated student 1')
})

t.test('H11 only a teacher starts one, and not without end', async (t) => {
  const app = await sidecar(t)
  t.match(await post(app, '/api/rehearsals', { title: 'x' }), { status: 401, body: { error: 'bad-token' } })
  t.match(await post(app, '/api/rehearsals', { title: 'x', students: 5000 }, bearer('t-1')), { status: 400, body: { field: 'students' } })
  for (let i = 0; i < 20; i++) t.equal((await post(app, '/api/rehearsals', { title: 'x' }, bearer('t-2'))).status, 201)
  t.match(await post(app, '/api/rehearsals', { title: 'x' }, bearer('t-2')), { status: 429, body: { error: 'too-many' } })
  t.equal((await post(app, '/api/rehearsals', { title: 'x' }, bearer('t-3'))).status, 201)
})
