import { fork } from 'node:child_process'
import type { ChildProcess } from 'node:child_process'
import type { Operation, Outcome, Plan } from '../swarm/operations.ts'
import { nodeOn } from './cores.ts'
import { script } from './script.ts'
import { stop } from './stop.ts'

interface Waiting { resolve: (result: unknown) => void, reject: (error: Error) => void }

const PATIENCE_MS = 2000

/** A generator process, asked over IPC. */
export class Generator {
  readonly #child: ChildProcess
  readonly #waiting = new Map<number, Waiting>()
  #calls = 0

  constructor (core: number | null) {
    const { command, before } = nodeOn(core)
    this.#child = fork(script('swarm/main'), [], { execPath: command, execArgv: before, serialization: 'advanced' })
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
  ask<O extends Operation> (operation: O, plan: Plan<O>): Promise<Outcome<O>> {
    const id = ++this.#calls
    return new Promise((resolve, reject) => {
      this.#waiting.set(id, { resolve: resolve as (result: unknown) => void, reject })
      this.#child.send({ id, operation, plan })
    })
  }

  async stop (): Promise<void> {
    await stop(this.#child, PATIENCE_MS)
  }
}
