import { fork } from 'node:child_process'
import type { ChildProcess } from 'node:child_process'
import type { Operations } from '../swarm/operations.ts'
import type { Operation, Outcome, Plan } from '../swarm/serve.ts'
import { nodeOn } from './cores.ts'
import { script } from './script.ts'
import { stop } from './stop.ts'

interface Waiting { resolve: (result: unknown) => void, reject: (error: Error) => void }

const PATIENCE_MS = 2000
/** A young generation (MiB) that outlives a phase: to copy thousands of new sockets from one half to the other costs a tenth of the core. */
const MEMORY = ['--min-semi-space-size=64', '--max-semi-space-size=128']

/** A generator process, asked over IPC for what the class `T` of its script can do. */
export class Generator<T = Operations> {
  readonly #child: ChildProcess
  readonly #waiting = new Map<number, Waiting>()
  #calls = 0

  /** `name`: path of the script inside bench/, without the extension. */
  constructor (core: number | null, name = 'swarm/main') {
    const { command, before } = nodeOn(core, MEMORY)
    this.#child = fork(script(name), [], { execPath: command, execArgv: before, serialization: 'advanced' })
    this.#child.on('message', (message) => {
      const { id, result } = message as { id: number, result: unknown }
      this.#waiting.get(id)?.resolve(result)
      this.#waiting.delete(id)
    })
    this.#child.on('exit', (code, signal) => {
      for (const { reject } of this.#waiting.values()) reject(new Error(`the generator ended (${signal ?? code}); its error stands above`))
    })
  }

  /** Has the generator do something; resolves with the outcome. Rejects when its process ends. */
  ask<O extends Operation<T>> (operation: O, plan: Plan<T, O>): Promise<Outcome<T, O>> {
    const id = ++this.#calls
    return new Promise((resolve, reject) => {
      this.#waiting.set(id, { resolve: resolve as (result: unknown) => void, reject })
      this.#child.send({ id, operation, plan }, (error) => { if (error !== null) reject(error) })
    })
  }

  async stop (): Promise<void> {
    await stop(this.#child, PATIENCE_MS)
  }
}
