import { closeSync, openSync, readSync } from 'node:fs'
import { join } from 'node:path'
import { open, type RootDatabase } from 'lmdb'
import type { LogRecord } from './event-log.ts'
import { frameLength, readFrame, writeFrame } from './record-frame.ts'

type Key = [lane: number, position: number]

/** Where the key of a lane's floor stands: before every record. */
const FLOOR = -1
/** A chunk that a reader takes ends here, so that no turn of the loop reads for long. */
const CHUNK_RECORDS = 500
const CHUNK_BYTES = 1024 * 1024
/** Records removed in one transaction. */
const REMOVE_CHUNK = 1000

export interface Chunk {
  records: LogRecord[]
  /** Positions of damaged records, left out. */
  corrupt: number[]
  /** Where the next chunk begins. */
  next: number
}

/** What a lane must remember when all its records are trimmed: positions and append times never go back. */
export interface Floor {
  next: number
  at: number
}

/**
 * Records in LMDB under [lane, position]. Writing never blocks the event loop and is durable when its
 * promise resolves; reading is synchronous, from the memory map, a chunk at a time.
 */
export class LmdbStore {
  readonly #db: RootDatabase<Uint8Array, Key>

  /** Throws where `dir` holds something else than such a store, or cannot be used. */
  constructor (dir: string) {
    refuseForeign(join(dir, 'data.mdb'))
    this.#db = open<Uint8Array, Key>({
      path: dir,
      // else a folder with a dot in its name is taken for a file
      noSubdir: false,
      encoding: 'binary',
      // The commit itself then waits for the disk, on lmdb's thread: its promise is the proof of durability,
      // and a failed flush rejects it. With overlapping sync a failed flush is told to nobody.
      overlappingSync: false,
      // A batch is one transaction, and begins at once.
      eventTurnBatching: false
    })
  }

  /** Stores records of all lanes (outer index: the lane) in one transaction; rejects when none of them is stored. */
  async commit (lanes: readonly LogRecord[][]): Promise<void> {
    const lengths = lanes.map(records => records.map(record => frameLength(record.classCode, record.payload)))
    const arena = Buffer.allocUnsafeSlow(lengths.flat().reduce((sum, length) => sum + length, 0))
    let start = 0
    await this.#transact(() => {
      for (const [lane, records] of lanes.entries()) {
        for (const [i, record] of records.entries()) {
          const length = lengths[lane]![i]!
          writeFrame(arena, start, length, record)
          this.#db.put([lane, record.position], arena.subarray(start, start + length))
          start += length
        }
      }
    })
  }

  /** The next records of a lane at or after `from` and before `until`. */
  read (lane: number, from: number, until: number): Chunk {
    const chunk: Chunk = { records: [], corrupt: [], next: until }
    let bytes = 0
    // a read transaction kept from earlier in this turn would not see the newest commit
    this.#db.resetReadTxn()
    for (const { key, value } of this.#db.getRange({ start: [lane, from], end: [lane, until] })) {
      const position = (key as Key)[1]
      if (chunk.records.length === CHUNK_RECORDS || bytes > CHUNK_BYTES) {
        chunk.next = position
        break
      }
      bytes += value.length
      const frame = readFrame(value)
      if (frame === null) chunk.corrupt.push(position)
      else chunk.records.push({ position, ...frame })
    }
    return chunk
  }

  /** Position and append time of the first sound record at or after `from` and before `until`. */
  first (lane: number, from: number, until: number): { position: number, at: number } | null {
    this.#db.resetReadTxn()
    for (const { key, value } of this.#db.getRange({ start: [lane, from], end: [lane, until] })) {
      const frame = readFrame(value)
      if (frame !== null) return { position: (key as Key)[1], at: frame.at }
    }
    return null
  }

  /** Where a lane goes on: after its newest record, and never before its floor. */
  floor (lane: number): Floor {
    const kept = this.#db.get([lane, FLOOR])
    const floor = kept === undefined ? { next: 0, at: 0 } : readFloor(kept)
    const newest = this.#db.getRange({ start: [lane, Number.MAX_SAFE_INTEGER], end: [lane, FLOOR], reverse: true })
    for (const { key, value } of newest) {
      floor.next = Math.max(floor.next, (key as Key)[1] + 1)
      const frame = readFrame(value)
      if (frame === null) continue
      floor.at = Math.max(floor.at, frame.at)
      break
    }
    return floor
  }

  /** Removes a lane's records before `until`, oldest first, at most 1,000 a turn; `floor` is where the lane goes on. */
  async remove (lane: number, until: number, floor: Floor): Promise<void> {
    const range = { start: [lane, 0], end: [lane, until], limit: REMOVE_CHUNK }
    for (;;) {
      this.#db.resetReadTxn()
      const keys = [...this.#db.getKeys(range)]
      if (keys.length === 0) return
      await this.#transact(() => {
        this.#db.put([lane, FLOOR], writeFloor(floor))
        for (const key of keys) this.#db.remove(key)
      })
    }
  }

  async close (): Promise<void> {
    await this.#db.close()
  }

  async #transact (write: () => void): Promise<void> {
    try {
      await this.#db.batch(write)
    } catch (error) {
      // lmdb tells the cause by a promise of its own; unheard, its rejection would end the process
      const cause = error instanceof Error && 'commitError' in error
        ? await Promise.resolve(error.commitError).catch((reason: unknown) => reason)
        : error
      throw new Error('the log could not be written', { cause })
    }
  }
}

/** LMDB's mark in the first page of its file. */
const MAGIC = 0xbeefc0de
const MAGIC_AT = 24

/** lmdb ends the process with a segmentation fault on a file that is not its own. */
function refuseForeign (path: string): void {
  const head = Buffer.alloc(MAGIC_AT + 4)
  const file = openSync(path, 'a+')
  const length = readSync(file, head, 0, head.length, 0)
  closeSync(file)
  if (length > 0 && head.readUInt32LE(MAGIC_AT) !== MAGIC) throw new Error(`${path} is not an event log, or its head is damaged`)
}

function writeFloor (floor: Floor): Buffer {
  const bytes = Buffer.alloc(16)
  bytes.writeDoubleBE(floor.next, 0)
  bytes.writeDoubleBE(floor.at, 8)
  return bytes
}

function readFloor (bytes: Uint8Array): Floor {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength)
  return { next: view.getFloat64(0), at: view.getFloat64(8) }
}
