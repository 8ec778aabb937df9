import { FanoutMeter } from './fanout-meter.ts'
import { readFrames } from './frame-reader.ts'
import { Line, targetOf } from './line.ts'
import type { LineOwner } from './line.ts'

/** Sockets to a rival: no log-in, no view. Read like a student's, so that the generator works as hard. */
export class BareSockets implements LineOwner {
  readonly fanout: FanoutMeter
  /** Called for each opened socket and, on the echo server, for each frame that came back. */
  onOpen: () => void = () => {}
  onEcho: (index: number) => void = () => {}
  lost = 0
  readonly #lines: Array<Line | null>
  readonly #echoes: boolean

  /** `echoes`: frames are our own coming back, else they are batches. */
  constructor (count: number, echoes: boolean) {
    this.fanout = new FanoutMeter(count)
    this.#lines = Array<null>(count).fill(null)
    this.#echoes = echoes
  }

  open (index: number, url: string): void {
    this.#lines[index] = new Line(index, targetOf(url, []), this)
  }

  send (index: number, frame: Buffer): void {
    this.#lines[index]?.send(frame)
  }

  cutAll (): void {
    for (const line of this.#lines) line?.cut()
  }

  opened (): void {
    this.onOpen()
  }

  message (index: number, bytes: Buffer, start: number, end: number): void {
    if (this.#echoes) this.onEcho(index)
    else readFrames(index, bytes, start, end, this)
  }

  closed (index: number): void {
    this.#lines[index] = null
    this.lost++
  }

  control (index: number, bytes: Buffer, start: number): void {
    this.fanout.receive(index, bytes, start)
  }

  view (): void {}
  batch (): void {}
  beat (): void {}
  ack (): void {}
  error (): void {}
  resume (): void {}
  question (): void {}
}
