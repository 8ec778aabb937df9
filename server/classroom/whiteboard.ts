import { Changed } from './changed.ts'
import { decodePoints } from './ink.ts'
import { BOARD_LIMITS } from './limits.ts'
import type { Drawn } from './media-events.ts'
import { MediaKind, MediaStanding } from './media.ts'
import { Verdict } from './model.ts'
import type { SharedMedia } from './shared-media.ts'
import { Artist } from './whiteboard-artist.ts'
import type { SavedArtist } from './whiteboard-artist.ts'
import { Sheet, weightOf } from './whiteboard-items.ts'
import type { Item, MakingAct, SavedSheet } from './whiteboard-items.ts'
import { Draw } from './whiteboard-model.ts'
import type { DrawAct, EraseAct, InkAct, InviteAct, LeaderAct } from './whiteboard-model.ts'

/** What became of an act: which views may differ now, and whose own; nothing where it changed nothing. */
export interface Stroked {
  verdict: Verdict
  changed: number
  person: number
}

/** A board as a checkpoint has it. */
export type SavedBoard = [shown: boolean, sheet: number, at: number, invited: number[], sheets: SavedSheet[], artists: Array<[by: number, saved: SavedArtist]>]

function judged (verdict: Verdict, changed = 0, person = -1): Stroked {
  return { verdict, changed, person }
}

/** Accepted, and nothing is other than before: it had been done, or there was nothing to do. */
const IN_VAIN = judged(Verdict.accepted)

/**
 * The whiteboard of a lesson. Its picture is that of the log: acts take effect in their order there, pieces of a
 * stroke by their number whenever they come (rule M23). What is said twice changes nothing.
 */
export class Whiteboard {
  readonly sheets: Sheet[] = [new Sheet()]
  shown = false
  /** Which sheet all see. */
  sheet = 0
  /** Students who may draw, by index, in the order in which they were asked. */
  readonly invited = new Set<number>()
  /** Position of the last change; -1 where nobody has used it. */
  at = -1
  readonly #shared: SharedMedia
  readonly #artists = new Map<number, Artist>()
  #bytes = 0
  #itemsEver = 0

  constructor (shared: SharedMedia) {
    this.#shared = shared
  }

  /** Whether a participant may draw. */
  mayDraw (who: number, leads: boolean): boolean {
    return leads || this.invited.has(who)
  }

  /** The actions that a participant can take back and do again now; 0 for none. */
  reach (who: number): [undo: number, redo: number] {
    const artist = this.#artists.get(who)
    return [artist?.done.at(-1)?.id ?? 0, artist?.undone.at(-1)?.id ?? 0]
  }

  /** Judges what somebody does and, where it is accepted, does it. */
  take ([id, by, leads, act]: Drawn, position: number): Stroked {
    if (!this.mayDraw(by, leads) || (isLeaders(act) && !leads)) return judged(Verdict.notAllowed)
    const stroked = this.#take(id, by, leads, act, position)
    if (stroked.changed !== 0) this.at = position
    return stroked
  }

  /** A medium was removed or refused: it is gone from all sheets for good. Returns which views may differ. */
  lose (medium: string, position: number): number {
    let changed = 0
    for (const sheet of this.sheets) {
      for (const item of sheet.items) {
        if (item.made?.[0] !== Draw.image || item.made[2] !== medium) continue
        this.#bury(item)
        this.#turned(item, position)
        changed = Changed.ink
      }
    }
    if (changed !== 0) this.at = position
    return changed
  }

