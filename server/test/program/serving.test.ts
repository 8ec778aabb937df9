import t from 'tap'
import type { RoomReply } from '../../wire/api.ts'
import { Phone } from '../relay/phone.ts'
import { linksOf, openHouse, privateSettings, run, temporaryFolder } from './running-program.ts'
import type { Env, LogLine, RunningProgram } from './running-program.ts'

const SECRET = '0123456789abcdef0123456789abcdef'

async function post (env: Env, path: string, body: object): Promise<Response> {
  return await fetch(`http://127.0.0.1:${env['PORT_HTTP']}${path}`, { method: 'POST', headers: { 'content-type': 'application/json' }, body: JSON.stringify(body) })
}

const get = (env: Env, port: string, path: string): Promise<Response> => fetch(`http://127.0.0.1:${env[port]}${path}`)

const isReady = ({ msg, role }: LogLine): boolean => msg === 'process-ready' && role === 'relay'

/** Whether a process still exists. */
function exists (pid: number): boolean {
  try {
    process.kill(pid, 0)
    return true
  } catch {
    return false
  }
}

/** The pid of the sidecar that the program started last. */
const sidecarOf = (program: RunningProgram): number => Number(program.lines().findLast(({ msg, role }) => msg === 'process-started' && role === 'http')?.['pid'])

t.test('both processes say that they live and are ready, on ports of their own; figures and commands stand on the private ports alone', async (t) => {
  const env = await privateSettings(await temporaryFolder(t))
  const program = openHouse(t, env)
  await program.line(isReady)
  for (const port of ['PORT_SOCKET', 'PORT_HTTP']) {
    for (const path of ['/health/live', '/health/ready']) t.equal((await get(env, port, path)).status, 200, `${port} ${path}`)
    t.notMatch(await (await get(env, port, '/metrics')).text(), /^lectern_|^process_cpu/m, `${port} keeps its figures to itself`)
  }
  const figures = await Promise.all(['PORT_SOCKET_METRICS', 'PORT_HTTP_METRICS', 'PORT_ARCHIVE_METRICS'].map(async (port) => await (await get(env, port, '/metrics')).text()))
  for (const text of figures) t.match(text, /^# TYPE \S+ (counter|gauge|histogram)$/m)
  t.notMatch(figures[0], figures[1])
  const command = async (port: string, path: string, body: string): Promise<number> => (await fetch(`http://127.0.0.1:${env[port]}${path}`, { method: 'POST', body })).status
  for (const port of ['PORT_SOCKET_METRICS', 'PORT_HTTP_METRICS', 'PORT_ARCHIVE_METRICS']) t.equal(await command(port, '/log-level', 'debug'), 200)
  await get(env, 'PORT_HTTP', '/health/live')
  await program.line(({ msg, role }) => msg === 'request' && role === 'http')
  t.equal(await command('PORT_SOCKET_METRICS', '/drain', ''), 202)
  t.same(await program.ended, { code: 0, signal: null }, 'the drain command ends it as SIGTERM does')
})

t.test('SIGTERM with sockets open sends them away to come back, and ends both processes with 0 within 10 s', async (t) => {
  const env = await privateSettings(await temporaryFolder(t))
  const program = openHouse(t, env)
  const { classCode, teacherKey } = await linksOf(program)
  const enter = async (body: object): Promise<Phone> => {
    const room = await (await post(env, '/api/classrooms/getRealRoom', { classCode, ...body })).json() as RoomReply
    return new Phone(room.socketUrl, room.ticket)
  }
  const teacher = await enter({ usrTpCd: 'TE', userName: '김서연', teacherKey })
  await teacher.enter()
  await teacher.steer(['open', ''])
  const students = await Promise.all(['박하늘', '최민준', '이서윤'].map((userName) => enter({ userName })))
  for (const student of students) await student.join()
  const sidecar = sidecarOf(program)
  const begun = Date.now()
  t.same(await program.kill('SIGTERM'), { code: 0, signal: null })
  t.ok(Date.now() - begun < 10_000)
  for (const phone of [teacher, ...students]) t.equal((await phone.closed).code, 4000)
  t.notOk(exists(sidecar))
  t.equal(program.errors, '')
})

t.test('a sidecar that was killed is started again, and lessons never notice', async (t) => {
  const env = await privateSettings(await temporaryFolder(t))
  const program = openHouse(t, env)
  const { classCode, teacherKey } = await linksOf(program)
  const room = await (await post(env, '/api/classrooms/getRealRoom', { classCode, usrTpCd: 'TE', userName: '김서연', teacherKey })).json() as RoomReply
  const teacher = new Phone(room.socketUrl, room.ticket)
  t.teardown(() => { teacher.cut() })
  await teacher.enter()
  const first = sidecarOf(program)
  process.kill(first, 'SIGKILL')
  await program.text(/"child-ended"[^]*"role":"http"[^\n]*"process-ready"/)
  t.not(sidecarOf(program), first)
  t.equal((await get(env, 'PORT_HTTP', '/health/ready')).status, 200)
  t.equal(await teacher.steer(['open', '']), 1, 'on the same socket')
  t.equal((await post(env, '/api/classrooms/nav', { classCode, userName: '박하늘' })).status, 200, 'and the class is still known')
})

t.test('npm run tokens writes tokens that are taken with SYNTHETIC=on and refused without', async (t) => {
  const keys = { LAUNCH_KEYS: `host:${SECRET}` }
  const command = run(t, ['dist/server/http/tokens-command.js', '--count', '2', '--class', 'LOAD-7'], keys)
  t.same(await command.ended, { code: 0, signal: null })
  const token = command.output.trim().split('\n')[1]
  for (const [settings, status] of [[{}, 403], [{ SYNTHETIC: 'on' }, 200]] as const) {
    const env = { ...await privateSettings(await temporaryFolder(t)), ...keys, ...settings }
    const program = run(t, ['dist/server/main.js'], env)
    await program.line(isReady)
    const reply = await post(env, '/api/classrooms/getRealRoom', { token })
    t.equal(reply.status, status)
    const body = await reply.json() as RoomReply & { error: string }
    if (status === 403) t.equal(body.error, 'synthetic-off')
    else t.equal((await new Phone(body.socketUrl, body.ticket).enter())[2], 0, 'and the relay lets them in')
    await program.kill('SIGTERM')
  }
})
