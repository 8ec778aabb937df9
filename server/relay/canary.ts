import type { EventLog } from '../log/event-log.ts'
import { Presence } from '../classroom/events.ts'
import { encode } from '../wire/codec.ts'

const EVERY_MS = 1500
/** A relay whose canary is older than this does not call itself ready (DESIGN section 7). */
const FRESH_MS = 5000

/**
 * The relay's proof that answers can be stored: a small event that goes through the log and comes back.
 * Nothing else is asked, because a connection that looks alive may store nothing.
 */
export class Canary {
  readonly #log: EventLog
  readonly #relay: number
  readonly #incarnation: number
  readonly #timer: NodeJS.Timeout
  #seenAt = 0
  #underWay = false

  constructor (log: EventLog, relay: number, incarnation: number) {
    this.#log = log
    this.#relay = relay
    this.#incarnation = incarnation
    this.#timer = setInterval(() => { this.#send() }, EVERY_MS)
    this.#timer.unref()
    this.#send()
  }

  /** Whether a canary came back within the last 5 s. */
  get fresh (): boolean {
    return Date.now() - this.#seenAt < FRESH_MS
  }

  /** A canary came back from the log. */
  seen (relay: number, incarnation: number): void {
    if (relay === this.#relay && incarnation === this.#incarnation) this.#seenAt = Date.now()
  }

  stop (): void {
    clearInterval(this.#timer)
  }

  #send (): void {
    if (this.#underWay) return
    this.#underWay = true
    const done = (): void => { this.#underWay = false }
    this.#log.append(0, 'user', '', encode([Presence.canary, Date.now(), this.#relay, this.#incarnation])).then(done, done)
  }
}
