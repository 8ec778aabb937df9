import { Phase, Showing, Verdict } from '../server/classroom/model.ts'
import { Draw } from '../server/classroom/whiteboard-model.ts'
import type { Question } from '../server/classroom/model.ts'
import type { RoomReply } from '../server/wire/api.ts'
import { decodeAll, encode } from '../server/wire/codec.ts'
import { Down, SUBPROTOCOL, Up } from '../server/wire/messages.ts'
import type { Ack, ClockPart, ControlDown, DownFrame, ErrorFrame, MoodsPart, Part, Person, ProgressPart, RevealPart, RosterPage, Step, SteeringPart, TallyPart, WidgetStep } from '../server/wire/messages.ts'
import { SURVEY } from './questions.ts'
import { post, postRequest } from './swarm/http-post.ts'
import { Line, targetOf } from './swarm/line.ts'
import { onItsRelay } from './swarm/way-in.ts'
import type { Entrance } from './swarm/way-in.ts'
import { clientFrame } from './swarm/websocket.ts'

const PATIENCE_MS = 10_000
const CONTROL_NAME = 'bench'
const INK = { colour: 0, width: 12 }

/** Who a question is, for students that answer it. */
export interface Asked {
  no: number
  round: number
}

/** A teacher with the whole client side in his hands: one socket, every part of the view decoded. */
export class Teacher {
  readonly #device: number
  readonly #parts = new Map<number, Part>()
  readonly #verdicts = new Map<number, (frame: Ack | ErrorFrame) => void>()
  #roster: (page: RosterPage) => void = () => {}
  /** Checks that do not hold yet: each says whether it must be asked again. */
  #waiting: Array<() => boolean> = []
  #line!: Line
  #commands = 0
  #steeredAt = 0
  /** What went wrong with the socket itself, for the message of a wait in vain. */
  #trouble = 'nothing was said against it'

  /** Comes in with the first launch token and takes part (before the lesson opens: as soon as it does). */
  static async enter (entrance: Entrance, device: number): Promise<Teacher> {
    const { socketUrl, ticket } = await join(entrance)
    const teacher = new Teacher(device)
    await teacher.#connect(onItsRelay(socketUrl, entrance.relays), ticket)
    return teacher
  }

  private constructor (device: number) {
    this.#device = device
  }

  /** Opens the lesson, of which he is a participant from then on. */
  async open (): Promise<void> {
    const joined = this.#command([Up.join, this.#next()])
    await this.#accepted('open', this.#command([Up.steer, this.#next(), 0, ['open', 'Bench']]))
    await this.#accepted('join', joined)
  }

  /** Takes part in a lesson that is open. */
  async join (): Promise<void> {
    await this.#accepted('join', this.#command([Up.join, this.#next()]))
  }

  /** Asks a question; resolves when the verdict and the question itself are here. */
  async ask (question: Question = SURVEY): Promise<Asked> {
    const before = this.#clock[1]
    await this.steer(['ask', 0, 0, '', question])
    await this.#until('the question', () => this.#clock[1] > before)
    const [, no, round] = this.#clock
    return { no, round }
  }

