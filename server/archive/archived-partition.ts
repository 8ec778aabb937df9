import { isRelayEvent, isUserEvent } from '../classroom/event-shape.ts'
import { Kind } from '../classroom/events.ts'
import type { SocketEvent } from '../classroom/events.ts'
import { createClassroom, fold } from '../classroom/lesson.ts'
import { LESSON_MAX_MS } from '../classroom/limits.ts'
import { Verdict } from '../classroom/model.ts'
import { RelayTable, foldRelay } from '../classroom/presence-relays.ts'
import { isRehearsal } from '../classroom/rehearsal.ts'
import { Media } from '../classroom/media-events.ts'
import type { MediaEvent } from '../classroom/media-events.ts'
import { createMedia, foldMedia } from '../classroom/media-lane.ts'
import type { MediaLesson } from '../classroom/media-lane.ts'
import { createPresence, foldPresence, followRelay } from '../classroom/presence.ts'
import type { PresenceChange } from '../classroom/presence.ts'
import type { LogRecord } from '../log/event-log.ts'
import { decodeMediaEvent, decodeSocketEvent, decodeUserEvent } from '../wire/event-codec.ts'
import { Attendance } from './attendance.ts'
import { RecordedLesson } from './recorded-lesson.ts'

/** A lesson lives 6 h at most; where no relay was there to end it, it ends by this (ms by the log's clock). */
const LESSON_OVER_MS = LESSON_MAX_MS + 15 * 60_000

/** One class as the archiver sees it: the folds of its lanes. */
class ArchivedClass {
  readonly state = createClassroom()
  readonly attendance = new Attendance()
  readonly presence
  readonly media = createMedia()
  /** What was shared and drawn, by lesson. */
  readonly shown = new Map<string, MediaLesson>()
  running: RecordedLesson | null = null

  constructor (relays: RelayTable) {
    this.presence = createPresence(relays)
  }
}

/** One partition of the log, folded as relays fold it. What its lessons came to waits in `lessons` to be written. */
export class ArchivedPartition {
  readonly number: number
  /** Lessons that are live, or ended and not wholly written. */
  readonly lessons = new Set<RecordedLesson>()
  /** Where reading goes on in each lane, and when the log took what was read last (ms). */
  readonly socket = { next: 0, at: 0 }
  readonly user = { next: 0, at: 0 }
  readonly media = { next: 0, at: 0 }
  skipped = 0
  readonly #relays = new RelayTable()
  readonly #classes = new Map<string, ArchivedClass>()

  constructor (number: number) {
    this.number = number
  }

  /** Folds records of the `socket` lane. */
  readonly onSocketRecords = (records: LogRecord[]): void => {
    for (const { position, at, classCode, payload } of records) {
      this.#fold(classCode, decodeSocketEvent(payload), position, at)
      this.socket.next = position + 1
      this.socket.at = at
    }
  }

  /** Folds records of the `user` lane; events of relays stand under the empty class code, and concern every class. */
  readonly onUserRecords = (records: LogRecord[]): void => {
    for (const { position, at, classCode, payload } of records) {
      const event = decodeUserEvent(payload)
      if (!isUserEvent(event) || isRelayEvent(event) !== (classCode === '')) {
        this.skipped++
      } else if (isRelayEvent(event)) {
        const change = foldRelay(this.#relays, event, position, at)
        if (change !== null) for (const room of this.#classes.values()) this.#attend(room, followRelay(room.presence, change, event[1]), event[1])
      } else {
        const room = this.#class(classCode)
        this.#attend(room, foldPresence(room.presence, event), event[1])
      }
      this.user.next = position + 1
      this.user.at = at
    }
  }

  /**
   * Folds what the `media` lane holds. The lane may be ahead of the others or behind them, so what it holds is kept
   * under its lesson's id.
   */
  readonly onMediaRecords = (records: LogRecord[]): void => {
    for (const { position, at, classCode, payload } of records) {
      const event = decodeMediaEvent(payload)
      if (event[0] !== Media.checkpoint) this.#foldMedia(classCode, event, position)
      this.media.next = position + 1
      this.media.at = at
    }
  }

  /** Ends lessons that no relay ended, at `now` (ms by the log's clock). */
  expire (now: number): void {
    for (const room of this.#classes.values()) {
      if (room.running !== null && now - room.running.lesson.openedAt > LESSON_OVER_MS) this.#end(room, room.running.lesson.openedAt + LESSON_MAX_MS)
    }
  }

  /** Forgets classes that have nothing to be written and nobody in them. */
  sweep (now: number): void {
    const pending = new Set([...this.lessons].map(({ classCode }) => classCode))
    for (const [code, { presence, media, shown }] of this.#classes) {
      if (!pending.has(code) && presence.idle(now)) this.#classes.delete(code)
      else for (const id of shown.keys()) if (!pending.has(code) && media.lesson?.id !== id) shown.delete(id)
    }
  }

  #class (code: string): ArchivedClass {
    let room = this.#classes.get(code)
    if (room === undefined) this.#classes.set(code, room = new ArchivedClass(this.#relays))
    return room
  }

  #fold (classCode: string, event: SocketEvent, position: number, at: number): void {
    // the log took it later where it was moved to another log
    this.expire(Math.min(at, Number(event[2]) || at))
    const room = this.#class(classCode)
    const lesson = room.state.lesson
    const folded = fold(room.state, event, position)
    if (folded.verdict === Verdict.unreadable) this.skipped++
    if (!folded.applied) return
    if (event[0] === Kind.open && room.state.lesson !== null) {
      if (isRehearsal(classCode, room.state.lesson)) return
      room.running = new RecordedLesson(room.state.lesson, classCode, room.attendance, room.shown.get(room.state.lesson.id) ?? null, position, at)
      this.lessons.add(room.running)
    } else {
      room.running?.note(event, folded.who)
      if (event[0] === Kind.end && lesson !== null) this.#end(room, event[2])
    }
  }

  #foldMedia (classCode: string, event: MediaEvent, position: number): void {
    const { media, shown } = this.#class(classCode)
    const folded = foldMedia(media, event, position)
    this.skipped += folded.filter(({ verdict }) => verdict === Verdict.unreadable).length
    if (media.lesson === null || !folded.some(({ applied }) => applied)) return
    const { id } = media.lesson
    shown.set(id, media.lesson)
    for (const recorded of this.lessons) {
      if (recorded.lesson.id !== id) continue
      recorded.shown = media.lesson
      // the board is written when the lesson is over
      if (event[0] !== Media.board) recorded.changes.media = true
    }
  }

  /** What the fold held is kept until it is written. */
  #end (room: ArchivedClass, at: number): void {
    if (room.running === null) return
    room.running.endedAt = at
    room.running.all()
    room.running = null
    room.state.lesson = null
  }

  #attend ({ presence, attendance }: ArchivedClass, { keys }: PresenceChange, at: number): void {
    for (const key of keys) attendance.note(key, presence.people.get(key)?.sessions.some(({ away }) => !away) ?? false, at)
  }
}
