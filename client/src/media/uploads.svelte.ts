import type { Medium } from '../../../server/classroom/media.ts'
import { Sharing, Upload } from './upload.svelte.ts'
import type { Chosen, SharingRoom } from './upload.svelte.ts'

/** The files of one person that are on their way: one at a time, the others wait. */
export class Uploads {
  readonly sharing: Sharing
  list: Upload[] = $state.raw([])
  readonly #then = new Map<Upload, (medium: Medium) => void>()
  #turn: Promise<unknown> = Promise.resolve()

  constructor (room: SharingRoom) {
    this.sharing = new Sharing(room)
  }

  /** Shares a file once those before it are through; `then` hears of it when it is in the class. */
  start (chosen: Chosen, then: (medium: Medium) => void = () => {}): void {
    const upload = new Upload(this.sharing, chosen)
    this.#then.set(upload, then)
    this.list = [...this.list, upload]
    this.again(upload)
  }

  /** Tries again what failed, at once where it would do so by itself in a while. */
  again (upload: Upload): void {
    if (!upload.wake()) this.#turn = this.#turn.then(() => this.#run(upload))
  }

  /** The connection is back: goes on with what it had broken. */
  resume (): void {
    for (const upload of this.list) upload.wake()
  }

  /** Gives a file up, or puts a failed one away. */
  drop (upload: Upload): void {
    upload.cancel()
    if (upload.stage !== 'sharing') this.#forget(upload)
  }

  async #run (upload: Upload): Promise<void> {
    if (!this.list.includes(upload)) return
    const medium = await upload.run()
    if (medium === null) return
    this.#then.get(upload)?.(medium)
    this.#forget(upload)
  }

  #forget (upload: Upload): void {
    this.#then.delete(upload)
    this.list = this.list.filter((each) => each !== upload)
  }
}
