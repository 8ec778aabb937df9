import { Changed } from '../classroom/changed.ts'
import { Kind } from '../classroom/events.ts'
import type { Control, SessionEvent, SocketEvent } from '../classroom/events.ts'
import { digest, digestMedia, digestPresence } from '../classroom/digest.ts'
import { createClassroom, fold } from '../classroom/lesson.ts'
import type { Folded } from '../classroom/lesson.ts'
import { LESSON_MAX_MS } from '../classroom/limits.ts'
import type { MediaEvent } from '../classroom/media-events.ts'
import { foldMedia } from '../classroom/media-lane.ts'
import type { MediaState } from '../classroom/media-lane.ts'
import { Verdict } from '../classroom/model.ts'
import { createPresence, foldPresence, followRelay } from '../classroom/presence.ts'
import type { PresenceChange, PresenceState } from '../classroom/presence.ts'
import type { RelayChange } from '../classroom/presence-relays.ts'
import { closeDue } from '../classroom/rules.ts'
import { Tool, ToolState } from '../classroom/tool-model.ts'
import { event as logEvent } from '../log-events.ts'
import type { Lane } from '../log/event-log.ts'
import { CloseCode } from '../wire/close-codes.ts'
import { encode } from '../wire/codec.ts'
import { Down } from '../wire/messages.ts'
import type { Person, Positions, UpFrame } from '../wire/messages.ts'
import { Alarm } from './alarm.ts'
import { Attendance } from './attendance.ts'
import { join } from './commands/join.ts'
import { ControlRing } from './control-ring.ts'
import { Curfew } from './curfew.ts'
import { Herald } from './herald.ts'
import { Reactions } from './reactions.ts'
import type { PartitionContext, RoomContext } from './room-context.ts'
import { RoomMedia } from './room-media.ts'
import { Seats } from './seats.ts'
import { commandOf } from './session.ts'
import type { Session } from './session.ts'
import { Verdicts } from './verdicts.ts'
import { Welcome } from './welcome.ts'

/** How long after the end of a lesson its students' sockets are ended: time to read the last view (ms). */
const FAREWELL_MS = 2000
/** When a client sends a command again that found the log too far behind (ms). */
const NOT_STORED_RETRY_MS = 1000

/** One class on this relay: the folds of its lanes and its sockets. */
export class Room {
  readonly classCode: string
  readonly context: RoomContext
  readonly state = createClassroom()
  readonly presence: PresenceState
  readonly media: RoomMedia
  /** Positions of the lanes up to which this class is folded. */
  readonly positions: Positions = [-1, -1, -1]
  /** Sockets whose join waits for the lesson to open, with its counter. */
  readonly waiting = new Map<Session, number>()
  readonly #partition: PartitionContext
  readonly #seats = new Seats()
  readonly #herald: Herald
  readonly #ring: ControlRing
  readonly #welcome: Welcome
  readonly #verdicts: Verdicts
  readonly #attendance: Attendance
  readonly #reactions: Reactions
  readonly #curfew: Curfew
  readonly #tick = new Alarm(() => { this.settle() })
  readonly #closing = new Alarm(() => { this.#closeQuestion() })

  constructor (classCode: string, partition: PartitionContext, context: RoomContext) {
    this.classCode = classCode
    this.context = context
    this.presence = createPresence(partition.relays)
    this.#partition = partition
    this.#curfew = new Curfew(classCode, this.presence, context.logger)
    this.#attendance = new Attendance(this.presence, context, (event) => partition.append('user', classCode, event))
    this.media = new RoomMedia(this.state, context, (event) => { void partition.append('media', classCode, event) })
    this.#herald = new Herald(classCode, { state: this.state, presence: this.presence, media: this.media.state }, this.#seats, context)
    this.#ring = new ControlRing(context.settings.ringMs, context.settings.ringBytes)
    this.#welcome = new Welcome({ state: this.state, positions: this.positions, herald: this.#herald, ring: this.#ring }, context)
    this.#reactions = new Reactions(context.incarnation, () => { this.#handReactionsIn() })
    this.#verdicts = new Verdicts({ seats: this.#seats, herald: this.#herald, welcome: this.#welcome }, context)
  }

  /** Whether nothing would be lost by forgetting this class. */
  get idle (): boolean {
    const { lesson, ended } = this.state
    const now = this.context.now()
    const forgotten = ended === null || now - ended.openedAt > LESSON_MAX_MS
    return lesson === null && forgotten && this.#seats.size === 0 && this.presence.idle(now)
  }

  /** Sockets of students. */
  get students (): number {
    return this.#herald.feeds.students.size
  }

  // ------------------------------------------------------------- sockets

