import type { AnswerValue, Role, Verdict } from '../../server/classroom/model.ts'
import { LessonPhase, Seat, Verdict as Verdicts } from '../../server/classroom/model.ts'
import { encode } from '../../server/wire/codec.ts'
import { Down, Up } from '../../server/wire/messages.ts'
import type { Ack, Batch, Beat, Connected, ControlDown, DownFrame, DrawFrame, ErrorFrame, InkDown, LaserDown, LaserFrame, Part, PassingFrame, RosterPage, SharedMediaFrame, SheetFrame, SheetPage, Step, ToolFrame, View } from '../../server/wire/messages.ts'
import type { Command, Commands } from './commands.ts'
import { Dispatch } from './dispatch.ts'
import type { Reply } from './dispatch.ts'
import { endingOfJoin } from './endings.ts'
import type { Ending } from './endings.ts'
import { Link } from './link.ts'
import type { Credential, World } from './link.ts'
import { Requests } from './requests.ts'
import type { Answer, Request } from './requests.ts'
import { Resync } from './resync.ts'

export type Status =
  | { is: 'connecting' }
  | { is: 'connected' }
  | { is: 'reconnecting' }
  | { is: 'over', ending: Ending }

/** Where the connection tells what it hears. */
export interface Listener {
  status (status: Status): void
  session (session: number, role: Role, seat: Seat, recovered: boolean): void
  /** Parts of the view; `whole` when they are all of it and replace what was there. */
  parts (parts: Part[], whole: boolean): void
  control (message: ControlDown): void
  roster (page: RosterPage): void
  /** What is told of the whiteboard besides the view. */
  board (news: InkDown | SheetPage | LaserDown): void
  reply (command: Command, reply: Reply): void
  /** The command was not stored; it is being sent again. */
  unstored (command: Command): void
  /** The server's clock; `first` of a socket. `stored`: whether its log takes answers. */
  time (now: number, first: boolean, stored: boolean): void
  /** A resume token to keep, or null: the one kept is dead. */
  resume (credential: Credential | null): void
}

/**
 * One person's connection to one class, after the rules of PROTOCOL.md: `itsme`, `connected`, `join`, then
 * batches. Commands have a number and are sent again on every new socket until their verdict is there.
 */
export class Connection {
  readonly #client: string
  readonly #commands: Commands
  readonly #listener: Listener
  readonly #link: Link
  readonly #dispatch: Dispatch
  readonly #resync: Resync
  readonly #requests: Requests
  #usable = false
  #joined = false
  #joinRefused = false
  /** The live lesson, '' while there is none. */
  #lesson = ''
  #session = -1
  /** Whether this is a projector, which takes no part. */
  #wall = false
  #lastControl = -1

