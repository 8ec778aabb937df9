import type { AskedQuestion, Round } from './asked-question.ts'
import { CommandIds } from './command-ids.ts'
import { People } from './people.ts'
import { Phase, Seat, Showing } from './model.ts'
import { Tools } from './tools.ts'

/** The lesson that is live in a class: everything its verdicts and views depend on. */
export class Lesson {
  readonly id: string
  readonly title: string
  readonly teacher: string
  readonly openedAt: number
  readonly synthetic: boolean
  readonly people = new People()
  readonly commands: CommandIds
  readonly questions: AskedQuestion[] = []
  /** Which device each launch token (jti) came from first. */
  readonly tokens = new Map<string, number>()
  readonly kept = new Map<string, Uint8Array>()
  locked = false
  /** Nicknames on walls and phones, until the teacher decides otherwise. */
  namesHidden = true
  showing: Showing = Showing.question
  /** Index of who controls. */
  controller = 0
  /** Which of the controller's devices steers. */
  hand: Seat = Seat.console
  /** Whether the wall is covered. */
  blank = false
  /** Position of the last steering event. */
  steered: number
  quiz = { id: '', title: '', total: 0 }
  readonly tools = new Tools()
  /** Totals of everyone who is ranked, in ascending order, as of the last reveal. */
  totals: Uint32Array = new Uint32Array(0)

  constructor (id: string, openedAt: number, teacher: string, title: string, synthetic: boolean, position: number) {
    this.id = id
    this.openedAt = openedAt
    this.teacher = teacher
    this.title = title
    this.synthetic = synthetic
    this.steered = position
    this.commands = new CommandIds(openedAt)
  }

  /** How many participants there are; their indices are 0 to size − 1. */
  get size (): number {
    return this.people.size
  }

  /** The question asked last; null before the first. */
  get current (): AskedQuestion | null {
    return this.questions[this.questions.length - 1] ?? null
  }

  /** Number of the question asked last, -1 before the first. */
  get no (): number {
    return this.questions.length - 1
  }

  /** Number of its last round, -1 before the first question. */
  get round (): number {
    return this.current?.round ?? -1
  }

  /** Whether a question is open. */
  get isOpen (): boolean {
    return this.current?.phase === Phase.open
  }

  /** The round that takes answers; null while no question is open. */
  get openRound (): Round | null {
    const { current } = this
    return current?.phase === Phase.open ? current.last : null
  }

  /** Index of participant `key`, or -1. */
  indexOf (key: string): number {
    return this.people.indexOf(key)
  }

  /** Key of participant `who`, or ''. */
  keyOf (who: number): string {
    return this.people.keyOf(who)
  }

  /** Whether participant `key` was removed. */
  isRemoved (key: string): boolean {
    return this.people.isRemoved(this.indexOf(key))
  }

  isTeacher (who: number): boolean {
    return this.people.isTeacher(who)
  }

  /** Everything but the commands, for the digest. */
  dump (): object {
    const { id, title, teacher, openedAt, synthetic, tokens, kept, locked, namesHidden, showing, controller, hand, blank, steered, quiz, totals } = this
    return {
      id,
      title,
      teacher,
      openedAt,
      synthetic,
      tokens,
      kept,
      locked,
      namesHidden,
      showing,
      controller,
      steered,
      quiz,
      totals,
      // what a release added stands in the digest only where it is used: golden logs keep their hash
      ...(hand === Seat.console ? {} : { hand }),
      ...(blank ? { blank } : {}),
      people: this.people.dump(),
      questions: this.questions.map((asked) => asked.dump()),
      ...(this.tools.used ? { tools: this.tools.dump() } : {})
    }
  }
}
