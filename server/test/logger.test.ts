import t from 'tap'
import { lecternError } from '../errors.ts'
import { event } from '../log-events.ts'
import { createLogger } from '../logger.ts'

function recorder (level = 'trace', terminal = false) {
  const lines: string[] = []
  const logger = createLogger({ level, role: 'relay', terminal, destination: { write: (line) => { lines.push(line) } } })
  return { logger, lines, last: () => JSON.parse(lines.at(-1) ?? '{}') as Record<string, unknown> }
}

t.test('an event is one line of JSON with its level, time, service, role and fields', async (t) => {
  const { logger, last } = recorder()
  event(logger, 'lesson-expired', { classCode: 'K7M2QX', lesson: 'l1' })
  const { time, ...line } = last()
  t.same(line, { level: 'warn', service: 'lectern', role: 'relay', classCode: 'K7M2QX', lesson: 'l1', msg: 'lesson-expired' })
  t.match(time, /^\d{4}-\d\d-\d\dT[\d:.]+Z$/)
})

t.test('fields outside the catalogue are dropped', async (t) => {
  const { logger, lines } = recorder()
  logger.info({ userName: 'marker-name', stuNo: 'marker-number', value: 'marker-answer', port: 1 }, 'said')
  logger.child({}).warn({ body: { deep: { token: 'marker-token' } } }, 'said')
  t.notMatch(lines.join(''), /marker/)
  t.match(lines[0], /"port":1/)
})

t.test('secrets in bindings are redacted', async (t) => {
  const { logger, lines } = recorder()
  logger.child({ token: 'marker-token', user: { bearer: 'marker-bearer' } }).info('said')
  t.notMatch(lines.join(''), /marker/)
  t.match(lines[0], /\[redacted\]/)
})

t.test('an error tells its type, code, place and causes, never its text', async (t) => {
  const { logger, lines, last } = recorder()
  const cause = new SyntaxError('marker-cause\n    at marker-place (marker)')
  event(logger, 'request-failed', { method: 'GET', route: '/x', err: lecternError('bad-field', { field: 'stuNo', cause }) })
  const err = last().err as Record<string, unknown>
  t.match(err, { type: 'LecternError', code: 'bad-field', field: 'stuNo', cause: { type: 'SyntaxError' } })
  t.match(err.stack, /^ {4}at lecternError .*\n {4}at .*logger\.test/)
  logger.error(new Error('marker-alone'))
  logger.error({ err: new Error('marker-inside') })
  logger.error({ err: Object.assign(new Error('marker-system'), { code: 'EADDRINUSE', syscall: 'listen' }) }, 'said')
  t.match(last().err, { code: 'EADDRINUSE', syscall: 'listen' })
  logger.error({ err: 'marker-thrown' }, 'said')
  t.same(last().err, { type: 'string' })
  t.notMatch(lines.join(''), /marker/)
})

t.test('of a request and a response only method, route and status are logged', async (t) => {
  const { logger, lines } = recorder()
  logger.info({
    req: { method: 'GET', url: '/enter?userName=marker', headers: { authorization: 'marker' }, routeOptions: { url: '/enter' } },
    res: { statusCode: 200, headers: { location: 'marker' } }
  }, 'said')
  logger.info({ req: { method: 'GET', url: '/marker' } }, 'said')
  t.notMatch(lines.join(''), /marker/)
  t.match(JSON.parse(lines[0] ?? ''), { req: { method: 'GET', route: '/enter' }, res: { status: 200 } })
  t.match(JSON.parse(lines[1] ?? ''), { req: { route: 'unknown' } })
})

t.test('lines below the level are not written', async (t) => {
  const { logger, lines } = recorder('info')
  event(logger, 'request', { method: 'GET', route: '/x', status: 200, tookMs: 1 })
  t.equal(lines.length, 0)
})

t.test('a terminal gets readable lines', async (t) => {
  const { PassThrough } = await import('node:stream')
  const out = new PassThrough()
  const logger = createLogger({ level: 'info', role: 'http', terminal: true, destination: out })
  event(logger, 'http-listening', { port: 8088 })
  t.match(String(out.read()), /INFO[^{]*http-listening[\s\S]*port.*8088/)
})
