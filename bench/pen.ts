import { encodePoints } from '../server/classroom/ink.ts'
import type { InkPoint } from '../server/classroom/ink.ts'
import { random } from './schedule.ts'
import type { Teacher } from './teacher.ts'

/** A pen tells where it is 120 times a second; what it drew leaves ten times a second. */
const POINT_MS = 1000 / 120
const PIECE_MS = 100
/** A stroke of handwriting and the pause after it, in pieces. */
const STROKE_PIECES = 6
const PAUSE_PIECES = 2
/** Lines of writing: how far a letter reaches, and where they begin and end on the sheet. */
const LETTER = { width: 120, height: 90 }
const MARGIN = 200
const LINE_HEIGHT = 220
const LINES = 14
const LINE_END = 6000

/**
 * Writes by hand without a break: every point of the pen with its pressure, nothing simplified, so that it costs
 * no less than a real hand does.
 */
export class Pen {
  readonly #teacher: Teacher
  readonly #next: () => number
  #timer: NodeJS.Timeout | undefined
  #stroke: number | null = null
  #piece = 0
  #x = MARGIN
  #line = 0
  /** Pieces drawn, and those that were not stored. */
  pieces = 0
  failed = 0
  #waiting: Array<Promise<void>> = []

  constructor (teacher: Teacher, seed: number) {
    this.#teacher = teacher
    this.#next = random(seed)
  }

  start (): void {
    this.#timer = setInterval(() => { this.#draw() }, PIECE_MS)
  }

  /** Lays the pen down; resolves when everything drawn has its verdict. */
  async stop (): Promise<void> {
    clearInterval(this.#timer)
    this.#lift()
    await Promise.all(this.#waiting)
    this.#waiting = []
  }

  #draw (): void {
    if (this.#piece >= STROKE_PIECES) {
      if (++this.#piece >= STROKE_PIECES + PAUSE_PIECES) this.#lift()
      return
    }
    const { stroke, stored } = this.#teacher.ink(this.#stroke, this.#piece++, encodePoints(this.#points()))
    this.#stroke = stroke
    this.pieces++
    this.#waiting.push(stored.then(() => {}, () => { this.failed++ }))
  }

  #lift (): void {
    this.#stroke = null
    this.#piece = 0
    this.#x += LETTER.width
    if (this.#x < LINE_END) return
    this.#x = MARGIN
    this.#line = (this.#line + 1) % LINES
  }

  /** Where the pen goes during one piece: loops that the hand makes larger and smaller. */
  #points (): InkPoint[] {
    const count = Math.round(PIECE_MS / POINT_MS)
    const size = 0.5 + this.#next() / 2
    return Array.from({ length: count }, (_, i) => {
      const turn = (this.#piece * count + i) / count * 2
      return {
        x: Math.round(this.#x + LETTER.width * size * (1 - Math.cos(turn)) / 2),
        y: Math.round(MARGIN + this.#line * LINE_HEIGHT + LETTER.height * size * (1 + Math.sin(turn * 1.7))),
        pressure: Math.round(128 + 100 * Math.sin(turn / 2))
      }
    })
  }
}
