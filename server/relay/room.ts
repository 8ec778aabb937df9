import { Changed } from '../classroom/changed.ts'
import { Kind, Presence } from '../classroom/events.ts'
import type { Control, SocketEvent, UserEvent } from '../classroom/events.ts'
import { createClassroom, fold } from '../classroom/lesson.ts'
import type { Folded } from '../classroom/lesson.ts'
import { LESSON_MAX_MS } from '../classroom/limits.ts'
import { Role, Verdict } from '../classroom/model.ts'
import { createPresence, foldPresence } from '../classroom/presence.ts'
import { closeDue } from '../classroom/rules.ts'
import { event as logEvent } from '../log-events.ts'
import { CloseCode } from '../wire/close-codes.ts'
import { encode } from '../wire/codec.ts'
import { Down } from '../wire/messages.ts'
import type { Person, Positions, UpFrame } from '../wire/messages.ts'
import { joinFrames, splice } from '../wire/splice.ts'
import { Alarm } from './alarm.ts'
import { join } from './commands/join.ts'
import { ControlRing } from './control-ring.ts'
import { Herald } from './herald.ts'
import type { RoomContext } from './room-context.ts'
import { Seats } from './seats.ts'
import { commandOf } from './session.ts'
import type { Session } from './session.ts'

/** How long after the end of a lesson its students' sockets are ended: time to read the last view (ms). */
const FAREWELL_MS = 2000

/** When a client sends a command again that found the log too far behind (ms). */
const NOT_STORED_RETRY_MS = 1000

/** How the socket ends of somebody who may not join. */
const REFUSED_JOINS: ReadonlyMap<Verdict, CloseCode> = new Map([
  [Verdict.removed, CloseCode.removed],
  [Verdict.locked, CloseCode.locked],
  [Verdict.tokenUsed, CloseCode.tokenUsed]
])

/** One class on this relay: the folds of its lanes and its sockets. */
export class Room {
  readonly classCode: string
  readonly context: RoomContext
  readonly state = createClassroom()
  readonly presence = createPresence()
  /** Positions of the lanes up to which this class is folded. */
  readonly positions: Positions = [-1, -1, -1]
  /** Sockets whose join waits for the lesson to open, with its counter. */
  readonly waiting = new Map<Session, number>()
  readonly #seats = new Seats()
  readonly #herald: Herald
  readonly #ring: ControlRing
  readonly #tick = new Alarm(() => { this.settle() })
  readonly #closing = new Alarm(() => { this.#closeQuestion() })

  constructor (classCode: string, context: RoomContext) {
    this.classCode = classCode
    this.context = context
    this.#herald = new Herald(classCode, this.state, this.presence, this.#seats, context)
    this.#ring = new ControlRing(context.settings.ringMs, context.settings.ringBytes)
  }

  /** Whether nothing would be lost by forgetting this class. */
  get idle (): boolean {
    const { lesson, ended } = this.state
    const forgotten = ended === null || this.context.now() - ended.openedAt > LESSON_MAX_MS
    return lesson === null && forgotten && this.#seats.size === 0
  }

  /** Sockets of students. */
  get students (): number {
    return this.#herald.feeds.students.size
  }

  // ------------------------------------------------------------- sockets

