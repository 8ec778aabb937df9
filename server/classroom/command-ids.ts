import { clampOffset, grow } from './columns.ts'
import { KEPT_IDS } from './limits.ts'
import type { Verdict } from './model.ts'

/** What became of a command: its verdict, where its event stands and when the relay received it (ms). */
export interface Remembered {
  verdict: Verdict
  position: number
  at: number
}

/** The ids of one participant as a checkpoint has them: how many commands he sent, and of each that is kept id, position, receipt (ms after `since`) and verdict. */
export type SavedIds = [who: number, sent: number, slots: Array<[id: number, position: number, offset: number, verdict: number]>]

/** The last KEPT_IDS command ids of every participant with what became of them, in rings side by side. */
export class CommandIds {
  readonly #since: number
  #ids = new Float64Array(0)
  #positions = new Float64Array(0)
  #offsets = new Int32Array(0)
  #verdicts = new Uint8Array(0)
  /** How many commands each participant sent. */
  #sent = new Uint32Array(0)

  /** `since` is the time (ms) from which receipt times are counted. */
  constructor (since: number) {
    this.#since = since
  }

  /** What became of command `id` of participant `who`; null if it is not among the last ones. */
  recall (who: number, id: number): Remembered | null {
    if (id === 0) return null
    const from = who * KEPT_IDS
    const to = from + Math.min(this.#sent[who] ?? 0, KEPT_IDS)
    for (let slot = from; slot < to; slot++) {
      if (this.#ids[slot] !== id) continue
      return {
        verdict: this.#verdicts[slot] as Verdict,
        position: this.#positions[slot] as number,
        at: this.#since + (this.#offsets[slot] as number)
      }
    }
    return null
  }

  /** Keeps what became of command `id`; 0 is no id. */
  remember (who: number, id: number, { verdict, position, at }: Remembered): void {
    if (id === 0) return
    this.#grow(who)
    const sent = this.#sent[who] as number
    this.#sent[who] = sent + 1
    this.#put(who * KEPT_IDS + sent % KEPT_IDS, id, position, clampOffset(at - this.#since), verdict)
  }

  /** Everything kept, for the digest. */
  dump (): object {
    return { ids: this.#ids, positions: this.#positions, offsets: this.#offsets, verdicts: this.#verdicts, sent: this.#sent }
  }

  /** The same in rows, without those of whom nothing is kept. */
  save (): SavedIds[] {
    const rows: SavedIds[] = []
    for (const [who, sent] of this.#sent.entries()) {
      if (sent === 0) continue
      const slots = Array.from({ length: Math.min(sent, KEPT_IDS) }, (_, i): SavedIds[2][number] => {
        const slot = who * KEPT_IDS + i
        return [this.#ids[slot]!, this.#positions[slot]!, this.#offsets[slot]!, this.#verdicts[slot]!]
      })
      rows.push([who, sent, slots])
    }
    return rows
  }

  /** Takes over what another kept, counted from the same time; this one is new. */
  restore (rows: SavedIds[]): void {
    for (const [who, sent, slots] of rows) {
      this.#grow(who)
      this.#sent[who] = sent
      for (const [i, slot] of slots.entries()) this.#put(who * KEPT_IDS + i, ...slot)
    }
  }

  #grow (who: number): void {
    const end = (who + 1) * KEPT_IDS
    this.#sent = grow(this.#sent, who + 1)
    this.#ids = grow(this.#ids, end)
    this.#positions = grow(this.#positions, end)
    this.#offsets = grow(this.#offsets, end)
    this.#verdicts = grow(this.#verdicts, end)
  }

  #put (slot: number, id: number, position: number, offset: number, verdict: number): void {
    this.#ids[slot] = id
    this.#positions[slot] = position
    this.#offsets[slot] = offset
    this.#verdicts[slot] = verdict
  }
}
