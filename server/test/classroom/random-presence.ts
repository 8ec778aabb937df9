import { Presence } from '../../classroom/events.ts'
import type { UserEvent } from '../../classroom/events.ts'
import { Role, Seat } from '../../classroom/model.ts'
import type { PresenceChange } from '../../classroom/presence.ts'
import type { Dice } from './random-lesson.ts'
import { START } from './scripted-lesson.ts'
import { ScriptedPartition } from './scripted-partition.ts'
import type { UserRecord } from './scripted-partition.ts'

const RELAYS = [1, 2, 3]
const CLASSES = ['A', 'B']
const PEOPLE = ['s1', 's2', 's3', 's4', 't1']
const LOST_MS = 15_000

interface Socket {
  classCode: string
  key: string
  session: number
  /** Whether its phone has gone away; the relay sees that when it runs. */
  cut: boolean
}

type Handed = Omit<UserRecord, 'at'>

/** A relay as it really is, whatever the log knows of it. */
class RealRelay {
  readonly number: number
  incarnation = 0
  standing: 'runs' | 'stands still' | 'dead' = 'dead'
  sockets: Socket[] = []
  /** What it has handed in and the log has not taken, in order. */
  outbox: Handed[] = []
  #sessions = 0

  constructor (number: number) {
    this.number = number
  }

  begin (now: number): void {
    this.incarnation++
    this.standing = 'runs'
    this.#add('', [Presence.relay, now, this.number, this.incarnation])
  }

  accept (classCode: string, key: string, seat: Seat, now: number): Socket {
    const socket = { classCode, key, session: ++this.#sessions, cut: false }
    this.sockets.push(socket)
    const role = seat === Seat.student ? Role.student : Role.teacher
    this.#add(classCode, [Presence.up, now, this.number, this.incarnation, socket.session, key, role, seat, socket.session])
    return socket
  }

  /** Sees which phones have gone. */
  look (now: number): void {
    for (const socket of this.sockets.filter(({ cut }) => cut)) this.#add(socket.classCode, [Presence.down, now, this.number, this.incarnation, socket.session])
    this.sockets = this.sockets.filter(({ cut }) => !cut)
  }

  /** Its sockets of a class were gone for a moment. */
  flicker (classCode: string, now: number): void {
    const sessions = this.sockets.filter((socket) => socket.classCode === classCode).map(({ session }) => session)
    this.#add(classCode, [Presence.flicker, now, this.number, this.incarnation, sessions])
  }

  beat (now: number): void {
    this.#add('', [Presence.beat, now, this.number, this.incarnation])
  }

  /** It has written checkpoints: of nothing, as far as presence goes. */
  checkpoint (now: number): void {
    this.#add('', [Presence.checkpoint, now, this.number, this.incarnation, 0, 0, 0])
  }

  /** Returns what the log may still take: everything under way but the word that this life began. */
  die (): Handed[] {
    this.standing = 'dead'
    this.sockets = []
    return this.outbox.splice(0).filter(({ event }) => event[0] !== Presence.relay)
  }

  end (now: number): void {
    this.#add('', [Presence.relayEnded, now, this.number, this.incarnation])
  }

  #add (classCode: string, event: UserEvent): void {
    this.outbox.push({ classCode, event })
  }
}

/** People who come and go on relays that stand still, die and begin again, and the log of it. */
export class RandomPresence {
  readonly partition = new ScriptedPartition()
  now = START
  /** Screens that were sent away although no newer one had come. */
  wronged = 0
  readonly #roll: Dice
  readonly #relays = RELAYS.map((number) => new RealRelay(number))
  /** The socket that each screen of each person believes in. */
  readonly #screens = new Map<string, Socket>()
  /** What relays that are dead had under way; the log may take it at any time. */
  #stray: Handed[] = []

