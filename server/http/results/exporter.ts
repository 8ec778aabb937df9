import { fork } from 'node:child_process'
import { constants, setPriority } from 'node:os'
import { fileURLToPath } from 'node:url'
import { lecternError } from '../../errors.ts'
import type { Export } from './export.ts'

/** What the child is told, and what it answers. */
export interface ExportOrder extends Export { database: string }
export type ExportReply = { file: Uint8Array } | { error: Error }

/** The sources run as they are in tests, and compiled otherwise. */
const CHILD = fileURLToPath(new URL(`./export-child${import.meta.url.slice(-3)}`, import.meta.url))
/** One file may take so long (ms): a balancer waits a minute. */
const LIMIT_MS = 50_000
/** What a child may hold (MiB): a class of 20,000 with 60 questions needs 400. */
const HEAP_MIB = 768
/** Callers that wait behind the one whose file is made. */
const WAITING_MAX = 8

/**
 * Makes files of results, one after another, each in a child process of low priority: a workbook of a large
 * class is seconds of work and garbage, and on a machine of few cores a running lesson would wait for it.
 */
export class Exporter {
  readonly #database: string
  readonly #limitMs: number
  readonly #closed = new AbortController()
  #busy = false
  readonly #waiting = new Set<() => void>()

  constructor (database: string, limitMs = LIMIT_MS) {
    this.#database = database
    this.#limitMs = limitMs
  }

  /**
   * The file. Whoever `left` waits no longer, and his child is killed.
   * @throws too-many where others wait already, unavailable where it takes too long or the sidecar ends; what the database throws
   */
  async file (order: Export, left: AbortSignal): Promise<Uint8Array> {
    const gone = AbortSignal.any([left, this.#closed.signal])
    await this.#turn(gone)
    try {
      return await made({ ...order, database: this.#database }, AbortSignal.any([gone, AbortSignal.timeout(this.#limitMs)]))
    } finally {
      this.#next()
    }
  }

  /** Ends the child that works, and refuses all who wait. */
  close (): void {
    this.#closed.abort()
  }

  async #turn (gone: AbortSignal): Promise<void> {
    if (!this.#busy) {
      this.#busy = true
      return
    }
    if (this.#waiting.size === WAITING_MAX) throw lecternError('too-many')
    await new Promise<void>((resolve, reject) => {
      const leave = (): void => {
        this.#waiting.delete(enter)
        reject(lecternError('unavailable'))
      }
      const enter = (): void => {
        gone.removeEventListener('abort', leave)
        resolve()
      }
      this.#waiting.add(enter)
      gone.addEventListener('abort', leave, { once: true })
    })
  }

  #next (): void {
    const [first] = this.#waiting
    if (first === undefined) {
      this.#busy = false
      return
    }
    this.#waiting.delete(first)
    first()
  }
}

/** Lets a child of its own make the file; kills it at the signal. */
async function made (order: ExportOrder, signal: AbortSignal): Promise<Uint8Array> {
  if (signal.aborted) throw lecternError('unavailable')
  // collecting garbage on threads of their own would leave them at our priority, and take more cores than one
  const child = fork(CHILD, { execArgv: [...process.execArgv, `--max-old-space-size=${HEAP_MIB}`, '--single-threaded'], serialization: 'advanced', signal, killSignal: 'SIGKILL' })
  lower(child.pid)
  try {
    return await new Promise<Uint8Array>((resolve, reject) => {
      child.once('spawn', () => { child.send(order) })
      child.once('message', (reply: ExportReply) => {
        if ('file' in reply) resolve(reply.file)
        else reject(reply.error)
      })
      child.once('error', (error) => { reject(signal.aborted ? lecternError('unavailable') : error) })
      child.once('exit', (code, by) => { reject(new Error(`the process that makes exports ended (${by ?? code})`)) })
    })
  } finally {
    child.kill('SIGKILL')
  }
}

/** At once, because what it starts takes its priority over. */
function lower (pid: number | undefined): void {
  if (pid === undefined) return
  try {
    setPriority(pid, constants.priority.PRIORITY_BELOW_NORMAL)
  } catch {
    // it has ended, and its exit is told besides
  }
}
