import type { InkPoint } from '../../../server/classroom/ink.ts'
import { KEPT_IDS } from '../../../server/classroom/limits.ts'
import { Verdict } from '../../../server/classroom/model.ts'
import { Draw } from '../../../server/classroom/whiteboard-model.ts'
import type { DrawAct, ItemName, WriterAct } from '../../../server/classroom/whiteboard-model.ts'
import { Up } from '../../../server/wire/messages.ts'
import type { Reply } from '../dispatch.ts'
import type { BoardRoom } from './board-room.ts'
import { nameOf } from '../../../server/board/items.ts'
import type { Item } from '../../../server/board/items.ts'
import { OwnStroke } from './own-stroke.ts'

/** Why the board did not take something. */
export type Refusal = 'full' | 'refused' | 'waiting'

/** How often what is drawn is sent (ms): ten records a second of a class are packed into one. */
const EVERY = 100
/** While nothing can be sent a stroke's points are kept together up to this number, so that fewer frames wait. */
const PIECE = 200
/** How long an item that the log took stays on the screen by itself: when its row comes, it goes sooner (ms). */
const LINGER = 3000

/**
 * What this person did to the board and the log has not told of yet: it shows at once and leaves when the log's own
 * shows, or when it was refused.
 */
export class OwnWork {
  readonly #room: BoardRoom
  readonly #changed: () => void
  readonly #refused: (why: Refusal) => void
  #strokes: OwnStroke[] = []
  #items: Item[] = []
  #erased = new Set<string>()
  /** Ids of actions without a verdict, in their order. */
  #open: number[] = []
  #drawing: OwnStroke | null = null
  #timer: ReturnType<typeof setInterval> | undefined

  constructor (room: BoardRoom, changed: () => void, refused: (why: Refusal) => void) {
    this.#room = room
    this.#changed = changed
    this.#refused = refused
  }

