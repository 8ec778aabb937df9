import type { AnswerValue, Role, Seat, Verdict } from '../../server/classroom/model.ts'
import { LessonPhase, Verdict as Verdicts } from '../../server/classroom/model.ts'
import { encode } from '../../server/wire/codec.ts'
import type { ErrorCode } from '../../server/wire/error-codes.ts'
import { Down, Up } from '../../server/wire/messages.ts'
import type { Ack, Batch, Beat, Connected, ControlDown, DownFrame, ErrorFrame, Part, PassingFrame, Positions, RosterPage, Step, View } from '../../server/wire/messages.ts'
import { BatchOrder } from './batch-order.ts'
import type { Command, Commands } from './commands.ts'
import { endingOfJoin } from './endings.ts'
import type { Ending } from './endings.ts'
import { Link } from './link.ts'
import type { Credential, World } from './link.ts'

export type Status =
  | { is: 'connecting' }
  | { is: 'connected' }
  | { is: 'reconnecting' }
  | { is: 'over', ending: Ending }

/** What became of a command: a verdict of the fold, or an error that kept it from the log. */
export type Reply =
  | { verdict: Verdict, position: number, at: number }
  | { error: ErrorCode, detail: string }

/** Where the connection tells what it hears. */
export interface Listener {
  status (status: Status): void
  session (session: number, role: Role, seat: Seat, recovered: boolean): void
  /** Parts of the view; `whole` when they are all of it and replace what was there. */
  parts (parts: Part[], whole: boolean): void
  control (message: ControlDown): void
  roster (page: RosterPage): void
  reply (command: Command, reply: Reply): void
  /** The command was not stored; it is being sent again. */
  unstored (command: Command): void
  /** The server's clock; `first` of a socket. `stored`: whether its log takes answers. */
  time (now: number, first: boolean, stored: boolean): void
  /** A resume token to keep, or null: the one kept is dead. */
  resume (credential: Credential | null): void
}

/** A view is asked for again after at most this long (ms), at random: a whole class may have the same hole. */
const RESYNC_SPREAD = 2_000
/** The relay's default limit of a frame. A larger one is never sent: it would end every socket it is tried on. */
const FRAME_LIMIT = 64 * 1024
/** When a command that was not stored is sent again, unless the relay says (ms). */
const RETRY = 1_000

/**
 * One person's connection to one class, after the rules of PROTOCOL.md: `itsme`, `connected`, `join`, then
 * batches. Commands have a number and are sent again on every new socket until their verdict is there.
 */
export class Connection {
  readonly #world: World
  readonly #client: string
  readonly #commands: Commands
  readonly #listener: Listener
  readonly #link: Link
  readonly #order = new BatchOrder()
  #usable = false
  #joined = false
  #joinRefused = false
  /** The live lesson, '' while there is none. */
  #lesson = ''
  #session = -1
  #positions: Positions | null = null
  #lastControl = -1
  #cancelResync: (() => void) | null = null

  /** `client` is the version told in `itsme`; `credential` what an earlier visit kept, or null. */
  constructor (world: World, client: string, commands: Commands, listener: Listener, credential: Credential | null) {
    this.#world = world
    this.#client = client
    this.#commands = commands
    this.#listener = listener
    this.#link = new Link(world, {
      opened: () => { this.#link.send([Up.itsme, this.#commands.device, this.#client, this.#positions]) },
      heard: frame => { this.#take(frame) },
      tooBig: () => { this.#forgetLargest() },
      lost: () => { this.#lost({ is: 'reconnecting' }) },
      over: ending => { this.#lost({ is: 'over', ending }) },
      resume: kept => { listener.resume(kept) }
    }, credential)
  }

  start (): void {
    this.#joinRefused = false
    this.#listener.status({ is: 'connecting' })
    this.#link.start()
  }

  /** Ends it for now; `start` begins again. */
  stop (): void {
    this.#usable = false
    this.#forgetResync()
    this.#link.stop()
  }

  /** The phone woke up or is online again: tries at once what waits for its turn, and asks a silent socket for a sign of life. */
  hurry (): void {
    if (this.#usable) this.#link.probe([Up.ping])
    else this.#link.hurry()
  }

  /** Takes this seat back from another device, under a new device number. */
  takeBack (): void {
    this.#commands.renew()
    this.start()
  }

  /** How often the relay says something at least (ms). */
  set beat (ms: number) {
    this.#link.beat = ms
  }

  answer (no: number, round: number, revision: number, value: AnswerValue): Command {
    return this.#command(n => [Up.answer, n, no, round, revision, value])
  }

  steer (basedOn: number, step: Step): Command {
    return this.#command(n => [Up.steer, n, basedOn, step])
  }

  control (name: string, payload: unknown, keep: boolean): Command {
    return this.#command(n => [Up.control, n, name, encode(payload), keep])
  }

  leave (): Command {
    return this.#command(n => [Up.leave, n])
  }

  /** Asks for the page of the roster that begins at participant index `from`. */
  roster (from: number): void {
    if (this.#usable) this.#link.send([Up.roster, from])
  }

  // ------------------------------------------------------------ down

  #take (frame: DownFrame): void {
    switch (frame[0]) {
      case Down.connected: return this.#connected(frame)
      case Down.ack: return this.#acknowledged(frame)
      case Down.error: return this.#refused(frame)
      case Down.batch: return this.#batch(frame)
      case Down.beat: return this.#heartbeat(frame)
      case Down.view: return this.#view(frame)
      case Down.resume: return this.#link.renew(frame[1])
      case Down.roster: return this.#listener.roster(frame)
      case Down.me:
      case Down.mine:
      case Down.score: return this.#frames([frame], false)
    }
  }

  #connected (frame: Connected): void {
    const [, session, role, seat, positions, batch, now, resume, spread, recovered, ...frames] = frame
    this.#usable = true
    this.#joined = false
    this.#session = session
    this.#positions = positions
    this.#order.reset(batch)
    this.#link.greet(spread, resume)
    this.#listener.session(session, role, seat, recovered)
    this.#listener.time(now, true, true)
    this.#frames(frames, true)
    this.#listener.status({ is: 'connected' })
    this.#sendPending()
    this.#joinIfNeeded()
  }

  #lost (status: Status): void {
    this.#usable = false
    this.#forgetResync()
    this.#listener.status(status)
  }

  #view ([, positions, batch, now, , ...frames]: View): void {
    this.#positions = positions
    this.#order.reset(batch)
    this.#listener.time(now, false, true)
    this.#frames(frames, true)
  }

  #batch ([, n, positions, ...frames]: Batch): void {
    if (!this.#order.take(n)) return
    this.#positions = positions
    this.#frames(frames, false)
    this.#resyncIfNeeded()
  }

  #heartbeat ([, batch, now, stored]: Beat): void {
    this.#order.tell(batch)
    this.#listener.time(now, false, stored)
    this.#resyncIfNeeded()
  }

