import { execFileSync, spawn } from 'node:child_process'
import type { ChildProcess } from 'node:child_process'
import { writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { stop } from './stop.ts'

/** dist/bench/processes → the project, where scripts are. */
const FINDER = join(dirname(fileURLToPath(import.meta.url)), '..', '..', '..', 'scripts', 'nginx.sh')
const TEMPORARY = ['client_body', 'proxy', 'fastcgi', 'uwsgi', 'scgi']
const PATIENCE_MS = 3000
const START_MS = 10_000

export interface NginxPlan {
  /** The server's main file, as built: its own command makes the configuration. */
  main: string
  /** A folder of its own. */
  dir: string
  partitions: number
  /** Ports of the relays' sockets, in their order, and of the sidecar. */
  relays: number[]
  sidecar: number
  port: number
}

/** The balancer as an operator has it: a real nginx on what `npm run nginx` prints, but for the places of its files. */
export class Nginx {
  readonly #child: ChildProcess
  #said = ''

  private constructor (child: ChildProcess) {
    this.#child = child
    child.stderr!.setEncoding('utf8').on('data', (text: string) => { this.#said += text })
  }

  /** @throws Error with nginx's words when it does not start, or when there is none */
  static async start (plan: NginxPlan): Promise<Nginx> {
    const { main, dir, partitions, relays, sidecar, port } = plan
    const address = (to: number): string => `127.0.0.1:${to}`
    const config = execFileSync(process.execPath, [
      join(dirname(main), 'deploy', 'nginx-command.js'), '--relays', String(relays.length), '--partitions', String(partitions),
      ...relays.flatMap((relay) => ['--host', address(relay)]), '--sidecar', address(sidecar), '--listen', address(port)
    ], { encoding: 'utf8' })
    const file = join(dir, 'nginx.conf')
    const temporary = TEMPORARY.map((kind) => `  ${kind}_temp_path ${dir}/${kind};`)
    writeFileSync(file, config.replaceAll('/var/log/nginx', dir).replace('http {\n', ['http {', ...temporary, ''].join('\n')))
    const program = execFileSync(FINDER, { encoding: 'utf8' }).trim()
    const nginx = new Nginx(spawn(program, ['-c', file, '-g', `pid ${dir}/pid; daemon off; error_log stderr notice;`], { stdio: ['ignore', 'ignore', 'pipe'], detached: true }))
    await nginx.#started()
    return nginx
  }

  async stop (): Promise<void> {
    await stop(this.#child, PATIENCE_MS)
  }

  #started (): Promise<void> {
    return new Promise((resolve, reject) => {
      const fail = (): void => { reject(new Error(`nginx did not start:\n${this.#said}`)) }
      const timer = setTimeout(fail, START_MS)
      this.#child.once('exit', fail)
      this.#child.stderr!.on('data', () => {
        if (!this.#said.includes('start worker process')) return
        clearTimeout(timer)
        this.#child.off('exit', fail)
        resolve()
      })
    })
  }
}