  /** What shows on top of a sheet. */
  items (sheet: number): Item[] {
    return [...this.#strokes.map(({ item }) => item), ...this.#items].filter((item) => item.sheet === sheet)
  }

  /** Names of what is not to be shown from the log: it shows from here, or was erased here. */
  hidden (): Set<string> {
    return new Set([...this.#erased, ...this.#strokes.map(nameOf)])
  }

  begin (by: number, sheet: number, colour: number, width: number, at: InkPoint): void {
    this.end()
    this.#drawing = new OwnStroke(by, sheet, colour, width, at)
    this.#strokes.push(this.#drawing)
    this.#timer ??= setInterval(() => { this.#send() }, EVERY)
    this.#changed()
  }

  goOn (points: readonly InkPoint[], expected: readonly InkPoint[]): void {
    const stroke = this.#drawing
    if (stroke === null) return
    stroke.add(points, expected)
    if (stroke.long) this.begin(stroke.by, stroke.sheet, stroke.colour, stroke.width, stroke.last)
    else this.#changed()
  }

  end (): void {
    const stroke = this.#drawing
    if (stroke === null) return
    this.#drawing = null
    stroke.end()
    this.#cut(stroke)
    this.#letGo(stroke)
    clearInterval(this.#timer)
    this.#timer = undefined
    this.#changed()
  }

  /** Gives the stroke that is being drawn up as far as nothing of it was sent; else it ends here. */
  giveUp (): void {
    const stroke = this.#drawing
    if (stroke !== null && stroke.pieces.length === 0) {
      this.#drawing = null
      this.#strokes = this.#strokes.filter((each) => each !== stroke)
    }
    this.end()
    clearInterval(this.#timer)
    this.#timer = undefined
    this.#changed()
  }

  /** Puts an item on its sheet. */
  async put (item: Item): Promise<void> {
    let shown = item
    const taken = await this.act((id) => {
      shown = { ...item, id }
      this.#items.push(shown)
      this.#open.push(id)
      this.#changed()
      return actOf(item)
    })
    this.#judged(shown.id)
    const forget = () => { this.#forget(nameOf(shown)) }
    if (taken) setTimeout(forget, LINGER)
    else forget()
  }

  /** Takes items away; they come back where that was refused. */
  async erase (names: ItemName[]): Promise<void> {
    const keys = names.map(([by, id]) => nameOf({ by, id }))
    this.hide(keys)
    let action = 0
    const taken = await this.act((id) => {
      action = id
      this.#open.push(id)
      return [Draw.erase, names]
    })
    this.#judged(action)
    const show = () => { this.unhide(keys) }
    if (taken) setTimeout(show, LINGER)
    else show()
  }

  hide (names: string[]): void {
    for (const name of names) this.#erased.add(name)
    this.#changed()
  }

  unhide (names: string[]): void {
    for (const name of names) this.#erased.delete(name)
    this.#changed()
  }

  /** Sends an act; whether it was taken. What was not is told. */
  async act (make: (id: number) => DrawAct): Promise<boolean> {
    // The log remembers so many: a repeat of an older one would be done twice (M23).
    if (this.#room.actsUnderWay >= KEPT_IDS) {
      this.#refused('waiting')
      return false
    }
    const reply = await this.#room.draw((n, id) => [Up.draw, n, make(id)])
    if (!taken(reply)) this.#tell(reply)
    return taken(reply)
  }

  /** The id of the last action that can be taken back and has no verdict yet, or null. */
  get latest (): number | null {
    return this.#open.at(-1) ?? null
  }

  /** The log told something: what shows from it need not show from here. */
  compare (inLog: (sheet: number, name: string) => Item | undefined): void {
    this.#strokes = this.#strokes.filter((stroke) => !stroke.isIn(inLog(stroke.sheet, nameOf(stroke))))
    this.#items = this.#items.filter((item) => inLog(item.sheet, nameOf(item)) === undefined)
    this.#changed()
  }

  /** The log told that an item is gone. */
  gone (name: string): void {
    this.#erased.delete(name)
    this.#strokes = this.#strokes.filter((stroke) => nameOf(stroke) !== name || !stroke.ended)
    this.#items = this.#items.filter((item) => nameOf(item) !== name)
  }

  /** Forgets everything that shows from here. */
  clear (): void {
    this.end()
    this.#strokes = []
    this.#items = []
    this.#erased.clear()
    this.#changed()
  }

  #send (): void {
    const stroke = this.#drawing
    if (stroke !== null && (this.#room.status.is === 'connected' || stroke.waiting >= PIECE)) this.#cut(stroke)
  }

  #cut (stroke: OwnStroke): void {
    const piece = stroke.cut()
    if (piece !== null) void this.#sendPiece(stroke, piece)
  }

  async #sendPiece (stroke: OwnStroke, piece: (id: number) => DrawAct): Promise<void> {
    const reply = await this.#room.draw((n, id) => {
      if (stroke.pieces.length === 1) this.#open.push(id)
      return [Up.draw, n, piece(id)]
    })
    if (taken(reply)) {
      stroke.stored += 1
      this.#judged(stroke.id)
      return this.#letGo(stroke)
    }
    this.#judged(stroke.id)
    this.#forget(nameOf(stroke))
    if (stroke === this.#drawing) this.#drawing = null
    if (!stroke.refused) this.#tell(reply)
    stroke.refused = true
  }

  #tell (reply: Reply): void {
    this.#refused('verdict' in reply && reply.verdict === Verdict.full ? 'full' : 'refused')
  }

  #judged (id: number): void {
    this.#open = this.#open.filter((each) => each !== id)
    this.#changed()
  }

  /** All of a stroke is stored: its row is about to come. */
  #letGo (stroke: OwnStroke): void {
    if (stroke.ended && stroke.stored === stroke.pieces.length) setTimeout(() => { this.#forget(nameOf(stroke)) }, LINGER)
  }

  #forget (name: string): void {
    this.#strokes = this.#strokes.filter((each) => nameOf(each) !== name)
    this.#items = this.#items.filter((each) => nameOf(each) !== name)
    this.#changed()
  }
}

function taken (reply: Reply): boolean {
  return 'verdict' in reply && reply.verdict < Verdict.stale
}

function actOf (item: Item): WriterAct {
  switch (item.kind) {
    case Draw.shape: return [item.kind, item.sheet, item.form, item.colour, item.width, item.x, item.y, item.toX, item.toY]
    case Draw.text: return [item.kind, item.sheet, item.colour, item.size, item.x, item.y, item.text]
    case Draw.image: return [item.kind, item.sheet, item.medium, item.x, item.y, item.width, item.height]
    case Draw.ink: throw new TypeError('a stroke is sent in pieces')
  }
}
