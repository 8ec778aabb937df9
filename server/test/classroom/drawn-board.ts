import { PLAIN_PRESSURE, encodePoints } from '../../classroom/ink.ts'
import { Media } from '../../classroom/media-events.ts'
import type { Drawn } from '../../classroom/media-events.ts'
import { createMedia, foldMedia } from '../../classroom/media-lane.ts'
import type { MediaFolded } from '../../classroom/media-lane.ts'
import { itemRow, penPart } from '../../classroom/whiteboard-views.ts'
import { Draw } from '../../classroom/whiteboard-model.ts'
import type { DrawAct } from '../../classroom/whiteboard-model.ts'
import type { Whiteboard } from '../../classroom/whiteboard.ts'

export const AT = 1_760_000_000_000
export const LESSON = 'L1'
/** Dense index of the teacher; everyone else is a student. */
export const TEACHER = 0

/** The bytes of a piece of `count` points. */
export function points (count = 2, x = 100): Uint8Array {
  return encodePoints(Array.from({ length: count }, (_, i) => ({ x: x + i % 2, y: 100, pressure: PLAIN_PRESSURE })))
}

/** A `media` lane of which the whiteboard is of interest. */
export class DrawnBoard {
  readonly state = createMedia()
  position = 0
  #id = 0

  get board (): Whiteboard {
    return this.state.lesson!.board
  }

  /** Folds what several people did as one event. */
  fold (drawn: Drawn[]): MediaFolded[] {
    return foldMedia(this.state, [Media.board, LESSON, AT, AT + this.position, drawn], ++this.position)
  }

  /** Folds one act under a new command id, or under this one. */
  act (by: number, act: DrawAct, id = this.next()): MediaFolded {
    return this.fold([[id, by, by === TEACHER, act]])[0]!
  }

  /** A command id that nobody had. */
  next (): number {
    return ++this.#id
  }

  /** A stroke of one piece; returns its id. */
  stroke (by: number, sheet = 0, count = 2): number {
    const id = this.next()
    this.act(by, [Draw.ink, sheet, id, 0, 1, 12, points(count)], id)
    return id
  }

  invite (...students: number[]): void {
    for (const who of students) this.act(TEACHER, [Draw.invite, who, true])
  }

  /** Shares a picture and approves it. */
  share (id: string): void {
    foldMedia(this.state, [Media.share, LESSON, AT, AT, this.next(), TEACHER, true, [id, 0, 'image/webp', 10, 4, 3, '그림', 'a.png', '', 0]], ++this.position)
  }

  /** What everyone sees, and what the people `whose` can take back: all that matters of it. */
  picture (whose: number[] = []): unknown {
    const { board } = this
    return JSON.parse(JSON.stringify({
      shown: board.shown,
      sheet: board.sheet,
      invited: [...board.invited],
      sheets: board.sheets.map(({ items }) => items.map((item) => itemRow(item, -1, 0, Infinity)?.row ?? null).filter((row) => row !== null)),
      pens: whose.map((who) => penPart(board, who, who === TEACHER))
    })) as unknown
  }

  /** Names of the items that are seen on a sheet, as `by.id`. */
  seen (sheet = 0): string[] {
    return this.board.sheets[sheet]!.items.filter(({ visible }) => visible).map(({ name }) => name.join('.'))
  }
}
