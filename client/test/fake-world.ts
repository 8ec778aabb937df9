import { decode, encode } from '../../server/wire/codec.ts'
import { Down } from '../../server/wire/messages.ts'
import type { Connected, DownFrame, Part, UpFrame } from '../../server/wire/messages.ts'
import type { Command } from '../src/commands.ts'
import { Commands } from '../src/commands.ts'
import { Connection } from '../src/connection.ts'
import type { Status } from '../src/connection.ts'
import type { Reply } from '../src/dispatch.ts'
import type { Credential, Socket } from '../src/link.ts'
import type { Store } from '../src/storage.ts'

/** A socket that a test opens, feeds and closes. */
export class FakeSocket implements Socket {
  readonly url: string
  readonly protocols: string[]
  readonly sent: UpFrame[] = []
  closed = false
  binaryType: BinaryType = 'blob'
  onopen: Socket['onopen'] = null
  onmessage: Socket['onmessage'] = null
  onclose: Socket['onclose'] = null

  constructor (url: string, protocols: string[]) {
    this.url = url
    this.protocols = protocols
  }

  send (bytes: unknown): void {
    this.sent.push(decode(bytes as Uint8Array) as UpFrame)
  }

  close (): void {
    this.closed = true
  }

  opens (): void {
    this.onopen?.call(this as unknown as WebSocket, {} as Event)
  }

  /** Frames of the server, in one message. */
  says (...frames: DownFrame[]): void {
    const bytes = Buffer.concat(frames.map(frame => encode(frame)))
    const data = new Uint8Array(bytes).buffer
    this.onmessage?.call(this as unknown as WebSocket, { data } as MessageEvent)
  }

  ends (code: number, reason = ''): void {
    this.onclose?.call(this as unknown as WebSocket, { code, reason } as CloseEvent)
  }

  /** Frames of one kind that were sent. */
  of (kind: number): UpFrame[] {
    return this.sent.filter(frame => frame[0] === kind)
  }
}

/** A store in memory. */
export function memoryStore (): Store {
  const kept = new Map<string, string>()
  return {
    read: key => JSON.parse(kept.get(key) ?? 'null') as unknown,
    write: (key, value) => { kept.set(key, JSON.stringify(value)) },
    remove: key => { kept.delete(key) }
  }
}

interface Timer { at: number, call: () => void }

/** A connection in a world where a test moves the clock, throws the dice and answers over HTTP. */
export class FakeWorld {
  readonly sockets: FakeSocket[] = []
  readonly statuses: Status[] = []
  readonly parts: Array<{ parts: Part[], whole: boolean }> = []
  readonly replies: Array<{ command: Command, reply: Reply }> = []
  readonly unstored: Command[] = []
  readonly controls: string[] = []
  readonly resumes: Array<Credential | null> = []
  readonly rosters: number[] = []
  dice = 0.5
  joins = 0
  join: () => Promise<Credential> = () => Promise.resolve({ url: 'ws://relay/ws/0/C', token: `ticket${this.joins}`, kind: 'ticket' })
  now = 0
  readonly connection: Connection
  #timers: Timer[] = []

  constructor ({ store = memoryStore(), credential = null }: { store?: Store, credential?: Credential | null } = {}) {
    const world = {
      join: () => {
        this.joins++
        return this.join()
      },
      open: (url: string, protocols: string[]) => {
        const socket = new FakeSocket(url, protocols)
        this.sockets.push(socket)
        return socket
      },
      after: (ms: number, call: () => void) => {
        const timer = { at: this.now + ms, call }
        this.#timers.push(timer)
        return () => { this.#timers = this.#timers.filter(each => each !== timer) }
      },
      random: () => this.dice
    }
    this.connection = new Connection(world, '1.0', new Commands(store, world.random), {
      status: status => { this.statuses.push(status) },
      session: () => {},
      parts: (parts, whole) => { this.parts.push({ parts, whole }) },
      board: () => {},
      control: message => { this.controls.push(message[3]) },
      roster: page => { this.rosters.push(page[1]) },
      reply: (command, reply) => { this.replies.push({ command, reply }) },
      unstored: command => { this.unstored.push(command) },
      time: () => {},
      resume: kept => { this.resumes.push(kept) }
    }, credential)
  }

  get status (): Status {
    return this.statuses.at(-1) as Status
  }

  /** The socket opened last. */
  get socket (): FakeSocket {
    return this.sockets.at(-1) as FakeSocket
  }

  /** Lets `ms` pass, and what is due happen in its order. */
  pass (ms: number): void {
    const until = this.now + ms
    for (;;) {
      const due = this.#timers.filter(({ at }) => at <= until).sort((a, b) => a.at - b.at)[0]
      if (due === undefined) break
      this.#timers = this.#timers.filter(each => each !== due)
      this.now = due.at
      due.call()
    }
    this.now = until
  }

  /** Lets promises settle. */
  async settle (): Promise<void> {
    await new Promise(resolve => { setImmediate(resolve) })
  }

  /** Starts and comes as far as the greeting; `joined` as a participant already. */
  async greeted (options: GreetingOptions = {}): Promise<FakeSocket> {
    this.connection.start()
    await this.settle()
    this.greet(options)
    return this.socket
  }

  greet (options: GreetingOptions = {}): void {
    this.socket.opens()
    this.socket.says(greeting(options))
  }
}

interface GreetingOptions { joined?: boolean, live?: boolean, resume?: string | null, spread?: number, batch?: number, lesson?: string }

/** The answer to `itsme`. */
export function greeting ({ joined = true, live = true, resume = 'resume', spread = 1000, batch = 5, lesson = 'L1' }: GreetingOptions = {}): Connected {
  return [
    Down.connected, 7, 0, 0, [1, 2, 3], batch, 1000, resume, spread, true,
    [Down.lesson, live ? 1 : 0, live ? lesson : '', 'Title', 'Teacher', 0, false, true],
    [Down.me, joined ? 4 : -1, joined ? 'Name' : '', 1, '']
  ]
}
