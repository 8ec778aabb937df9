import { closeSync, openSync, readSync } from 'node:fs'
import { join } from 'node:path'
import { open, type Database, type RootDatabase } from 'lmdb'
import { LANES, type LogRecord } from './event-log.ts'
import { BLOCK_RECORDS_MAX, planBlocks, readBlock, writeBlock } from './record-block.ts'

declare module 'lmdb' {
  interface Database<V, K> {
    /** lmdb takes these options (write.js) and forgot to declare it. */
    put (id: K, value: V, options: PutOptions): Promise<boolean>
  }
}

/** Where a lane's floor stands: before every record. */
const FLOOR = -1
/** A chunk that a reader takes ends here, so that no turn of the loop reads for long. */
const CHUNK_RECORDS = 500
const CHUNK_BYTES = 1024 * 1024
/** Addresses set aside for the file (not memory); a larger file gets a second, larger map. */
const MAP_BYTES = 64 * 1024 ** 3
/** LMDB fills a page to its end before it begins the next, instead of splitting it. */
const APPEND = { append: true }
/** Blocks removed in one transaction. */
const REMOVE_CHUNK = 500

export interface Chunk {
  records: LogRecord[]
  /** Positions where damaged blocks of records begin, left out. */
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
 * Records in LMDB: a database for each lane, and in it blocks of records under the position of their first. What
 * comes is always put behind what is there, so LMDB fills its pages. Writing never blocks the event loop and is
 * durable when its promise resolves; reading is synchronous, from the memory map, a chunk at a time.
 */
export class LmdbStore {
  readonly #root: RootDatabase<Uint8Array, number>
  readonly #lanes: Array<Database<Uint8Array, number>>