  constructor (roll: Dice, steps: number) {
    this.#roll = roll
    for (const relay of this.#relays) relay.begin(this.now)
    for (let i = 0; i < steps; i++) this.#step()
  }

  /** Everything that stands still goes on, what is under way is stored, and every relay beats twice. */
  settle (): void {
    for (const { classCode, event } of this.#stray.splice(0)) this.#fold(classCode, event)
    for (let i = 0; i < 2; i++) {
      for (const relay of this.#relays) {
        if (relay.standing === 'dead') relay.begin(this.now)
        relay.standing = 'runs'
        relay.look(this.now)
        relay.beat(this.now)
        this.#store(relay, Infinity)
        relay.look(this.now)
        this.#store(relay, Infinity)
      }
    }
  }

  /** The sockets that are really open, as the fold names sessions. */
  get open (): string[] {
    return this.#relays.flatMap(({ number, incarnation, sockets }) => sockets.map(({ session }) => `${number}/${incarnation}/${session}`)).sort()
  }

  #step (): void {
    const roll = this.#roll
    // never twice the same: no clock could tell which of a screen's sockets is the newer one
    this.now += 1 + roll(3000)
    const relay = this.#relays[roll(RELAYS.length)] as RealRelay
    const what = roll(24)
    if (what === 0) this.#fate(relay)
    else if (relay.standing === 'stands still' && what < 6) relay.standing = 'runs'
    if (relay.standing !== 'runs') return
    if (what < 8) this.#connect(relay)
    else if (what < 11) this.#someSocket((socket) => { socket.cut = true })
    else if (what < 14) relay.beat(this.now)
    else if (what === 14) relay.checkpoint(this.now)
    else if (what === 15) this.#watch()
    else if (what === 16) relay.flicker(CLASSES[roll(CLASSES.length)] as string, this.now)
    else relay.look(this.now)
    if (roll(4) === 0) for (const { classCode, event } of this.#stray.splice(0, 2)) this.#fold(classCode, event)
    if (roll(3) > 0) this.#store(relay, 1 + roll(6))
  }

  #fate (relay: RealRelay): void {
    if (relay.standing === 'dead') return relay.begin(this.now)
    const what = this.#roll(4)
    if (what > 1) {
      relay.standing = 'stands still'
      return
    }
    relay.look(this.now)
    if (what === 1) {
      relay.end(this.now)
      // What the log refused for a while comes after the end.
      relay.outbox.unshift(...relay.outbox.splice(-1))
      this.#store(relay, 1)
    }
    this.#stray.push(...relay.die())
  }

  /** A screen comes to a relay; the socket that it had is cut. */
  #connect (relay: RealRelay): void {
    const roll = this.#roll
    const classCode = CLASSES[roll(CLASSES.length)] as string
    const key = PEOPLE[roll(PEOPLE.length)] as string
    const seat = key === 't1' ? (roll(2) === 0 ? Seat.console : Seat.remote) : Seat.student
    const screen = `${classCode}/${key}/${seat}`
    const former = this.#screens.get(screen)
    if (former !== undefined) former.cut = true
    this.#screens.set(screen, relay.accept(classCode, key, seat, this.now))
  }

  #someSocket (work: (socket: Socket) => void): void {
    const sockets = this.#relays.flatMap((relay) => relay.sockets)
    if (sockets.length > 0) work(sockets[this.#roll(sockets.length)] as Socket)
  }

  /** Whoever is missing by the log's clock is told lost; sometimes by an observer who read that long ago. */
  #watch (): void {
    for (const { relay, incarnation, beat } of this.partition.table.missing(this.now, LOST_MS)) {
      const read = this.#roll(3) === 0 ? beat - 1024 : beat
      this.#fold('', [Presence.relayLost, this.now, relay, incarnation, Math.max(0, read)])
    }
  }

  /** Stores what a relay handed in; what had an unknown outcome twice. */
  #store (relay: RealRelay, count: number): void {
    for (const { classCode, event } of relay.outbox.splice(0, count)) {
      for (let times = this.#roll(8) === 0 ? 2 : 1; times > 0; times--) this.#fold(classCode, event)
    }
  }

  /** Whoever is replaced is closed by his relay, as soon as it runs. */
  #fold (classCode: string, event: UserEvent): void {
    this.now++
    const folded = this.partition.fold({ classCode, at: this.now, event })
    const replaced = (folded as PresenceChange).replaced ?? null
    if (replaced === null) return
    const relay = this.#relays.find(({ number, incarnation }) => number === replaced.relay && incarnation === replaced.incarnation)
    const socket = relay?.sockets.find(({ session }) => session === replaced.session)
    if (socket === undefined) return
    if (!socket.cut) this.wronged++
    socket.cut = true
  }
}
