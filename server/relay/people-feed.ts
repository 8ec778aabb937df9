import { encode } from '../wire/codec.ts'
import { Down } from '../wire/messages.ts'
import type { Person } from '../wire/messages.ts'
import { splice } from '../wire/splice.ts'

/** Rows of the roster in one batch: a page, so that a class that enters at once does not flood its teacher. */
const PAGE_BYTES = 16 * 1024

/** The rows of the roster that changed since the teachers were told. */
export class PeopleFeed {
  readonly #changed = new Set<number>()

  get empty (): boolean {
    return this.#changed.size === 0
  }

  mark (index: number): void {
    if (index >= 0) this.#changed.add(index)
  }

  clear (): void {
    this.#changed.clear()
  }

  /** Takes the next page of changed rows as one frame; null when there is none. */
  take (person: (index: number) => Person | null): Uint8Array | null {
    const rows: Uint8Array[] = []
    let bytes = 0
    for (const index of this.#changed) {
      if (bytes > PAGE_BYTES) break
      this.#changed.delete(index)
      const row = person(index)
      if (row === null) continue
      const encoded = encode(row)
      rows.push(encoded)
      bytes += encoded.length
    }
    return rows.length === 0 ? null : splice([Down.people], [splice([], rows)])
  }
}
