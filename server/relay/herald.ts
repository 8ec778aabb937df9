import { Changed } from '../classroom/changed.ts'
import { Kind } from '../classroom/events.ts'
import type { Pick, SocketEvent } from '../classroom/events.ts'
import type { Folded } from '../classroom/lesson.ts'
import type { Audience } from '../classroom/model.ts'
import { person } from '../classroom/views.ts'
import { encode } from '../wire/codec.ts'
import type { Person, Positions } from '../wire/messages.ts'
import { joinFrames } from '../wire/splice.ts'
import { AudienceFeed } from './audience-feed.ts'
import { ownMedia, penFrame, personalParts, sceneOf, scoreFrame } from './parts.ts'
import type { Lanes, Scene } from './parts.ts'
import { PeopleFeed } from './people-feed.ts'
import type { Personal } from './publisher.ts'
import type { RoomContext } from './room-context.ts'
import type { Seats } from './seats.ts'
import type { Session } from './session.ts'

const AUDIENCES: readonly Audience[] = ['students', 'projectors', 'teachers']

/** How often the teachers are told of changed rows of the roster (ms). */
const PEOPLE_EVERY_MS = 250

/** Events that change everyone's own parts where they concern nobody alone. */
const FOR_EVERYONE = new Set<number>([Kind.accept, Kind.tool, Kind.hand, Kind.set])

/** As many people are told of a draw one by one. */
const FEW = 100

/** Tells a class what its folds changed: each audience in batches, a person what is his alone. */
export class Herald {
  readonly feeds: Record<Audience, AudienceFeed>
  readonly #lanes: Lanes
  readonly #seats: Seats
  readonly #people = new PeopleFeed()
  readonly #passing: Record<Audience, Uint8Array[]> = { students: [], projectors: [], teachers: [] }
  /** Whose own parts changed by somebody else's doing. */
  readonly #own = new Set<number>()
  /** Who can draw, take back or do again what he could not before. */
  readonly #pens = new Set<number>()
  #everyones: 'nothing' | 'score' | 'all' = 'nothing'
  #peopleAt = 0

  constructor (classCode: string, lanes: Lanes, seats: Seats, context: RoomContext) {
    this.#lanes = lanes
    this.#seats = seats
    this.feeds = {
      students: new AudienceFeed(classCode, 'students', context),
      projectors: new AudienceFeed(classCode, 'projectors', context),
      teachers: new AudienceFeed(classCode, 'teachers', context)
    }
  }

  /** When something that may wait is due (ms); Infinity when nothing is. */
  get dueAt (): number {
    const people = this.#people.empty ? Infinity : this.#peopleAt
    return Math.min(people, ...AUDIENCES.map((audience) => this.feeds[audience].dueAt))
  }

  /** Notes what an event of the `socket` lane changed. */
  note (event: SocketEvent, { changed, person }: Folded): void {
    this.mark(changed)
    if ((changed & Changed.people) !== 0) this.notePerson(person)
    if ((changed & Changed.scores) !== 0 && this.#everyones === 'nothing') this.#everyones = 'score'
    // Who answers or joins is told with the verdict; a new question resets everyone's answer by its number.
    if ((changed & Changed.own) === 0 || event[0] === Kind.answer || event[0] === Kind.join) return
    if (event[0] === Kind.pick) this.#noteDraw(event)
    else if (person >= 0) this.#own.add(person)
    else if (FOR_EVERYONE.has(event[0])) this.#everyones = 'all'
  }

  /** Whom a draw concerns; more than a slice of them are told with their slices. */
  #noteDraw ([, , , , , , , , , groups]: Pick): void {
    const drawn = groups.flat()
    if (drawn.length > FEW) this.#everyones = 'all'
    else for (const who of drawn) this.#own.add(who)
  }

  /** Notes that somebody's own parts changed. */
  noteOwn (who: number): void {
    if (who >= 0) this.#own.add(who)
  }

  /** Notes that what somebody may do at the whiteboard changed. */
  notePen (who: number): void {
    if (who >= 0) this.#pens.add(who)
  }

  /** Shows where somebody points on the whiteboard. */
  point (who: number, x: number, y: number): void {
    for (const audience of AUDIENCES) this.feeds[audience].point(who, x, y)
  }

  mark (changed: number): void {
    for (const audience of AUDIENCES) this.feeds[audience].mark(changed)
  }

  /** Notes that a row of the roster changed; -1: every row. */
  notePerson (index: number): void {
    if (index >= 0) this.#people.mark(index)
    else for (let who = 0; who < (this.#lanes.state.lesson?.size ?? 0); who++) this.#people.mark(who)
  }

  /** A lesson begins: nothing of the last one is told any more. */
  clear (): void {
    this.#people.clear()
    this.#own.clear()
    this.#pens.clear()
  }

  /** Passes a frame on to the teachers, or to everyone. */
  pass (frame: Uint8Array, toAll: boolean): void {
    for (const audience of toAll ? AUDIENCES : ['teachers'] as const) this.#passing[audience].push(frame)
  }

  /** Row `index` of the roster; null beyond its end. */
  person (index: number, now: number): Person | null {
    const { lesson } = this.#lanes.state
    return lesson === null || index >= lesson.size ? null : person(lesson, index, this.#lanes.presence, now)
  }

  /** The parts that are a session's alone. */
  own (session: Session): Uint8Array[] {
    if (session.audience === 'projectors') return []
    const { media } = sceneOf(this.#lanes, 0)
    const shared = ownMedia(media, session.who)
    const pen = penFrame(media, session)
    return [...[...personalParts(this.#lanes.state, session.who, session.ticket.sub), ...(shared === null ? [] : [shared])].map(encode), ...(pen === null ? [] : [pen])]
  }

  /** Hands over what is due now. */
  tell (now: number, positions: Positions): void {
    this.#tellPeople(now)
    const scene: Scene = sceneOf(this.#lanes, now)
    const personal = this.#personal()
    this.#everyones = 'nothing'
    for (const audience of AUDIENCES) {
      const passing = this.#passing[audience]
      if (passing.length > 0) this.#passing[audience] = []
      this.feeds[audience].flush(scene, positions, passing, audience === 'students' ? personal : null)
    }
    for (const who of this.#own) {
      const key = this.#lanes.state.lesson?.keyOf(who) ?? ''
      for (const session of this.#seats.of(key)) session.line.send(joinFrames(this.own(session)))
    }
    this.#own.clear()
    this.#tellPens(scene)
  }

  #tellPens ({ state: { lesson }, media }: Scene): void {
    for (const who of this.#pens) {
      for (const session of this.#seats.of(lesson?.keyOf(who) ?? '')) {
        const pen = penFrame(media, session)
        if (pen !== null) session.line.send(pen)
      }
    }
    this.#pens.clear()
  }

  /** Brings an audience's view up to date for its first socket. */
  refresh (audience: Audience, now: number): void {
    this.feeds[audience].refresh(sceneOf(this.#lanes, now))
  }

  #tellPeople (now: number): void {
    const { teachers } = this.feeds
    if (teachers.size === 0) {
      this.#people.clear()
    } else if (!this.#people.empty && now >= this.#peopleAt) {
      this.#peopleAt = now + PEOPLE_EVERY_MS
      const rows = this.#people.take((index) => this.person(index, now))
      if (rows !== null) this.#passing.teachers.push(rows)
    }
  }

  #personal (): Personal | null {
    switch (this.#everyones) {
      case 'nothing': return null
      case 'score': return (session) => scoreFrame(this.#lanes.state, session.who, session.ticket.sub)
      case 'all': return (session) => joinFrames(this.own(session))
    }
  }
}
