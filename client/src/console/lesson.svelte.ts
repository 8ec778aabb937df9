import { LIMITS } from '../../../server/classroom/limits.ts'
import { LessonPhase, Phase, Setting, Showing } from '../../../server/classroom/model.ts'
import type { Question, Seat } from '../../../server/classroom/model.ts'
import type { Person, Step } from '../../../server/wire/messages.ts'
import type { ConsoleRoom } from './console-room.ts'
import { askStep, primaryStep } from './primary-step.ts'
import type { Situation } from './primary-step.ts'
import { nextIndex } from './question-list.ts'
import { refusalOf } from './refusals.ts'
import type { Refusal } from './refusals.ts'
import { countRoster } from './roster.ts'
import type { LessonQuiz } from './lesson-quiz.svelte.ts'

const TEN_SECONDS = 10_000
/** A question shortened by the teacher stays open at least this long (ms), so that nobody is cut off in a tap. */
const LEAST_LEFT = 1000

/** The lesson as the teacher's screen shows it, and the steps that move it. */
export class Lesson {
  readonly #room: ConsoleRoom
  readonly #quiz: LessonQuiz
  readonly #fallbackTitle: string
  readonly #refused: (why: Refusal) => void
  /** The question the teacher picked to come next, by index. */
  chosen: number | null = $state(null)
  /** Whether the teacher looks at the leaderboard, shown to others or not. */
  looking = $state(false)
  /** Milliseconds until the last command was stored and judged, or null before the first. */
  lastMs: number | null = $state(null)
  /** Commands without a verdict. */
  pending = $state(0)
  #wanted: { no: number, round: number, limit: number } | null = null

  constructor (room: ConsoleRoom, quiz: LessonQuiz, title: string, refused: (why: Refusal) => void) {
    this.#room = room
    this.#quiz = quiz
    this.#fallbackTitle = title
    this.#refused = refused
  }