  /** A socket said who it is: it gets its seat and the view, or its close code. */
  enter (session: Session, positions: Positions | null): void {
    const code = this.#welcome.turnedAway(session)
    if (code !== null) {
      session.close(code)
      return
    }
    const now = this.context.now()
    const { sub, lid } = session.ticket
    // The holder of a launch token joins again, so that the fold can bind the token to one device.
    if (session.resumed !== '' || lid === '') session.who = this.state.lesson?.indexOf(sub) ?? -1
    const { outbox, size } = this.#herald.feeds[session.audience]
    if (size === 0) this.#herald.refresh(session.audience, now)
    this.#seats.add(session)
    session.slice = outbox.slices.add(session)
    session.line.subscribe(session.slice.topic)
    session.line.send(this.#welcome.connected(session, positions, now))
    this.#attendance.arrive(session, now)
  }

  /** A socket is gone. */
  depart (session: Session): void {
    this.waiting.delete(session)
    if (session.slice === null) return
    this.#seats.remove(session)
    this.#herald.feeds[session.audience].outbox.slices.remove(session, session.slice)
    session.slice = null
    this.#attendance.depart(session, this.context.now())
  }

  /** Refuses a command that this role may not send. */
  forbid (session: Session, frame: UpFrame, detail = ''): void {
    this.context.metrics.refused.inc({ reason: 'forbidden' })
    logEvent(this.context.logger, 'command-forbidden', { session: session.id, kind: frame[0] })
    session.fail(commandOf(frame), 'forbidden', 0, detail)
  }

  /** Sends a command into the log, unless it is on its way already (rule S6) or the log is too far behind. */
  command (session: Session, n: number, event: SocketEvent): void
  command (session: Session, n: number, event: MediaEvent, lane: 'media'): void
  command (session: Session, n: number, event: SocketEvent | MediaEvent, lane: Lane = 'socket'): void {
    if (session.pending.has(n)) {
      this.context.metrics.repeats.inc()
      return
    }
    if (this.context.behind()) {
      session.fail(n, 'not-stored', NOT_STORED_RETRY_MS)
      return
    }
    session.pending.add(n)
    void this.#partition.append(lane, this.classCode, event)
  }

  /** Shows where somebody points with the laser: for the moment, to the sockets of this relay. */
  point (who: number, x: number, y: number): void {
    this.#herald.point(who, x, y)
    this.settle()
  }

  /** Sums a reaction where they are allowed. */
  react (reaction: number, now: number): void {
    if (this.state.lesson?.tools.is(Tool.reactions, ToolState.open) === true) this.#reactions.add(reaction, now)
  }

  /** The view again, for a client that noticed a hole. */
  sendView (session: Session, positions: Positions): void {
    session.line.send(this.#welcome.view(session, positions))
  }

  /** Answers a ping with the last batch number and the time. */
  pong (session: Session): void {
    session.line.send(encode([Down.beat, this.#herald.feeds[session.audience].outbox.n, this.context.now(), this.#partition.storing()]))
  }

  /** Row `index` of the roster; null beyond its end. */
  person (index: number): Person | null {
    return this.#herald.person(index, this.context.now())
  }

  // ------------------------------------------------------------- the log

  /**
   * Folds one event of the `socket` lane. Its sender is answered; what others are told waits for `settle`.
   * False where the record was no event that this release knows.
   */
  onSocketEvent (event: SocketEvent, position: number): boolean {
    const folded = fold(this.state, event, position)
    this.positions[1] = position
    if (folded.verdict === Verdict.unreadable) return false
    this.#herald.note(event, folded)
    if (folded.applied && event[0] === Kind.open) this.#opened(event[4])
    this.#verdicts.note(event, folded)
    if (folded.applied) this.#react(event, folded, position)
    return true
  }

  /** Folds one event of the `media` lane, as `onSocketEvent` does. */
  onMediaEvent (event: MediaEvent, position: number): boolean {
    this.positions[2] = position
    for (const folded of foldMedia(this.media.state, event, position)) {
      if (folded.verdict === Verdict.unreadable) return false
      this.#herald.mark(folded.changed)
      if ((folded.changed & Changed.shared) === 0) this.#herald.notePen(folded.person)
      else this.#herald.noteOwn(folded.person)
      this.#verdicts.noteMedia({ ...folded, key: this.state.lesson?.keyOf(folded.who) ?? '' })
    }
    return true
  }

  /** Begins the `media` lane with what a checkpoint held of it up to `position` (rule M4). */
  takeUpMedia (state: MediaState, position: number): void {
    Object.assign(this.media.state, state)
    this.positions[2] = position
  }

  /** Folds one event of the class's `user` lane. */
  onUserEvent (event: SessionEvent, position: number): void {
    const change = foldPresence(this.presence, event)
    this.positions[0] = position
    this.#notePresence(change)
    if (change.replaced !== null) this.#attendance.replace(change.replaced, this.#seats.of(change.replaced.key), event[1])
  }

  /** Takes over what happened to a relay of the partition. */
  onRelayChange (change: RelayChange, at: number): void {
    this.#notePresence(followRelay(this.presence, change, at))
  }

  /** What this relay knows of the class, to be compared with what another knows. */
  digests (): { positions: Positions, lesson: string, presence: string, media: string } {
    return { positions: this.positions, lesson: digest(this.state), presence: digestPresence(this.presence), media: digestMedia(this.media.state) }
  }

  /** Tells everyone what is due, and sets the alarms for what is not. */
  settle (): void {
    this.#verdicts.send()
    if (!this.context.live) return
    const now = this.context.now()
    this.#herald.tell(now, this.positions)
    this.#tick.set(this.#herald.dueAt, now)
    this.#closing.set(this.state.lesson === null ? Infinity : closeDue(this.state.lesson), now)
  }

  /** Whatever happens as time goes by: people who are away for long, beats, a lesson that nobody ends. */
  pass (now: number): void {
    const { lesson } = this.state
    const { settings } = this.context
    this.#attendance.pass(now)
    const end = this.#curfew.due(lesson, now)
    if (end !== null) void this.#partition.append('socket', this.classCode, end)
    this.media.free(now)
    const away = this.presence.nowAway(now)
    if (away.length > 0) {
      this.#herald.mark(Changed.counts)
      this.#notePeople(away)
      this.settle()
    }
    const every = lesson?.isOpen === true ? settings.beatOpenMs : settings.beatIdleMs
    for (const { size, outbox } of Object.values(this.#herald.feeds)) {
      if (size > 0 && now - outbox.lastSentAt >= every) outbox.beat(now, this.#partition.storing())
    }
  }

  /** Reactions are for the moment: what the log cannot take now is dropped. */
  #handReactionsIn (): void {
    const event = this.#reactions.take(this.state.lesson?.id ?? '', this.context.now())
    if (event !== null && !this.context.behind()) void this.#partition.append('socket', this.classCode, event)
  }

  #notePresence ({ keys }: PresenceChange): void {
    this.#herald.mark(Changed.counts)
    this.#notePeople(keys)
  }

  #notePeople (keys: string[]): void {
    for (const key of keys) {
      const who = this.state.lesson?.indexOf(key) ?? -1
      if (who >= 0) this.#herald.notePerson(who)
    }
  }

  #react (event: SocketEvent, folded: Folded, position: number): void {
    switch (event[0]) {
      case Kind.end: this.#ended(); break
      case Kind.leave: this.#closeAll(folded.who, CloseCode.left); break
      case Kind.remove: if (event[6]) this.#closeAll(event[5], CloseCode.removed); break
      case Kind.control: this.#relay(event, position); break
    }
  }

  #opened (opener: string): void {
    this.#ring.clear()
    this.#herald.clear()
    for (const session of this.#seats.of(opener)) session.who = this.state.lesson?.indexOf(opener) ?? -1
    const now = this.context.now()
    for (const [session, n] of this.waiting) join(this, session, [2, n], now)
    this.waiting.clear()
  }

  #ended (): void {
    const students = [...this.#seats].filter((session) => session.audience === 'students')
    for (const session of this.#seats) session.who = -1
    this.media.drawings.clear()
    setTimeout(() => { for (const session of students) session.close(CloseCode.ended) }, FAREWELL_MS).unref()
  }

  #closeAll (who: number, code: CloseCode): void {
    this.#verdicts.send()
    for (const session of [...this.#seats.of(this.state.lesson?.keyOf(who) ?? '')]) session.close(code)
  }

  #relay ([, , at, , by, sender, name, payload, keep]: Control, position: number): void {
    if (keep) return
    const frame = encode([Down.control, position, sender, name, payload])
    const toAll = this.state.lesson?.isTeacher(by) === true
    this.#ring.add(position, at, toAll, frame)
    this.#herald.pass(frame, toAll)
  }

  /** Only a `close` event closes; every relay that holds the class appends one when the time is over (rule Q5). */
  #closeQuestion (): void {
    const { lesson } = this.state
    const now = this.context.now()
    if (lesson !== null && closeDue(lesson) <= now) {
      void this.#partition.append('socket', this.classCode, [Kind.close, lesson.id, now, 0, -1, 0, lesson.no, lesson.round])
    } else {
      this.settle()
    }
  }
}
