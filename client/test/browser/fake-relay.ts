import type { Page, WebSocketRoute } from 'playwright-core'
import { Seat, Verdict } from '../../../server/classroom/model.ts'
import type { ItemRow } from '../../../server/classroom/whiteboard-views.ts'
import { decode, encode } from '../../../server/wire/codec.ts'
import { Down, Up } from '../../../server/wire/messages.ts'
import type { AnswerFrame, DownFrame, Part, UpFrame } from '../../../server/wire/messages.ts'

/** What a relay does with answers while a screen is shown. */
export type Answering = 'store' | 'late' | 'refuse' | 'silent' | 'not-stored'

/** A relay of one class in the browser's place of the network: it says what a test tells it to. */
export class FakeRelay {
  /** Whether sockets open at all; else they are closed before the greeting. */
  reachable = true
  answering: Answering = 'store'
  readonly heard: UpFrame[] = []
  /** Parts of the view that every greeting holds. */
  parts: Part[] = []
  /** What is on every sheet of the whiteboard. */
  drawn: ItemRow[] = []
  /** The server's clock, ms. */
  now: () => number
  #socket: WebSocketRoute | null = null
  #batch = 0
  readonly #seat: Seat

  constructor (now: () => number, seat: Seat = Seat.student) {
    this.now = now
    this.#seat = seat
  }

  /** Takes the place of the relay's sockets on `page`. */
  async stand (page: Page): Promise<void> {
    await page.routeWebSocket(/^ws:\/\/relay\.test\//, socket => {
      if (!this.reachable) {
        void socket.close({ code: 4004 })
        return
      }
      this.#socket = socket
      socket.onMessage(message => { this.#hear(decode(message as Buffer) as UpFrame) })
    })
  }

  send (frame: DownFrame): void {
    this.#socket?.send(Buffer.from(encode(frame)))
  }

  /** The next batch of this class. */
  batch (...parts: Part[]): void {
    this.send([Down.batch, ++this.#batch, [0, this.#batch, 0], ...parts])
  }

  /** Ends the socket. */
  async close (code: number, reason = ''): Promise<void> {
    await this.#socket?.close({ code, reason })
  }

  #hear (frame: UpFrame): void {
    this.heard.push(frame)
    switch (frame[0]) {
      case Up.itsme: return this.send([Down.connected, 7, 0, this.#seat, [0, 0, 0], this.#batch, this.now(), 'resume', 0, true, ...this.parts])
      case Up.join: return this.send([Down.ack, frame[1], Verdict.accepted, 1, this.now()])
      case Up.sheet: return this.send([Down.sheet, frame[1], 1, true, -1, this.drawn])
      case Up.answer: return this.#judge(frame)
      case Up.ping: return this.send([Down.beat, this.#batch, this.now(), true])
    }
  }

  #judge ([, n]: AnswerFrame): void {
    switch (this.answering) {
      case 'store': return this.send([Down.ack, n, Verdict.accepted, 2, this.now()])
      case 'late': return this.send([Down.ack, n, Verdict.late, 2, this.now()])
      case 'refuse': return this.send([Down.error, n, 'bad-answer', 0, ''])
      case 'not-stored': return this.send([Down.error, n, 'not-stored', 60_000, ''])
      case 'silent':
    }
  }
}
