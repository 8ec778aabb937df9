import { encode } from '../wire/codec.ts'
import { Down } from '../wire/messages.ts'
import type { Part, Positions } from '../wire/messages.ts'
import { splice } from '../wire/splice.ts'
import type { Personal, Publisher } from './publisher.ts'
import type { Slices } from './slices.ts'

/**
 * What one audience of a class sees: the parts of its view as of batch `n`, each encoded once, and the
 * batches that carry their changes. A view is these parts again (one path for entering, reconnecting
 * and repair), so a batch that a newcomer already has in his view does no harm.
 */
export class Outbox {
  readonly slices: Slices
  readonly #publisher: Publisher
  readonly #parts = new Map<number, Uint8Array>()
  #view: Uint8Array[] | null = null
  /** Number of the last batch. */
  n = 0
  /** When the last batch or beat left (ms). */
  lastSentAt = 0

  constructor (slices: Slices, publisher: Publisher) {
    this.slices = slices
    this.#publisher = publisher
  }

  /** The encoded parts of the view as of batch `n`. */
  view (): Uint8Array[] {
    this.#view ??= [...this.#parts.values()]
    return this.#view
  }

  /** Takes over the current value of a part; returns its bytes if they are new, else null. */
  replace (part: Part): Uint8Array | null {
    const bytes = encode(part)
    const old = this.#parts.get(part[0])
    if (old !== undefined && same(old, bytes)) return null
    this.#parts.set(part[0], bytes)
    this.#view = null
    return bytes
  }

  /** A part that this audience may not see (any more). */
  drop (kind: number): void {
    if (this.#parts.delete(kind)) this.#view = null
  }

  /** Sends a batch of `frames`, with each person's own frames beside it. */
  publish (frames: Uint8Array[], positions: Positions, now: number, personal: Personal | null): void {
    if (frames.length === 0 && personal === null) return
    let bytes: Uint8Array | null = null
    if (frames.length > 0) {
      this.n++
      bytes = splice([Down.batch, this.n, positions], frames)
    }
    this.lastSentAt = now
    this.#publisher.send(this.slices.list, bytes, personal)
  }

  /** Tells the audience the last batch number and whether the log takes answers. */
  beat (now: number, stored: boolean): void {
    this.lastSentAt = now
    this.#publisher.send(this.slices.list, encode([Down.beat, this.n, now, stored]), null)
  }
}

function same (a: Uint8Array, b: Uint8Array): boolean {
  if (a.length !== b.length) return false
  for (let i = 0; i < a.length; i++) {
    if (a[i] !== b[i]) return false
  }
  return true
}
