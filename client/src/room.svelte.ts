import { untrack } from 'svelte'
import type { AnswerValue } from '../../server/classroom/model.ts'
import { LessonPhase, Phase, Role, Verdict } from '../../server/classroom/model.ts'
import { Draw } from '../../server/classroom/whiteboard-model.ts'
import type { RoomReply } from '../../server/wire/api.ts'
import { decode } from '../../server/wire/codec.ts'
import { Down, Up } from '../../server/wire/messages.ts'
import type { ControlDown, DrawFrame, Part, RosterPage, SharedMediaFrame, Step, ToolFrame } from '../../server/wire/messages.ts'
import { NO_DRAFT, SLOW_AFTER, choose, draftFor, nextRevision, ownAnswer, send, settle, slow } from './answer-state.ts'
import type { Draft, OwnAnswer } from './answer-state.ts'
import type { BoardNews } from './board/board-room.ts'
import type { Command, Commands } from './commands.ts'
import { Connection } from './connection.ts'
import type { Listener, Status } from './connection.ts'
import type { Reply } from './dispatch.ts'
import type { Credential, World } from './link.ts'
import type { Answer, Request } from './requests.ts'
import { Outage } from './outage.svelte.ts'
import { ServerClock } from './server-clock.ts'
import { SteeringQueue } from './steering-queue.ts'
import { EMPTY, apply, fresh, mergePeople } from './view.ts'
import type { View } from './view.ts'

/** How often the relay says something at least, while a question is open and else (ms). */
const BEAT_OPEN = 2_000
const BEAT_IDLE = 15_000

export interface RoomParts {
  reply: RoomReply
  world: World
  commands: Commands
  credential: Credential | null
  /** Keeps a resume token for a reload; null: the kept one is dead. */
  keep: (credential: Credential | null) => void
}

/** The class as this tab sees it: the view, the connection's state, the own answer, and what can be done. */
export class Room {
  readonly #connection: Connection
  readonly #commands: Commands
  readonly #after: World['after']
  readonly #outage: Outage
  readonly #clock = new ServerClock(() => performance.now())
  readonly #steering: SteeringQueue
  readonly #replies = new Map<Command, (reply: Reply) => void>()
  readonly #boards = new Set<(news: BoardNews) => void>()
  readonly #controls = new Map<string, Set<(payload: unknown) => void>>()
  #draft: Draft = $state.raw(NO_DRAFT)
  #reply: RoomReply = $state.raw() as RoomReply
  #pass: string | null = null

  view: View = $state.raw(EMPTY)
  status: Status = $state.raw({ is: 'connecting' })
  /** Whether the log takes answers now, as the last heartbeat says. */
  stored: boolean = $state(true)
  /** When the connection ended for good (server's clock, ms), else 0. */
  overAt: number = $state(0)

  constructor ({ reply, world, commands, credential, keep }: RoomParts) {
    this.#reply = reply
    this.#pass = credential?.kind === 'resume' ? credential.token : null
    this.#commands = commands
    this.#after = world.after
    this.#outage = new Outage(world.after)
    this.#connection = new Connection(world, CLIENT_VERSION, commands, this.#listener(keep), credential)
    this.#steering = new SteeringQueue((basedOn, step) => this.#replyTo(this.#connection.steer(basedOn, step)), () => this.view.steering?.position ?? 0)
  }

  /** What the HTTP join answered: title, addresses, a teacher's bearer token. */
  get entry (): RoomReply {
    return this.#reply
  }

  set entry (reply: RoomReply) {
    this.#reply = reply
  }

  /** The resume token: who I am, to the sidecar too; null before the relay gave one. */
  get pass (): string | null {
    return this.#pass
  }

  /** Whether the connection has been broken for so long that the screen says so. */
  get broken (): boolean {
    return this.#outage.broken
  }

  /** Whether the phone itself says it is online. */
  get online (): boolean {
    return this.#outage.online
  }

