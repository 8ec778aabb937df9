import { randomBytes } from 'node:crypto'
import { setTimeout as delay } from 'node:timers/promises'
import { Fleet } from './processes/fleet.ts'
import type { FleetOptions } from './processes/fleet.ts'
import { Generator as GeneratorProcess } from './processes/generator.ts'
import { Lectern } from './processes/lectern.ts'
import { Swarm } from './processes/swarm.ts'
import { Rival } from './processes/rival.ts'
import type { RivalName } from './processes/rival.ts'
import { LaunchTokens } from './launch-tokens.ts'
import { now } from './clock.ts'
import { LogLoop } from './scenarios/log-loop.ts'
import { RunningInstallation } from './installation.ts'
import type { Installation } from './installation.ts'
import type { Options } from './options.ts'
import type { Cores } from './processes/cores.ts'
import { Progress } from './progress.ts'
import type { Operations } from './swarm/operations.ts'
import type { PhaseResult } from './swarm/phase.ts'
import { Teacher } from './teacher.ts'

/** A lesson with its teacher, and the swarm that holds its students. */
export interface Class {
  teacher: Teacher
  /** Ends with the run, or before (Stage.end). */
  lesson: { stop (): Promise<void> }
  swarm: Swarm
  tokens: LaunchTokens
  size: number
}

/** Time from a request to the generator to the first student's act (ms). */
export const LEAD_MS = 200
/** How long a phase waits for the last student (ms). */
export const PATIENCE_MS = 15_000
/** Students who come in for a measurement of something else do so at this pace (ms each). */
export const PACE_MS = 0.8
/** … and no more of them at once than a listen queue holds. */
export const AT_ONCE = 200

/** The processes of a run, all of which end with it. */
export class Stage {
  readonly options: Options
  readonly progress = new Progress()
  readonly #cores: Cores
  readonly #running: Array<{ stop (): Promise<void> }> = []
  readonly #ending = new AbortController()
  readonly #name = `bench-${randomBytes(4).toString('hex')}`
  #classes = 0
  #stopped: Promise<void> | null = null

  constructor (options: Options, cores: Cores) {
    this.options = options
    this.#cores = cores
  }

  /** A server of our own. `inspect`: its memory will be asked for; `archive`: with an archiver, which only its own scenario measures. */
  async lectern ({ inspect = false, archive = false } = {}): Promise<Lectern> {
    const { server, data, log, relays, cpuProf } = this.options
    this.progress.say('starting the server …')
    return this.#keep(await Lectern.start({ main: server, core: this.#cores.server, dataParent: data, log, relays, inspect, archive, cpuProf }))
  }

  /** An installation of our own with brokers, relays and a balancer. */
  async fleet (options: Omit<FleetOptions, 'main' | 'dataParent'>): Promise<Fleet> {
    const { server, data } = this.options
    this.progress.say('starting brokers, relays and the balancer …')
    return this.#keep(await Fleet.start({ main: server, dataParent: data, ...options }))
  }

  /** A bare loop through the log at Kafka that the server has too. */
  async loop (): Promise<LogLoop> {
    return this.#keep(await LogLoop.start(process.env['KAFKA_BROKERS'] ?? ''))
  }

  /** What is measured: the target, or a server of our own. */
  async installation (): Promise<Installation> {
    const { target } = this.options
    return target === null ? this.lectern() : RunningInstallation.find(target, this.#classCode())
  }

  async rival (name: RivalName, inspect = false): Promise<Rival> {
    return this.#keep(await Rival.start(name, this.#cores.server, inspect))
  }

  /** A generator with the students of Lectern, or the one that `name` is the script of. */
  generator<T = Operations> (name?: string): GeneratorProcess<T> {
    return this.#keep(new GeneratorProcess<T>(this.#cores.generator, name))
  }

  /** Processes for so many students of an installation. */
  async swarm ({ hosts }: Installation, students: number): Promise<Swarm> {
    const swarm = this.#keep(await Swarm.start(students, this.#cores.generator, hosts))
    this.progress.follow(swarm)
    return swarm
  }

  /** Opens a lesson of its own, with nobody in it yet. */
  async emptyClass (installation: Installation, size: number, swarm?: Swarm): Promise<Class> {
    const tokens = new LaunchTokens(installation.launchKey, this.#classCode())
    const teacher = await Teacher.enter(installation.entrance([tokens.teacher('teacher')]), 1)
    const lesson = this.#keep({ stop: () => this.#leave(teacher) })
    await teacher.open()
    return { teacher, lesson, swarm: swarm ?? await this.swarm(installation, size), tokens, size }
  }

  /** Lets everybody of the class come in: within `windowMs`, whatever happens, or (unset) at an easy pace. */
  async fill (installation: Installation, { swarm, tokens, size }: Class, { windowMs, seed = this.options.seed }: { windowMs?: number, seed?: number } = {}): Promise<PhaseResult> {
    this.progress.say(`${size} students come in …`)
    return swarm.ask('enter', {
      entrance: installation.entrance(tokens.students(size)),
      startAt: now() + LEAD_MS,
      windowMs: windowMs ?? Math.ceil(size * PACE_MS),
      atOnce: windowMs === undefined ? AT_ONCE : undefined,
      timeoutMs: PATIENCE_MS,
      seed
    })
  }

  /**
   * A lesson with all its students in it.
   * @throws Error when one could not come in
   */
  async fullClass (installation: Installation, size: number): Promise<Class> {
    const opened = await this.emptyClass(installation, size)
    const { done } = await this.fill(installation, opened)
    if (done < size) {
      const { trouble } = await opened.swarm.ask('checks', undefined)
      throw new Error(`only ${done} of ${size} students came in; ${JSON.stringify(trouble)}\n${installation.output}`)
    }
    return opened
  }

  /** The rounds from 1 to `count`, but no further one once somebody asked for the end. */
  * rounds (count: number): Generator<number> {
    for (let round = 1; round <= count && !this.#ending.signal.aborted; round++) yield round
  }

  /** Waits, but not longer than until somebody asks for the end. */
  async wait (ms: number): Promise<void> {
    await delay(ms, undefined, { signal: this.#ending.signal }).catch(() => {})
  }

  /** Somebody asks for the end: what runs is finished, nothing more is begun. False: he had asked before. */
  askForEnd (): boolean {
    if (this.ending) return false
    this.#ending.abort()
    return true
  }

  get ending (): boolean {
    return this.#ending.signal.aborted
  }

  /** Ends a process before the others. */
  async end (process: { stop (): Promise<void> }): Promise<void> {
    if (process instanceof Swarm) this.progress.forget(process)
    this.#running.splice(this.#running.indexOf(process), 1)
    await process.stop()
  }

  /** Ends all processes, the last started first. */
  stop (): Promise<void> {
    this.#stopped ??= this.#stopAll()
    return this.#stopped
  }

  async #stopAll (): Promise<void> {
    for (const process of this.#running.toReversed()) await process.stop()
  }

  /** A server of our own ends with its lessons; nobody else's is left with one. */
  async #leave (teacher: Teacher): Promise<void> {
    if (this.options.target !== null) await teacher.steer(['end']).catch(() => {})
    teacher.goAway()
  }

  /** A class that nobody ever had: a log at Kafka remembers those of earlier runs. */
  #classCode (): string {
    return `${this.#name}-${++this.#classes}`
  }

  #keep<P extends { stop (): Promise<void> }> (process: P): P {
    this.#running.push(process)
    return process
  }
}