  /** A socket said who it is: it gets its seat and the view, or its close code. */
  enter (session: Session, positions: Positions | null): void {
    const code = this.#turnedAway(session)
    if (code !== null) {
      session.close(code)
      return
    }
    const now = this.context.now()
    const { sub, role, seat, lid } = session.ticket
    // The holder of a launch token joins again, so that the fold can bind the token to one device.
    if (session.resumed !== '' || lid === '') session.who = this.state.lesson?.indexOf(sub) ?? -1
    const { outbox, size } = this.#herald.feeds[session.audience]
    if (size === 0) this.#herald.refresh(session.audience, now)
    this.#seats.add(session)
    session.slice = outbox.slices.add(session)
    session.line.subscribe(session.slice.topic)
    session.line.send(this.#connected(session, positions, now))
    this.context.append('user', this.classCode, [Presence.up, now, this.context.relay, this.context.incarnation, session.id, sub, role, seat, session.device])
  }

  /** A socket is gone. */
  depart (session: Session): void {
    this.waiting.delete(session)
    if (session.slice === null) return
    this.#seats.remove(session)
    this.#herald.feeds[session.audience].outbox.slices.remove(session, session.slice)
    session.slice = null
    this.context.append('user', this.classCode, [Presence.down, this.context.now(), this.context.relay, this.context.incarnation, session.id])
  }

  /** Refuses a command that this role may not send. */
  forbid (session: Session, frame: UpFrame, detail = ''): void {
    this.context.metrics.refused.inc({ reason: 'forbidden' })
    logEvent(this.context.logger, 'command-forbidden', { session: session.id, kind: frame[0] })
    session.fail(commandOf(frame), 'forbidden', 0, detail)
  }

  /** Sends a command into the log, unless it is on its way already (rule S6) or the log is too far behind. */
  command (session: Session, n: number, event: SocketEvent): void {
    if (session.pending.has(n)) {
      this.context.metrics.repeats.inc()
      return
    }
    if (this.context.behind()) {
      session.fail(n, 'not-stored', NOT_STORED_RETRY_MS)
      return
    }
    session.pending.add(n)
    this.context.append('socket', this.classCode, event)
  }

  /** The view again, for a client that noticed a hole. */
  sendView (session: Session, positions: Positions): void {
    const { outbox } = this.#herald.feeds[session.audience]
    const missed = this.#missed(session, positions)
    session.line.send(splice(
      [Down.view, this.positions, outbox.n, this.context.now(), missed !== null],
      [...outbox.view(), ...this.#herald.own(session), ...(missed ?? [])]))
  }

  /** Answers a ping with the last batch number and the time. */
  pong (session: Session): void {
    session.line.send(encode([Down.beat, this.#herald.feeds[session.audience].outbox.n, this.context.now(), this.context.storing()]))
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
    this.#acknowledge(event, folded)
    if (folded.applied) this.#react(event, folded, position)
    return true
  }

  /** Folds one event of the `user` lane. */
  onUserEvent (event: UserEvent, position: number): void {
    const { keys, replaced } = foldPresence(this.presence, event)
    this.positions[0] = position
    this.#herald.mark(Changed.counts)
    this.#notePeople(keys)
    if (replaced === null || replaced.relay !== this.context.relay || replaced.incarnation !== this.context.incarnation) return
    for (const session of [...this.#seats.of(replaced.key)]) {
      if (session.id === replaced.session) session.close(CloseCode.replaced)
    }
  }

  /** Tells everyone what is due, and sets the alarms for what is not. */
  settle (): void {
    if (!this.context.live) return
    const now = this.context.now()
    this.#herald.tell(now, this.positions)
    this.#tick.set(this.#herald.dueAt, now)
    this.#closing.set(this.state.lesson === null ? Infinity : closeDue(this.state.lesson), now)
  }

  /** Whatever happens as time goes by: people who are away for long, beats, a lesson that is too old. */
  pass (now: number): void {
    const { lesson } = this.state
    const { settings } = this.context
    if (lesson !== null && now - lesson.openedAt > LESSON_MAX_MS) {
      logEvent(this.context.logger, 'lesson-expired', { classCode: this.classCode, lesson: lesson.id })
      this.context.append('socket', this.classCode, [Kind.end, lesson.id, now, 0, -1, 0])
    }
    const away = this.presence.nowAway(now)
    if (away.length > 0) {
      this.#herald.mark(Changed.counts)
      this.#notePeople(away)
      this.settle()
    }
    const every = lesson?.isOpen === true ? settings.beatOpenMs : settings.beatIdleMs
    for (const { size, outbox } of Object.values(this.#herald.feeds)) {
      if (size > 0 && now - outbox.lastSentAt >= every) outbox.beat(now, this.context.storing())
    }
  }

  #notePeople (keys: string[]): void {
    for (const key of keys) {
      const who = this.state.lesson?.indexOf(key) ?? -1
      if (who >= 0) this.#herald.notePerson(who)
    }
  }

  #turnedAway (session: Session): CloseCode | null {
    const { lesson, ended } = this.state
    if (session.resumed !== '' && session.resumed !== lesson?.id) {
      return lesson === null && ended === null ? CloseCode.lessonLost : CloseCode.ended
    }
    return lesson?.isRemoved(session.ticket.sub) === true ? CloseCode.removed : null
  }

  #connected (session: Session, positions: Positions | null, now: number): Uint8Array {
    const { settings } = this.context
    const { outbox, size } = this.#herald.feeds[session.audience]
    const missed = positions === null ? [] : this.#missed(session, positions)
    const spread = Math.min(settings.spreadMaxMs, Math.round(size * settings.spreadPerStudentMs))
    const { role, seat } = session.ticket
    return splice(
      [Down.connected, session.id, role, seat, this.positions, outbox.n, now, this.#resumeToken(session), spread, missed !== null],
      [...outbox.view(), ...this.#herald.own(session), ...(missed ?? [])])
  }

  /** Null where the client's own token stays good or a join will bring one. */
  #resumeToken (session: Session): string | null {
    const { lesson } = this.state
    if (session.resumed !== '' || (lesson !== null && session.who < 0)) return null
    return this.#signResume(session, lesson?.id ?? '')
  }

  #signResume (session: Session, les: string): string {
    const { cls, sub, name, num, role, seat, ver, fac, lid, ttl, syn } = session.ticket
    return this.context.signResume({ cls, sub, name, num, role, seat, ver, fac, lid, ttl, syn, les })
  }

  #missed (session: Session, positions: Positions): Uint8Array[] | null {
    return this.#ring.since(positions[1], session.isTeacher)
  }

  #acknowledge (event: SocketEvent, folded: Folded): void {
    const { id, verdict, position, at, key } = folded
    if (id === 0) return
    const device = Math.floor(id / 2 ** 32)
    const n = id % 2 ** 32
    for (const session of [...this.#seats.of(key)]) {
      if (session.device !== device) continue
      session.pending.delete(n)
      if (!folded.applied && verdict < 10) this.context.metrics.repeats.inc()
      this.context.metrics.verdict.observe(Math.max(0, this.context.now() - event[2]) / 1000)
      const ack = encode([Down.ack, n, verdict, position, at])
      if (event[0] === Kind.join && verdict === Verdict.accepted) this.#joined(session, folded.who, ack)
      else session.line.send(ack)
      const refused = event[0] === Kind.join ? REFUSED_JOINS.get(verdict) : undefined
      if (refused !== undefined) session.close(refused)
    }
  }

  #joined (session: Session, who: number, ack: Uint8Array): void {
    session.who = who
    const frames = [ack, ...this.#herald.own(session)]
    if (session.resumed === '') frames.push(encode([Down.resume, this.#signResume(session, this.state.lesson?.id ?? '')]))
    session.line.send(joinFrames(frames))
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
    const students = [...this.#seats].filter((session) => session.ticket.role === Role.student)
    for (const session of this.#seats) session.who = -1
    setTimeout(() => { for (const session of students) session.close(CloseCode.ended) }, FAREWELL_MS).unref()
  }

  #closeAll (who: number, code: CloseCode): void {
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
      this.context.append('socket', this.classCode, [Kind.close, lesson.id, now, 0, -1, 0, lesson.no, lesson.round])
    } else {
      this.settle()
    }
  }
}
