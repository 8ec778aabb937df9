import type { Audience } from '../classroom/model.ts'
import { Changed } from '../classroom/changed.ts'
import type { Positions } from '../wire/messages.ts'
import { CountSteps, STEP } from './count-steps.ts'
import { InkFeed } from './ink-feed.ts'
import { Outbox } from './outbox.ts'
import { PARTS } from './parts.ts'
import type { Scene } from './parts.ts'
import type { Personal } from './publisher.ts'
import type { RoomContext } from './room-context.ts'
import { Slices } from './slices.ts'

/** What may wait for the class's tick; everything else leaves at once and takes these along. */
const COUNTS = Changed.counts
const PROGRESS = Changed.progress | Changed.tally | Changed.lates | Changed.asked |
  Changed.moods | Changed.hands | Changed.wall | Changed.cloud
/** Of that, what students see: numbers of answers, and what is more than a number. */
const ANSWERS = Changed.progress | Changed.tally
const CONTENT = Changed.hands | Changed.wall | Changed.cloud
/** What is on the sheets of the whiteboard; told by what changed on them, not as a part. */
const INK = Changed.ink
/** A small change of a number waits for so many beats (rule R8). */
const SOON = 3
/** A few people ride in the place of a beat of a class without a question, so many of them after they were told last. */
const FEW = { soonest: 3, latest: 4 }
/** Counts to students may take this part of the time that their ticks may take: in a large class they are its largest cost. */
const COUNTS_SHARE = 0.4
const ALL = PARTS.reduce((flags, part) => flags | part.flags, 0)

/** What waits to be told to one audience, and when it may be told. */
export class AudienceFeed {
  readonly audience: Audience
  readonly outbox: Outbox
  readonly #context: RoomContext
  readonly #steps = new CountSteps()
  #pending = ALL
  /** When counts may leave next, and when they left last (ms). */
  #countsAt = 0
  #countsTold = 0
  #progressAt = 0
  #progressTold = 0
  #inkAt = 0
  readonly #ink = new InkFeed()

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

  /** Notes where somebody points on the whiteboard. */
  point (who: number, x: number, y: number): void {
    this.#ink.point(who, x, y)
    this.mark(INK)
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
      (this.#pending & PROGRESS) === 0 ? Infinity : this.#progressAt,
      (this.#pending & INK) === 0 ? Infinity : this.#inkAt)
  }

  /** Brings the view up to date for the first listener; nobody is there to be told. */
  refresh (scene: Scene): void {
    this.#changedFrames(scene, ALL)
    if (scene.media !== null) this.#ink.skip(scene.media.board)
  }

  /** Tells what is due; `passing` frames and `personal` ones leave in any case and take everything along. */
  flush (scene: Scene, positions: Positions, passing: Uint8Array[], personal: Personal | null): void {
    if (this.size === 0) return
    const atOnce = this.urgent || passing.length > 0 || personal !== null
    let due = atOnce ? ALL | INK : 0
    if (scene.now >= this.#countsAt) due |= COUNTS
    if (scene.now >= this.#progressAt) due |= PROGRESS
    if (scene.now >= this.#inkAt) due |= INK
    if (this.audience === 'students' && !atOnce) due = this.#worthTelling(scene, due)
    if ((this.#pending & due) === 0 && !atOnce) return
    this.outbox.publish([...this.#changedFrames(scene, due), ...this.#inkFrames(scene, due), ...passing], positions, scene.now, personal)
  }

  /** The shortest time between two batches to this audience of what may wait (ms). */
  get #tick (): number {
    const { settings } = this.#context
    return Math.max(settings.tickMinMs, this.size * settings.tickPerSocketUs / 1000)
  }

  /** Ink waits for the tick (rule M25). While the board is not shown, teachers alone are told of it. */
  #inkFrames ({ media, now }: Scene, due: number): Uint8Array[] {
    if ((this.#pending & due & INK) === 0) return []
    this.#pending &= ~INK
    this.#inkAt = now + this.#tick
    if (media === null) return []
    if (this.audience !== 'teachers' && !media.board.shown) {
      this.#ink.skip(media.board)
      return []
    }
    const frames = this.#ink.frames(media.board)
    if (this.#ink.unfinished) this.#pending |= INK
    return frames
  }

  /** Of what is `due`, what is worth telling (rule R8). */
  #worthTelling (scene: Scene, due: number): number {
    const { beatOpenMs, beatIdleMs, presenceMs, countsMs } = this.#context.settings
    const waiting = this.#pending & due
    if ((waiting & COUNTS) !== 0) {
      const moved = this.#steps.people(scene, this.size)
      const placeOfBeat = this.outbox.lastSentAt + beatIdleMs
      const until = moved < STEP.soon
        ? Math.min(Math.max(placeOfBeat, this.#countsTold + FEW.soonest * beatIdleMs), this.#countsTold + FEW.latest * beatIdleMs)
        : this.#countsTold + (moved < STEP.atOnce ? SOON * beatOpenMs : 0)
      if (scene.now < until) {
        this.#countsAt = Math.min(scene.now + presenceMs, until)
        due &= ~COUNTS
      }
    }
    if ((waiting & ANSWERS) !== 0 && (waiting & CONTENT) === 0) {
      const moved = this.#steps.answers(scene, this.size)
      const until = this.#progressTold + (moved < STEP.soon ? beatIdleMs : moved < STEP.atOnce ? SOON * beatOpenMs : 0)
      if (scene.now < until) {
        this.#progressAt = Math.min(scene.now + countsMs, until)
        due &= ~PROGRESS
      }
    }
    return due
  }

  #changedFrames (scene: Scene, due: number): Uint8Array[] {
    const flags = this.#pending & due & ALL
    this.#pending &= ~flags
    const tick = this.#tick
    const { settings } = this.#context
    const teachers = this.audience === 'teachers'
    if ((flags & COUNTS) !== 0) {
      this.#countsTold = scene.now
      this.#countsAt = scene.now + (teachers ? tick : Math.max(settings.presenceMs, tick / COUNTS_SHARE))
      this.#steps.peopleTold(scene)
    }
    if ((flags & PROGRESS) !== 0) {
      this.#progressTold = scene.now
      this.#progressAt = scene.now + (teachers ? tick : Math.max(settings.countsMs, tick / COUNTS_SHARE))
      this.#steps.answersTold(scene)
    }
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
