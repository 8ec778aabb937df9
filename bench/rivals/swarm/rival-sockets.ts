import { now } from '../../clock.ts'
import { FanoutMeter } from '../../swarm/fanout-meter.ts'
import { Line } from '../../swarm/line.ts'
import type { LineOwner } from '../../swarm/line.ts'
import { BatchDialect } from './batch-dialect.ts'
import type { Dialect, DialectOptions, Listener } from './dialect.ts'
import { SocketIoDialect } from './socket-io-dialect.ts'

/** What a phase listens for. */
export interface RivalWatch {
  ready?: (index: number) => void
  acknowledged?: (index: number) => void
  relayed?: (due: number) => void
  failed?: (index: number) => void
}

/** Sockets to a rival, read like a student's, so that the generator works as hard. */
export class RivalSockets implements LineOwner, Listener {
  readonly count: number
  readonly fanout: FanoutMeter
  /** Lines that ended without being cut. */
  lost = 0
  /** Arrivals and departures that somebody was told of. */
  announcements = 0
  /** When (clock.ts) the last of them came. */
  announcedAt = -Infinity
  watch: RivalWatch = {}
  readonly dialect: Dialect
  readonly #lines: Array<Line | null>

  constructor (count: number, { name, port, announces }: DialectOptions) {
    this.count = count
    this.fanout = new FanoutMeter(count)
    this.dialect = name === 'batches' ? new BatchDialect(port) : new SocketIoDialect(port, announces)
    this.#lines = Array<null>(count).fill(null)
  }

  open (index: number): void {
    this.#lines[index] = new Line(index, this.dialect.target, this)
  }

  send (index: number, frame: Buffer): void {
    this.#lines[index]?.send(frame)
  }

  /** Ends all lines without a word to either side. */
  cutAll (): void {
    for (const line of this.#lines) line?.cut()
    this.#lines.fill(null)
  }

  opened (index: number): void {
    this.dialect.opened(index, this)
  }

  message (index: number, bytes: Buffer, start: number, end: number): void {
    this.dialect.read(index, bytes, start, end, this)
  }

  closed (index: number): void {
    this.#lines[index] = null
    this.lost++
    this.watch.failed?.(index)
  }

  ready (index: number): void {
    this.watch.ready?.(index)
  }

  /** Messages of a storm are counted by the phase that makes it, those of the teacher by the meter. */
  relayed (index: number, due: number, number: number): void {
    if (this.watch.relayed === undefined) this.fanout.take(index, due, number)
    else this.watch.relayed(due)
  }

  acknowledged (index: number): void {
    this.watch.acknowledged?.(index)
  }

  announced (): void {
    this.announcements++
    this.announcedAt = now()
  }
}