  /** `client` is the version told in `itsme`; `credential` what an earlier visit kept, or null. */
  constructor (world: World, client: string, commands: Commands, listener: Listener, credential: Credential | null) {
    this.#client = client
    this.#commands = commands
    this.#listener = listener
    this.#link = new Link(world, {
      opened: () => { this.#link.send([Up.itsme, this.#commands.device, this.#client, this.#resync.positions]) },
      heard: frame => { this.#take(frame) },
      tooBig: () => { this.#dispatch.forgetLargest() },
      lost: () => { this.#lost({ is: 'reconnecting' }) },
      over: ending => { this.#lost({ is: 'over', ending }) },
      resume: kept => { listener.resume(kept) }
    }, credential)
    this.#resync = new Resync(world, positions => { this.#link.send([Up.resync, positions]) })
    this.#dispatch = new Dispatch(world.after, commands, {
      mayGo: command => this.#mayGo(command),
      sendBytes: bytes => { this.#link.sendBytes(bytes) },
      reply: (command, reply) => { listener.reply(command, reply) },
      unstored: command => { listener.unstored(command) }
    })
    this.#requests = new Requests(world.after, request => { if (this.#usable && this.#joined) this.#link.send(request) })
  }

  start (): void {
    this.#joinRefused = false
    this.#listener.status({ is: 'connecting' })
    this.#link.start()
  }

  /** Ends it for now; `start` begins again. */
  stop (): void {
    this.#usable = false
    this.#resync.forget()
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
    return this.#dispatch.give(n => [Up.answer, n, no, round, revision, value])
  }

  steer (basedOn: number, step: Step): Command {
    return this.#dispatch.give(n => [Up.steer, n, basedOn, step])
  }

  control (name: string, payload: unknown, keep: boolean): Command {
    return this.#dispatch.give(n => [Up.control, n, name, encode(payload), keep])
  }

  /** Sends a command of picker, widgets, shared media or whiteboard. */
  use (make: (n: number) => ToolFrame | SharedMediaFrame | DrawFrame): Command {
    return this.#dispatch.give(make)
  }

  /** A reaction is for the moment: one that cannot go now is gone. */
  react (reaction: number): void {
    if (this.#usable && this.#joined) this.#link.send([Up.react, reaction])
  }

  /** Asks for a page of the whiteboard, or moves the laser pointer: what cannot go now is gone. */
  pass (frame: SheetFrame | LaserFrame): void {
    if (this.#usable && (this.#joined || this.#wall)) this.#link.send(frame)
  }

  /** Asks for what has no verdict. Waits through a broken connection. @throws RequestRefused */
  ask<R extends Request> (request: R): Promise<Answer<R>> {
    return this.#requests.ask(request)
  }

  leave (): Command {
    return this.#dispatch.give(n => [Up.leave, n])
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
      case Down.sheet: return this.#listener.board(frame)
      case Down.mediaPass:
      case Down.mediaPage: return this.#requests.heard(frame)
      case Down.me:
      case Down.mine:
      case Down.score:
      case Down.drawn:
      case Down.said:
      case Down.pen:
      case Down.ownMedia: return this.#frames([frame], false)
    }
  }

  #connected (frame: Connected): void {
    const [, session, role, seat, positions, batch, now, resume, spread, recovered, ...frames] = frame
    this.#usable = true
    this.#joined = false
    this.#session = session
    this.#wall = seat === Seat.projector
    this.#resync.reset(batch, positions)
    this.#link.greet(spread, resume)
    this.#listener.session(session, role, seat, recovered)
    this.#listener.time(now, true, true)
    this.#frames(frames, true)
    this.#listener.status({ is: 'connected' })
    this.#dispatch.sendPending()
    this.#requests.resume()
    this.#joinIfNeeded()
  }

  #lost (status: Status): void {
    this.#usable = false
    this.#resync.forget()
    this.#listener.status(status)
  }

  #view ([, positions, batch, now, , ...frames]: View): void {
    this.#resync.reset(batch, positions)
    this.#listener.time(now, false, true)
    this.#frames(frames, true)
  }

  #batch ([, n, positions, ...frames]: Batch): void {
    if (!this.#resync.take(n, positions)) return
    this.#frames(frames, false)
    this.#resync.askIfNeeded()
  }

  #heartbeat ([, batch, now, stored]: Beat): void {
    this.#resync.tell(batch)
    this.#listener.time(now, false, stored)
    this.#resync.askIfNeeded()
  }

  #frames (frames: Array<Part | PassingFrame>, whole: boolean): void {
    const parts: Part[] = []
    for (const frame of frames) {
      if (frame[0] === Down.control) this.#control(frame)
      else if (frame[0] === Down.ink || frame[0] === Down.laser) this.#listener.board(frame)
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

  // ------------------------------------------------------------ commands

  /** Who has not joined may only join, or open the lesson that there is to join. */
  #mayGo (command: Command): boolean {
    return this.#usable && (this.#joined || command[0] === Up.join || (command[0] === Up.steer && command[3][0] === 'open'))
  }

  #joinIfNeeded (): void {
    if (!this.#wall && !this.#joined && !this.#joinRefused && !this.#dispatch.isPending(Up.join)) this.#dispatch.give(n => [Up.join, n])
  }

  #acknowledged (ack: Ack): void {
    const command = this.#dispatch.acknowledged(ack)
    if (command?.[0] === Up.join) this.#joinJudged(ack[2])
  }

  #joinJudged (verdict: Verdict): void {
    if (verdict < Verdicts.stale) {
      this.#joined = true
      this.#requests.resume()
      return this.#dispatch.sendPending()
    }
    this.#joinRefused = true
    const ending = endingOfJoin(verdict)
    if (ending === null) return
    this.stop()
    this.#listener.status({ is: 'over', ending })
  }

  #refused (error: ErrorFrame): void {
    if (error[1] === 0) this.#requests.refused(error)
    if (this.#dispatch.refused(error)) return
    // The command stays pending and follows the join's verdict.
    this.#joined = false
    this.#joinIfNeeded()
  }
}
