import { fork } from 'node:child_process'
import type { ChildProcess } from 'node:child_process'
import { constants, setPriority } from 'node:os'
import { Readable } from 'node:stream'
import { fileURLToPath } from 'node:url'
import { lecternError } from '../../errors.ts'
import type { MediaSettings } from '../media/open-store.ts'
import type { BundleOrder } from './bundle.ts'
import type { Export } from './export.ts'
import { Turns } from './turns.ts'

/** What the child is told. */
export type ExportOrder = (Export | BundleOrder) & { database: string }
/** What it answers; null stands for a bundle, which comes out of the child from then on. `trouble`: the store of shared files did not answer. */
export type ExportReply = { file: Uint8Array | null } | { error: Error } | { trouble: Error }

/** The sources run as they are in tests, and compiled otherwise. */
const CHILD = fileURLToPath(new URL(`./export-child${import.meta.url.slice(-3)}`, import.meta.url))
/** One file may take so long (ms), and so may the beginning of a bundle: a balancer waits a minute. */
const LIMIT_MS = 50_000
/** A bundle goes at the pace of whoever fetches it, but no longer than this (ms). */
const BUNDLE_LIMIT_MS = 30 * 60_000
/** What a child may hold (MiB): a class of 20,000 with 60 questions needs 400. */
const HEAP_MIB = 768
/** Callers that wait behind the one whose file is made. */
const WAITING_MAX = 8
/** Bundles under way; nobody waits for one, because some lines are slow. */
const BUNDLES = 3

/**
 * Makes files of results, each in a child process of low priority: a workbook of a large class is seconds of work
 * and garbage, and on a machine of few cores a running lesson would wait for it. Files are made one after another;
 * a bundle streams from its child.
 */
export class Exporter {
  readonly #database: string
  readonly #media: MediaSettings
  readonly #onTrouble: (err: Error) => void
  readonly #limitMs: number
  readonly #closed = new AbortController()
  readonly #files = new Turns(1, WAITING_MAX)
  readonly #bundles = new Turns(BUNDLES, 0)

  /** `onTrouble` is told when the store of shared files does not answer as it should. */
  constructor (database: string, media: MediaSettings, onTrouble: (err: Error) => void, limitMs = LIMIT_MS) {
    this.#database = database
    this.#media = media
    this.#onTrouble = onTrouble
    this.#limitMs = limitMs
  }

  /**
   * The file. Whoever `left` waits no longer, and his child is killed.
   * @throws too-many where others wait already, unavailable where it takes too long or the sidecar ends; what the database throws
   */
  async file (order: Export, left: AbortSignal): Promise<Uint8Array> {
    const gone = AbortSignal.any([left, this.#closed.signal])
    const over = await this.#files.take(gone)
    try {
      const { child, reply } = this.#started({ ...order, database: this.#database }, AbortSignal.any([gone, AbortSignal.timeout(this.#limitMs)]))
      try {
        return (await reply)!
      } finally {
        child.kill('SIGKILL')
      }
    } finally {
      over()
    }
  }

  /**
   * A ZIP of all there is of a lesson, as it is made. It ends with an error where it could not be finished, and
   * its child with whoever fetches it.
   * @throws as `file`, before the first byte
   */
  async bundle (order: Omit<BundleOrder, 'format' | 'media'>, left: AbortSignal): Promise<Readable> {
    const gone = AbortSignal.any([left, this.#closed.signal])
    const over = await this.#bundles.take(gone)
    const late = new AbortController()
    const timer = setTimeout(() => { late.abort() }, this.#limitMs)
    try {
      const work = this.#started({ ...order, format: 'zip', media: this.#media, database: this.#database }, AbortSignal.any([gone, late.signal, AbortSignal.timeout(BUNDLE_LIMIT_MS)]))
      await work.reply.catch((error: unknown) => {
        work.child.kill('SIGKILL')
        throw error
      })
      void work.exit.then(over)
      const output = Readable.from(outputOf(work), { objectMode: false })
      output.once('close', () => { work.child.kill('SIGKILL') })
      return output
    } catch (error) {
      over()
      throw error
    } finally {
      clearTimeout(timer)
    }
  }

  /** Ends the children that work, and refuses all who wait. */
  close (): void {
    this.#closed.abort()
  }

  /** Lets a child of its own work on an order; kills it at the signal. */
  #started (order: ExportOrder, signal: AbortSignal): Started {
    if (signal.aborted) throw lecternError('unavailable')
    // collecting garbage on threads of their own would leave them at our priority, and take more cores than one
    const child = fork(CHILD, { execArgv: [...process.execArgv, `--max-old-space-size=${HEAP_MIB}`, '--single-threaded'], serialization: 'advanced', stdio: ['ignore', 'pipe', 'inherit', 'ipc'], signal, killSignal: 'SIGKILL' })
    lower(child.pid)
    const exit = new Promise<number | null>((resolve) => { child.once('exit', resolve) })
    const reply = new Promise<Uint8Array | null>((resolve, reject) => {
      child.once('spawn', () => { child.send(order) })
      child.on('message', (said: ExportReply) => {
        if ('file' in said) resolve(said.file)
        else if ('error' in said) reject(said.error)
        else this.#onTrouble(said.trouble)
      })
      child.on('error', (error) => { reject(signal.aborted ? lecternError('unavailable') : error) })
      child.once('exit', (code, by) => { reject(new Error(`the process that makes exports ended (${by ?? code})`)) })
    })
    return { child, reply, exit }
  }
}

/** A child with its answer, and with its code when it has ended; null where it was killed. */
interface Started { child: ChildProcess, reply: Promise<Uint8Array | null>, exit: Promise<number | null> }

/** What a child writes. A child that does not end well ends it with an error, for a ZIP without its end must not pass for a whole one. */
async function * outputOf ({ child, exit }: Started): AsyncGenerator<Buffer> {
  yield * child.stdout as AsyncIterable<Buffer>
  if (await exit !== 0) throw lecternError('unavailable')
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
