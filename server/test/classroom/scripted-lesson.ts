import { createClassroom, fold } from '../../classroom/lesson.ts'
import type { Folded } from '../../classroom/lesson.ts'
import type { Lesson } from '../../classroom/live-lesson.ts'
import { Kind } from '../../classroom/events.ts'
import type { SocketEvent, ToolEvent } from '../../classroom/events.ts'
import { Role, Setting } from '../../classroom/model.ts'
import type { AnswerValue, Question } from '../../classroom/model.ts'
import { GRACE_MS } from '../../classroom/limits.ts'

/** When every scripted lesson opens (ms). */
export const START = 1_700_000_000_000

/** A single choice among three, B right, worth 100, without a limit; `over` says what is different. */
export function question (over: Partial<Question> = {}): Question {
  return {
    type: 'single',
    text: 'Which?',
    choices: ['one', 'two', 'three'],
    solution: { mask: 2 },
    explanation: 'Because.',
    seconds: 0,
    points: 100,
    speed: false,
    change: true,
    shuffle: false,
    live: false,
    ...over
  }
}

/** How a command differs from the usual: a steady clock, a new id, the newest position as its base. */
export interface Command {
  at?: number
  id?: number
  basedOn?: number
}

/** Folds a lesson that a test tells step by step, and keeps its events. Participant 0 is the teacher who opened it. */
export class ScriptedLesson {
  readonly state = createClassroom()
  readonly events: SocketEvent[] = []
  /** Now (ms): the stamp of the next command. */
  now = START
  position = 0
  #counter = 0

  constructor (synthetic = false) {
    this.fold([Kind.open, 'L1', this.now, this.id(), 'teacher', 'Kim', 'Physics', synthetic])
  }

  get lesson (): Lesson {
    if (this.state.lesson === null) throw new Error('no lesson is live')
    return this.state.lesson
  }

  /** A new command id of device `device`. */
  id (device = 1): number {
    return device * 2 ** 32 + ++this.#counter
  }

  fold (event: SocketEvent): Folded {
    this.events.push(event)
    this.position += 1024
    return fold(this.state, event, this.position)
  }

  join (key: string, { at = this.now, id = this.id(), role = Role.student as Role, name = `Name of ${key}`, factor = 1, jti = '' } = {}): Folded {
    return this.fold([Kind.join, 'L1', at, id, key, name, `no. ${key}`, role, true, factor, jti])
  }

  /** Students s1 to s`n` join. */
  students (n: number): void {
    for (let i = 1; i <= n; i++) this.join(`s${i}`)
  }

  who (key: string): number {
    return this.lesson.indexOf(key)
  }

  ask (over: Partial<Question> = {}, command: Command = {}, by = 0): Folded {
    return this.fold([Kind.ask, 'L1', ...this.#head(command), by, this.#base(command), 0, 1, 'quiz', question(over)])
  }

  /** Student `key` answers the current question and round. */
  answer (key: string, value: AnswerValue, { revision = 1, no = this.lesson.no, round = this.lesson.round, ...command }: Command & { revision?: number, no?: number, round?: number } = {}): Folded {
    return this.fold([Kind.answer, 'L1', ...this.#head(command), this.who(key), no, round, revision, value])
  }

  close (command: Command = {}, by = 0): Folded {
    return this.fold([Kind.close, 'L1', ...this.#head(command), by, this.#base(command), this.lesson.no, this.lesson.round])
  }

  /** A relay closes the question because its time is over. */
  timeout (at: number, no = this.lesson.no, round = this.lesson.round): Folded {
    return this.fold([Kind.close, 'L1', at, 0, -1, 0, no, round])
  }

  extend (limit: number, command: Command = {}): Folded {
    return this.fold([Kind.extend, 'L1', ...this.#head(command), 0, this.#base(command), this.lesson.no, limit])
  }

  reveal (command: Command = {}, by = 0): Folded {
    return this.fold([Kind.reveal, 'L1', ...this.#head(command), by, this.#base(command), this.lesson.no])
  }

  again (command: Command = {}): Folded {
    return this.fold([Kind.again, 'L1', ...this.#head(command), 0, this.#base(command), this.lesson.no])
  }

  skip (command: Command = {}): Folded {
    return this.fold([Kind.skip, 'L1', ...this.#head(command), 0, this.#base(command), this.lesson.no])
  }

  show (what: 0 | 1, command: Command = {}): Folded {
    return this.fold([Kind.show, 'L1', ...this.#head(command), 0, this.#base(command), what])
  }

  end (command: Command = {}, by = 0): Folded {
    return this.fold([Kind.end, 'L1', ...this.#head(command), by, this.#base(command)])
  }

  accept (target: number, { no = this.lesson.no, round = this.lesson.round, ...command }: Command & { no?: number, round?: number } = {}): Folded {
    return this.fold([Kind.accept, 'L1', ...this.#head(command), 0, no, round, target])
  }

  set (setting: Setting, value: boolean): Folded {
    return this.fold([Kind.set, 'L1', ...this.#head({}), 0, setting, value])
  }

  factor (target: number, factor: number): Folded {
    return this.fold([Kind.factor, 'L1', ...this.#head({}), 0, target, factor])
  }

  remove (target: number, removed = true, by = 0): Folded {
    return this.fold([Kind.remove, 'L1', ...this.#head({}), by, target, removed])
  }

  excuse (target: number, excused = true, by = 0): Folded {
    return this.fold([Kind.excuse, 'L1', ...this.#head({}), by, target, excused])
  }

  leave (key: string): Folded {
    return this.fold([Kind.leave, 'L1', ...this.#head({}), this.who(key)])
  }

  take (by: number): Folded {
    return this.fold([Kind.take, 'L1', ...this.#head({}), by])
  }

  quiz (by = 0): Folded {
    return this.fold([Kind.quiz, 'L1', ...this.#head({}), by, 'quiz', 'Mechanics', 10])
  }

  control (by: number, name: string, payload = Uint8Array.of(0xc0), keep = false): Folded {
    return this.fold([Kind.control, 'L1', ...this.#head({}), by, 7, name, payload, keep])
  }

  /** Folds an event of picker or widgets: its kind, who sent it, and the rest. */
  tool (kind: ToolEvent[0], by: number, ...rest: unknown[]): Folded {
    return this.fold([kind, 'L1', ...this.#head({}), by, ...rest] as unknown as SocketEvent)
  }

  /** Asks, lets each student of `answers` answer, closes and reveals. */
  play (answers: Record<string, AnswerValue>, over: Partial<Question> = {}): void {
    this.ask(over)
    for (const [key, value] of Object.entries(answers)) this.answer(key, value)
    this.close()
    this.reveal()
  }

  /** The last moment (ms) at which an answer to a question of `seconds` opened now counts. */
  deadline (seconds: number, factor = 1): number {
    return this.now + seconds * 1000 * factor + GRACE_MS
  }

  #head ({ at = this.now, id = this.id() }: Command): [number, number] {
    return [at, id]
  }

  #base ({ basedOn = this.lesson.steered }: Command): number {
    return basedOn
  }
}
