import type { Audience } from '../classroom/model.ts'
import { Changed } from '../classroom/changed.ts'
import type { Positions } from '../wire/messages.ts'
import { Outbox } from './outbox.ts'
import { PARTS } from './parts.ts'
import type { Scene } from './parts.ts'
import type { Personal } from './publisher.ts'
import type { RoomContext } from './room-context.ts'
import { Slices } from './slices.ts'

/** What may wait for the class's tick; everything else leaves at once and takes these along. */
const COUNTS = Changed.counts
const PROGRESS = Changed.progress | Changed.tally | Changed.lates | Changed.asked
const ALL = PARTS.reduce((flags, part) => flags | part.flags, 0)

/** What waits to be told to one audience, and when it may be told (DESIGN section 5, tick). */
export class AudienceFeed {
  readonly audience: Audience
  readonly outbox: Outbox
  readonly #context: RoomContext
  #pending = ALL
  #countsAt = 0
  #progressAt = 0

  constructor (classCode: string, audience: Audience, context: RoomContext) {
    this.audience = audience
    this.#context = context
    this.outbox = new Outbox(new Slices(classCode, audience, context.settings.sliceSockets), context.publisher)
  }

  get size (): number {
    return this.outbox.slices.size
  }

  mark (changed: number): void {
    this.#pending |= changed
  }

  /** Whether something waits that must not wait for the tick. */
  get urgent (): boolean {
    return (this.#pending & ~(COUNTS | PROGRESS) & ALL) !== 0
  }

  /** When the next flush is due (ms); Infinity when nothing waits or nobody listens. */
  get dueAt (): number {
    if (this.size === 0) return Infinity
    return Math.min(
      (this.#pending & COUNTS) === 0 ? Infinity : this.#countsAt,
      (this.#pending & PROGRESS) === 0 ? Infinity : this.#progressAt)
  }

  /** Brings the view up to date for the first listener; nobody is there to be told. */
  refresh (scene: Scene): void {
    this.#changedFrames(scene, ALL)
  }

  /** Tells what is due; `passing` frames and `personal` ones leave in any case and take everything along. */
  flush (scene: Scene, positions: Positions, passing: Uint8Array[], personal: Personal | null): void {
    if (this.size === 0) return
    const atOnce = this.urgent || passing.length > 0 || personal !== null
    let due = atOnce ? ALL : 0
    if (scene.now >= this.#countsAt) due |= COUNTS
    if (scene.now >= this.#progressAt) due |= PROGRESS
    if ((this.#pending & due) === 0 && !atOnce) return
    this.outbox.publish([...this.#changedFrames(scene, due), ...passing], positions, scene.now, personal)
  }

  #changedFrames (scene: Scene, due: number): Uint8Array[] {
    const flags = this.#pending & due
    this.#pending &= ~due
    const { settings } = this.#context
    const tick = Math.max(settings.tickMinMs, this.size * settings.tickPerSocketUs / 1000)
    const teachers = this.audience === 'teachers'
    if ((flags & COUNTS) !== 0) this.#countsAt = scene.now + Math.max(tick, teachers ? tick : settings.presenceMs)
    if ((flags & PROGRESS) !== 0) this.#progressAt = scene.now + Math.max(tick, teachers ? tick : settings.countsMs)
    const frames: Uint8Array[] = []
    for (const part of PARTS) {
      if ((part.flags & flags) === 0) continue
      const value = part.build(scene, this.audience)
      if (value === null) {
        this.outbox.drop(part.kind)
        continue
      }
      const bytes = this.outbox.replace(value)
      if (bytes !== null) frames.push(bytes)
    }
    return frames
  }
}
