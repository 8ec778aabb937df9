import { Presence } from '../classroom/events.ts'
import type { Checkpointed } from '../classroom/events.ts'
import { restoreMedia, saveMedia } from '../classroom/media-checkpoint.ts'
import { Media } from '../classroom/media-events.ts'
import type { MediaCheckpoint } from '../classroom/media-events.ts'
import type { MediaState } from '../classroom/media-lane.ts'
import { isMediaEvent } from '../classroom/media-shape.ts'
import type { EventLog, Lane, LogRecord } from '../log/event-log.ts'
import { decode, encode } from '../wire/codec.ts'
import { decodeMediaEvent } from '../wire/event-codec.ts'
import type { Room } from './room.ts'

/** What a checkpoint holds is cut into pieces of so many bytes: with its head a piece fits into a packed record. */
const PIECE_BYTES = 192 * 1024

export interface CheckpointsOptions {
  log: EventLog
  partition: number
  relay: number
  incarnation: number
  /** The classes of the partition. */
  rooms: ReadonlyMap<string, Room>
  append (lane: Lane, classCode: string, event: unknown): Promise<void>
  /** Told of a round that cannot be used. */
  onUnusable (): void
}

/** What a class had come to at a position. */
interface Saved {
  state: MediaState
  upTo: number
}

/** A round of checkpoints as it stands in the lane. */
export interface Round {
  readonly classes: ReadonlyMap<string, Saved>
  /** What stands in the lane from where the round began, and is not in its states. */
  readonly records: LogRecord[]
  /** Where reading goes on. */
  readonly until: number
}

/** The checkpoints of a partition's `media` lane, so that whoever starts need not read hours of ink (rules M3 and M4). */
export class Checkpoints {
  readonly #options: CheckpointsOptions
  /** The last round that the `user` lane tells of. */
  #last: Checkpointed | null = null
  /** Bytes that came in the lane since the last round that we wrote, and how many that took. */
  #came = 0
  #took = 0

  constructor (options: CheckpointsOptions) {
    this.#options = options
  }

  /** A round is told of in the `user` lane. */
  told (event: Checkpointed): void {
    this.#last = event
  }

  /** So many bytes came in the lane, those of checkpoints apart. */
  came (bytes: number): void {
    this.#came += bytes
  }

  /**
   * Writes a round, unless less came since the last than that took: a full board on which little is drawn is not
   * written again and again. `from` is where the reading of the lane stands, `at` when the round begins (ms). One class after another,
   * each as it is when its turn comes. Resolves with whether a round was written.
   */
  async write (from: number, at: number): Promise<boolean> {
    const { log, partition, relay, incarnation, rooms, append } = this.#options
    const came = this.#came
    if (came <= this.#took) return false
    let classes = 0
    let took = 0
    for (const [classCode, { media: { state }, positions }] of rooms) {
      const saved = saveMedia(state)
      if (saved === null) continue
      const bytes = encode(saved)
      const { id, openedAt } = state.lesson ?? { id: '', openedAt: 0 }
      const upTo = positions[2]
      const of = Math.ceil(bytes.length / PIECE_BYTES)
      for (let no = 0; no < of; no++) {
        const piece = bytes.subarray(no * PIECE_BYTES, (no + 1) * PIECE_BYTES)
        await append('media', classCode, [Media.checkpoint, id, openedAt, at, relay, upTo, no, of, piece] satisfies MediaCheckpoint)
      }
      classes++
      took += bytes.length
    }
    const until = await log.end(partition, 'media')
    await append('user', '', [Presence.checkpoint, at, relay, incarnation, from, until, classes] satisfies Checkpointed)
    this.#came -= came
    this.#took = took
    return true
  }

  /**
   * Reads the last round that the `user` lane tells of. Null where there is none, or not all of it can be used:
   * records are gone, or another release wrote it.
   */
  async read (): Promise<Round | null> {
    const last = this.#last
    if (last === null) return null
    const [, at, relay, , from, until, count] = last
    const records = await this.#readRange(from, until)
    const pieces = new Map<string, MediaCheckpoint[]>()
    for (const { classCode, payload } of records) {
      const event = decodeMediaEvent(payload)
      if (!isMediaEvent(event) || event[0] !== Media.checkpoint || event[3] !== at || event[4] !== relay) continue
      const some = pieces.get(classCode) ?? []
      some[event[6]] = event
      pieces.set(classCode, some)
    }
    const classes = new Map<string, Saved>()
    for (const [classCode, all] of pieces) {
      const saved = joined(all)
      if (saved !== null) classes.set(classCode, saved)
    }
    if (classes.size !== count) {
      this.#options.onUnusable()
      return null
    }
    return { classes, records: records.filter(({ classCode, position }) => position > (classes.get(classCode)?.upTo ?? -1)), until }
  }

  /** Reads the lane's records at or after `from` and before `until`. */
  async #readRange (from: number, until: number): Promise<LogRecord[]> {
    const { log, partition } = this.#options
    const read: LogRecord[] = []
    let reached!: () => void
    const whole = new Promise<void>((resolve) => { reached = resolve })
    const follower = log.follow(partition, 'media', from, (records) => {
      // the log lends its memory for this call alone
      for (const record of records) if (record.position < until) read.push({ ...record, payload: Uint8Array.from(record.payload) })
      if (records.at(-1)!.position >= until) reached()
    })
    await Promise.race([whole, follower.caughtUp])
    follower.stop()
    return read
  }
}

/** What the pieces of a class hold; null where one is missing, or another release wrote them. */
function joined (pieces: MediaCheckpoint[]): Saved | null {
  const [first] = pieces
  if (first === undefined || pieces.length !== first[7] || pieces.includes(undefined as never)) return null
  try {
    const state = restoreMedia(decode(Buffer.concat(pieces.map(([, , , , , , , , piece]) => piece))))
    return state === null ? null : { state, upTo: first[5] }
  } catch {
    return null
  }
}
