/** What the client keeps in the browser. Private windows and blocked storage throw: then nothing is kept, and the lesson goes on. */
export interface Store {
  read (key: string): unknown
  write (key: string, value: unknown): void
  remove (key: string): void
}

/** A store over sessionStorage or localStorage. Whatever cannot be read counts as absent. */
export function browserStore (area: () => Storage): Store {
  return {
    read (key) {
      try {
        const text = area().getItem(key)
        return text === null ? null : JSON.parse(text)
      } catch {
        return null
      }
    },
    write (key, value) {
      try {
        area().setItem(key, JSON.stringify(value))
      } catch {
        // full or forbidden: a reload will then begin anew, and not from what was true before
        this.remove(key)
      }
    },
    remove (key) {
      try {
        area().removeItem(key)
      } catch {
        // never written either
      }
    }
  }
}
