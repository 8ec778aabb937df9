import { setTimeout as delay } from 'node:timers/promises'
import type { Lectern } from '../../processes/lectern.ts'
import type { Swarm } from '../../processes/swarm.ts'
import { PATIENCE_MS } from '../../stage.ts'
import type { Class, Stage } from '../../stage.ts'
import { stampedPayload } from '../../swarm/fanout-meter.ts'
import type { FanoutResult } from '../../swarm/operations.ts'
import type { Teacher } from '../../teacher.ts'
import { MESSAGE_BYTES } from './contestant.ts'
import type { AnswerRound, ComeBackRound, Contestant, Faults } from './contestant.ts'
import { OFFLINE_MS, measureAnswers, measureComeBack } from './measure.ts'
import { LECTERN } from './names.ts'

const CHOICES = [1, 2, 4, 8]
/** Between the question on the screens and the first answer (ms). */
const REST_MS = 500

/** The server under test, with everything it does: identity, log on disk, views, counts to all. */
export class LecternContestant implements Contestant {
  readonly name = LECTERN
  readonly size: number
  readonly pid: number
  readonly #swarm: Swarm
  readonly #teacher: Teacher
  readonly #stage: Stage

  constructor (stage: Stage, { pid }: Lectern, { teacher, swarm, size }: Class) {
    this.#stage = stage
    this.pid = pid
    this.#teacher = teacher
    this.#swarm = swarm
    this.size = size
  }

  async startCounting (): Promise<void> {
    await this.#swarm.ask('fanoutStart', { first: 1 })
  }

  speak (due: number, first: number, count: number): void {
    this.#teacher.control(Array.from({ length: count }, (_, k) => stampedPayload(MESSAGE_BYTES, due, first + k)))
  }

  counted (last: number): Promise<FanoutResult> {
    return this.#swarm.ask('fanoutEnd', { last, receivers: this.size, timeoutMs: PATIENCE_MS })
  }

  async answer (seed: number): Promise<AnswerRound> {
    const asked = await this.#teacher.ask()
    await this.#swarm.ask('seeQuestion', { no: asked.no, timeoutMs: PATIENCE_MS })
    await delay(REST_MS)
    const round = await measureAnswers(this.pid, this.size, seed,
      (timing) => this.#swarm.ask('answer', { ...timing, ...asked, values: CHOICES }),
      () => this.#teacher.answered(asked))
    await this.#teacher.close(asked)
    return round
  }

  comeBack (seed: number): Promise<ComeBackRound> {
    return measureComeBack(this, () => this.#swarm.ask('comeBack', { seed, offlineMs: OFFLINE_MS, timeoutMs: PATIENCE_MS }))
  }

  async goAway (): Promise<Faults> {
    const { lost, duplicated, gaps, trouble } = await this.#swarm.ask('checks', undefined)
    this.#teacher.goAway()
    await this.#stage.end(this.#swarm)
    return { verdicts: { lost, duplicated, gaps }, trouble }
  }
}
