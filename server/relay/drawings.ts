import type { Drawn, MediaBoard } from '../classroom/media-events.ts'
import { Media } from '../classroom/media-events.ts'
import { Draw } from '../classroom/whiteboard-model.ts'
import { Alarm } from './alarm.ts'
import type { RoomContext } from './room-context.ts'
import type { Session } from './session.ts'

/** What comes in for the board goes to the log so often at the most (ms): ten records a second, however many draw. */
const EVERY_MS = 100
/** Bytes of one event, and those that may wait for their turn. */
const EVENT_BYTES = 64 * 1024
const WAITING_BYTES = 1024 * 1024
/** What an act costs besides its points, letters or names. */
const ACT_BYTES = 64
/** When a client sends an act again that could not wait (ms). */
const RETRY_MS = 1000

/** The live lesson, as events name it: nothing waits without one. */
interface Live { id: string, openedAt: number }

/** What comes in at this relay for the board of a class: packed, so that ink costs no record of its own (rule M24). */
export class Drawings {
  readonly #context: RoomContext
  readonly #live: () => Live
  readonly #append: (event: MediaBoard) => void
  readonly #alarm = new Alarm(() => { this.#handIn() })
  #waiting: Drawn[] = []
  #bytes = 0
  /** When the next event may leave (ms). */
  #nextAt = 0

  constructor (context: RoomContext, live: () => Live, append: (event: MediaBoard) => void) {
    this.#context = context
    this.#live = live
    this.#append = append
  }

  /** Takes in what somebody does, unless it is on its way already (rule S6). */
  add (session: Session, n: number, drawn: Drawn, now: number): void {
    if (session.pending.has(n)) {
      this.#context.metrics.repeats.inc()
      return
    }
    const bytes = bytesOf(drawn)
    if (this.#context.behind() || this.#bytes + bytes > WAITING_BYTES) {
      session.fail(n, 'not-stored', RETRY_MS)
      return
    }
    session.pending.add(n)
    this.#waiting.push(drawn)
    this.#bytes += bytes
    this.#alarm.set(Math.max(now, this.#nextAt), now)
  }

  /** Forgets what waits: its lesson is over. */
  clear (): void {
    this.#waiting = []
    this.#bytes = 0
    this.#alarm.off()
  }

  #handIn (): void {
    const lesson = this.#live()
    const now = this.#context.now()
    this.#nextAt = now + EVERY_MS
    this.#append([Media.board, lesson.id, lesson.openedAt, now, this.#take()])
    if (this.#waiting.length > 0) this.#alarm.set(this.#nextAt, now)
  }

  /** What goes into one event; the rest has its turn later. */
  #take (): Drawn[] {
    let bytes = bytesOf(this.#waiting[0]!)
    let count = 1
    for (; count < this.#waiting.length; count++) {
      const more = bytesOf(this.#waiting[count]!)
      if (bytes + more > EVENT_BYTES) break
      bytes += more
    }
    this.#bytes -= bytes
    return this.#waiting.splice(0, count)
  }
}

function bytesOf ([, , , act]: Drawn): number {
  switch (act[0]) {
    case Draw.ink: return ACT_BYTES + act[6].length
    case Draw.text: return ACT_BYTES + 4 * act[6].length
    case Draw.erase: return ACT_BYTES + 16 * act[1].length
    default: return ACT_BYTES
  }
}
