import type { Quiz, RehearsalReply } from '../../../../server/wire/api.ts'
import { language } from '../../messages/language.svelte.ts'
import { startRehearsal } from '../../rehearsal/rehearsal-api.ts'
import type { Store } from '../../storage.ts'
import type { ConsoleRoom } from '../console-room.ts'
import { ApiFailure } from '../quizzes-api.ts'
import type { FailureCode } from '../quizzes-api.ts'
import { guideWasOpen, readGuide, writeGuide } from './guide-memory.ts'

/** What is tried out now, with its seats. */
export type Trial =
  | { is: 'rehearsal', seats: RehearsalReply }
  | { is: 'preview', seats: RehearsalReply, quiz: Quiz | null, first: number }

/** The guide: it opens once by itself, offers a tour and a rehearsal, and remembers how far the tour was seen. */
export class Guide {
  readonly #room: ConsoleRoom
  readonly #store: Store
  readonly #failed: (why: FailureCode) => void
  open = $state(false)
  touring = $state(false)
  /** Whether seats are being asked for. */
  busy = $state(false)
  step = $state(0)
  trying: Trial | null = $state.raw(null)

  constructor (room: ConsoleRoom, store: Store, failed: (why: FailureCode) => void) {
    this.#room = room
    this.#store = store
    this.#failed = failed
    this.step = readGuide(store).step
  }

  /** Opens for somebody who never saw it, and never again by itself. */
  offer (): void {
    if (guideWasOpen(this.#store)) return
    this.open = true
    this.keep(0)
  }

  /** Remembers the tour's next step. */
  keep (step: number): void {
    this.step = step
    writeGuide(this.#store, { step })
  }

  async rehearse (title: string): Promise<void> {
    const seats = await this.#seats(title)
    if (seats === null) return
    this.open = false
    this.trying = { is: 'rehearsal', seats }
  }

  async preview (title: string, quiz: Quiz | null, first: number): Promise<void> {
    const seats = await this.#seats(title)
    if (seats !== null) this.trying = { is: 'preview', seats, quiz, first }
  }

  stop (): void {
    this.trying = null
  }

  async #seats (title: string): Promise<RehearsalReply | null> {
    if (this.busy) return null
    this.busy = true
    try {
      return await startRehearsal(this.#room.entry.bearer ?? '', language.code, title)
    } catch (error) {
      this.#failed(error instanceof ApiFailure ? error.code : 'internal')
      return null
    } finally {
      this.busy = false
    }
  }
}
