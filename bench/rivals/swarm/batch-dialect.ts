import { encode } from '../../../server/wire/codec.ts'
import { Up } from '../../../server/wire/messages.ts'
import { readFrames } from '../../swarm/frame-reader.ts'
import type { FrameListener } from '../../swarm/frame-reader.ts'
import { targetOf } from '../../swarm/line.ts'
import type { Target } from '../../swarm/line.ts'
import { clientFrame } from '../../swarm/websocket.ts'
import type { Dialect, Listener } from './dialect.ts'

/** Lectern's own frames, as the bare rivals send them. */
export class BatchDialect implements Dialect {
  readonly target: Target
  readonly answer = clientFrame(encode([Up.answer, 2, 0, 0, 1, 1]))
  readonly stamped = null
  #listener!: Listener

  constructor (port: number) {
    this.target = targetOf(`ws://127.0.0.1:${port}/student`, [])
  }

  opened (index: number, listener: Listener): void {
    listener.ready(index)
  }

  read (index: number, bytes: Buffer, start: number, end: number, listener: Listener): void {
    this.#listener = listener
    readFrames(index, bytes, start, end, this.#frames)
  }

  readonly #frames: FrameListener = {
    control: (index, bytes, start) => { this.#listener.relayed(index, bytes.readDoubleBE(start), bytes.readUInt32BE(start + 8)) },
    ack: (index) => { this.#listener.acknowledged(index) },
    view () {},
    batch () {},
    beat () {},
    error () {},
    resume () {},
    question () {}
  }
}
