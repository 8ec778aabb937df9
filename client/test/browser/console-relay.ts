import type { Page, WebSocketRoute } from 'playwright-core'
import type { SharedRow } from '../../../server/classroom/media-views.ts'
import { Verdict } from '../../../server/classroom/model.ts'
import type { ItemRow } from '../../../server/classroom/whiteboard-views.ts'
import { decode, encode } from '../../../server/wire/codec.ts'
import { Down, Up } from '../../../server/wire/messages.ts'
import type { DownFrame, Part, Person, Step, UpFrame } from '../../../server/wire/messages.ts'

/** A relay in the browser's place of the network, as a teacher's screen hears it. */
export class ConsoleRelay {
  /** Parts of the view that every greeting holds. */
  parts: Part[] = []
  people: Person[] = []
  /** What is on every sheet of the whiteboard. */
  drawn: ItemRow[] = []
  /** What was shared, the oldest first. */
  media: SharedRow[] = []
  /** Whether sockets open at all. */
  reachable = true
  /** The teacher's steps, in the order they came. */
  readonly steps: Step[] = []
  /** The verdict on a step, and what follows from it. */
  judge: (step: Step) => { verdict: Verdict, parts?: Part[] } = () => ({ verdict: Verdict.accepted })
  readonly #now: () => number
  #socket: WebSocketRoute | null = null
  #batch = 0

  /** `now` is the server's clock, ms. */
  constructor (now: () => number) {
    this.#now = now
  }

  async stand (page: Page): Promise<void> {
    await page.routeWebSocket(/^ws:\/\/relay\.test\//, (socket) => {
      if (!this.reachable) {
        void socket.close({ code: 4004 })
        return
      }
      this.#socket = socket
      socket.onMessage((message) => { this.#hear(decode(message as Buffer) as UpFrame) })
    })
  }

  /** The next batch of this class. */
  batch (...parts: Part[]): void {
    this.#send([Down.batch, ++this.#batch, [0, this.#batch, 0], ...parts])
  }

  async close (code: number): Promise<void> {
    await this.#socket?.close({ code })
  }

  #send (frame: DownFrame): void {
    this.#socket?.send(Buffer.from(encode(frame)))
  }

  #hear (frame: UpFrame): void {
    switch (frame[0]) {
      case Up.itsme: return this.#send([Down.connected, 7, 1, 1, [0, 0, 0], this.#batch, this.#now(), 'resume', 0, true, ...this.parts])
      case Up.join: return this.#send([Down.ack, frame[1], Verdict.accepted, 1, this.#now()])
      case Up.roster: return this.#send([Down.roster, -1, this.people])
      case Up.ping: return this.#send([Down.beat, this.#batch, this.#now(), true])
      case Up.sheet: return this.#send([Down.sheet, frame[1], 1, true, -1, this.drawn])
      case Up.mediaPass: return this.#send([Down.mediaPass, 'pass', 900])
      case Up.mediaList: return this.#send([Down.mediaPage, -1, this.media])
      case Up.steer: return this.#judged(frame[1], frame[3])
    }
  }

  #judged (n: number, step: Step): void {
    this.steps.push(step)
    const { verdict, parts } = this.judge(step)
    this.#send([Down.ack, n, verdict, 10 + this.steps.length, this.#now()])
    if (parts !== undefined) this.batch(...parts)
  }
}
