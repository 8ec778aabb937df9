import { Down } from '../../server/wire/messages.ts'
import { MsgpackCursor } from './msgpack-cursor.ts'

/** Gets what a student of the swarm must know of a message; `index` says whose it is. */
export interface FrameListener {
  /** A view, after `itsme` or `resync`: everything up to batch `batch` is in it. `resume` null: the old token stays good. */
  view (index: number, batch: number, positions: Float64Array, resume: string | null, spread: number, recovered: boolean): void
  batch (index: number, n: number, positions: Float64Array): void
  beat (index: number, batch: number): void
  ack (index: number, n: number, verdict: number, position: number): void
  error (index: number, n: number, code: string): void
  resume (index: number, token: string): void
  /** The question `no` stands on the screen (-1: none). */
  question (index: number, no: number): void
  /** A relayed control message; its payload lies in `bytes` from `start` to `end`. */
  control (index: number, bytes: Buffer, start: number, end: number): void
}

const cursor = new MsgpackCursor()
const positions = new Float64Array(3)

/** Reads the frames of one message from the server. Throws TypeError on bytes that are not the protocol. */
export function readFrames (index: number, bytes: Buffer, start: number, end: number, listener: FrameListener): void {
  cursor.start(bytes, start)
  while (cursor.at < end) {
    const items = cursor.array()
    readFrame(index, bytes, cursor.number(), items - 1, listener)
  }
}

function readFrame (index: number, bytes: Buffer, kind: number, left: number, listener: FrameListener): void {
  switch (kind) {
    case Down.connected:
      readConnected(index, bytes, left, listener)
      break
    case Down.ack:
      listener.ack(index, cursor.number(), cursor.number(), cursor.number())
      cursor.skip(left - 3)
      break
    case Down.error: {
      const n = cursor.number()
      listener.error(index, n, cursor.string() ?? '')
      cursor.skip(left - 2)
      break
    }
    case Down.batch:
      listener.batch(index, cursor.number(), readPositions())
      readParts(index, bytes, left - 2, listener)
      break
    case Down.beat:
      listener.beat(index, cursor.number())
      cursor.skip(left - 1)
      break
    case Down.resume:
      listener.resume(index, cursor.string() ?? '')
      cursor.skip(left - 1)
      break
    default:
      cursor.skip(left)
  }
}

function readConnected (index: number, bytes: Buffer, left: number, listener: FrameListener): void {
  cursor.skip(3)
  const seen = readPositions()
  const batch = cursor.number()
  cursor.skip(1)
  listener.view(index, batch, seen, cursor.string(), cursor.number(), cursor.boolean())
  readParts(index, bytes, left - 9, listener)
}

function readParts (index: number, bytes: Buffer, count: number, listener: FrameListener): void {
  for (let part = 0; part < count; part++) {
    const items = cursor.array()
    const kind = cursor.number()
    if (kind === Down.question) {
      listener.question(index, cursor.number())
      cursor.skip(items - 2)
    } else if (kind === Down.control) {
      cursor.skip(3)
      const length = cursor.binary()
      listener.control(index, bytes, cursor.at, cursor.at + length)
      cursor.at += length
      cursor.skip(items - 5)
    } else {
      cursor.skip(items - 1)
    }
  }
}

/** The three lanes' positions; good until the next call. */
function readPositions (): Float64Array {
  const count = cursor.array()
  for (let lane = 0; lane < count; lane++) positions[lane] = cursor.number()
  return positions
}
