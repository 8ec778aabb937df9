import type { Generator } from '../../processes/generator.ts'
import type { Rival, RivalName } from '../../processes/rival.ts'
import { BareTeacher } from '../../rivals/bare-teacher.ts'
import { SocketIoTeacher } from '../../rivals/socket-io-teacher.ts'
import type { DialectOptions } from '../../rivals/swarm/dialect.ts'
import type { RivalOperations } from '../../rivals/swarm/rival-operations.ts'
import { PATIENCE_MS } from '../../stage.ts'
import type { Stage } from '../../stage.ts'
import { stampedPayload } from '../../swarm/fanout-meter.ts'
import type { FanoutResult } from '../../swarm/operations.ts'
import { MESSAGE_BYTES } from './contestant.ts'
import type { AnswerRound, ComeBackRound, Contestant, Faults } from './contestant.ts'
import { OFFLINE_MS, measureAnswers, measureComeBack } from './measure.ts'
import { BARE, SOCKET_IO, WS } from './names.ts'
import type { LECTERN, Name } from './names.ts'

type Teacher = BareTeacher | SocketIoTeacher
export type RivalContestantName = Exclude<Name, typeof LECTERN>

export const SERVERS: Record<RivalContestantName, RivalName> = { [BARE]: 'broadcaster', [WS]: 'ws', [SOCKET_IO]: 'socket-io' }

const DIALECT: Record<RivalContestantName, DialectOptions['name']> = { [BARE]: 'batches', [WS]: 'batches', [SOCKET_IO]: 'socket.io' }

/** The time over which Lectern lets a class come back, for those who have no such rule. */
export function spreadOf (size: number): number {
  return Math.min(2000, size * 0.4)
}

/** A rival with a full class: it counts and acknowledges answers, stores nothing, and gives back nothing that was missed. */
export class RivalContestant implements Contestant {
  readonly name: Name
  readonly size: number
  readonly pid: number
  readonly #swarm: Generator<RivalOperations>
  readonly #teacher: Teacher
  readonly #stage: Stage

  private constructor (stage: Stage, name: Name, { pid }: Rival, swarm: Generator<RivalOperations>, teacher: Teacher, size: number) {
    this.#stage = stage
    this.name = name
    this.pid = pid
    this.#swarm = swarm
    this.#teacher = teacher
    this.size = size
  }

  static async enter (stage: Stage, name: RivalContestantName, server: Rival, size: number): Promise<RivalContestant> {
    const swarm = await openRival(stage, name, server, size)
    const teacher = name === SOCKET_IO ? await SocketIoTeacher.connect(server.port) : await BareTeacher.connect(server.url('teacher'))
    return new RivalContestant(stage, name, server, swarm, teacher, size)
  }

  async startCounting (): Promise<void> {
    await this.#swarm.ask('fanoutStart', { first: 1 })
  }

  speak (due: number, first: number, count: number, flushes: number): void {
    const teacher = this.#teacher
    if (teacher instanceof SocketIoTeacher) teacher.speak(MESSAGE_BYTES, due, first, count)
    else teacher.speak(Array.from({ length: count }, (_, k) => stampedPayload(MESSAGE_BYTES, due, first + k)), flushes)
  }

  counted (last: number): Promise<FanoutResult> {
    return this.#swarm.ask('fanoutEnd', { last, receivers: this.size, timeoutMs: PATIENCE_MS })
  }

  answer (seed: number): Promise<AnswerRound> {
    const before = this.#teacher.answered
    return measureAnswers(this.pid, this.size, seed, (timing) => this.#swarm.ask('answer', timing), () => this.#teacher.answered - before)
  }

  comeBack (seed: number): Promise<ComeBackRound> {
    const plan = { seed, offlineMs: OFFLINE_MS, spread: spreadOf(this.size), timeoutMs: PATIENCE_MS }
    return measureComeBack(this, () => this.#swarm.ask('comeBack', plan))
  }

  async goAway (): Promise<Faults> {
    const ended = await this.#swarm.ask('leave', undefined)
    this.#teacher.goAway()
    await this.#stage.end(this.#swarm)
    return { verdicts: { lost: 0, duplicated: 0, gaps: 0 }, trouble: ended === 0 ? {} : { [`${this.name} closed`]: ended } }
  }
}

/** Students alone. `announces`: everybody tells everybody that he came, as in the seed (Socket.IO). */
export async function openRival (
  stage: Stage,
  name: RivalContestantName,
  { port }: Rival,
  count: number,
  announces = false
): Promise<Generator<RivalOperations>> {
  const swarm = stage.generator<RivalOperations>('rivals/swarm/main')
  await swarm.ask('open', { name: DIALECT[name], port, announces, count, timeoutMs: PATIENCE_MS })
  return swarm
}
