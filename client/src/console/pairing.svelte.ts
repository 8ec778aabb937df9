import type { PairedSeat } from '../../../server/classroom/model.ts'
import { EntryError } from '../enter.ts'
import { offerPairing } from '../pairing.ts'

interface Offer {
  seat: PairedSeat
  code: string
  url: string
  /** Where the code can be typed. */
  address: string
}

/** A one-time code for a projector or a phone of this teacher, and how long it is still good. */
export class Pairing {
  readonly #pass: () => string | null
  readonly #language: () => string
  offer: Offer | null = $state.raw(null)
  /** Seconds that the code is still good. */
  left = $state(0)
  busy = $state(false)
  fault: 'tooMany' | 'unavailable' | null = $state(null)
  #timer: ReturnType<typeof setInterval> | undefined

  /** `pass` tells the teacher's resume token, null before there is one. */
  constructor (pass: () => string | null, language: () => string) {
    this.#pass = pass
    this.#language = language
  }

  /** Asks for a code and counts its time down; null where there is none, and `fault` says why. */
  async ask (seat: PairedSeat): Promise<string | null> {
    this.forget()
    this.busy = true
    try {
      const { code, seconds, url } = await offerPairing(this.#pass() ?? '', seat, this.#language())
      const { host, pathname } = new URL(url)
      this.offer = { seat, code, url, address: host + pathname }
      const until = performance.now() + seconds * 1000
      this.left = seconds
      this.#timer = setInterval(() => { this.left = Math.max(0, Math.ceil((until - performance.now()) / 1000)) }, 250)
      return code
    } catch (error) {
      this.fault = error instanceof EntryError && error.code === 'too-many' ? 'tooMany' : 'unavailable'
      return null
    } finally {
      this.busy = false
    }
  }

  /** Takes the code off the screen. */
  forget (): void {
    clearInterval(this.#timer)
    this.offer = null
    this.fault = null
  }
}
