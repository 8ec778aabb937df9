import type { Verdict } from '../../server/classroom/model.ts'
import { encode } from '../../server/wire/codec.ts'
import type { ErrorCode } from '../../server/wire/error-codes.ts'
import type { Ack, ErrorFrame } from '../../server/wire/messages.ts'
import type { Command, Commands } from './commands.ts'
import type { World } from './link.ts'

/** What became of a command: a verdict of the fold, or an error that kept it from the log. */
export type Reply =
  | { verdict: Verdict, position: number, at: number }
  | { error: ErrorCode, detail: string }

/** What a dispatch needs, and where it tells what it hears. */
export interface Errands {
  /** Whether a socket takes frames now, and this command may go on it. */
  mayGo (command: Command): boolean
  sendBytes (bytes: Uint8Array): void
  reply (command: Command, reply: Reply): void
  /** The command was not stored; it is being sent again. */
  unstored (command: Command): void
}

/** The relay's default limit of a frame. A larger one is never sent: it would end every socket it is tried on. */
const FRAME_LIMIT = 64 * 1024
/** When a command that was not stored is sent again, unless the relay says (ms). */
const RETRY = 1_000

/** Sends commands, and sends them again with the same number, until each has its verdict (R2). */
export class Dispatch {
  readonly #after: World['after']
  readonly #commands: Commands
  readonly #errands: Errands

  constructor (after: World['after'], commands: Commands, errands: Errands) {
    this.#after = after
    this.#commands = commands
    this.#errands = errands
  }

  /** Numbers a command, keeps it, and sends it as soon as it may go. */
  give (make: (n: number) => Command): Command {
    const command = this.#commands.add(make)
    this.#send(command)
    return command
  }

  /** Sends again whatever has no verdict. */
  sendPending (): void {
    for (const command of this.#commands.pending) this.#send(command)
  }

  isPending (kind: Command[0]): boolean {
    return this.#commands.pending.some(each => each[0] === kind)
  }

  /** The verdict on a command; returns the command, or undefined when it was not ours or has one already. */
  acknowledged ([, n, verdict, position, at]: Ack): Command | undefined {
    const command = this.#find(n)
    if (command !== undefined) this.#settle(command, { verdict, position, at })
    return command
  }

  /** An error instead of a verdict. Returns false where the command must wait for a join. */
  refused ([, n, code, retryAfter, detail]: ErrorFrame): boolean {
    const command = this.#find(n)
    if (command === undefined) return true
    if (code === 'not-joined') return false
    if (code === 'not-stored' || retryAfter > 0) {
      if (code === 'not-stored') this.#errands.unstored(command)
      this.#sendAgain(command, retryAfter > 0 ? retryAfter : RETRY)
    } else {
      this.#settle(command, { error: code, detail })
    }
    return true
  }

  /** A frame was too big for the relay: the largest that waits was it. */
  forgetLargest (): void {
    const [largest] = this.#commands.pending.toSorted((a, b) => encode(b).length - encode(a).length)
    if (largest !== undefined) this.#settle(largest, { error: 'too-large', detail: '' })
  }

  #send (command: Command): void {
    if (!this.#errands.mayGo(command)) return
    const bytes = encode(command)
    if (bytes.length <= FRAME_LIMIT) this.#errands.sendBytes(bytes)
    else this.#settle(command, { error: 'too-large', detail: '' })
  }

  #sendAgain (command: Command, ms: number): void {
    this.#after(ms, () => {
      if (this.#commands.pending.includes(command)) this.#send(command)
    })
  }

  #settle (command: Command, reply: Reply): void {
    this.#commands.settle(command[1])
    this.#errands.reply(command, reply)
  }

  #find (n: number): Command | undefined {
    return this.#commands.pending.find(each => each[1] === n)
  }
}