  /** Everything there is; null where nobody has used it. */
  save (): SavedBoard | null {
    if (this.at < 0) return null
    const { shown, sheet, at } = this
    return [shown, sheet, at, [...this.invited], this.sheets.map((sheet) => sheet.save()), [...this.#artists].map(([by, artist]) => [by, artist.save()])]
  }

  /** Takes over what another held; this one is new. */
  restore ([shown, sheet, at, invited, sheets, artists]: SavedBoard): void {
    this.shown = shown
    this.sheet = sheet
    this.at = at
    for (const who of invited) this.invited.add(who)
    this.sheets.splice(0, 1, ...sheets.map((saved, number) => Sheet.restored(number, saved)))
    for (const [by] of artists) this.#artist(by)
    for (const item of this.sheets.flatMap(({ items }) => items)) {
      this.#artist(item.name[0]).items.set(item.name[1], item)
      this.#itemsEver++
    }
    for (const [by, saved] of artists) {
      this.#artist(by).restore(saved, ([author, id]) => this.#artist(author).items.get(id)!)
      this.#bytes += saved[0]
    }
  }

  #take (id: number, by: number, leads: boolean, act: DrawAct, position: number): Stroked {
    switch (act[0]) {
      case Draw.ink: return this.#ink(by, leads, act, position)
      case Draw.shape:
      case Draw.text: return this.#make(id, by, leads, act, '', position)
      case Draw.image: {
        const { row, standing } = this.#shared.find(act[2]) ?? {}
        if (row?.[1] !== MediaKind.image || standing !== MediaStanding.approved) return judged(Verdict.badAnswer)
        return this.#make(id, by, leads, act, row[6], position)
      }
      case Draw.erase: return this.#erase(id, by, leads, act, position)
      case Draw.undo: return this.#stepBack(by, act[1], position)
      case Draw.redo: return this.#stepForth(by, act[1], position)
      default: return this.#lead(id, by, act, position)
    }
  }

  #lead (id: number, by: number, act: LeaderAct, position: number): Stroked {
    switch (act[0]) {
      case Draw.clear: return this.#away(id, by, this.sheets[act[1]]?.items ?? [], position)
      case Draw.show:
        this.shown = act[1]
        break
      case Draw.turn:
        if (act[1] >= this.sheets.length) return judged(Verdict.badAnswer)
        this.sheet = act[1]
        break
      case Draw.add:
        if (act[1] !== this.sheets.length) return judged(Verdict.stale)
        if (act[1] >= BOARD_LIMITS.sheets) return judged(Verdict.full)
        this.sheet = this.sheets.push(new Sheet()) - 1
        break
      case Draw.invite: return this.#invite(act)
    }
    return judged(Verdict.accepted, Changed.whiteboard)
  }

