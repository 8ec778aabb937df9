import { PLAIN_PRESSURE } from '../../../server/classroom/ink.ts'
import type { InkPoint } from '../../../server/classroom/ink.ts'
import { SHEET } from '../../../server/classroom/whiteboard-model.ts'
import type { Hand } from './hand.ts'

/** What this needs of a PointerEvent. */
export interface PenEvent {
  clientX: number
  clientY: number
  pressure: number
  pointerType: string
  pointerId: number
}

/** What this needs of a DOMRect: where the sheet is in the window, in CSS pixels. */
export interface Frame {
  left: number
  top: number
  width: number
}

const PRESSURE_MAX = 255

/** Where on the sheet an event is, and how hard it presses; a finger and a mouse do not know. */
export function inkPoint ({ clientX, clientY, pressure, pointerType }: PenEvent, { left, top, width }: Frame): InkPoint {
  const scale = SHEET.width / width
  const inside = (n: number, most: number) => Math.max(0, Math.min(most, Math.round(n)))
  return {
    x: inside((clientX - left) * scale, SHEET.width),
    y: inside((clientY - top) * scale, SHEET.height),
    pressure: pointerType === 'pen' ? inside(pressure * PRESSURE_MAX, PRESSURE_MAX) : PLAIN_PRESSURE
  }
}

/** Lets one pointer at a time move a hand. Once a pen was seen, fingers and the ball of the hand rest on the sheet without drawing. */
export class Pointer {
  readonly #hand: Hand
  #id: number | null = null
  #pen = false

  constructor (hand: Hand) {
    this.#hand = hand
  }

  /** Whether this pointer is to be followed from now on. */
  down (event: PenEvent & { button: number }, frame: Frame): boolean {
    if (event.pointerType === 'pen') this.#pen = true
    if (this.#id !== null || event.button !== 0 || (this.#pen && event.pointerType === 'touch')) return false
    this.#id = event.pointerId
    this.#hand.press(inkPoint(event, frame))
    return true
  }

  /** `events` are all places since the last time, `expected` those where the browser thinks that it goes next. */
  move (event: PenEvent, events: readonly PenEvent[], expected: readonly PenEvent[], frame: Frame): void {
    const points = (events.length === 0 ? [event] : events).map((each) => inkPoint(each, frame))
    if (this.#id === null) this.#hand.hover(inkPoint(event, frame))
    else if (event.pointerId === this.#id) this.#hand.drag(points, expected.map((each) => inkPoint(each, frame)))
  }

  up (event: PenEvent): void {
    if (event.pointerId === this.#id) this.#leave(() => { this.#hand.letGo() })
  }

  /** What it draws was not meant: the fingers do something else. */
  giveUp (): void {
    if (this.#id !== null) this.#leave(() => { this.#hand.giveUp() })
  }

  /** The browser took the pointer away. */
  cancel (event: PenEvent): void {
    if (event.pointerId === this.#id) this.#leave(() => { this.#hand.cancel() })
  }

  #leave (end: () => void): void {
    this.#id = null
    end()
  }
}
