import type { Status } from './connection.ts'
import type { World } from './link.ts'

/** A broken connection is told after this long (ms). */
const STRIP_AFTER = 2_000

/**
 * Whether the connection has been broken for so long that the screen says so, and whether the phone itself
 * is at fault. A socket may take long to notice that its phone has no network; the phone knows at once.
 */
export class Outage {
  readonly #after: World['after']
  #cancel = (): void => {}
  #breaking = false
  #status: Status = { is: 'connecting' }
  broken: boolean = $state(false)
  /** Whether the phone itself says it is online. */
  online: boolean = $state(navigator.onLine)

  constructor (after: World['after']) {
    this.#after = after
  }

  follow (status: Status): void {
    this.#status = status
    this.#judge()
  }

  /** Listens to the phone's own news; `back` is called when it is online, or looked at, again. Returns the end of it. */
  listen (back: () => void): () => void {
    const news = (): void => {
      this.online = navigator.onLine
      this.#judge()
      if (this.online && document.visibilityState === 'visible') back()
    }
    window.addEventListener('online', news)
    window.addEventListener('offline', news)
    document.addEventListener('visibilitychange', news)
    return () => {
      window.removeEventListener('online', news)
      window.removeEventListener('offline', news)
      document.removeEventListener('visibilitychange', news)
    }
  }

  #judge (): void {
    const breaking = this.#status.is === 'reconnecting' || (this.#status.is === 'connected' && !this.online)
    if (breaking === this.#breaking) return
    this.#breaking = breaking
    this.#cancel()
    if (breaking) this.#cancel = this.#after(STRIP_AFTER, () => { this.broken = true })
    else this.broken = false
  }
}
