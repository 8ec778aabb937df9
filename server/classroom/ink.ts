import { BOARD_LIMITS } from './limits.ts'
import { SHEET } from './whiteboard-model.ts'

/** A point of a stroke in units of the sheet; pressure 0 to 255, the same for all where a device knows none. */
export interface InkPoint {
  x: number
  y: number
  pressure: number
}

/** What a device that knows no pressure presses with. */
export const PLAIN_PRESSURE = 128

const PLAIN = 0
const PRESSED = 1
const BYTE = 256
/** A varint of a step across the sheet takes two bytes; a third would only carry nonsense. */
const VARINT_BYTES = 2

/**
 * The bytes of a piece of a stroke: one byte 0 (no pressure) or 1, then for each point the steps in x and y from the
 * point before (from 0, 0 at first) as zigzag varints, and its pressure as a byte where there is one. A piece stands
 * for itself, so that one that is missing moves no other. About 3 bytes a point, 5 at most.
 */
export function encodePoints (points: readonly InkPoint[]): Uint8Array {
  const pressed = points.some(({ pressure }) => pressure !== PLAIN_PRESSURE)
  const bytes: number[] = [pressed ? PRESSED : PLAIN]
  let x = 0
  let y = 0
  for (const point of points) {
    pushStep(bytes, point.x - x)
    pushStep(bytes, point.y - y)
    if (pressed) bytes.push(point.pressure)
    ;({ x, y } = point)
  }
  return Uint8Array.from(bytes)
}

/** The points of a piece; null where the bytes are no piece: cut off, off the sheet, none or too many points. */
export function decodePoints (bytes: Uint8Array): InkPoint[] | null {
  const reader = new StepReader(bytes)
  const pressed = reader.byte()
  if (pressed !== PLAIN && pressed !== PRESSED) return null
  const points: InkPoint[] = []
  let x = 0
  let y = 0
  while (!reader.done) {
    x += reader.step()
    y += reader.step()
    const pressure = pressed === PRESSED ? reader.byte() : PLAIN_PRESSURE
    // a step that is cut off or too long is NaN, and so is everything after it
    if (!(x >= 0 && x <= SHEET.width && y >= 0 && y <= SHEET.height && pressure >= 0)) return null
    if (points.push({ x, y, pressure }) > BOARD_LIMITS.piecePoints) return null
  }
  return points.length === 0 ? null : points
}

function pushStep (bytes: number[], step: number): void {
  const zigzag = step < 0 ? -2 * step - 1 : 2 * step
  if (zigzag >= BYTE / 2) bytes.push(zigzag % (BYTE / 2) + BYTE / 2, Math.floor(zigzag / (BYTE / 2)))
  else bytes.push(zigzag)
}

class StepReader {
  readonly #bytes: Uint8Array
  #at = 0

  constructor (bytes: Uint8Array) {
    this.#bytes = bytes
  }

  get done (): boolean {
    return this.#at >= this.#bytes.length
  }

  /** The next byte; NaN beyond the end. */
  byte (): number {
    return this.#bytes[this.#at++] ?? NaN
  }

  step (): number {
    let zigzag = 0
    for (let place = 0; place < VARINT_BYTES; place++) {
      const byte = this.byte()
      zigzag += (byte % (BYTE / 2)) * (BYTE / 2) ** place
      if (byte < BYTE / 2) return zigzag % 2 === 0 ? zigzag / 2 : -(zigzag + 1) / 2
    }
    return NaN
  }
}
