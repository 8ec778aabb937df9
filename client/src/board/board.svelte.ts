import { untrack } from 'svelte'
import type { InkPoint } from '../../../server/classroom/ink.ts'
import { BOARD_LIMITS } from '../../../server/classroom/limits.ts'
import { Role } from '../../../server/classroom/model.ts'
import { Draw } from '../../../server/classroom/whiteboard-model.ts'
import type { ItemName, LeaderAct } from '../../../server/classroom/whiteboard-model.ts'
import { Down } from '../../../server/wire/messages.ts'
import type { LaserDown, PenPart, WhiteboardPart } from '../../../server/wire/messages.ts'
import type { BoardNews, BoardRoom } from './board-room.ts'
import type { Bench, BoardPicture, Tool } from './hand.ts'
import { touches } from './hit.ts'
import type { Point } from './hit.ts'
import { nameOf } from '../../../server/board/items.ts'
import type { Item } from '../../../server/board/items.ts'
import { trailed } from './laser.ts'
import type { Spot } from './laser.ts'
import { OwnWork } from './own-work.ts'
import type { Refusal } from './own-work.ts'
import { CHOICES } from '../../../server/board/palette.ts'
import type { Foreground } from './scene.ts'
import { SheetLoader } from './sheet-loader.ts'
import { Sheets } from './sheets.ts'

/** How far around its middle an eraser takes things, in units. */
const ERASER = 40
/** How often a laser pointer's place is sent (ms). */
const LASER_EVERY = 66

/** The whiteboard as this person sees it, and what he does to it. */
export class Board implements Bench {
  readonly #room: BoardRoom
  readonly #sheets: Sheets
  readonly #loader: SheetLoader
  readonly #own: OwnWork
  readonly #spots = new Map<number, Spot[]>()
  /** Whether the sheet that shows is wanted here. */
  #following = false
  #lesson = ''
  #preview: Item | null = null
  #wiped: ItemName[] = []
  #lasered = 0
  /** What waits for all of a sheet. */
  #waiting: Array<{ sheet: number, done: (items: Item[]) => void }> = []

  tool: Tool = $state('pen')
  colour = $state(0)
  width = $state(CHOICES.widths[1] as number)
  letter = $state(CHOICES.letters[1] as number)
  picture: BoardPicture | null = $state.raw(null)
  /** Why something was not taken, until the next act. */
  trouble: Refusal | null = $state(null)
  /** Counts what changed on the sheet that shows; what is read from it is new then. */
  version = $state(0)
  /** Counts what changed above it. */
  moved = $state(0)
  /** Whether all of the sheet that shows is here. */
  loaded = $state(false)
  /** What was told of the own actions when one was taken back or done again. */
  #acted: PenPart | undefined | null = $state.raw(null)

  constructor (room: BoardRoom) {
    this.#room = room
    this.#sheets = new Sheets((sheet) => { if (sheet === this.sheet) this.version += 1 })
    this.#loader = new SheetLoader(room, this.#sheets)
    this.#own = new OwnWork(room, () => { this.moved += 1 }, (why) => { this.trouble = why })
  }

