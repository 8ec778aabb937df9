import { spawn } from 'node:child_process'
import type { ChildProcess } from 'node:child_process'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import type { Test } from 'tap'
import { freePorts } from '../../../kafka/ports.ts'

export const ROOT = fileURLToPath(new URL('../../..', import.meta.url))

export type Env = Readonly<Record<string, string>>

/** A line of the JSON log. */
export interface LogLine {
  role: string
  msg: string
  [field: string]: unknown
}

export interface Ending { code: number | null, signal: NodeJS.Signals | null }

/** A process of dist/, with everything that it and its children wrote. */
export class RunningProgram {
  readonly process: ChildProcess
  /** Both outputs of all its processes, in the order in which they came. */
  output = ''
  /** What was written to standard error alone. */
  errors = ''
  readonly ended: Promise<Ending>
  #looks = new Set<() => void>()

  constructor (args: readonly string[], env: Env) {
    this.process = spawn(process.execPath, args, { cwd: ROOT, stdio: ['ignore', 'pipe', 'pipe'], env: { PATH: process.env['PATH'], ...env } })
    this.process.stdout?.setEncoding('utf8').on('data', (text: string) => { this.#take(text) })
    this.process.stderr?.setEncoding('utf8').on('data', (text: string) => {
      this.errors += text
      this.#take(text)
    })
    // `close`, not `exit`: children hold the same pipes, and their last words belong to the output
    this.ended = new Promise((resolve) => { this.process.once('close', (code, signal) => { resolve({ code, signal }) }) })
    void this.ended.then(() => { this.#take('') })
  }

  get pid (): number {
    return this.process.pid ?? -1
  }

  /** The log's lines so far; what is not JSON is passed over. */
  lines (): LogLine[] {
    return this.output.split('\n').filter((line) => line.startsWith('{') && line.endsWith('}')).map((line) => JSON.parse(line) as LogLine)
  }

  /**
   * The first line of the log that fits, as soon as it is there.
   * @throws Error with the output when the program ends without it
   */
  line (wanted: (line: LogLine) => boolean): Promise<LogLine> {
    return this.#until(() => this.lines().find(wanted))
  }

  /** The first match of `pattern` in the output, as soon as it is there. */
  text (pattern: RegExp): Promise<RegExpExecArray> {
    return this.#until(() => pattern.exec(this.output) ?? undefined)
  }

  /** Sends the main process a signal; resolves when all of them have ended. */
  async kill (signal: NodeJS.Signals): Promise<Ending> {
    this.process.kill(signal)
    return await this.ended
  }

  #take (text: string): void {
    this.output += text
    for (const look of this.#looks) look()
  }

  async #until<T> (find: () => T | undefined): Promise<T> {
    return await new Promise((resolve, reject) => {
      const look = (): void => {
        const found = find()
        if (found === undefined) return
        this.#looks.delete(look)
        resolve(found)
      }
      this.#looks.add(look)
      look()
      void this.ended.then(({ code }) => { reject(new Error(`the program ended (${code ?? 'killed'}):\n${this.output}`)) })
    })
  }
}

/** A folder of its own for the test. */
export async function temporaryFolder (t: Test): Promise<string> {
  const dir = await mkdtemp(join(tmpdir(), 'lectern-program-'))
  t.teardown(() => rm(dir, { recursive: true, force: true, maxRetries: 5 }))
  return dir
}

/** Settings of a program on this machine alone, with ports of its own. */
export async function privateSettings (dir: string): Promise<Env> {
  const [socket, http, socketMetrics, httpMetrics, archiveMetrics] = await freePorts(5)
  return {
    HOST: '127.0.0.1',
    DATA_DIR: dir,
    PORT_SOCKET: String(socket),
    PORT_HTTP: String(http),
    PORT_SOCKET_METRICS: String(socketMetrics),
    PORT_HTTP_METRICS: String(httpMetrics),
    PORT_ARCHIVE_METRICS: String(archiveMetrics)
  }
}

/** Starts the whole program as `make run` does; it is killed with the test. */
export function openHouse (t: Test, env: Env): RunningProgram {
  return run(t, ['dist/server/main.js', 'open-house'], env)
}

/** Runs a file of dist/ with these settings and no others; it is killed with the test. */
export function run (t: Test, args: readonly string[], env: Env): RunningProgram {
  const program = new RunningProgram(args, env)
  t.teardown(() => program.kill('SIGKILL'))
  return program
}

export interface Links { students: URL, teacher: URL, classCode: string, teacherKey: string }

/** The links that the program prints, by the address of this machine alone, once it is ready. */
export async function linksOf (program: RunningProgram): Promise<Links> {
  await program.line(({ msg, role }) => msg === 'process-ready' && role === 'relay')
  const [, students = ''] = await program.text(/Students\s+(\S+)/)
  const [, teacher = ''] = await program.text(/Teacher\s+(\S+)/)
  const here = (link: string): URL => {
    const url = new URL(link)
    url.hostname = '127.0.0.1'
    return url
  }
  const secrets = new URLSearchParams(here(teacher).hash.slice(1))
  return { students: here(students), teacher: here(teacher), classCode: secrets.get('class') ?? '', teacherKey: secrets.get('key') ?? '' }
}
