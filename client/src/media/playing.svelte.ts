import { playedUntil } from '../../../server/classroom/media.ts'
import type { Playback } from '../../../server/classroom/media.ts'
import { Ticking } from '../tools/ticking.svelte.ts'

/** Where a file of `length` seconds stands at `now` (ms), in seconds; what ran on beyond its end stands at its end. A length that nobody knows yet is no finite number. */
export function standsAt (playback: Playback, now: number, length: number): number {
  const seconds = playedUntil(playback, now) / 1000
  return Number.isFinite(length) ? Math.min(seconds, length) : seconds
}

/** How the film or sound that is shown stands, while somebody looks at it. To be made while a component is set up. */
export class Playing {
  readonly #playback: () => Playback
  readonly #ticking: Ticking
  /** Seconds, told by whoever has loaded it. */
  length: number = $state(NaN)

  constructor (playback: () => Playback, now: () => number) {
    this.#playback = playback
    this.#ticking = new Ticking(now, 250, (at) => playback().playing && !(standsAt(playback(), at, this.length) >= this.length))
  }

  seconds = $derived.by(() => standsAt(this.#playback(), Math.max(this.#ticking.now, this.#playback().at), this.length))
  /** Whether it plays and has not come to its end. */
  runs = $derived.by(() => this.#playback().playing && !(this.seconds >= this.length))
  /** As m:ss, with its length where that is known. */
  text = $derived([this.seconds, this.length].filter((each) => Number.isFinite(each)).map(minutes).join(' / '))
}

function minutes (seconds: number): string {
  return `${Math.floor(seconds / 60)}:${String(Math.floor(seconds % 60)).padStart(2, '0')}`
}
