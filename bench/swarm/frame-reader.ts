import { Down } from '../../server/wire/messages.ts'
import { MsgpackCursor } from './msgpack-cursor.ts'

/** Gets what a student of the swarm must know of a message; `index` says whose it is. */
export interface FrameListener {
  /** A view, after `itsme` or `resync`: everything up to batch `batch` is in it. `resume` null: the old token stays good. */
  view (index: number, batch: number, positions: Float64Array, resume: string | null, spread: number, recovered: boolean): void
  batch (index: number, n: number, positions: Float64Array): void
  beat (index: number, batch: number): void
  ack (index: number, n: number, verdict: number, position: number): void
  /** `retryAfter` (ms): when the command may be said again; 0: never. */
  error (index: number, n: number, code: string, retryAfter: number): void
  resume (index: number, token: string): void
  /** The question `no` stands on the screen (-1: none). */
  question (index: number, no: number): void
  /** The whole view again, after `resync`. */
  refreshed?: (index: number, batch: number, positions: Float64Array, recovered: boolean) => void
  /** Where question `no` stands in its round; `limit` is the time given in ms, 0: none. */
  clock?: (index: number, no: number, round: number, phase: number, limit: number) => void
  /** A frame is read. `rhythm`: it comes by the clock, and the faster a lesson is played, the fewer of them there are. */
  heard?: (index: number, bytes: number, rhythm: boolean) => void
  /** So many bytes of a message were there because of the whiteboard. */
  inked?: (index: number, bytes: number) => void
  /** A relayed control message; its payload lies in `bytes` from `start` to `end`. */
  control (index: number, bytes: Buffer, start: number, end: number): void
}

const cursor = new MsgpackCursor()
/** What of the frame that is read is ink. */
let ink = { parts: 0, others: 0, bytes: 0 }
const positions = new Float64Array(3)

/** What is told because somebody draws. */
const INK: ReadonlySet<number> = new Set([Down.whiteboard, Down.ink, Down.laser])

/** Beats, and batches of nothing but counts: they come every so often, whatever happens. */
const RHYTHM: ReadonlySet<number> = new Set([Down.counts, Down.progress, Down.tally])

/** Reads the frames of one message from the server. Throws TypeError on bytes that are not the protocol. */
export function readFrames (index: number, bytes: Buffer, start: number, end: number, listener: FrameListener): void {
  cursor.start(bytes, start)
  while (cursor.at < end) {
    const from = cursor.at
    const items = cursor.array()
    ink = { parts: 0, others: 0, bytes: 0 }
    const rhythm = readFrame(index, bytes, cursor.number(), items - 1, listener)
    // a batch that holds nothing else is there for the ink alone
    if (ink.parts > 0) listener.inked?.(index, ink.others === 0 ? cursor.at - from : ink.bytes)
    listener.heard?.(index, cursor.at - from, rhythm)
  }
}

/** Returns whether the frame came by the clock. */
function readFrame (index: number, bytes: Buffer, kind: number, left: number, listener: FrameListener): boolean {
  switch (kind) {
    case Down.connected:
      readConnected(index, bytes, left, listener)
      return false
    case Down.view:
      readView(index, bytes, left, listener)
      return false
    case Down.ack:
      listener.ack(index, cursor.number(), cursor.number(), cursor.number())
      cursor.skip(left - 3)
      return false
    case Down.error: {
      const n = cursor.number()
      listener.error(index, n, cursor.string() ?? '', cursor.number())
      cursor.skip(left - 3)
      return false
    }
    case Down.batch:
      listener.batch(index, cursor.number(), readPositions())
      return readParts(index, bytes, left - 2, listener)
    case Down.beat:
      listener.beat(index, cursor.number())
      cursor.skip(left - 1)
      return true
    case Down.resume:
      listener.resume(index, cursor.string() ?? '')
      cursor.skip(left - 1)
      return false
    default:
      cursor.skip(left)
      return false
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

function readView (index: number, bytes: Buffer, left: number, listener: FrameListener): void {
  const seen = readPositions()
  const batch = cursor.number()
  cursor.skip(1)
  const recovered = cursor.boolean()
  listener.refreshed?.(index, batch, seen, recovered)
  readParts(index, bytes, left - 4, listener)
}

/** Returns whether all of them are counts. */
function readParts (index: number, bytes: Buffer, count: number, listener: FrameListener): boolean {
  let rhythm = true
  for (let part = 0; part < count; part++) {
    const from = cursor.at
    const items = cursor.array()
    const kind = cursor.number()
    if (!RHYTHM.has(kind)) rhythm = false
    readPart(index, bytes, kind, items - 1, listener)
    if (INK.has(kind)) {
      ink.parts++
      ink.bytes += cursor.at - from
    } else {
      ink.others++
    }
  }
  return rhythm
}

function readPart (index: number, bytes: Buffer, kind: number, left: number, listener: FrameListener): void {
  if (kind === Down.question) {
    listener.question(index, cursor.number())
    cursor.skip(left - 1)
  } else if (kind === Down.clock && listener.clock !== undefined) {
    const no = cursor.number()
    const round = cursor.number()
    const phase = cursor.number()
    cursor.skip(1)
    listener.clock(index, no, round, phase, cursor.number())
    cursor.skip(left - 5)
  } else if (kind === Down.control) {
    cursor.skip(3)
    const length = cursor.binary()
    listener.control(index, bytes, cursor.at, cursor.at + length)
    cursor.at += length
    cursor.skip(left - 4)
  } else {
    cursor.skip(left)
  }
}

/** The three lanes' positions; good until the next call. */
function readPositions (): Float64Array {
  const count = cursor.array()
  for (let lane = 0; lane < count; lane++) positions[lane] = cursor.number()
  return positions
}
