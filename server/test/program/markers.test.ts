import { once } from 'node:events'
import t from 'tap'
import { createSigner } from 'fast-jwt'
import WebSocket from 'ws'
import type { Question } from '../../classroom/model.ts'
import { Setting } from '../../classroom/model.ts'
import { encode } from '../../wire/codec.ts'
import type { RoomReply } from '../../wire/api.ts'
import { Down, SUBPROTOCOL, Up } from '../../wire/messages.ts'
import { Phone } from '../relay/phone.ts'
import { linksOf, openHouse, privateSettings, temporaryFolder } from './running-program.ts'
import type { Links, RunningProgram } from './running-program.ts'

const LAUNCH_SECRET = 'MARK-launch-MARK-launch-MARK-launch'
const TEACHER_KEY = 'MARK-teacher-key-MARK'

/** The ten fields of the seed, each with a marker; role and class stay what they must be. */
const FIELDS = {
  usrTpCd: 'ST', userName: 'MARK이름', spaceName: 'MARK-space', tempUsrId: 'MARK-temp', uuid: 'MARK-uuid', wid: 'MARK-wid', stuNo: 'MARK-number', projectId: 'MARK-project', boardId: 'MARK-board'
}

const QUESTION: Question = {
  type: 'text', text: 'MARK-stem', choices: [], solution: { accepted: ['MARK-right'] }, explanation: 'MARK-why', seconds: 0, points: 100, speed: false, change: true, shuffle: false, live: false
}

interface Classroom {
  links: Links
  http: string
  program: RunningProgram
  /** Everything besides the markers that must stay unsaid: tickets, tokens, bearers. */
  secrets: string[]
  phones: Phone[]
}

async function post ({ http }: Classroom, path: string, body: unknown, headers: Record<string, string> = {}): Promise<Response> {
  const text = typeof body === 'string' ? body : JSON.stringify(body)
  return await fetch(`${http}${path}`, { method: 'POST', headers: { 'content-type': 'application/json', ...headers }, body: text })
}

/** Lets somebody in over HTTP; what the reply gives away is a secret from then on. */
async function room (classroom: Classroom, body: object): Promise<RoomReply> {
  const reply = await (await post(classroom, '/api/classrooms/getRealRoom', { classCode: classroom.links.classCode, ...body })).json() as RoomReply
  classroom.secrets.push(reply.ticket, ...(reply.bearer === undefined ? [] : [reply.bearer]))
  return reply
}

async function phone (classroom: Classroom, body: object): Promise<Phone> {
  const { socketUrl, ticket } = await room(classroom, body)
  const made = new Phone(socketUrl, ticket)
  classroom.phones.push(made)
  return made
}

const student = (classroom: Classroom, name: string): Promise<Phone> => phone(classroom, { ...FIELDS, userName: `MARK${name}`, uuid: `MARK-uuid-${name}` })

/** A whole lesson with one text question: right and wrong answers, a bad one, a control message each way, a removal. */
async function lesson (classroom: Classroom): Promise<void> {
  const teacher = await phone(classroom, { ...FIELDS, usrTpCd: 'TE', userName: 'MARK선생', uuid: 'MARK-uuid-teacher', teacherKey: TEACHER_KEY })
  const early = await student(classroom, 'early')
  await early.enter()
  await teacher.enter()
  await teacher.steer(['open', 'MARK-title'])
  await teacher.steer(['quiz', 'MARK-quiz-id', 'MARK-quiz', 3])
  const [first, second] = [await student(classroom, 'first'), await student(classroom, 'second')]
  for (const each of [first, second]) await each.join()
  await teacher.steer(['ask', 0, 1, 'MARK-quiz-id', QUESTION])
  await first.until(Down.question, (part) => part[1] === 0)
  await first.command((n) => [Up.answer, n, 0, 0, 1, 'MARK-answer'])
  await second.command((n) => [Up.answer, n, 0, 0, 1, 'MARK-right'])
  await second.command((n) => [Up.answer, n, 7, 0, 1, 'MARK-nowhere'])
  await second.command((n) => [Up.control, n, 'MARK-control', encode('MARK-payload'), false])
  await teacher.command((n) => [Up.control, n, 'MARK-kept', encode('MARK-payload'), true])
  await second.command((n) => [Up.steer, n, 0, ['open', 'MARK-not-allowed']])
  await teacher.command((n) => [Up.steer, n, 0, ['close', 5, 5]])
  await teacher.steer(['set', Setting.namesHidden, true])
  await teacher.steer(['close', 0, 0])
  await teacher.steer(['reveal', 0])
  teacher.send([Up.roster, 0])
  await teacher.next((frame) => frame[0] === Down.roster)
  await teacher.steer(['remove', 1, true])
  t.equal((await first.closed).code, 4503, 'the removed one is sent away')
  await again(classroom, second)
  await teacher.steer(['end'])
}

/** The same person on another device, by the resume token. */
async function again ({ phones, secrets }: Classroom, before: Phone): Promise<void> {
  if (before.resume === null) throw new Error('no resume token')
  secrets.push(...phones.flatMap(({ resume }) => resume ?? []))
  const next = new Phone(before.socket.url, before.resume)
  phones.push(next)
  await next.join()
}

