interface Entry {
  position: number
  at: number
  /** Whether everyone may see it (a teacher's) or teachers only (a student's). */
  toAll: boolean
  frame: Uint8Array
}

/** The relayed control messages of the last minutes of a class, for those who were away (rule R5). */
export class ControlRing {
  readonly #maxMs: number
  readonly #maxBytes: number
  #entries: Entry[] = []
  #bytes = 0
  /** Messages at or below this position have been dropped from the ring. */
  #dropped = -1

  /** Keeps messages for `maxMs` ms and up to `maxBytes` bytes in all. */
  constructor (maxMs: number, maxBytes: number) {
    this.#maxMs = maxMs
    this.#maxBytes = maxBytes
  }

  add (position: number, at: number, toAll: boolean, frame: Uint8Array): void {
    this.#entries.push({ position, at, toAll, frame })
    this.#bytes += frame.length
    let old = 0
    for (const entry of this.#entries) {
      if (this.#bytes <= this.#maxBytes && entry.at >= at - this.#maxMs) break
      this.#bytes -= entry.frame.length
      this.#dropped = entry.position
      old++
    }
    if (old > 0) this.#entries.splice(0, old)
  }

  /** The frames after `position` that this audience may see; null when some of them are gone. */
  since (position: number, teacher: boolean): Uint8Array[] | null {
    if (position < this.#dropped) return null
    const frames: Uint8Array[] = []
    for (const entry of this.#entries) {
      if (entry.position > position && (entry.toAll || teacher)) frames.push(entry.frame)
    }
    return frames
  }

  /** Forgets everything: a new lesson began. */
  clear (): void {
    this.#entries = []
    this.#bytes = 0
    this.#dropped = -1
  }
}