  /** Throws where `dir` holds something else than such a store, or cannot be used. `readOnly`: another process writes it. */
  constructor (dir: string, readOnly = false) {
    refuseForeign(join(dir, 'data.mdb'), readOnly)
    this.#root = open<Uint8Array, number>({
      path: dir,
      readOnly,
      // else a folder with a dot in its name is taken for a file
      noSubdir: false,
      encoding: 'binary',
      // The commit itself then waits for the disk, on lmdb's thread: its promise is the proof of durability,
      // and a failed flush rejects it. With overlapping sync a failed flush is told to nobody.
      overlappingSync: false,
      // lmdb starts with a small map and keeps each one it has outgrown, with all its pages, in our memory
      mapSize: MAP_BYTES,
      // A batch is one transaction, and begins at once.
      eventTurnBatching: false
    })
    this.#lanes = LANES.map((name) => this.#root.openDB<Uint8Array, number>({ name, encoding: 'binary' }))
  }

  /** Stores records of all lanes (outer index: the lane) in one transaction; rejects when none of them is stored. */
  async commit (lanes: readonly LogRecord[][]): Promise<void> {
    const plans = lanes.map(planBlocks)
    const arena = Buffer.allocUnsafeSlow(plans.flat().reduce((sum, { bytes }) => sum + bytes, 0))
    let start = 0
    await this.#transact(() => plans.flatMap((blocks, lane) => blocks.map(plan => {
      const block = writeBlock(arena, start, plan)
      start += plan.bytes
      return this.#lanes[lane]!.put(plan.records[0]!.position, block, APPEND)
    })))
  }

  /** The next records of a lane at or after `from` and before `until`. */
  read (lane: number, from: number, until: number): Chunk {
    const chunk: Chunk = { records: [], corrupt: [], next: until }
    let bytes = 0
    for (const { key, value } of this.#blocks(lane, from, until)) {
      const records = readBlock(key, value)
      if (records === null) {
        chunk.corrupt.push(key)
        continue
      }
      if (chunk.records.length > 0 && (chunk.records.length + records.length > CHUNK_RECORDS || bytes > CHUNK_BYTES)) {
        chunk.next = key
        break
      }
      bytes += value.length
      chunk.records.push(...within(records, from, until))
    }
    return chunk
  }

  /** The first sound record at or after `from` and before `until`. */
  first (lane: number, from: number, until: number): LogRecord | null {
    for (const { key, value } of this.#blocks(lane, from, until)) {
      const records = within(readBlock(key, value) ?? [], from, until)
      if (records.length > 0) return records[0]!
    }
    return null
  }

  /** The position of the first record before `until` that was taken at or after `time` (ms), or `until`. */
  firstSince (lane: number, time: number, until: number): number {
    // append times never go back, so it is found by halving
    let low = 0
    let high = until
    while (low < high) {
      const middle = Math.floor((low + high) / 2)
      const found = this.first(lane, middle, high)
      if (found === null || found.at >= time) high = middle
      else low = found.position + 1
    }
    return this.first(lane, low, until)?.position ?? until
  }

  /** Where a lane goes on: after its newest record, and never before its floor. */
  floor (lane: number): Floor {
    const db = this.#lanes[lane]!
    const kept = db.get(FLOOR)
    const floor = kept === undefined ? { next: 0, at: 0 } : readFloor(kept)
    for (const { key, value } of db.getRange({ start: Number.MAX_SAFE_INTEGER, end: FLOOR, reverse: true })) {
      const newest = readBlock(key, value)?.at(-1)
      floor.next = Math.max(floor.next, newest === undefined ? key + BLOCK_RECORDS_MAX : newest.position + 1)
      if (newest === undefined) continue
      floor.at = Math.max(floor.at, newest.at)
      break
    }
    return floor
  }

  /** Removes a lane's records before `until`, oldest first, some hundred a turn; `floor` is where the lane goes on. */
  async remove (lane: number, until: number, floor: Floor): Promise<void> {
    const db = this.#lanes[lane]!
    for (;;) {
      this.#root.resetReadTxn()
      const keys = [...db.getKeys({ start: 0, end: until, limit: REMOVE_CHUNK })]
      const last = keys.at(-1)
      if (last === undefined) return
      // what stands behind `until` in the last block stays, as a block of its own
      const kept = planBlocks(within(readBlock(last, db.get(last)!) ?? [], until, Number.MAX_SAFE_INTEGER))
      await this.#transact(() => [
        db.put(FLOOR, writeFloor(floor)),
        ...keys.map(key => db.remove(key)),
        ...kept.map(plan => db.put(plan.records[0]!.position, writeBlock(Buffer.allocUnsafeSlow(plan.bytes), 0, plan)))
      ])
    }
  }

  /** The blocks of a lane that may hold records from `from` on and before `until`. */
  #blocks (lane: number, from: number, until: number): Iterable<{ key: number, value: Uint8Array }> {
    const db = this.#lanes[lane]!
    // a read transaction kept from earlier in this turn would not see the newest commit
    this.#root.resetReadTxn()
    const [before] = db.getKeys({ start: from, end: FLOOR, reverse: true, limit: 1 })
    return db.getRange({ start: before ?? from, end: until })
  }

  /** Copies everything that is stored now into a new folder, while others go on writing. */
  async copy (dir: string): Promise<void> {
    await this.#root.backup(dir, true)
  }

  async close (): Promise<void> {
    await this.#root.close()
  }

  /** All or nothing, but for a write whose own promise says false: LMDB leaves that out and commits the others. */
  async #transact (write: () => Array<Promise<boolean>>): Promise<void> {
    let writes: Array<Promise<boolean>> = []
    try {
      await this.#root.batch(() => { writes = write() })
    } catch (error) {
      await Promise.allSettled(writes)
      // lmdb tells the cause by a promise of its own; unheard, its rejection would end the process
      const cause = error instanceof Error && 'commitError' in error
        ? await Promise.resolve(error.commitError).catch((reason: unknown) => reason)
        : error
      throw new Error('the log could not be written', { cause })
    }
    if ((await Promise.all(writes)).includes(false)) throw new Error('the log could not be written: a block is there already, or one to remove is not')
  }
}

function within (records: LogRecord[], from: number, until: number): LogRecord[] {
  if (records.length === 0 || (records[0]!.position >= from && records.at(-1)!.position < until)) return records
  return records.filter(({ position }) => position >= from && position < until)
}

/** LMDB's mark in the first page of its file. */
const MAGIC = 0xbeefc0de
const MAGIC_AT = 24

/** lmdb ends the process with a segmentation fault on a file that is not its own. */
function refuseForeign (path: string, readOnly: boolean): void {
  const head = Buffer.alloc(MAGIC_AT + 4)
  const file = openSync(path, readOnly ? 'r' : 'a+')
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
