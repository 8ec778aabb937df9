import { Presence } from '../../classroom/events.ts'
import type { UserEvent } from '../../classroom/events.ts'
import { Media } from '../../classroom/media-events.ts'
import type { Drawn, MediaBoard, MediaEvent } from '../../classroom/media-events.ts'
import { Role, Seat } from '../../classroom/model.ts'
import type { LogReader } from '../../log/event-log.ts'
import { encode } from '../../wire/codec.ts'
import { START } from '../classroom/scripted-lesson.ts'
import type { ScriptedLesson } from '../classroom/scripted-lesson.ts'
import { MemoryLog } from '../relay/memory-log.ts'

/** A log in memory that holds scripted lessons, at the positions that they gave their events. */
export class LessonLog {
  readonly log = new MemoryLog(1)
  now = START
  #taken = 0
  #last = 0
  #shared = 0
  #sessions = new Map<string, number>()

  constructor () {
    this.log.clock = () => this.now
    // scripted positions begin behind the first
    this.log.store(0, 'socket', 'K7M2QX', encode(['no event']))
    this.presence([Presence.relay, START, 1, 7], '')
  }

  reader (): LogReader {
    return this.log.connect()
  }

  /** Stores what `scripted` has folded since. */
  take (scripted: ScriptedLesson, classCode = 'K7M2QX'): void {
    for (const event of scripted.events.slice(this.#taken)) {
      this.now = Math.max(this.now, event[2])
      this.log.store(0, 'socket', classCode, encode(event))
    }
    this.#taken = scripted.events.length
  }

  up (key: string, at: number, classCode = 'K7M2QX'): void {
    const session = ++this.#last
    this.#sessions.set(key, session)
    this.presence([Presence.up, at, 1, 7, session, key, Role.student, Seat.student, 1], classCode)
  }

  down (key: string, at: number, classCode = 'K7M2QX'): void {
    this.presence([Presence.down, at, 1, 7, this.#sessions.get(key) ?? 0], classCode)
  }

  /** Stores an event of the `media` lane of lesson L1: its kind, who sent it, and the rest. */
  media (kind: MediaEvent[0], by: number, ...rest: unknown[]): void {
    this.log.store(0, 'media', 'K7M2QX', encode([kind, 'L1', START, this.now, ++this.#shared, by, by === 0, ...rest]))
  }

  /** Stores what several people did to the whiteboard of lesson L1. */
  draw (...drawn: Drawn[]): void {
    this.log.store(0, 'media', 'K7M2QX', encode([Media.board, 'L1', START, this.now, drawn] satisfies MediaBoard))
  }

  presence (event: UserEvent, classCode: string): void {
    this.now = Math.max(this.now, event[1])
    this.log.store(0, 'user', classCode, encode(event))
  }
}
