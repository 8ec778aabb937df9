import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import type { AddressInfo } from 'node:net'
import { once } from 'node:events'
import { connect } from 'node:net'
import { join } from 'node:path'
import t from 'tap'
import type { Test } from 'tap'
import { pino } from 'pino'
import { privatePort } from '../../private-port.ts'
import { STUDENT, launch, post, sidecar } from './sidecar.ts'

function clientDir (t: Test): string {
  const dir = mkdtempSync(join(tmpdir(), 'lectern-client-'))
  t.teardown(() => rmSync(dir, { recursive: true }))
  mkdirSync(join(dir, 'assets'))
  writeFileSync(join(dir, 'index.html'), '<!doctype html><title>Lectern</title>')
  writeFileSync(join(dir, 'favicon.svg'), '<svg/>')
  writeFileSync(join(dir, 'assets', 'main-abc123.js'), 'export {}')
  writeFileSync(join(dir, 'assets', 'main-abc123.js.gz'), 'gzipped')
  return dir
}

t.test('pages: the client answers its own addresses, unknown ones stay JSON', async (t) => {
  const app = await sidecar(t, { clientDir: clientDir(t) })
  for (const url of ['/', '/enter?userName=x', '/class/ABC', '/teach', '/quizzes', '/index.html']) {
    const reply = await app.inject({ url })
    t.equal(reply.statusCode, 200, url)
    t.match(reply.headers, { 'content-type': 'text/html; charset=utf-8', 'cache-control': 'no-cache' })
    t.match(reply.payload, /Lectern/)
  }
  for (const url of ['/api/none', '/nowhere', '/assets/none.js', '/../package.json', '/assets']) {
    const reply = await app.inject({ url })
    t.match({ status: reply.statusCode, ...reply.json() }, { status: 404, error: 'not-found' }, url)
  }
  t.equal((await app.inject({ method: 'POST', url: '/enter' })).statusCode, 404)
})

t.test('pages: hashed files may be kept for ever, compressed ones are taken', async (t) => {
  const app = await sidecar(t, { clientDir: clientDir(t) })
  const plain = await app.inject({ url: '/assets/main-abc123.js' })
  t.match(plain.headers, { 'cache-control': 'public, max-age=31536000, immutable', 'content-type': /javascript/, 'x-content-type-options': 'nosniff' })
  const gzip = await app.inject({ url: '/assets/main-abc123.js', headers: { 'accept-encoding': 'gzip' } })
  t.match(gzip.headers, { 'content-encoding': 'gzip', 'content-type': /javascript/, 'cache-control': /immutable/ })
  t.match((await app.inject({ url: '/favicon.svg' })).headers, { 'cache-control': 'no-cache' })
})

t.test('security headers: everything from ourselves, sockets from where they are', async (t) => {
  const policy = async (options: object, headers: Record<string, string> = {}): Promise<string> => {
    const app = await sidecar(t, options)
    return String((await app.inject({ url: '/health/live', headers })).headers['content-security-policy'])
  }
  const plain = await policy({}, { host: '192.168.0.7:8088' })
  t.match(plain, /default-src 'self'; script-src 'self'; style-src 'self'; style-src-attr 'unsafe-inline'/)
  t.match(plain, /connect-src 'self' ws:\/\/192\.168\.0\.7:8084; frame-ancestors 'self'$/)
  t.notMatch(plain, /https?:\/\/|unsafe-eval/)
  t.match(await policy({ publicUrl: 'https://quiz.example.ac.kr', origins: ['https://lms.example.ac.kr'] }), /connect-src 'self' wss:\/\/quiz\.example\.ac\.kr; frame-ancestors 'self' https:\/\/lms\.example\.ac\.kr$/)
  t.match(await policy({ socketUrl: 'wss://sockets.example' }), /connect-src 'self' wss:\/\/sockets\.example;/)
  t.match(await policy({}, { host: 'x.y; script-src *' }), /connect-src 'self' ws:\/\/localhost:8084;/)
  t.match(await policy({}, { host: '[::1]:8088' }), /connect-src 'self' ws:\/\/\[::1\]:8084;/)

  const app = await sidecar(t)
  const { headers } = await app.inject({ url: '/nowhere' })
  t.match(headers, { 'referrer-policy': 'no-referrer', 'permissions-policy': /camera=\(\)/, 'x-content-type-options': 'nosniff', 'cross-origin-opener-policy': 'same-origin' })
  t.notOk('set-cookie' in headers)
  t.notOk('strict-transport-security' in headers, 'a plain-HTTP address stays one')
  t.match((await post(app, '/api/classrooms/nav', {})).headers, { 'content-security-policy': /default-src 'self'/, 'x-content-type-options': 'nosniff', 'referrer-policy': 'no-referrer' })
  const tls = await sidecar(t, { publicUrl: 'https://quiz.example.ac.kr' })
  t.ok('strict-transport-security' in (await tls.inject({ url: '/health/live' })).headers)
})

