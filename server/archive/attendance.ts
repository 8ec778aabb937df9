import { LESSON_MAX_MS } from '../classroom/limits.ts'

interface Spans {
  /** Since when somebody is here (ms); 0 while away. */
  since: number
  /** Former times here, oldest first: from and to (ms). */
  past: Array<[from: number, to: number]>
}

/** Who was in a class when, from its `user` lane. Lessons are cut out of it later, so the two lanes need not keep step. */
export class Attendance {
  readonly #people = new Map<string, Spans>()

  /** Notes that somebody is here, or is not, from `at` (ms) on. */
  note (key: string, here: boolean, at: number): void {
    const spans = this.#people.get(key) ?? { since: 0, past: [] }
    this.#people.set(key, spans)
    if (here === (spans.since > 0)) return
    if (here) {
      spans.since = at
      return
    }
    spans.past = spans.past.filter(([, to]) => at - to < LESSON_MAX_MS)
    if (at > spans.since) spans.past.push([spans.since, at])
    spans.since = 0
  }

  /** For how many seconds, rounded, somebody was here between two times (ms). */
  seconds (key: string, from: number, to: number): number {
    const spans = this.#people.get(key)
    if (spans === undefined) return 0
    const open: Array<[number, number]> = spans.since > 0 ? [[spans.since, to]] : []
    const ms = [...spans.past, ...open].reduce((sum, [begin, end]) => sum + Math.max(0, Math.min(end, to) - Math.max(begin, from)), 0)
    return Math.round(ms / 1000)
  }
}