  #invite ([, who, invited]: InviteAct): Stroked {
    if (invited && !this.invited.has(who) && this.invited.size >= BOARD_LIMITS.invited) return judged(Verdict.full)
    if (invited) this.invited.add(who)
    else this.invited.delete(who)
    return judged(Verdict.accepted, Changed.whiteboard, who)
  }

  #ink (by: number, leads: boolean, act: InkAct, position: number): Stroked {
    const [, sheet, stroke, no, , , bytes] = act
    const points = decodePoints(bytes)?.length
    if (points === undefined) return judged(Verdict.badAnswer)
    const artist = this.#artist(by)
    let item = artist.items.get(stroke)
    if (item !== undefined) {
      if (item.made === null || item.pieces.has(no)) return IN_VAIN
      if (item.made[0] !== Draw.ink || item.sheet !== sheet) return judged(Verdict.badAnswer)
      if (item.points + points > BOARD_LIMITS.strokePoints) return judged(Verdict.full)
    }
    if (!this.#hasRoom(artist, leads, bytes.length + (item === undefined ? weightOf(act) : 0))) return judged(Verdict.full)
    const begins = item === undefined
    if (item === undefined) {
      const made = this.#make(stroke, by, leads, act, '', position)
      if (made.verdict !== Verdict.accepted) return made
      item = artist.items.get(stroke)!
    }
    item.grow(no, { bytes, points, at: position })
    this.#weigh(artist, bytes.length)
    this.sheets[sheet]!.at = position
    return judged(Verdict.accepted, Changed.ink, begins ? by : -1)
  }

  /** Puts an item on its sheet. */
  #make (id: number, by: number, leads: boolean, made: MakingAct, alt: string, position: number): Stroked {
    const sheet = this.sheets[made[1]]
    if (sheet === undefined) return judged(Verdict.badAnswer)
    const artist = this.#artist(by)
    if (artist.items.has(id)) return IN_VAIN
    if (sheet.alive >= BOARD_LIMITS.items || this.#itemsEver >= BOARD_LIMITS.itemsEver) return judged(Verdict.full)
    if (!this.#hasRoom(artist, leads, weightOf(made))) return judged(Verdict.full)
    const item = sheet.add([by, id], made, alt, position)
    this.#itemsEver++
    this.#weigh(artist, item.bytes)
    artist.items.set(id, item)
    this.#did(artist, { id, made: item, erased: [] })
    return judged(Verdict.accepted, Changed.ink, by)
  }

  #erase (id: number, by: number, leads: boolean, [, names]: EraseAct, position: number): Stroked {
    if (!leads && names.some(([author]) => author !== by)) return judged(Verdict.notAllowed)
    const items = names.map(([author, name]) => this.#artists.get(author)?.items.get(name))
    return this.#away(id, by, items.filter((item) => item !== undefined), position)
  }

  /** Takes those of the items away that are there. */
  #away (id: number, by: number, items: Item[], position: number): Stroked {
    const erased = items.filter(({ visible }) => visible)
    if (erased.length === 0) return IN_VAIN
    const action = { id, made: null, erased }
    for (const item of erased) {
      item.erasedBy = action
      this.#turned(item, position)
    }
    this.#did(this.#artist(by), action)
    return judged(Verdict.accepted, Changed.ink, by)
  }

  #stepBack (by: number, id: number, position: number): Stroked {
    const artist = this.#artist(by)
    const action = artist.done.at(-1)
    if (action?.id !== id) return judged(Verdict.stale)
    artist.undone.push(artist.done.pop()!)
    if (action.made !== null) {
      action.made.undone = true
      this.#turned(action.made, position)
    }
    for (const item of action.erased) {
      if (item.erasedBy !== action) continue
      item.erasedBy = null
      this.#turned(item, position)
    }
    return judged(Verdict.accepted, Changed.ink, by)
  }

  #stepForth (by: number, id: number, position: number): Stroked {
    const artist = this.#artist(by)
    const action = artist.undone.at(-1)
    if (action?.id !== id) return judged(Verdict.stale)
    artist.done.push(artist.undone.pop()!)
    if (action.made !== null) {
      action.made.undone = false
      this.#turned(action.made, position)
    }
    for (const item of action.erased) {
      if (!item.visible) continue
      item.erasedBy = action
      this.#turned(item, position)
    }
    return judged(Verdict.accepted, Changed.ink, by)
  }

  /** Notes an action; what can be brought back no more is gone for good. */
  #did (artist: Artist, action: Artist['done'][number]): void {
    for (const item of artist.did(action)) this.#bury(item)
  }

  #bury (item: Item): void {
    if (item.made === null) return
    const artist = this.#artist(item.name[0])
    this.#weigh(artist, -item.bytes)
    this.sheets[item.sheet]!.alive--
    item.made = null
    item.pieces.clear()
  }

  #turned (item: Item, position: number): void {
    item.turn(position)
    this.sheets[item.sheet]!.at = position
  }

  #hasRoom (artist: Artist, leads: boolean, bytes: number): boolean {
    return this.#bytes + bytes <= BOARD_LIMITS.bytes && (leads || artist.bytes + bytes <= BOARD_LIMITS.studentBytes)
  }

  #weigh (artist: Artist, bytes: number): void {
    this.#bytes += bytes
    artist.bytes += bytes
  }

  #artist (by: number): Artist {
    let artist = this.#artists.get(by)
    if (artist === undefined) {
      artist = new Artist()
      this.#artists.set(by, artist)
    }
    return artist
  }
}

/** Whether only a teacher may do this. */
export function isLeaders (act: DrawAct): act is LeaderAct {
  return act[0] >= Draw.clear
}
