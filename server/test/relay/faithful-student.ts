import { setTimeout as delay } from 'node:timers/promises'
import type { Verdict } from '../../classroom/model.ts'
import type { DrawAct } from '../../classroom/whiteboard-model.ts'
import { comesBack } from '../../wire/close-codes.ts'
import { Down, Up } from '../../wire/messages.ts'
import { Phone } from './phone.ts'
import type { Frame } from './phone.ts'

const RETRY_MS = 50

interface Waiting {
  frame: [kind: number, n: number, ...fields: unknown[]]
  resolve: (verdict: Verdict) => void
}

/**
 * A student who never reloads: comes back after every loss of the line with what the server gave him, and
 * sends again, with its id, every command that has no verdict yet.
 */
export class FaithfulStudent {
  readonly #url: string
  readonly #waiting = new Map<number, Waiting>()
  readonly #device: number
  #token: string
  #phone: Phone
  #n = 0
  #gone = false
  /** Told of every frame, on whatever line it comes. */
  onFrame: (frame: Frame, phone: Phone) => void = () => {}
  /** How often the line was lost. */
  losses = 0
  /** The close code that sent him away for good; 0 while he stays. */
  sentAway = 0

  constructor (url: string, ticket: string) {
    this.#url = url
    this.#token = ticket
    this.#phone = new Phone(url, ticket)
    this.#device = this.#phone.device
    void this.#live()
  }

  /** What he sees now. */
  get phone (): Phone {
    return this.#phone
  }

  join (): Promise<Verdict> {
    return this.#command(Up.join)
  }

  /** Resolves with the verdict, however many lines it takes. */
  answer (no: number, round: number, revision: number, value: number): Promise<Verdict> {
    return this.#command(Up.answer, no, round, revision, value)
  }

  /** Does something to the whiteboard; `id` of the command is told to `make`. Resolves with the verdict. */
  draw (make: (id: number) => DrawAct): Promise<Verdict> {
    return this.#command(Up.draw, make(this.#device * 2 ** 32 + this.#n + 1))
  }

  leave (): void {
    this.#gone = true
    this.#phone.cut()
  }

  #command (kind: number, ...fields: unknown[]): Promise<Verdict> {
    const n = ++this.#n
    return new Promise((resolve) => {
      const waiting: Waiting = { frame: [kind, n, ...fields], resolve }
      this.#waiting.set(n, waiting)
      if (this.#phone.batch >= 0) this.#phone.send(waiting.frame)
    })
  }

  async #live (): Promise<void> {
    for (;;) {
      const phone = this.#phone
      phone.onFrame = (frame) => {
        this.onFrame(frame, phone)
        if (frame[0] === Down.connected) for (const { frame } of this.#waiting.values()) phone.send(frame)
        if (frame[0] !== Down.ack) return
        this.#waiting.get(frame[1] as number)?.resolve(frame[2] as Verdict)
        this.#waiting.delete(frame[1] as number)
      }
      void phone.enter(phone.positions)
      const { code } = await phone.closed
      if (this.#gone) return
      if (!comesBack(code)) {
        this.sentAway = code
        return
      }
      this.losses++
      this.#token = phone.resume ?? this.#token
      await delay(RETRY_MS * (0.5 + Math.random()))
      const next = new Phone(this.#url, this.#token, this.#device)
      next.positions = phone.positions
      next.resume = phone.resume
      this.#phone = next
    }
  }
}