t.test('CORS: only origins of the list', async (t) => {
  const app = await sidecar(t, { origins: ['https://lms.example'] })
  const preflight = async (origin: string): Promise<unknown> => {
    const reply = await app.inject({ method: 'OPTIONS', url: '/api/classrooms/nav', headers: { origin, 'access-control-request-method': 'POST' } })
    return reply.headers['access-control-allow-origin']
  }
  t.equal(await preflight('https://lms.example'), 'https://lms.example')
  t.equal(await preflight('https://evil.example'), undefined)
})

t.test('where sockets and students are reached behind a proxy and by settings', async (t) => {
  const token = launch(STUDENT)
  const behind = await sidecar(t, { trustProxy: ['127.0.0.1'] })
  t.match(await post(behind, '/api/classrooms/getRealRoom', { token }, { 'x-forwarded-proto': 'https', 'x-forwarded-host': 'quiz.kr' }), { body: { socketUrl: 'wss://quiz.kr/ws/3/OS-101' } })
  const untrusting = await sidecar(t)
  t.match(await post(untrusting, '/api/classrooms/getRealRoom', { token }, { host: 'a.b', 'x-forwarded-host': 'quiz.kr' }), { body: { socketUrl: 'ws://a.b:8084/ws/3/OS-101' } })
  const set = await sidecar(t, { socketUrl: 'wss://s.kr', joinUrl: 'https://lms.kr/course/7' })
  t.match(await post(set, '/api/classrooms/getRealRoom', { token }), { body: { socketUrl: 'wss://s.kr/ws/3/OS-101', joinUrl: 'https://lms.kr/course/7' } })
})

t.test('health: live always, ready with the database', async (t) => {
  const app = await sidecar(t)
  t.match((await app.inject({ url: '/health/live' })).json(), { status: 'ok' })
  t.match((await app.inject({ url: '/health/ready' })).json(), { status: 'ok' })
  await app.db.destroy()
  const reply = await app.inject({ url: '/health/ready' })
  t.match({ status: reply.statusCode, ...reply.json() }, { status: 503, error: 'unavailable' })
  t.equal((await app.inject({ url: '/health/live' })).statusCode, 200)
})

t.test('OpenAPI is made from the routes', async (t) => {
  const app = await sidecar(t, { clientDir: clientDir(t) })
  const reply = await app.inject({ url: '/api/openapi.json' })
  const { openapi, paths } = reply.json<{ openapi: string, paths: Record<string, object> }>()
  t.equal(openapi, '3.1.0')
  t.same(Object.keys(paths).sort(), [
    '/api/classes', '/api/classrooms/getRealRoom', '/api/classrooms/nav',
    '/api/media', '/api/media/links', '/api/media/{id}', '/api/media/{id}/bytes', '/api/media/{id}/finish',
    '/api/pairings', '/api/pairings/redeem',
    '/api/quizzes', '/api/quizzes/import', '/api/quizzes/{id}', '/api/quizzes/{id}/export',
    '/api/rehearsals',
    '/api/results/lessons', '/api/results/lessons/{id}', '/api/results/lessons/{id}/erase', '/api/results/lessons/{id}/extras',
    '/api/results/lessons/{id}/quiz', '/api/results/lessons/{id}/results.csv', '/api/results/lessons/{id}/results.xlsx', '/api/results/lessons/{id}/results.zip',
    '/api/results/lessons/{id}/students', '/api/results/lessons/{id}/students/{who}',
    '/api/session/renew', '/health/live', '/health/ready',
    '/media/{id}', '/media/{id}/small', '/media/{id}/{page}', '/media/{id}/{page}/small', '/socket/join'
  ])
})

t.test('metrics stand on a port of their own and count requests by route and joins by result', async (t) => {
  const app = await sidecar(t)
  const server = privatePort(app.metrics.registry, pino({ level: 'silent' })).listen(0, '127.0.0.1')
  await once(server, 'listening')
  t.teardown(() => { server.close() })
  await post(app, '/api/classrooms/getRealRoom', { token: launch(STUDENT) })
  await post(app, '/api/classrooms/getRealRoom', {})
  await app.inject({ url: '/api/quizzes/secret-id' })
  const base = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
  const text = await (await fetch(`${base}/metrics`)).text()
  t.match(text, 'lectern_joins_total{result="ok"} 1')
  t.match(text, 'lectern_joins_total{result="wrong-link"} 1')
  t.match(text, /lectern_http_request_seconds_count\{method="GET",route="\/api\/quizzes\/:id",status="401"\} 1/)
  t.notMatch(text, /secret-id/)
  t.equal((await fetch(base)).status, 404)
  t.equal((await app.inject({ url: '/metrics' })).statusCode, 404, 'and not on the main port')
})

t.test('a request that is no HTTP ends its connection and nothing else', async (t) => {
  const app = await sidecar(t)
  await app.listen({ port: 0, host: '127.0.0.1' })
  const socket = connect((app.server.address() as AddressInfo).port, '127.0.0.1')
  socket.on('error', () => {})
  socket.write('SECRET-MARKER nonsense\r\n\r\n')
  await once(socket, 'close')
  t.equal((await app.inject({ url: '/health/live' })).statusCode, 200)
})