  /** Asks the same question once more; resolves when the round is open. */
  async again ({ no, round }: Asked): Promise<Asked> {
    await this.steer(['again', no])
    await this.#until('the next round', () => this.#clock[2] > round)
    return { no, round: this.#clock[2] }
  }

  /** Resolves when the question's time is over and it is closed, `within` ms. */
  async timeIsUp (within: number): Promise<void> {
    await this.#until('the close', () => this.#clock[3] !== Phase.open, within)
  }

  /** Shows what is right; resolves with how many answered in each round. */
  async reveal ({ no }: Asked): Promise<number[]> {
    await this.steer(['reveal', no])
    await this.#until('the reveal', () => this.#part<RevealPart>(Down.reveal)?.[1] === no)
    return this.#part<RevealPart>(Down.reveal)![4].map(({ answered }) => answered)
  }

  /** The question that takes answers now, or null. */
  get asking (): Asked | null {
    const [, no, round, phase] = this.#clock
    return phase === Phase.open ? { no, round } : null
  }

  async close ({ no, round }: Asked): Promise<void> {
    await this.steer(['close', no, round])
  }

  /** Moves the lesson. @throws Error with the verdict unless it was accepted */
  async steer (step: Step): Promise<void> {
    const basedOn = Math.max(this.#steeredAt, this.#part<SteeringPart>(Down.steering)?.[1] ?? 0)
    this.#steeredAt = await this.#accepted(step[0], this.#command([Up.steer, this.#next(), basedOn, step]))
  }

  /** Sets a widget. @throws Error with the verdict unless it was accepted */
  async widget (step: WidgetStep): Promise<void> {
    await this.#accepted(step[0], this.#command([Up.widget, this.#next(), step]))
  }

  /** Shows the whiteboard to all. */
  async showBoard (): Promise<void> {
    await this.#accepted('the board', this.#command([Up.draw, this.#next(), [Draw.show, true]]))
  }

  /** Draws piece `no` of a stroke on the first sheet; `stroke` null begins one. `stored` rejects unless the log took it. */
  ink (stroke: number | null, no: number, points: Uint8Array): { stroke: number, stored: Promise<unknown> } {
    const n = this.#next()
    const id = stroke ?? this.#device * 2 ** 32 + n
    return { stroke: id, stored: this.#accepted('ink', this.#command([Up.draw, n, [Draw.ink, 0, id, no, INK.colour, INK.width, points]])) }
  }

  /** Emoji that came in, as the view has it now. */
  get reactions (): number {
    return (this.#part<MoodsPart>(Down.moods)?.[1] ?? []).reduce((sum, times) => sum + times, 0)
  }

  /** Sends control messages to everybody, all in one write; nobody waits for their verdicts. */
  control (payloads: Uint8Array[]): void {
    this.#line.send(Buffer.concat(payloads.map((payload) => clientFrame(encode([Up.control, this.#next(), CONTROL_NAME, payload, false])))))
  }

  /** Answers counted for a question, as the view has it now. */
  answered ({ no, round }: Asked): number {
    const parts = [this.#part<TallyPart>(Down.tally), this.#part<ProgressPart>(Down.progress)]
    return Math.max(...parts.map((part) => (part?.[1] === no && part[2] === round ? part[3] : 0)))
  }

  /** Everybody of the lesson, page by page. */
  async roster (): Promise<Person[]> {
    const people: Person[] = []
    for (let from = 0; from >= 0;) {
      const page = await new Promise<RosterPage>((resolve) => {
        this.#roster = resolve
        this.#line.send(clientFrame(encode([Up.roster, from])))
      })
      people.push(...page[2])
      from = page[1]
    }
    return people
  }

  goAway (): void {
    this.#line.cut()
  }

  async #connect (url: string, ticket: string): Promise<void> {
    this.#line = new Line(0, targetOf(url, [SUBPROTOCOL, ticket]), {
      opened: () => { this.#line.send(clientFrame(encode([Up.itsme, this.#device, 'bench', null]))) },
      message: (_, bytes, start, end) => { this.#read(bytes.subarray(start, end)) },
      closed: (_, code) => { this.#trouble = `the socket ended with ${code}` }
    })
    await this.#until('the view', () => this.#parts.size > 0)
  }

  #next (): number {
    return ++this.#commands
  }

  #command (frame: [kind: number, n: number, ...rest: unknown[]]): Promise<Ack | ErrorFrame> {
    return new Promise((resolve, reject) => {
      const timer = setTimeout(() => { reject(new Error(`no verdict on ${JSON.stringify(frame)}; ${this.#trouble}`)) }, PATIENCE_MS)
      this.#verdicts.set(frame[1], (verdict) => {
        clearTimeout(timer)
        resolve(verdict)
      })
      this.#line.send(clientFrame(encode(frame)))
    })
  }

  /** The position of an accepted command. */
  async #accepted (what: string, command: Promise<Ack | ErrorFrame>): Promise<number> {
    const frame = await command
    if (frame[0] === Down.error) throw new Error(`the server refused ${what}: ${frame[2]} ${frame[4]}`)
    if (frame[2] !== Verdict.accepted && frame[2] !== Verdict.duplicate) throw new Error(`the verdict on ${what} is ${frame[2]}`)
    return frame[3]
  }

  #read (bytes: Buffer): void {
    for (const frame of decodeAll(bytes) as DownFrame[]) this.#take(frame)
    this.#waiting = this.#waiting.filter((check) => check())
  }

  #take (frame: DownFrame): void {
    switch (frame[0]) {
      case Down.connected:
        this.#replace(frame.slice(10) as Part[])
        break
      case Down.batch:
        this.#replace(frame.slice(3) as Part[])
        break
      case Down.ack:
        this.#settle(frame)
        break
      case Down.error:
        this.#trouble = `the server said ${frame[2]} ${frame[4]}`
        this.#settle(frame)
        break
      case Down.roster:
        this.#roster(frame)
        break
    }
  }

  #settle (frame: Ack | ErrorFrame): void {
    this.#verdicts.get(frame[1])?.(frame)
    this.#verdicts.delete(frame[1])
  }

  #replace (parts: Array<Part | ControlDown>): void {
    for (const part of parts) {
      if (part[0] !== Down.control) this.#parts.set(part[0], part)
    }
  }

  /** Where the question stands; number -1 before the first. */
  get #clock (): ClockPart {
    return this.#part<ClockPart>(Down.clock) ?? [Down.clock, -1, 0, Phase.skipped, 0, 0, 0, Showing.question]
  }

  #part<P extends Part> (kind: P[0]): P | undefined {
    return this.#parts.get(kind) as P | undefined
  }

  /** Resolves once `holds`, looked at after each message. @throws Error after `patience` ms */
  #until (what: string, holds: () => boolean, patience = PATIENCE_MS): Promise<void> {
    return new Promise((resolve, reject) => {
      const timer = setTimeout(() => { reject(new Error(`the teacher waited in vain for ${what}; ${this.#trouble}`)) }, patience)
      const check = (): boolean => {
        if (!holds()) return true
        clearTimeout(timer)
        resolve()
        return false
      }
      if (check()) this.#waiting.push(check)
    })
  }
}

function join ({ http, tokens: [token] }: Entrance): Promise<RoomReply> {
  return new Promise((resolve, reject) => {
    post(http, postRequest(http, '/api/classrooms/getRealRoom', { token }), 0, ({ status, body }) => {
      if (status === 200) resolve(JSON.parse(body) as RoomReply)
      else reject(new Error(`the teacher's join was refused with ${status}: ${body}`))
    })
  })
}
