import type { Pulse } from './swarm/operations.ts'

/** Whose students are told of. */
interface Followed {
  pulses (): Promise<Pulse[]>
}

/** How often the figures are asked for (ms): each time costs the generator a message. */
const EVERY_MS = 500

/** One line on a terminal that says what is going on, with the figures of the moment; silent where nobody watches, but for notes. */
export class Progress {
  readonly #terminal: { isTTY?: boolean, columns?: number, write (text: string): unknown }
  readonly #followed = new Set<Followed>()
  readonly #timer: NodeJS.Timeout | undefined
  #text = ''
  #figures = ''
  #before: Pulse | null = null

  constructor (terminal: { isTTY?: boolean, columns?: number, write (text: string): unknown } = process.stderr) {
    this.#terminal = terminal
    if (terminal.isTTY === true) this.#timer = setInterval(() => { void this.#look() }, EVERY_MS).unref()
  }

  say (text: string): void {
    this.#text = text
    this.#show()
  }

  /** Leaves a line for good, also where nobody watches. */
  note (text: string): void {
    this.#terminal.write(`${this.#terminal.isTTY === true ? '\r\u001b[K' : ''}${text}\n`)
  }

  /** Tells of this swarm's students, until it is forgotten. */
  follow (swarm: Followed): void {
    this.#followed.add(swarm)
  }

  forget (swarm: Followed): void {
    this.#followed.delete(swarm)
  }

  /** Leaves an empty line, for good. */
  clear (): void {
    clearInterval(this.#timer)
    this.#followed.clear()
    this.#figures = ''
    this.say('')
  }

  async #look (): Promise<void> {
    const pulses = await Promise.all([...this.#followed].map((swarm) => swarm.pulses().catch(() => [])))
    const pulse = together(pulses.flat())
    if (this.#followed.size === 0 || pulse === null) return
    this.#figures = this.#before === null ? '' : line(this.#before, pulse)
    this.#before = pulse
    this.#show()
  }

  #show (): void {
    if (this.#terminal.isTTY !== true) return
    const text = this.#figures === '' ? this.#text : `${this.#text}  ${this.#figures}`
    this.#terminal.write(`\r\u001b[K${text.slice(0, (this.#terminal.columns ?? 160) - 1)}`)
  }
}

function together (pulses: Pulse[]): Pulse | null {
  if (pulses.length === 0) return null
  return pulses.reduce((one, other) => ({
    connected: one.connected + other.connected,
    answers: one.answers + other.answers,
    batches: one.batches + other.batches,
    p99: Math.max(one.p99, other.p99),
    cpuMs: one.cpuMs + other.cpuMs,
    at: Math.max(one.at, other.at)
  }))
}

/** What changed between two looks. A swarm that came or went in between makes no figure negative. */
function line (before: Pulse, { connected, answers, batches, p99, cpuMs, at }: Pulse): string {
  const ms = Math.max(1, at - before.at)
  const deliveries = Math.round(Math.max(0, batches - before.batches) * 1000 / ms)
  const load = Math.round(Math.max(0, cpuMs - before.cpuMs) * 100 / ms)
  return `${connected} connected, ${answers} answered, ${deliveries} deliveries/s, p99 ${p99.toFixed(p99 < 10 ? 1 : 0)} ms, generator ${load} %`
}
