import { MediaAct, MediaKind, MediaStanding, mediumOf } from '../../../../server/classroom/media.ts'
import type { Medium } from '../../../../server/classroom/media.ts'
import { LessonPhase, Verdict } from '../../../../server/classroom/model.ts'
import { Up } from '../../../../server/wire/messages.ts'
import { RequestRefused } from '../../requests.ts'
import { MediaFailed, passes } from '../../media/media-api.ts'
import { playbackOf, shownOf, sharingOf } from '../../media/media-parts.ts'
import { kindOf } from '../../media/upload.svelte.ts'
import type { Chosen } from '../../media/upload.svelte.ts'
import { Uploads } from '../../media/uploads.svelte.ts'
import { mediaFailure, mediaWords, mediumTitle } from '../../media/words.ts'
import type { ConsoleContext } from '../console-context.ts'

/** A medium of the lesson as its teacher sees it. */
export interface Item {
  medium: Medium
  /** Who sent it, and his index. */
  by: number
  name: string
  standing: MediaStanding
}

/** A file that was chosen and not sent yet; `address` shows it. */
export interface Draft extends Chosen {
  address: string
}

/** What the teacher does with shared media. It goes on while its panel is closed. */
export class MediaDesk {
  readonly #context: ConsoleContext
  readonly uploads: Uploads
  /** All media of the lesson, the youngest first; null until they are here. */
  items: Item[] | null = $state.raw(null)
  drafts: Draft[] = $state.raw([])
  #reading = false

  constructor (context: ConsoleContext) {
    this.#context = context
    this.uploads = new Uploads(context.room)
  }

  shown = $derived.by(() => shownOf(this.#context.room.view))
  /** How what is shown runs on projectors. */
  playback = $derived.by(() => playbackOf(this.#context.room.view))
  sharing = $derived.by(() => sharingOf(this.#context.room.view))
  /** Why nothing can be shared now: no lesson, or no connection. */
  idle = $derived.by(() => !this.#context.lesson.connected || this.#context.lesson.phase !== LessonPhase.live)

  /** Pictures that everyone may see, and which can be put on the whiteboard. */
  pictures = $derived.by(() => (this.items ?? []).filter(({ medium, standing }) => medium.kind === MediaKind.image && standing === MediaStanding.approved).map(({ medium }) => medium))

  /** Reads the list, in pages; what changes meanwhile makes it be read again. */
  async refresh (): Promise<void> {
    if (this.#reading) return
    this.#reading = true
    try {
      let revision: number
      do {
        revision = this.sharing.revision
        this.items = (await this.#pages()).toReversed()
      } while (revision !== this.sharing.revision)
    } catch (error) {
      if (!(error instanceof RequestRefused)) throw error
    } finally {
      this.#reading = false
    }
  }

  async #pages (): Promise<Item[]> {
    const items: Item[] = []
    for (let from = 0; from >= 0;) {
      const [, next, rows] = await this.#context.room.ask([Up.mediaList, from])
      for (const [by, name, standing, , ...medium] of rows) items.push({ by, name, standing, medium: mediumOf(medium) })
      from = next
    }
    return items
  }

  // ------------------------------------------------------------ what comes in

  /** Takes files to share; those of no kind that is shared are told. */
  choose (files: Iterable<File>): void {
    const drafts: Draft[] = []
    for (const file of files) {
      const kind = kindOf(file)
      if (kind === null) this.#context.notices.fail(`${file.name}: ${mediaFailure('bad-media')}`)
      else drafts.push({ file, kind, alt: '', address: URL.createObjectURL(file) })
    }
    this.drafts = [...this.drafts, ...drafts]
  }

  putAway (draft: Draft): void {
    URL.revokeObjectURL(draft.address)
    this.drafts = this.drafts.filter((each) => each !== draft)
  }

  /** Uploads a chosen file, and shows it to everyone where `show`. */
  send (draft: Draft, alt: string, show: boolean): void {
    this.putAway(draft)
    this.uploads.start({ file: draft.file, kind: draft.kind, alt }, ({ id }) => { if (show) void this.show(id, 1) })
  }

  /** Shares a link and shows it; what is wrong with it, in words, or ''. */
  async link (url: string, alt: string): Promise<string> {
    const { sharing } = this.uploads
    try {
      const receipt = await sharing.api.link(url, alt)
      await sharing.say(receipt)
      await this.show(receipt.medium.id, 1)
      return ''
    } catch (error) {
      // what a file waits for by itself is said of files alone
      if (error instanceof MediaFailed) return mediaFailure(passes(error.code) ? 'internal' : error.code)
      throw error
    }
  }

  // ------------------------------------------------------------ what is done with it

  /** Shows a medium to everyone, open at a page (from 1). */
  show (id: string, page: number): Promise<boolean> {
    return this.#act(MediaAct.show, id, page)
  }

  hide (): Promise<boolean> {
    return this.#act(MediaAct.show, '', 0)
  }

  /** Plays what is shown on projectors, pauses it, or takes it back to its beginning. */
  async move (act: MediaAct): Promise<boolean> {
    return this.shown !== null && await this.#act(act, this.shown.medium.id, 0)
  }

  judge ({ medium }: Item, approved: boolean): Promise<boolean> {
    return this.#act(approved ? MediaAct.approve : MediaAct.reject, medium.id, 0)
  }

  /** Asks first, then takes a medium off every screen and out of the storage. */
  remove ({ medium }: Item): void {
    const t = mediaWords().console
    this.#context.asks.ask({ title: t.sure(mediumTitle(medium)), body: t.sureText, verb: t.delete, danger: true, run: () => { void this.#remove(medium) } })
  }

  async #remove (medium: Medium): Promise<void> {
    if (!await this.#act(MediaAct.remove, medium.id, 0) || medium.url !== '') return
    try {
      await this.uploads.sharing.api.remove(medium.id)
    } catch {
      this.#context.notices.fail(mediaWords().console.deleteFailed, { label: mediaWords().console.delete, run: () => { void this.#remove(medium) } })
    }
  }

  async allow (allowed: boolean): Promise<void> {
    const reply = await this.#context.room.use((n) => [Up.allowMedia, n, allowed])
    if (!('verdict' in reply) || reply.verdict >= Verdict.stale) this.#context.notices.fail(mediaWords().console.refused)
  }

  async #act (act: MediaAct, id: string, page: number): Promise<boolean> {
    const reply = await this.#context.room.use((n) => [Up.media, n, act, id, page])
    const done = 'verdict' in reply && reply.verdict < Verdict.stale
    if (!done) this.#context.notices.fail(mediaWords().console.refused)
    return done
  }
}
