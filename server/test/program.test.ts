import { spawn } from 'node:child_process'
import type { ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { createServer } from 'node:net'
import type { AddressInfo } from 'node:net'
import { createInterface } from 'node:readline'
import { fileURLToPath } from 'node:url'
import t from 'tap'

/** The program as it is shipped: `make build` comes before the tests. */
const MAIN = fileURLToPath(new URL('../../dist/server/main.js', import.meta.url))
const FREE = { HOST: '127.0.0.1', PORT_SOCKET: '0', PORT_HTTP: '0', PORT_SOCKET_METRICS: '0', PORT_HTTP_METRICS: '0', PORT_ARCHIVE_METRICS: '0', ENTRY: 'open', TEACHER_KEY: 'a-key-for-teachers' }

type Line = Record<string, unknown> & { msg: string, role: string }

/** One run of the program with everything it says. */
class Program {
  readonly process: ChildProcess
  readonly lines: Line[] = []
  /** What it printed besides log lines. */
  printed = ''
  errors = ''
  readonly #waiting: Array<() => void> = []

  constructor (t: Tap, env: Record<string, string>, args: string[] = []) {
    this.process = spawn(process.execPath, [MAIN, ...args], { env: { ...process.env, ...FREE, ...env }, stdio: ['ignore', 'pipe', 'pipe'] })
    createInterface(this.process.stdout!).on('line', (line) => {
      if (line.startsWith('{')) this.lines.push(JSON.parse(line) as Line)
      else this.printed += `${line}\n`
      for (const look of this.#waiting.splice(0)) look()
    })
    this.process.stderr!.on('data', (chunk: Buffer) => { this.errors += chunk.toString() })
    t.teardown(() => { this.process.kill('SIGKILL') })
  }

  /** Resolves with the first line named `msg` of `role`, said before or later, after the first `skip` of them. */
  async line (msg: string, role = 'relay', skip = 0): Promise<Line> {
    for (;;) {
      const found = this.lines.filter((line) => line.msg === msg && line.role === role)[skip]
      if (found !== undefined) return found
      await new Promise<void>((resolve) => { this.#waiting.push(resolve) })
    }
  }

  async end (): Promise<number | null> {
    if (this.process.exitCode !== null || this.process.signalCode !== null) return this.process.exitCode
    const [code] = await once(this.process, 'close') as [number | null]
    return code
  }
}

type Tap = Pick<typeof t, 'teardown' | 'testdir'>

t.test('all roles come up, serve, and stop in order with exit code 0', async (t) => {
  const program = new Program(t, { DATA_DIR: t.testdir() })
  const { port } = await program.line('relay-listening')
  const sidecar = await program.line('http-listening', 'http')
  await program.line('process-ready')
  t.equal((await fetch(`http://127.0.0.1:${port as number}/health/ready`)).status, 200)
  t.equal((await fetch(`http://127.0.0.1:${sidecar.port as number}/health/ready`)).status, 200)
  program.process.kill('SIGTERM')
  t.equal(await program.end(), 0)
  t.same(program.lines.filter(({ msg }) => msg === 'process-stopped').map(({ role }) => role), ['archive', 'http', 'relay'])
  t.equal(program.errors, '')
})

t.test('a sidecar that dies is started again', async (t) => {
  const program = new Program(t, { DATA_DIR: t.testdir() })
  await program.line('process-ready')
  const { pid } = await program.line('child-started')
  process.kill(pid as number, 'SIGKILL')
  t.match(await program.line('child-ended'), { exitCode: -1, signal: 'SIGKILL' })
  await program.line('http-listening', 'http', 1)
  program.process.kill('SIGTERM')
  t.equal(await program.end(), 0)
})

t.test('a sidecar whose main process was killed ends by itself', async (t) => {
  const program = new Program(t, { DATA_DIR: t.testdir() })
  await program.line('process-ready')
  program.process.kill('SIGKILL')
  await program.line('parent-gone', 'http')
  await program.line('process-stopped', 'http')
})

t.test('settings that make no sense: one line each, exit code 78', async (t) => {
  const program = new Program(t, { DATA_DIR: t.testdir(), PORT_SOCKET: 'eighty', LOG_LEVEL: 'loud' })
  t.equal(await program.end(), 78)
  t.match(program.errors, /^lectern: PORT_SOCKET is "eighty"; allowed: [^\n]+\nlectern: LOG_LEVEL is "loud"; allowed: [^\n]+\n$/)
})

for (const variable of ['PORT_SOCKET', 'PORT_HTTP']) {
  t.test(`${variable} in use: one line, exit code 1`, async (t) => {
    const taken = createServer().listen(0, '127.0.0.1')
    t.teardown(() => taken.close())
    await once(taken, 'listening')
    const port = String((taken.address() as AddressInfo).port)
    const program = new Program(t, { DATA_DIR: t.testdir(), [variable]: port })
    t.equal(await program.end(), 1)
    t.equal(program.errors, `lectern: port ${port} (${variable}) is in use; stop what listens there, or set ${variable} to another port\n`)
  })
}

t.test('a data folder in use: one line, exit code 1, and the first goes on', async (t) => {
  const dir = t.testdir()
  const env = { DATA_DIR: dir, ROLES: 'relay', TICKET_KEYS: `t1:${'t'.repeat(32)}` }
  const first = new Program(t, env)
  const { port } = await first.line('relay-listening')
  const second = new Program(t, env)
  t.equal(await second.end(), 1)
  t.match(second.errors, new RegExp(`^lectern: DATA_DIR ${dir} is in use by process ${first.process.pid}; [^\\n]+\\n$`))
  t.equal((await fetch(`http://127.0.0.1:${port as number}/health/live`)).status, 200)
})

t.test('a sidecar alone makes its data folder, and says in one line where that is not possible', async (t) => {
  const ROLES = 'http'
  const TICKET_KEYS = `t1:${'t'.repeat(32)}`
  await new Program(t, { ROLES, TICKET_KEYS, DATA_DIR: `${t.testdir()}/new/folder` }).line('process-ready', 'http')
  const without = new Program(t, { ROLES, TICKET_KEYS, DATA_DIR: '/dev/null/data' })
  t.equal(await without.end(), 1)
  t.match(without.errors, /^lectern: DATA_DIR \/dev\/null\/data cannot be used: .*\n$/)
})

t.test('make run: a class and links that stay the same from start to start, the key in the fragment only', async (t) => {
  const dir = t.testdir()
  const welcomes: string[] = []
  for (let start = 0; start < 2; start++) {
    const program = new Program(t, { DATA_DIR: dir, TEACHER_KEY: '', ENTRY: 'signed' }, ['open-house'])
    await program.line('process-ready')
    while (!program.printed.includes('Ctrl-C')) await once(program.process.stdout!, 'data')
    program.process.kill('SIGINT')
    t.equal(await program.end(), 0)
    welcomes.push(program.printed)
    const key = /#class=\w+&key=([\w-]+)/.exec(program.printed)?.[1] ?? 'none'
    t.notMatch(JSON.stringify(program.lines), key)
    t.notMatch(program.printed, new RegExp(`[?&]key=${key}.*\\?`))
  }
  const parts = welcomes.map((text) => [/enter\?classCode=([2-9A-HJ-NP-Z]{6})\n/.exec(text)?.[1], /\/teach#class=(\w+)&key=([\w-]{16,})\n/.exec(text)?.slice(1)])
  t.same(parts[0], parts[1])
  t.equal(parts[0]?.[0], (parts[0]?.[1] as string[])[0])
  t.match(welcomes[0], /█/)
  t.match(welcomes[0], dir)
})
