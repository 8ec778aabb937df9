import { Media } from './media-events.ts'
import type { MediaActed, MediaAllow, MediaShare } from './media-events.ts'
import { MediaAct, MediaStanding, isPlayed, movesPlayback, playedUntil } from './media.ts'
import type { MediumRow, Playback } from './media.ts'
import { Verdict } from './model.ts'

/** Media of one lesson, and of one student in it. */
const SHARED_MAX = 1000
const STUDENT_MAX = 20

/** Something shared: by whom (dense index), and where it stands. */
export interface Shared {
  row: MediumRow
  by: number
  at: number
  standing: MediaStanding
}

/** Shared media as a checkpoint has them. */
export type SavedShared = [items: Array<[id: string, item: [row: MediumRow, by: number, at: number, standing: MediaStanding] | null]>, shown: string, page: number, allowed: boolean, playback?: [playing: boolean, ms: number, at: number]]

/** What is shown waits at its beginning until a teacher plays it. */
const AT_BEGINNING: Playback = { playing: false, ms: 0, at: 0 }

/**
 * The media of a lesson: what was shared in this order, what everyone is shown and how it plays, and whether students
 * may share.
 * Every event says whether a teacher sent it, which its relay knew from a signed ticket.
 */
export class SharedMedia {
  /** By id; what was removed is null, so that its receipt cannot bring it back. */
  readonly #items = new Map<string, Shared | null>()
  shown: string = ''
  /** Of what is shown, from 1; 0 while nothing is. */
  page = 0
  /** Of the film or sound that is shown. */
  playback = AT_BEGINNING
  allowed = false

  /** Everything that is there, the oldest first. */
  get list (): Shared[] {
    return [...this.#items.values()].filter((item) => item !== null)
  }

  /** The medium of this id, if it is there. */
  find (id: string): Shared | null {
    return this.#items.get(id) ?? null
  }

  get onShow (): Shared | null {
    return this.find(this.shown)
  }

  /** What participant `who` shared. */
  of (who: number): Shared[] {
    return this.list.filter(({ by }) => by === who)
  }

  /** Judges an event and, where it is accepted, does it. */
  take (event: MediaShare | MediaActed | MediaAllow): Verdict {
    switch (event[0]) {
      case Media.share: return this.#share(event)
      case Media.act: return this.#act(event)
      case Media.allow: return this.#allow(event)
    }
  }

  /** Whose own view an event changes: -1 nobody's. */
  concerned (event: MediaShare | MediaActed | MediaAllow): number {
    if (event[0] === Media.share) return event[5]
    return event[0] === Media.act && !movesPlayback(event[7]) ? this.#items.get(event[8])?.by ?? -1 : -1
  }

  save (): SavedShared {
    const items = [...this.#items].map(([id, item]): SavedShared[0][number] => [id, item === null ? null : [item.row, item.by, item.at, item.standing]])
    const { playing, ms, at } = this.playback
    return this.playback === AT_BEGINNING ? [items, this.shown, this.page, this.allowed] : [items, this.shown, this.page, this.allowed, [playing, ms, at]]
  }

  /** Takes over what another held; this one is new. */
  restore ([items, shown, page, allowed, playback]: SavedShared): void {
    for (const [id, item] of items) this.#items.set(id, item === null ? null : { row: item[0], by: item[1], at: item[2], standing: item[3] })
    this.shown = shown
    this.page = page
    this.allowed = allowed
    if (playback !== undefined) this.playback = { playing: playback[0], ms: playback[1], at: playback[2] }
  }

  #share ([, , , at, , by, leads, row]: MediaShare): Verdict {
    if (!leads && !this.allowed) return Verdict.notAllowed
    if (this.#items.has(row[0])) return Verdict.duplicate
    if (this.#items.size >= SHARED_MAX || (!leads && this.of(by).length >= STUDENT_MAX)) return Verdict.full
    this.#items.set(row[0], { row, by, at, standing: leads ? MediaStanding.approved : MediaStanding.waiting })
    return Verdict.accepted
  }

  #act ([, , , at, , by, leads, act, id, page]: MediaActed): Verdict {
    const item = this.#items.get(id) ?? null
    if (!leads && !(act === MediaAct.remove && item?.by === by)) return Verdict.notAllowed
    if (act === MediaAct.show && id === '') {
      this.#open('', 0)
      return Verdict.accepted
    }
    if (item === null) return Verdict.badAnswer
    switch (act) {
      case MediaAct.approve:
        item.standing = MediaStanding.approved
        break
      case MediaAct.reject:
        item.standing = MediaStanding.rejected
        if (this.shown === id) this.#open('', 0)
        break
      case MediaAct.remove:
        this.#items.set(id, null)
        if (this.shown === id) this.#open('', 0)
        break
      case MediaAct.show:
        if (page < 1 || page > Math.max(1, item.row[9])) return Verdict.badAnswer
        // whoever shows something has seen it
        item.standing = MediaStanding.approved
        this.#open(id, page)
        break
      default: return this.#move(act, item, at)
    }
    return Verdict.accepted
  }

  /** Plays, pauses or rewinds what is shown, from where it stands at `at`. */
  #move (act: MediaAct, { row }: Shared, at: number): Verdict {
    if (row[0] !== this.shown || !isPlayed(row[1])) return Verdict.badAnswer
    const ms = act === MediaAct.rewind ? 0 : playedUntil(this.playback, at)
    const playing = act === MediaAct.rewind ? this.playback.playing : act === MediaAct.play
    this.playback = { playing, ms, at }
    return Verdict.accepted
  }

  #open (id: string, page: number): void {
    this.shown = id
    this.page = page
    this.playback = AT_BEGINNING
  }

  #allow ([, , , , , , leads, allowed]: MediaAllow): Verdict {
    if (!leads) return Verdict.notAllowed
    this.allowed = allowed
    return Verdict.accepted
  }
}
