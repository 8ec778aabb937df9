import { fork } from 'node:child_process'
import type { ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { nodeOn } from './cores.ts'
import { freePorts } from './ports.ts'
import { script } from './script.ts'
import { stop } from './stop.ts'

const PATIENCE_MS = 2000

/** A bare uWebSockets.js server on the server's core. */
export class Rival {
  readonly port: number
  readonly #child: ChildProcess

  private constructor (child: ChildProcess, port: number) {
    this.#child = child
    this.port = port
  }

  static async start (name: 'echo' | 'broadcaster', core: number | null): Promise<Rival> {
    const [port] = await freePorts(1) as [number]
    const { command, before } = nodeOn(core)
    const child = fork(script(`rivals/${name}`), [String(port)], { execPath: command, execArgv: before })
    child.once('exit', (code) => { if (code !== null && code !== 0) child.emit('error', new Error(`the ${name} server ended with ${code}`)) })
    await once(child, 'message')
    return new Rival(child, port)
  }

  get pid (): number {
    return this.#child.pid!
  }

  url (path: string): string {
    return `ws://127.0.0.1:${this.port}/${path}`
  }

  async stop (): Promise<void> {
    await stop(this.#child, PATIENCE_MS)
  }
}
