import { Role, Seat } from '../classroom/model.ts'
import type { Audience } from '../classroom/model.ts'
import type { RelaySettings } from '../config.ts'
import type { Ticket } from '../tokens.ts'
import { CloseCode } from '../wire/close-codes.ts'
import { encode } from '../wire/codec.ts'
import type { ErrorCode } from '../wire/error-codes.ts'
import { Down, Up } from '../wire/messages.ts'
import type { UpFrame } from '../wire/messages.ts'
import type { Line } from './line.ts'
import type { Slice } from './slices.ts'
import { TokenBucket } from './token-bucket.ts'

const AUDIENCE: Record<Seat, Audience> = {
  [Seat.student]: 'students',
  [Seat.console]: 'teachers',
  [Seat.projector]: 'projectors',
  [Seat.remote]: 'teachers'
}

/** How long a socket was within its limits before earlier excess is forgotten (ms). */
const FORGIVEN_MS = 1000

/** A flood is answered this often at the most (ms): the answers must not cost more than the flood. */
const TOLD_EVERY_MS = 50

/** What came of a frame's turn at the limits. */
export type Admission = 'pass' | 'slow-down' | 'close'

/** One socket after its upgrade: who holds it, which device it is, how far it has come, how fast it may send. */
export class Session {
  readonly id: number
  readonly line: Line
  readonly ticket: Ticket
  readonly audience: Audience
  /** The lesson its resume token was bound to; '' for a ticket. */
  readonly resumed: string
  /** Set by `itsme`; -1 before. */
  device = -1
  /** Dense index in the live lesson; -1 until the join was folded. */
  who = -1
  slice: Slice | null = null
  /** Counters of commands that are on their way through the log. */
  readonly pending = new Set<number>()
  /** Since when the kernel has left bytes behind (ms); 0 when none. */
  bufferedSince = 0
  malformed = 0
  /** What the log calls it: its own number, or that of the socket whose place it took (rule S17). */
  presence: number
  /** Settles when its coming is in the log; null before it said who it is. */
  announced: Promise<void> | null = null
  closed = false
  readonly openedAt: number
  readonly #settings: RelaySettings
  readonly #frames: TokenBucket
  #family: Map<number, TokenBucket> | null = null
  #overSince = 0
  #overLast = 0
  #toldAt = 0

  constructor (id: number, line: Line, ticket: Ticket, resumed: string, settings: RelaySettings, now: number) {
    this.id = id
    this.presence = id
    this.line = line
    this.ticket = ticket
    this.resumed = resumed
    this.audience = AUDIENCE[ticket.seat]
    this.openedAt = now
    this.#settings = settings
    this.#frames = this.isTeacher
      ? new TokenBucket(settings.teacherFramesPerSecond, settings.teacherFramesBurst, now)
      : new TokenBucket(settings.studentFramesPerSecond, settings.studentFramesBurst, now)
  }

  get isTeacher (): boolean {
    return this.ticket.role === Role.teacher
  }

  /** The command id of counter `n`: the device in the high bits, so that the fold keeps one number. */
  commandId (n: number): number {
    return this.device * 2 ** 32 + n
  }

  /** Takes a frame's token from the buckets of its kind. Who stays over them for long is closed (rule S9). */
  admit (frame: UpFrame, now: number): Admission {
    const wait = Math.max(this.#frames.take(now), this.#bucketOf(frame[0], now)?.take(now) ?? 0)
    if (wait === 0) return 'pass'
    if (now - this.#overLast > FORGIVEN_MS) this.#overSince = now
    this.#overLast = now
    if (now - this.#overSince > this.#settings.slowDownMs) return 'close'
    if (now - this.#toldAt >= TOLD_EVERY_MS) {
      this.#toldAt = now
      this.fail(commandOf(frame), 'slow-down', wait)
    }
    return 'slow-down'
  }

  /** Answers a command that reached no log. `n` 0: no command. */
  fail (n: number, code: ErrorCode, retryAfter = 0, detail = ''): void {
    this.line.send(encode([Down.error, n, code, retryAfter, detail]))
  }

  close (code: CloseCode, reason?: string): void {
    this.line.close(code, reason)
  }

  #bucketOf (kind: number, now: number): TokenBucket | undefined {
    const rate = this.#rateOf(kind)
    if (rate === undefined) return undefined
    this.#family ??= new Map()
    let bucket = this.#family.get(kind)
    if (bucket === undefined) {
      bucket = new TokenBucket(rate, rate * 2, now)
      this.#family.set(kind, bucket)
    }
    return bucket
  }

  #rateOf (kind: number): number | undefined {
    switch (kind) {
      case Up.answer: return this.#settings.studentAnswersPerSecond
      case Up.control: return this.isTeacher ? this.#settings.teacherFramesPerSecond : this.#settings.studentControlPerSecond
      case Up.steer:
      case Up.pick:
      case Up.widget: return this.#settings.teacherSteeringPerSecond
      case Up.react:
      case Up.pass:
      case Up.hand:
      case Up.post:
      case Up.vote:
      case Up.word: return this.#settings.studentControlPerSecond
      case Up.sendMedia:
      case Up.media:
      case Up.mediaPass: return this.isTeacher ? this.#settings.teacherSteeringPerSecond : this.#settings.studentControlPerSecond
      case Up.draw:
      case Up.sheet:
      case Up.laser: return this.#settings.inkPerSecond
      case Up.mediaList:
      case Up.allowMedia: return this.#settings.teacherSteeringPerSecond
      default: return undefined
    }
  }
}

/** The counter of a frame that is a command, else 0. */
export function commandOf (frame: UpFrame): number {
  switch (frame[0]) {
    case Up.join:
    case Up.answer:
    case Up.leave:
    case Up.steer:
    case Up.control:
    case Up.pick:
    case Up.pass:
    case Up.widget:
    case Up.hand:
    case Up.post:
    case Up.vote:
    case Up.word:
    case Up.sendMedia:
    case Up.media:
    case Up.allowMedia:
    case Up.draw: return frame[1]
    default: return 0
  }
}