  readonly #part: WhiteboardPart | undefined = $derived.by(() => this.#room.view.tools[Down.whiteboard] as WhiteboardPart | undefined)
  readonly #pen: PenPart | undefined = $derived.by(() => this.#room.view.tools[Down.pen] as PenPart | undefined)
  readonly #lessonNow = $derived.by(() => this.#room.view.lesson?.id ?? '')
  /** Whether everyone sees the board, which sheet, of how many. */
  readonly shown = $derived(this.#part?.[1] ?? false)
  readonly sheet = $derived(this.#part?.[2] ?? 0)
  readonly sheets = $derived(this.#part?.[3] ?? 1)
  /** For teachers: who may draw besides them. */
  readonly writers: ReadonlyArray<[index: number, name: string]> = $derived(this.#part?.[4] ?? [])
  readonly mayDraw = $derived.by(() => this.index >= 0 && (this.#pen?.[1] ?? this.leads))
  // What was just drawn and has no verdict yet is taken back first; the view does not tell of it.
  readonly #undo = $derived.by(() => this.moved >= 0 ? this.#own.latest ?? this.#pen?.[2] ?? 0 : 0)
  readonly #redo = $derived(this.#pen?.[3] ?? 0)
  // One at a time: which action comes next is known when this one is judged.
  readonly canUndo = $derived(this.#pen !== this.#acted && this.#undo > 0)
  readonly canRedo = $derived(this.#pen !== this.#acted && this.#redo > 0)
  readonly canAdd = $derived(this.sheets < BOARD_LIMITS.sheets)

  /** This person's index in the lesson. */
  get index (): number {
    return this.#room.view.me?.index ?? -1
  }

  /** Whether this person leads: a teacher erases what others drew. */
  get leads (): boolean {
    return this.#room.entry.role === Role.teacher
  }

  get classCode (): string {
    return this.#room.entry.classCode
  }

  // ------------------------------------------------------------ what shows

  /** The items of the sheet that shows, lower ones first. */
  items (): Item[] {
    return this.#sheets.items(this.sheet)
  }

  /** What shows above them. */
  front (): Foreground {
    const own = this.#own.items(this.sheet)
    return {
      hidden: this.#own.hidden(),
      own: this.#preview === null ? own : [...own, this.#preview],
      spots: [...this.#spots.values()].flat(),
      me: this.index
    }
  }

  /** Follows the board from now on. Returns the end of it. */
  follow (): () => void {
    const deaf = this.#room.onBoard((news) => { this.#hear(news) })
    return () => {
      deaf()
      this.#loader.close()
    }
  }

  /** Fetches the sheet that everyone sees, and the next one when it turns; to be called in an effect. Returns the end of it. */
  show (): () => void {
    const lesson = this.#lessonNow
    const { sheet } = this
    // What this changes must not call it again.
    untrack(() => {
      if (lesson !== this.#lesson) this.#forget()
      this.#lesson = lesson
      this.#following = true
      this.loaded = this.#sheets.has(sheet)
      if (!this.loaded) this.#loader.load(sheet)
      this.version += 1
    })
    return () => { this.#following = false }
  }

  /** Resolves with all items of a sheet, once they are here. */
  whole (sheet: number): Promise<Item[]> {
    if (this.#sheets.has(sheet)) return Promise.resolve(this.#sheets.items(sheet))
    this.#loader.load(sheet)
    return new Promise((resolve) => { this.#waiting.push({ sheet, done: resolve }) })
  }

  #forget (): void {
    this.#loader.restart(false)
    this.#sheets.clear()
    this.#own.clear()
  }

  #hear (news: BoardNews): void {
    if (news === null) return this.#askAgain()
    switch (news[0]) {
      case Down.laser: return this.#laser(news)
      case Down.ink: {
        this.#sheets.ink(news)
        for (const [by, id, , ...rest] of news[2]) if (rest.length === 0) this.#own.gone(nameOf({ by, id }))
        break
      }
      case Down.sheet:
        if (this.#loader.page(news)) this.#came(news[1])
    }
    this.#own.compare((sheet, name) => this.#sheets.item(sheet, name))
  }

  #came (sheet: number): void {
    if (sheet === this.sheet) this.loaded = true
    const ready = this.#waiting.filter((each) => each.sheet === sheet)
    this.#waiting = this.#waiting.filter((each) => each.sheet !== sheet)
    for (const { done } of ready) done(this.#sheets.items(sheet))
  }

  /** A fresh view came: over a new connection, whose status follows it, or after a hole in this one. */
  #askAgain (): void {
    this.#loader.restart(this.#room.status.is !== 'connected')
    if (this.#following) this.#loader.load(this.sheet)
  }

  #laser ([, spots]: LaserDown): void {
    for (const [by, x, y] of spots) if (by !== this.index) this.#spot(by, { x, y })
  }

  #spot (by: number, { x, y }: Point): void {
    this.#spots.set(by, trailed(this.#spots.get(by) ?? [], { x, y, at: performance.now() }))
    this.moved += 1
  }

  // ------------------------------------------------------------ what is drawn

  beginStroke (at: InkPoint): void {
    this.trouble = null
    this.#own.begin(this.index, this.sheet, this.colour, this.width, at)
  }

  goOn (points: readonly InkPoint[], expected: readonly InkPoint[]): void {
    this.#own.goOn(points, expected)
  }

  endStroke (): void {
    this.#own.end()
  }

  giveUp (): void {
    const names = this.#wiped
    this.#wiped = []
    this.#own.unhide(names.map(([by, id]) => nameOf({ by, id })))
    this.#own.giveUp()
  }

  /** Shows what would be put down. */
  preview (item: Item | null): void {
    this.#preview = item
    this.moved += 1
  }

  place (item: Item): void {
    this.trouble = null
    void this.#own.put(item)
  }

  /** Writes on the sheet; `at` is the upper left corner of the text. */
  putText ({ x, y }: Point, text: string): void {
    this.place({ by: this.index, id: 0, sheet: this.sheet, z: 0, kind: Draw.text, colour: this.colour, size: this.letter, x, y, text })
  }

  /** Takes what an eraser touches off the screen; the log hears of it at `endWiping`. */
  wipe (at: Point): void {
    const hidden = this.#own.hidden()
    const touched = this.items().filter((item) => (this.leads || item.by === this.index) && !hidden.has(nameOf(item)) && touches(item, at, ERASER))
    const room = BOARD_LIMITS.erased - this.#wiped.length
    const wiped = touched.slice(0, room)
    if (wiped.length === 0) return
    this.#wiped.push(...wiped.map(({ by, id }): ItemName => [by, id]))
    this.#own.hide(wiped.map(nameOf))
  }

  endWiping (): void {
    const names = this.#wiped
    this.#wiped = []
    this.trouble = null
    if (names.length > 0) void this.#own.erase(names)
  }

  /** Points with the laser. */
  point (at: Point): void {
    this.#spot(this.index, at)
    const now = performance.now()
    if (now - this.#lasered < LASER_EVERY) return
    this.#lasered = now
    this.#room.point(at.x, at.y)
  }

  undo (): Promise<void> {
    return this.#again(this.canUndo, [Draw.undo, this.#undo])
  }

  redo (): Promise<void> {
    return this.#again(this.canRedo, [Draw.redo, this.#redo])
  }

  async #again (possible: boolean, act: [typeof Draw.undo | typeof Draw.redo, number]): Promise<void> {
    if (!possible) return
    this.trouble = null
    this.#acted = this.#pen
    if (!await this.#own.act(() => act)) this.#acted = null
  }

  /** What only a teacher does. */
  async lead (...act: LeaderAct): Promise<void> {
    this.trouble = null
    await this.#own.act(() => act)
  }
}
