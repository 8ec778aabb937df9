import { fork } from 'node:child_process'
import type { ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { nodeOn } from './cores.ts'
import { collectGarbage } from './inspector.ts'
import { freePorts } from '../../kafka/ports.ts'
import { resident } from './proc.ts'
import type { Resident } from './proc.ts'
import { script } from './script.ts'
import { stop } from './stop.ts'

/** The scripts in rivals/servers/. */
export type RivalName = 'echo' | 'broadcaster' | 'ws' | 'socket-io'

const PATIENCE_MS = 2000
const INSPECTOR = /^Debugger listening on (ws:\S+)$/m

/** A rival's server on the server's core. */
export class Rival {
  readonly port: number
  readonly #child: ChildProcess
  #inspectorUrl = ''

  private constructor (name: RivalName, port: number, core: number | null, inspect: boolean) {
    const { command, before } = nodeOn(core, inspect ? ['--inspect=127.0.0.1:0'] : [])
    this.port = port
    this.#child = fork(script(`rivals/servers/${name}`), [String(port)], { execPath: command, execArgv: before, stdio: ['ignore', 'inherit', 'pipe', 'ipc'] })
    this.#child.stderr!.on('data', (piece: Buffer) => { this.#told(piece.toString()) })
    this.#child.once('exit', (code) => { if (code !== null && code !== 0) this.#child.emit('error', new Error(`the ${name} server ended with ${code}`)) })
  }

  /** `inspect`: whether its memory will be asked for, which needs Node's inspector (on loopback). */
  static async start (name: RivalName, core: number | null, inspect = false): Promise<Rival> {
    const [port] = await freePorts(1) as [number]
    const rival = new Rival(name, port, core, inspect)
    await once(rival.#child, 'message')
    return rival
  }

  get pid (): number {
    return this.#child.pid!
  }

  url (path: string): string {
    return `ws://127.0.0.1:${this.port}/${path}`
  }

  /** Resident memory after its garbage was collected. */
  async collectedMemory (): Promise<Resident> {
    await collectGarbage(this.#inspectorUrl)
    return resident(this.pid)
  }

  async stop (): Promise<void> {
    await stop(this.#child, PATIENCE_MS)
  }

  /** Node's inspector tells its address on stderr; everything else there is trouble, for the one who looks. */
  #told (text: string): void {
    this.#inspectorUrl ||= INSPECTOR.exec(text)?.[1] ?? ''
    process.stderr.write(text.replace(/^(Debugger|For help).*\n/gm, ''))
  }
}
