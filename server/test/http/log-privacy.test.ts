import t from 'tap'
import { once } from 'node:events'
import { connect } from 'node:net'
import type { AddressInfo } from 'node:net'
import { createLogger } from '../../logger.ts'
import { signer } from '../../tokens.ts'
import { TEACHER_KEY, TICKET_KEYS, launch, openClass, post, resumeToken, sidecar } from './sidecar.ts'

t.test('no field, token, key, quiz or file content gets into the log, at any level', async (t) => {
  const lines: string[] = []
  const logger = createLogger({ level: 'trace', role: 'http', terminal: false, destination: { write (line) { lines.push(line) } } })
  const app = await sidecar(t, { entry: 'open', logger })
  const classCode = await openClass(app, 'MARK-title')
  const marked = {
    userName: 'MARK-name', spaceName: 'MARK-space', tempUsrId: 'MARK-temp', uuid: 'MARK-uuid', wid: 'MARK-wid', stuNo: 'MARK-number', projectId: 'MARK-project', boardId: 'MARK-board'
  }
  const token = launch({ ...marked, classCode, jti: 'MARK-jti' })
  const resume = resumeToken({ cls: classCode, sub: 'MARK-uuid', name: 'MARK-name' })
  const bearer = signer('bearer', TICKET_KEYS, 60)({ cls: classCode, sub: 'MARK-teacher', name: 'MARK-name' })
  const query = `?${new URLSearchParams({ ...marked, token })}`

  for (const url of ['/api/classrooms/nav', '/api/classrooms/getRealRoom', `/api/classrooms/nav${query}`]) {
    for (const body of [{ ...marked, classCode }, { token }, { token: `${token}x` }, { ...marked, classCode, resume }, { ...marked, classCode: 'NOCLAS' }, { ...marked, usrTpCd: 'TE', classCode, teacherKey: 'MARK-key' }, { ...marked, userName: 'MARK\u0000' }, { 'MARK-field': 1 }]) {
      await post(app, url, body, { 'user-agent': 'MARK-agent', cookie: 'MARK-cookie', referer: 'http://MARK-referer/' })
    }
  }
  await post(app, '/socket/join', marked, { authorization: 'Bearer MARK-credential' })
  await post(app, '/api/session/renew', { resume })
  await app.inject({ url: `/enter${query}` })
  await app.inject({ url: `/MARK-path${query}` })
  await app.inject({ url: '/MARK-%E0%A4%A' })
  await app.inject({ method: 'POST', url: '/api/classrooms/nav', payload: '{"MARK-broken', headers: { 'content-type': 'application/json' } })
  const headers = { authorization: `Bearer ${bearer}` }
  await post(app, '/api/quizzes', { title: 'MARK-quiz', questions: [{ text: 'MARK-question' }] }, headers)
  await app.inject({ url: '/api/quizzes/MARK-id', headers })
  await app.inject({ method: 'POST', url: '/api/quizzes/import?format=gift&name=MARK-file', payload: 'MARK-stem {=MARK-answer ~MARK-wrong}\n\nMARK-bad {', headers: { ...headers, 'content-type': 'text/plain' } })

  await app.listen({ port: 0, host: '127.0.0.1' })
  const socket = connect((app.server.address() as AddressInfo).port, '127.0.0.1').on('error', () => {})
  socket.write('GET /MARK-raw HTTP/1.1\r\nMARK-header\r\n\r\n')
  await once(socket, 'close')

  // a defect: the database is gone
  await app.db.destroy()
  await post(app, '/api/classrooms/getRealRoom', { ...marked, classCode: 'MARKED' })
  await post(app, '/api/classes', { title: 'MARK-title', teacherKey: TEACHER_KEY })

  const log = lines.join('')
  t.match(log, /"msg":"request"/)
  t.match(log, /"msg":"request-refused".*"route":"\/api\/classrooms\/nav"|"route":"\/api\/classrooms\/nav".*"msg":"request-refused"/)
  t.match(log, /"msg":"request-failed"/)
  t.match(log, /"msg":"quiz-imported"/)
  t.notMatch(log, /MARK/)
  t.notOk(log.includes(token) || log.includes(resume) || log.includes(bearer) || log.includes(TEACHER_KEY))
})
