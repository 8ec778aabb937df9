import type { ClassroomState } from './lesson.ts'
import type { MediaState } from './media-lane.ts'
import type { PresenceState } from './presence.ts'

/**
 * A 64-bit hash (16 hex digits) of everything a class's `socket` lane folded to: equal states, equal digests,
 * however much room their columns took. Without `commands` the remembered command ids are left out: they
 * are all that a refused command changes.
 */
export function digest ({ lesson, ended }: ClassroomState, commands = true): string {
  const hash = new Hash()
  hash.value({ ended, lesson: lesson?.dump() ?? null, commands: commands ? lesson?.commands.dump() ?? null : null })
  return hash.hex()
}

/** The same of a class's `user` lane. The relays of its partition are left out: what they mean to the class stands in its sessions. */
export function digestPresence ({ sessions, people, gone, connected }: PresenceState): string {
  const hash = new Hash()
  hash.value({ sessions, people, gone, connected })
  return hash.hex()
}

/** The same of a class's `media` lane. */
export function digestMedia ({ lesson, endedAt }: MediaState): string {
  const hash = new Hash()
  hash.value({ lesson: lesson?.save() ?? null, endedAt })
  return hash.hex()
}

/** FNV-1a over UTF-16 code units, twice 32 bits: with its own offset basis and with another prime. */
class Hash {
  #a = 0x811c9dc5
  #b = 0xcbf29ce4

  /** Takes in a plain value, in one canonical way: keys sorted, columns without the empty places at their end. */
  value (value: unknown): void {
    if (ArrayBuffer.isView(value)) this.#list(withoutTail(value as unknown as ArrayLike<number>))
    else if (Array.isArray(value)) this.#list(value)
    else if (value instanceof Map) this.#list([...value].sort(([a], [b]) => a < b ? -1 : 1))
    else if (typeof value === 'object' && value !== null) this.#list(Object.entries(value).sort(([a], [b]) => a < b ? -1 : 1))
    else this.#text(`${typeof value}:${String(value)}`)
  }

  hex (): string {
    return [this.#a, this.#b].map((half) => (half >>> 0).toString(16).padStart(8, '0')).join('')
  }

  #list (list: ArrayLike<unknown>): void {
    this.#text(`[${list.length}`)
    for (let i = 0; i < list.length; i++) this.value(list[i])
  }

  #text (text: string): void {
    for (let i = 0; i < text.length; i++) this.#unit(text.charCodeAt(i))
    this.#unit(0)
  }

  #unit (unit: number): void {
    this.#a = Math.imul(this.#a ^ unit, 0x01000193)
    this.#b = Math.imul(this.#b ^ unit, 0x01b3013b)
  }
}

function withoutTail (column: ArrayLike<number>): number[] {
  const places = Array.from(column)
  return places.slice(0, places.findLastIndex((place) => place !== 0) + 1)
}
