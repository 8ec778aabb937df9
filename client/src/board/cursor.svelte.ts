import { PLAIN_PRESSURE } from '../../../server/classroom/ink.ts'
import type { InkPoint } from '../../../server/classroom/ink.ts'
import { SHEET } from '../../../server/classroom/whiteboard-model.ts'
import type { Hand } from './hand.ts'

/** How far a key moves, in units: with Alt, alone, with Shift. */
const STEPS = { fine: 8, usual: 80, wide: 400 } as const
const WAYS: Record<string, [x: number, y: number]> = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, -1], ArrowDown: [0, 1] }

/** What this needs of a KeyboardEvent. */
export interface CursorKey {
  key: string
  shiftKey: boolean
  altKey: boolean
  ctrlKey: boolean
  metaKey: boolean
}

/** What became of a key: where the hand pressed or let go, moved, gave up, or nothing that is the cursor's. */
export type CursorMove = 'pressed' | 'let-go' | 'moved' | 'given-up' | null

/** A cursor on the sheet that the keyboard moves: Space or Enter presses and, the next time, lets go. */
export class Cursor {
  readonly #hand: Hand
  x = $state(SHEET.width / 2)
  y = $state(SHEET.height / 2)

  constructor (hand: Hand) {
    this.#hand = hand
  }

  /** `held`: whether the tool stays pressed until the next press; else it acts at once. */
  press ({ key, shiftKey, altKey, ctrlKey, metaKey }: CursorKey, held: boolean): CursorMove {
    if (ctrlKey || metaKey) return null
    const way = WAYS[key]
    if (way !== undefined) {
      this.#go(way, altKey ? STEPS.fine : shiftKey ? STEPS.wide : STEPS.usual)
      return 'moved'
    }
    if (key === ' ' || key === 'Enter') return this.#set(held)
    if (key !== 'Escape' || !this.#hand.down) return null
    this.#hand.cancel()
    return 'given-up'
  }

  #go ([x, y]: [number, number], step: number): void {
    this.x = Math.max(0, Math.min(SHEET.width, this.x + x * step))
    this.y = Math.max(0, Math.min(SHEET.height, this.y + y * step))
    if (this.#hand.down) this.#hand.drag([this.#at], [])
    else this.#hand.hover(this.#at)
  }

  #set (held: boolean): CursorMove {
    if (this.#hand.down) {
      this.#hand.letGo()
      return 'let-go'
    }
    this.#hand.press(this.#at)
    if (held) return 'pressed'
    this.#hand.letGo()
    return 'let-go'
  }

  get #at (): InkPoint {
    return { x: this.x, y: this.y, pressure: PLAIN_PRESSURE }
  }
}