  view = $derived.by(() => this.#room.view)
  phase = $derived(this.view.lesson?.phase ?? LessonPhase.waiting)
  title = $derived.by(() => (this.view.lesson?.title ?? '') || this.#fallbackTitle)
  connected = $derived.by(() => this.#room.status.is === 'connected')
  stored = $derived.by(() => this.#room.stored)
  /** Whether anything was heard of the lesson yet. */
  loaded = $derived(this.view.lesson !== null)
  readonly #mine = $derived(this.view.me !== null && this.view.me.index >= 0 && this.view.steering?.controller === this.view.me.index)
  /** The device of this teacher that steers, where it is another than this one; else null. */
  otherHand = $derived.by(() => this.#mine && this.view.steering?.hand !== this.#room.entry.seat ? this.view.steering?.hand ?? null : null)
  controls = $derived(this.#mine && this.otherHand === null)
  controllerName = $derived(this.view.steering?.controllerName ?? '')
  /** The current question as a teacher sees it, with its solution. */
  question = $derived(this.view.question === null ? null : this.view.question.body as Question)
  clock = $derived(this.view.question === null ? null : this.view.clock)
  shown = $derived(this.clock?.showing === Showing.leaderboard)
  people: Person[] = $derived(this.view.people.filter((person) => person !== undefined))
  roster = $derived(countRoster(this.people))
  joined = $derived(this.view.counts.joined)
  quizId = $derived(this.view.steering?.quizId ?? '')
  /** Index of the next question of the quiz, or -1. */
  next = $derived.by(() => this.#quiz.quiz === null || this.phase === LessonPhase.ended ? -1 : nextIndex(this.view.asked, this.#quiz.quiz.id, this.#quiz.quiz.questions.length, this.chosen))
  primary = $derived.by(() => primaryStep(this.#situation()))
  /** Why steering is not possible on this screen now. */
  idle = $derived.by(() => !this.connected || !this.controls || this.phase !== LessonPhase.live)
  /** Whether a question may be asked now. */
  between = $derived(this.clock === null || this.clock.phase === Phase.revealed || this.clock.phase === Phase.skipped)
  /** Where the current question is in the quiz; null for one asked on the fly. */
  place = $derived.by(() => {
    const question = this.view.question
    if (question === null || question.total === 0) return null
    return { number: question.index + 1, total: question.total }
  })

  answered = $derived(Math.max(this.view.tally?.answered ?? 0, this.view.progress?.answered ?? 0))

  #situation (): Situation {
    const quiz = this.#quiz.quiz
    const question = quiz?.questions[this.next]
    return {
      connected: this.connected,
      lesson: this.phase,
      title: this.title,
      controls: this.controls,
      own: this.otherHand !== null,
      joined: this.joined,
      current: this.clock === null ? null : { no: this.clock.no, round: this.clock.round, phase: this.clock.phase, survey: this.question?.solution === null },
      quiz: this.#quiz.state,
      next: quiz === null || question === undefined ? null : { index: this.next, total: quiz.questions.length, quizId: quiz.id, question }
    }
  }

  /** Sends a step; whether it took effect. A refusal is told in words where it matters. */
  async send (step: Step): Promise<boolean> {
    const started = performance.now()
    this.pending += 1
    const reply = await this.#room.steer(step)
    this.pending -= 1
    if (!('verdict' in reply)) {
      this.#refused(refusalOf(reply, step) ?? 'other')
      return false
    }
    this.lastMs = Math.round(performance.now() - started)
    const why = refusalOf(reply, step)
    if (why !== null) this.#refused(why)
    return reply.verdict < 10
  }

  /** Takes the step of the yellow button. */
  async advance (): Promise<boolean> {
    const { step, blocked } = this.primary
    if (blocked !== null) return false
    const done = await this.send(step)
    if (done && step[0] === 'ask') this.#asked()
    if (done && step[0] === 'open') await this.#nameQuiz()
    return done
  }

  /** Puts a question on every phone at once, outside the quiz. */
  async askNow (question: Question): Promise<void> {
    if (this.idle || !this.between || this.joined === 0) return
    if (await this.send(askStep(question))) this.#asked()
  }

  #asked (): void {
    this.chosen = null
    this.looking = false
  }

  /** Takes another quiz for the lesson; before it is open, remembers it. */
  async useQuiz (id: string): Promise<void> {
    await this.#quiz.choose(id)
    this.chosen = null
    if (this.phase === LessonPhase.live && this.controls) await this.#nameQuiz()
  }

  async #nameQuiz (): Promise<void> {
    const quiz = this.#quiz.quiz
    if (quiz !== null && quiz.id !== this.quizId) await this.send(['quiz', quiz.id, quiz.title, quiz.questions.length])
  }

  /** Ten seconds more (1) or less (-1) for the open question. Presses in a row add up. */
  extend (by: 1 | -1): void {
    const clock = this.clock
    if (this.idle || clock === null || clock.phase !== Phase.open || clock.limit === 0) return
    const same = this.#wanted?.no === clock.no && this.#wanted.round === clock.round && this.pending > 0
    const limit = (same ? this.#wanted?.limit : undefined) ?? clock.limit
    const least = Math.max(0, this.#room.now() - clock.openedAt) + LEAST_LEFT
    const wanted = Math.ceil(Math.max(least, limit + by * TEN_SECONDS))
    this.#wanted = { no: clock.no, round: clock.round, limit: wanted }
    void this.send(['extend', clock.no, wanted])
  }

  /** Milliseconds left of the open question, or null without a limit. */
  left (): number | null {
    const clock = this.clock
    if (clock === null || clock.limit === 0) return null
    return Math.max(0, clock.openedAt + clock.limit - this.#room.now())
  }

  /** Another round of the same question. */
  again (): void {
    const clock = this.clock
    if (!this.idle && clock !== null && this.canAskAgain) void this.send(['again', clock.no])
  }

  canAskAgain = $derived(this.clock !== null && this.clock.round + 1 < LIMITS.rounds && (this.clock.phase === Phase.closed || this.clock.phase === Phase.revealed))

  /** Looks at the leaderboard, or back at the result; taking it off everyone's screen. */
  toggleBoard (): void {
    if (!this.between) return
    const closing = this.looking || this.shown
    this.looking = !closing
    if (closing && this.shown) this.showBoard(false)
  }

  /** Puts the leaderboard on everyone's screen, or takes it off. */
  showBoard (shown: boolean): void {
    if (!this.idle) void this.send(['show', shown ? Showing.leaderboard : Showing.question])
  }

  /** Covers the wall, or uncovers it. */
  blank (): void {
    if (this.connected && this.phase === LessonPhase.live) void this.send(['set', Setting.blank, !this.view.blank])
  }

  /** Gives the control to another device of this teacher. */
  handTo (seat: Seat): void {
    if (!this.idle) void this.send(['hold', seat])
  }

  /** Whether the stage shows the leaderboard. */
  boardOpen = $derived(this.between && (this.looking || this.shown))
}
