import { Verdict } from '../server/classroom/model.ts'
import type { Question } from '../server/classroom/model.ts'
import type { RoomReply } from '../server/wire/api.ts'
import { decodeAll, encode } from '../server/wire/codec.ts'
import { Down, SUBPROTOCOL, Up } from '../server/wire/messages.ts'
import type { Ack, ClockPart, ControlDown, DownFrame, ErrorFrame, Part, Person, ProgressPart, RosterPage, Step, SteeringPart, TallyPart } from '../server/wire/messages.ts'
import { post } from './swarm/http-post.ts'
import { Line, targetOf } from './swarm/line.ts'
import { clientFrame } from './swarm/websocket.ts'

const PATIENCE_MS = 10_000
const CONTROL_NAME = 'bench'

/** The question that the bench asks: four choices, bars live on every screen, no right answer. */
const SURVEY: Question = {
  type: 'survey',
  text: 'Which of the four?',
  choices: ['First', 'Second', 'Third', 'Fourth'],
  solution: null,
  explanation: '',
  seconds: 0,
  points: 0,
  speed: false,
  change: true,
  shuffle: false,
  live: true
}

/** Who a question is, for students that answer it. */
export interface Asked {
  no: number
  round: number
}

/** A teacher with the whole client side in his hands: one socket, every part of the view decoded. */
export class Teacher {
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

  /** Comes in with a launch token and takes part (before the lesson opens: as soon as it does). */
  static async enter (httpPort: number, token: string, device: number): Promise<Teacher> {
    const { socketUrl, ticket } = await join(httpPort, token)
    const teacher = new Teacher()
    await teacher.#connect(socketUrl, ticket, device)
    return teacher
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

  /** Asks SURVEY; resolves when the verdict and the question itself are here. */
  async ask (): Promise<Asked> {
    const before = this.#part<ClockPart>(Down.clock)?.[1] ?? -1
    await this.steer(['ask', 0, 0, '', SURVEY])
    await this.#until(() => (this.#part<ClockPart>(Down.clock)?.[1] ?? -1) > before)
    const [, no, round] = this.#part<ClockPart>(Down.clock)!
    return { no, round }
  }

  async close ({ no, round }: Asked): Promise<void> {
    await this.steer(['close', no, round])
  }

  /** Moves the lesson. @throws Error with the verdict unless it was accepted */
  async steer (step: Step): Promise<void> {
    const basedOn = Math.max(this.#steeredAt, this.#part<SteeringPart>(Down.steering)?.[1] ?? 0)
    this.#steeredAt = await this.#accepted(step[0], this.#command([Up.steer, this.#next(), basedOn, step]))
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

  async #connect (url: string, ticket: string, device: number): Promise<void> {
    this.#line = new Line(0, targetOf(url, [SUBPROTOCOL, ticket]), {
      opened: () => { this.#line.send(clientFrame(encode([Up.itsme, device, 'bench', null]))) },
      message: (_, bytes, start, end) => { this.#read(bytes.subarray(start, end)) },
      closed: (_, code) => { this.#trouble = `the socket ended with ${code}` }
    })
    await this.#until(() => this.#parts.size > 0)
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

  #part<P extends Part> (kind: P[0]): P | undefined {
    return this.#parts.get(kind) as P | undefined
  }

  /** Resolves once `holds`, looked at after each message. @throws Error after 10 s */
  #until (holds: () => boolean): Promise<void> {
    return new Promise((resolve, reject) => {
      const timer = setTimeout(() => { reject(new Error(`the teacher waited in vain; ${this.#trouble}`)) }, PATIENCE_MS)
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

function join (httpPort: number, token: string): Promise<RoomReply> {
  return new Promise((resolve, reject) => {
    post('127.0.0.1', httpPort, '/api/classrooms/getRealRoom', JSON.stringify({ token }), 0, ({ status, body }) => {
      if (status === 200) resolve(JSON.parse(body) as RoomReply)
      else reject(new Error(`the teacher's join was refused with ${status}: ${body}`))
    })
  })
}
