import { Kind } from '../classroom/events.ts'
import type { SocketEvent } from '../classroom/events.ts'
import type { Lesson } from '../classroom/live-lesson.ts'
import type { MediaLesson } from '../classroom/media-lane.ts'
import type { Attendance } from './attendance.ts'
import { Changes } from './changes.ts'

/** A lesson on its way into the database: its state, and what of it is not written yet. */
export class RecordedLesson {
  readonly lesson: Lesson
  readonly classCode: string
  readonly attendance: Attendance
  /** What the `media` lane holds of it; null before its first event there. */
  shown: MediaLesson | null
  /** Where its `open` stands, and when the log took it (ms): the archiver begins there again until all of it is written. */
  readonly position: number
  readonly at: number
  /** When it ended (ms); 0 while it lasts. */
  endedAt = 0
  /** How many events it took in, its opening among them: of two archivers, whoever counts more knows more. */
  events = 1
  changes = new Changes(true)

  constructor (lesson: Lesson, classCode: string, attendance: Attendance, shown: MediaLesson | null, position: number, at: number) {
    this.lesson = lesson
    this.classCode = classCode
    this.attendance = attendance
    this.shown = shown
    this.position = position
    this.at = at
    this.changes.people = 'all'
    this.changes.media = true
  }

  /** Everything that there is differs from its rows, as far as is known. */
  all (): void {
    this.changes.head = true
    this.changes.people = 'all'
    this.changes.draws = true
    this.changes.media = true
    for (const { no, rounds } of this.lesson.questions) for (const round of rounds.keys()) this.changes.allAnswers(no, round)
  }

  /** Notes what an event changed that the fold took in; `who` sent it. */
  note (event: SocketEvent, who: number): void {
    const { lesson, changes } = this
    this.events++
    switch (event[0]) {
      case Kind.join:
      case Kind.leave: changes.person(who); break
      case Kind.answer: changes.answer(event[5], event[6], who); break
      case Kind.factor: changes.person(event[5]); break
      case Kind.ask:
      case Kind.close:
      case Kind.skip: changes.questions.add(lesson.no); break
      case Kind.accept: this.#scored(event[5]); break
      case Kind.reveal: this.#scored(lesson.no); break
      case Kind.again: this.#scored(lesson.no); break
      case Kind.pick:
      case Kind.pass: changes.draws = true; break
      case Kind.remove: this.all(); break
    }
  }

  /** Points and outcomes of a question and everybody's totals and ranks differ. */
  #scored (no: number): void {
    const rounds = this.lesson.questions[no]?.rounds ?? []
    // a round that is no longer the last has lost its points
    for (const round of rounds.keys()) if (round >= rounds.length - 2) this.changes.allAnswers(no, round)
    this.changes.people = 'all'
  }
}
