import { encodePoints } from '../../../server/classroom/ink.ts'
import type { InkPoint } from '../../../server/classroom/ink.ts'
import { BOARD_LIMITS } from '../../../server/classroom/limits.ts'
import { Draw } from '../../../server/classroom/whiteboard-model.ts'
import type { InkAct } from '../../../server/classroom/whiteboard-model.ts'
import type { Item, Stroke } from '../../../server/board/items.ts'
import { thinned } from '../../../server/board/outline.ts'

/** The name of a stroke whose first piece has no number yet. */
const UNNAMED = 0
/** A stroke this long goes on as another one: its outline is made anew for every frame. */
const LONGEST = 2000

/** A stroke of this person: what was drawn, and how much of it was sent. */
export class OwnStroke {
  readonly by: number
  readonly sheet: number
  readonly colour: number
  readonly width: number
  id = UNNAMED
  /** Pieces that were sent. */
  readonly pieces: InkPoint[][] = []
  #tail: InkPoint[]
  #expected: readonly InkPoint[] = []
  ended = false
  /** Pieces that the log has. */
  stored = 0
  /** Whether the relay refused a piece. */
  refused = false

  constructor (by: number, sheet: number, colour: number, width: number, first: InkPoint) {
    this.by = by
    this.sheet = sheet
    this.colour = colour
    this.width = width
    this.#tail = [first]
  }

  /** Draws on. `expected` are points where the pen will probably be next: shown, never sent. */
  add (points: readonly InkPoint[], expected: readonly InkPoint[]): void {
    this.#tail.push(...points)
    this.#expected = expected
  }

  end (): void {
    this.ended = true
    this.#expected = []
  }

  /** The last point that was really drawn. */
  get last (): InkPoint {
    return this.#tail.at(-1) ?? this.pieces.at(-1)?.at(-1) as InkPoint
  }

  /** Points that wait to be sent. */
  get waiting (): number {
    return this.#tail.length
  }

  get long (): boolean {
    return this.pieces.length >= BOARD_LIMITS.strokePieces - 1 || this.pieces.reduce((sum, { length }) => sum + length, 0) + this.#tail.length >= LONGEST
  }

  /** Cuts off the next piece and writes the act that sends it as command `id`; null where there is nothing to send. */
  cut (): ((id: number) => InkAct) | null {
    if (this.#tail.length === 0) return null
    const piece = thinned(this.#tail).slice(0, BOARD_LIMITS.piecePoints)
    this.#tail = []
    const no = this.pieces.push(piece) - 1
    const points = encodePoints(piece)
    return (id) => {
      if (this.id === UNNAMED) this.id = id
      return [Draw.ink, this.sheet, this.id, no, this.colour, this.width, points]
    }
  }

  /** As it is to be seen. */
  get item (): Stroke {
    const { by, id, sheet, colour, width } = this
    return { by, id, sheet, z: 0, kind: Draw.ink, colour, width, pieces: this.pieces, points: [...this.pieces.flat(), ...this.#tail, ...this.#expected] }
  }

  /** Whether the log's stroke holds all of this one. */
  isIn (item: Item | undefined): boolean {
    if (!this.ended || this.#tail.length > 0 || item?.kind !== Draw.ink) return false
    return this.pieces.every((_, i) => (item.pieces[i]?.length ?? 0) > 0)
  }
}