/** Sockets that must not get in, or not stay. */
async function hostileSockets (classroom: Classroom): Promise<void> {
  const { socketUrl, ticket } = await room(classroom, { ...FIELDS, uuid: 'MARK-uuid-hostile' })
  const refused = [
    new Phone(socketUrl, `${ticket}x`), new Phone(socketUrl, 'MARK.bad.ticket'), new Phone(socketUrl.replace(/\w+$/, 'MARKED'), ticket),
    new Phone(socketUrl.replace('/ws/0/', '/ws/9/'), ticket), new Phone(`${socketUrl}?MARK-query=${ticket}`, ticket)
  ]
  await Promise.all(refused.map(async (each) => {
    await each.opened
    each.cut()
    await each.closed
  }))
  const garbage = new Phone(socketUrl, ticket)
  await garbage.enter()
  garbage.sendBytes(Buffer.from('MARK garbage that is no frame'))
  for (const frame of [['MARK-kind', 'MARK-field'], [99, 'MARK-unknown'], [Up.answer, 'MARK-n', 0, 0, 1, 'MARK-answer'], [Up.itsme, 1, 'MARK-client', 'MARK-positions']]) garbage.send(frame)
  await garbage.closed
  const text = new WebSocket(socketUrl, [SUBPROTOCOL, ticket])
  await once(text, 'open')
  text.send('MARK-text')
  await once(text, 'message')
  text.terminate()
}

/** Requests that the sidecar refuses. */
async function hostileRequests (classroom: Classroom): Promise<void> {
  const { classCode } = classroom.links
  const sign = createSigner({ key: LAUNCH_SECRET, algorithm: 'HS256', aud: 'lectern', header: { alg: 'HS256', typ: 'JWT', kid: 'host' } })
  const token = sign({ ...FIELDS, classCode, jti: 'MARK-jti', iat: Math.floor(Date.now() / 1000) })
  const expired = sign({ ...FIELDS, classCode, jti: 'MARK-jti-2', iat: 1 })
  classroom.secrets.push(token, expired)
  const bodies = [
    { token }, { token: expired }, { token: `${token}x` }, { ...FIELDS, classCode: 'MARKED' }, { ...FIELDS, classCode, userName: 'MARK\u0000' }, { ...FIELDS, classCode, resume: 'MARK.re.sume' },
    { ...FIELDS, classCode, usrTpCd: 'TE', teacherKey: 'MARK-wrong-key' }, { ...FIELDS, classCode, stuNo: 'MARK'.repeat(500) }, { 'MARK-field': 'MARK' }, '{"MARK-broken'
  ]
  for (const path of ['/api/classrooms/nav', '/api/classrooms/getRealRoom', '/socket/join']) {
    for (const body of bodies) await post(classroom, path, body, { authorization: 'Bearer MARK-credential', cookie: 'MARK=cookie', 'user-agent': 'MARK-agent' })
  }
  const query = `?${new URLSearchParams({ ...FIELDS, classCode, t: token })}`
  for (const path of [`/enter${query}`, `/MARK-path${query}`, '/api/quizzes/MARK-id', '/MARK-%E0%A4%A', `/ws/0/${classCode}${query}`]) await fetch(`${classroom.http}${path}`)
  const { bearer = '' } = await room(classroom, { ...FIELDS, usrTpCd: 'TE', uuid: 'MARK-uuid-author', teacherKey: TEACHER_KEY })
  const file = '::MARK-title::MARK-stem {=MARK-answer ~MARK-wrong}\n\nMARK-broken {'
  const imported = await post(classroom, '/api/quizzes/import?format=gift&name=MARK-file', file, { authorization: `Bearer ${bearer}`, 'content-type': 'text/plain' })
  t.equal(imported.status, 200, 'a file with a broken question is read')
  await post(classroom, '/api/quizzes', { title: 'MARK-quiz', questions: [QUESTION] }, { authorization: `Bearer ${bearer}` })
}

t.test('no name, number, answer, message, token or key ever gets into an output of any process', async (t) => {
  const env = await privateSettings(await temporaryFolder(t))
  const program = openHouse(t, { ...env, LOG_LEVEL: 'trace', TEACHER_KEY, LAUNCH_KEYS: `host:${LAUNCH_SECRET}` })
  const classroom: Classroom = { links: await linksOf(program), http: `http://127.0.0.1:${env['PORT_HTTP']}`, program, secrets: [], phones: [] }
  await hostileRequests(classroom)
  await lesson(classroom)
  await hostileSockets(classroom)
  for (const each of classroom.phones) each.cut()
  t.same(await program.kill('SIGTERM'), { code: 0, signal: null })

  // the links that `make run` shows on the terminal are no log: they carry the teacher's key on purpose
  const log = program.output.split('\n').filter((line) => !line.includes('/teach#')).join('\n')
  for (const [role, events] of [['relay', ['relay-listening', 'socket-refused', 'drain-ended']], ['http', ['request', 'request-refused', 'quiz-imported']]] as const) {
    for (const msg of events) t.ok(program.lines().some((line) => line.role === role && line.msg === msg), `${role} told of ${msg}`)
  }
  t.same(log.split('\n').filter((line) => /MARK/i.test(line)), [], 'no marker')
  const secrets = [...new Set(classroom.secrets)].filter((secret) => secret.length > 0)
  t.ok(secrets.length >= 10)
  t.same(secrets.filter((secret) => log.includes(secret) || log.includes(secret.split('.')[2] ?? secret)), [], 'no token, whole or its signature')
})