  #frames (frames: Array<Part | PassingFrame>, whole: boolean): void {
    const parts: Part[] = []
    for (const frame of frames) {
      if (frame[0] === Down.control) this.#control(frame)
      else if (frame[0] === Down.ink || frame[0] === Down.laser) continue
      else parts.push(frame)
    }
    if (parts.length === 0 && !whole) return
    for (const part of parts) this.#follow(part)
    this.#listener.parts(parts, whole)
    if (this.#usable && !whole) this.#joinIfNeeded()
  }

  /** Whether we are in this lesson: another one needs another join. */
  #follow (part: Part): void {
    if (part[0] === Down.me) this.#joined = part[1] >= 0
    if (part[0] !== Down.lesson) return
    const lesson = part[1] === LessonPhase.live ? part[2] : ''
    if (lesson === this.#lesson) return
    this.#lesson = lesson
    this.#joined = false
    this.#joinRefused = false
  }

  #control (message: ControlDown): void {
    const [, position, session] = message
    if (position <= this.#lastControl) return
    this.#lastControl = position
    if (session !== this.#session) this.#listener.control(message)
  }

  #resyncIfNeeded (): void {
    if (this.#order.whole || this.#cancelResync !== null) return
    this.#cancelResync = this.#world.after(this.#world.random() * RESYNC_SPREAD, () => {
      this.#cancelResync = null
      if (!this.#order.whole && this.#positions !== null) this.#link.send([Up.resync, this.#positions])
    })
  }

  #forgetResync (): void {
    this.#cancelResync?.()
    this.#cancelResync = null
  }

  // ------------------------------------------------------------ commands

  #command (make: (n: number) => Command): Command {
    const command = this.#commands.add(make)
    if (this.#usable && this.#mayGo(command)) this.#send(command)
    return command
  }

  /** Who has not joined may only join, or open the lesson that there is to join. */
  #mayGo (command: Command): boolean {
    return this.#joined || command[0] === Up.join || (command[0] === Up.steer && command[3][0] === 'open')
  }

  #joinIfNeeded (): void {
    if (this.#joined || this.#joinRefused || this.#commands.pending.some(each => each[0] === Up.join)) return
    this.#send(this.#commands.add(n => [Up.join, n]))
  }

  #sendPending (): void {
    for (const command of this.#commands.pending) {
      if (this.#mayGo(command)) this.#send(command)
    }
  }

  #send (command: Command): void {
    const bytes = encode(command)
    if (bytes.length <= FRAME_LIMIT) this.#link.sendBytes(bytes)
    else this.#settle(command, { error: 'too-large', detail: '' })
  }

  #settle (command: Command, reply: Reply): void {
    this.#commands.settle(command[1])
    this.#listener.reply(command, reply)
  }

  #pendingCommand (n: number): Command | undefined {
    return this.#commands.pending.find(each => each[1] === n)
  }

  #acknowledged ([, n, verdict, position, at]: Ack): void {
    const command = this.#pendingCommand(n)
    if (command === undefined) return
    this.#settle(command, { verdict, position, at })
    if (command[0] === Up.join) this.#joinJudged(verdict)
  }

  #joinJudged (verdict: Verdict): void {
    if (verdict < Verdicts.stale) {
      this.#joined = true
      return this.#sendPending()
    }
    this.#joinRefused = true
    const ending = endingOfJoin(verdict)
    if (ending === null) return
    this.stop()
    this.#listener.status({ is: 'over', ending })
  }

  #refused ([, n, code, retryAfter, detail]: ErrorFrame): void {
    const command = this.#pendingCommand(n)
    if (command === undefined) return
    if (code === 'not-joined') {
      // Stays pending and follows the join's verdict.
      this.#joined = false
      this.#joinIfNeeded()
    } else if (code === 'not-stored' || retryAfter > 0) {
      if (code === 'not-stored') this.#listener.unstored(command)
      this.#sendAgain(command, retryAfter > 0 ? retryAfter : RETRY)
    } else {
      this.#settle(command, { error: code, detail })
    }
  }

  #sendAgain (command: Command, ms: number): void {
    this.#world.after(ms, () => {
      if (this.#usable && this.#commands.pending.includes(command)) this.#send(command)
    })
  }

  #forgetLargest (): void {
    const [largest] = this.#commands.pending.toSorted((a, b) => encode(b).length - encode(a).length)
    if (largest !== undefined) this.#settle(largest, { error: 'too-large', detail: '' })
  }
}
