import type { EntryRequest, RoomReply } from '../../server/wire/api.ts'
import type { Credential } from './link.ts'
import type { Store } from './storage.ts'

/** One person's way into one class: what a reload needs to be back without a question. */
export interface Visit {
  /** What the person came with, cleaned by the server. */
  entry: EntryRequest
  room: RoomReply
  resume: Credential | null
  /** Whether the name was typed here: then the browser remembers the visit after it is closed. */
  typed: boolean
  /** Whether it began with a pairing code, and not at the door. */
  paired?: boolean
  /** When the person came in first (ms, the phone's clock: shown, never compared). */
  enteredAt: number
}

const KEY = 'lectern.visit'

/** Keeps the visit of this tab, and of the people who typed their name also the last one of this browser. */
export class Visits {
  readonly #tab: Store
  readonly #browser: Store

  constructor (tab: Store, browser: Store) {
    this.#tab = tab
    this.#browser = browser
  }

  /** The visit to `classCode` (null: whichever) that can be gone on with. */
  find (classCode: string | null): Visit | null {
    const here = this.#tab.read(KEY) as Visit | null
    if (here !== null && (classCode === null || here.room.classCode === classCode)) return here
    const before = this.#browser.read(KEY) as Visit | null
    return before !== null && before.room.classCode === classCode ? before : null
  }

  save (visit: Visit): void {
    this.#tab.write(KEY, visit)
    if (visit.typed) this.#browser.write(KEY, visit)
  }

  /** The person left. */
  forget (visit: Visit): void {
    this.#tab.remove(KEY)
    if (visit.typed) this.#browser.remove(KEY)
  }
}