  readonly isTeacher = $derived.by(() => this.#reply.role === Role.teacher)

  /** The round that is going on or was last, or null before the first question. */
  readonly round = $derived.by(() => this.view.question === null ? null : this.view.clock)

  /** Whether an answer would be taken now. */
  readonly open = $derived.by(() => this.round?.phase === Phase.open)

  readonly own: OwnAnswer = $derived.by(() => {
    const clock = this.round
    if (clock === null) return { stage: 'idle' }
    return ownAnswer(draftFor(this.#draft, clock.no, clock.round), this.view.mine)
  })

  /** Connects, and listens to the phone's own news of its network. Returns the end of it. */
  start (): () => void {
    // An effect that starts the room must not run again for what the room then changes.
    untrack(() => {
      this.#restore()
      this.#connection.start()
    })
    const deaf = this.#outage.listen(() => { this.#connection.hurry() })
    return () => {
      deaf()
      this.#connection.stop()
    }
  }

  /** Continues here after another device took the seat, or tries again after a refusal. */
  takeBack (): void {
    this.overAt = 0
    this.#connection.takeBack()
  }

  /** The server's clock, ms. */
  now (): number {
    return this.#clock.now()
  }

  /** Milliseconds this person has left, or null without a limit. Not below 0. */
  timeLeft (): number | null {
    const limit = this.timeGiven()
    const clock = this.round
    if (limit === 0 || clock === null) return null
    return Math.max(0, clock.openedAt + limit - this.now())
  }

  /** Milliseconds this person was given: the question's time × the own factor; 0 is no limit. */
  timeGiven (): number {
    return (this.round?.limit ?? 0) * (this.view.me?.factor ?? 1)
  }

  // ------------------------------------------------------------ the own answer

  /** Marks a choice or keeps what was written, without sending it; null empties it. */
  choose (value: AnswerValue | null): void {
    if (this.round !== null && this.open) this.#draft = choose(draftFor(this.#draft, this.round.no, this.round.round), value)
  }

  /** Sends an answer to the open question. */
  answer (value: AnswerValue): void {
    const clock = this.round
    if (clock === null || !this.open) return
    const { no, round } = clock
    const draft = draftFor(this.#draft, no, round)
    const revision = nextRevision(draft, this.view.mine)
    const command = this.#connection.answer(no, round, revision, value)
    this.#sending(draft, command, !this.stored)
  }

  #sending (draft: Draft, command: Command, isSlow: boolean): void {
    if (command[0] !== Up.answer) return
    const [, n, no, round, revision, value] = command
    this.#draft = send(draft, { n, no, round, revision, value, slow: isSlow })
    this.#after(SLOW_AFTER, () => { this.#draft = slow(this.#draft, n) })
  }

  /** After a reload: an answer that had no verdict is on its way again. */
  #restore (): void {
    const pending = this.#commands.pending.findLast(each => each[0] === Up.answer)
    if (pending?.[0] === Up.answer) this.#sending(draftFor(NO_DRAFT, pending[2], pending[3]), pending, true)
  }

  #judged (command: Command, reply: Reply): void {
    if (command[0] !== Up.answer) return
    const [, n, no, round, revision, value] = command
    const verdict = 'verdict' in reply ? reply.verdict : null
    const clock = this.round
    if (verdict !== null && verdict < Verdict.stale && clock?.no === no && clock.round === round && revision > (this.view.mine?.revision ?? 0)) {
      const stands = verdict === Verdict.late ? Verdict.late : Verdict.accepted
      this.view = apply(this.view, [Down.mine, no, round, revision, value, 'at' in reply ? reply.at : 0, stands])
    }
    this.#draft = settle(this.#draft, n, verdict)
  }

  // ------------------------------------------------------------ commands

  /** Moves the lesson (teachers). Resolves with the verdict; waits through a broken connection; never rejects. */
  steer (step: Step): Promise<Reply> {
    return this.#steering.steer(step)
  }

  /** Sends a named message: a student's to the teachers, a teacher's to all; `keep` makes it part of the view. */
  control (name: string, payload: unknown, keep: boolean): Promise<Reply> {
    return this.#replyTo(this.#connection.control(name, payload, keep))
  }

  /** Uses the picker, a widget or shared media. Resolves with the verdict, as `steer` does. */
  use (make: (n: number) => ToolFrame | SharedMediaFrame): Promise<Reply> {
    return this.#replyTo(this.#connection.use(make))
  }

  /** Asks for what has no verdict. Waits through a broken connection. @throws RequestRefused */
  ask<R extends Request> (request: R): Promise<Answer<R>> {
    return this.#connection.ask(request)
  }

  /** Sends a reaction, which has no verdict. */
  react (reaction: number): void {
    this.#connection.react(reaction)
  }

  /** Does something to the whiteboard: `make` gets the command's number and its id. As `steer` does. */
  draw (make: (n: number, id: number) => DrawFrame): Promise<Reply> {
    return this.#replyTo(this.#connection.use((n) => make(n, this.#commands.idOf(n))))
  }

  /** How many acts on the whiteboard, besides pieces of strokes, have no verdict yet. */
  get actsUnderWay (): number {
    return this.#commands.pending.filter(each => each[0] === Up.draw && each[2][0] !== Draw.ink).length
  }

  /** Asks for what changed on a sheet of the whiteboard since a position, or for its next page. */
  askSheet (sheet: number, since: number, from: number): void {
    this.#connection.pass([Up.sheet, sheet, since, from])
  }

  /** Shows where the laser pointer is. */
  point (x: number, y: number): void {
    this.#connection.pass([Up.laser, x, y])
  }

  /** Calls back on what is heard of the whiteboard besides the view; null: a fresh view came. Returns the end of it. */
  onBoard (hear: (news: BoardNews) => void): () => void {
    this.#boards.add(hear)
    return () => { this.#boards.delete(hear) }
  }

  /** Calls back on every named message of others. Returns the end of it. */
  onControl (name: string, hear: (payload: unknown) => void): () => void {
    const listeners = this.#controls.get(name) ?? new Set()
    this.#controls.set(name, listeners.add(hear))
    return () => { listeners.delete(hear) }
  }

  /** Goes for good. The relay then ends the socket. */
  leave (): void {
    this.#connection.leave()
  }

  #replyTo (command: Command): Promise<Reply> {
    return new Promise(resolve => { this.#replies.set(command, resolve) })
  }

  // ------------------------------------------------------------ what is heard

  #listener (keep: RoomParts['keep']): Listener {
    return {
      status: status => { this.#status(status) },
      session: () => { if (this.isTeacher) this.#connection.roster(0) },
      parts: (parts, whole) => { this.#parts(parts, whole) },
      control: message => { this.#control(message) },
      roster: page => { this.#roster(page) },
      board: news => { this.#board(news) },
      reply: (command, reply) => {
        this.#judged(command, reply)
        this.#replies.get(command)?.(reply)
        this.#replies.delete(command)
      },
      unstored: command => { this.#draft = slow(this.#draft, command[1]) },
      time: (now, first, stored) => { this.#time(now, first, stored) },
      resume: credential => {
        this.#pass = credential?.token ?? null
        keep(credential)
      }
    }
  }

  #status (status: Status): void {
    this.status = status
    this.#outage.follow(status)
    if (status.is === 'over') this.overAt = this.now()
  }

  #parts (parts: Part[], whole: boolean): void {
    this.view = whole ? fresh(parts, this.view) : parts.reduce(apply, this.view)
    if (whole) this.#board(null)
    this.#connection.beat = this.open && this.view.lesson?.phase === LessonPhase.live ? BEAT_OPEN : BEAT_IDLE
  }

  #board (news: BoardNews): void {
    for (const hear of this.#boards) hear(news)
  }

  #time (now: number, first: boolean, stored: boolean): void {
    if (first) this.#clock.reset(now)
    else this.#clock.sample(now)
    this.stored = stored
    const { sending } = this.#draft
    if (!stored && sending !== null) this.#draft = slow(this.#draft, sending.n)
  }

  #roster ([, next, rows]: RosterPage): void {
    this.view = { ...this.view, people: mergePeople(this.view.people, rows) }
    if (next >= 0) this.#connection.roster(next)
  }

  #control ([, , , name, payload]: ControlDown): void {
    const content = decode(payload)
    for (const hear of this.#controls.get(name) ?? []) hear(content)
  }
}
