import { Generator } from './processes/generator.ts'
import { Lectern } from './processes/lectern.ts'
import { Rival } from './processes/rival.ts'
import { LaunchTokens } from './launch-tokens.ts'
import { now } from './clock.ts'
import type { Options } from './options.ts'
import type { Cores } from './processes/cores.ts'
import { Progress } from './progress.ts'
import type { PhaseResult } from './swarm/phase.ts'
import { Teacher } from './teacher.ts'

/** A lesson with its teacher, and a generator that holds its students. */
export interface Class {
  teacher: Teacher
  swarm: Generator
  tokens: LaunchTokens
  size: number
}

/** Time from a request to the generator to the first student's act (ms). */
export const LEAD_MS = 200
/** How long a phase waits for the last student (ms). */
export const PATIENCE_MS = 15_000
/** Students who come in for a measurement of something else do so at this pace (ms each). */
const PACE_MS = 0.8
/** … and no more of them at once than a listen queue holds. */
const AT_ONCE = 200

/** The processes of a run, all of which end with it. */
export class Stage {
  readonly options: Options
  readonly progress = new Progress()
  readonly #cores: Cores
  readonly #running: Array<{ stop (): Promise<void> }> = []
  #classes = 0
  #stopped: Promise<void> | null = null

  constructor (options: Options, cores: Cores) {
    this.options = options
    this.#cores = cores
  }

  async lectern (inspect = false): Promise<Lectern> {
    const { server, data } = this.options
    this.progress.say('starting the server …')
    return this.#keep(await Lectern.start({ main: server, core: this.#cores.server, dataParent: data, inspect }))
  }

  async rival (name: 'echo' | 'broadcaster'): Promise<Rival> {
    return this.#keep(await Rival.start(name, this.#cores.server))
  }

  generator (): Generator {
    return this.#keep(new Generator(this.#cores.generator))
  }

  /** Opens a lesson of its own, with nobody in it yet. */
  async emptyClass (lectern: Lectern, size: number): Promise<Class> {
    const tokens = new LaunchTokens(lectern.launchKey, `bench${++this.#classes}`)
    const teacher = await Teacher.enter(lectern.httpPort, tokens.teacher('teacher'), 1)
    await teacher.open()
    return { teacher, swarm: this.generator(), tokens, size }
  }

  /** Lets everybody of the class come in: within `windowMs`, whatever happens, or (unset) at an easy pace. */
  async fill (lectern: Lectern, { swarm, tokens, size }: Class, windowMs?: number): Promise<PhaseResult> {
    this.progress.say(`${size} students come in …`)
    return swarm.ask('enter', {
      host: '127.0.0.1',
      port: lectern.httpPort,
      tokens: tokens.students(size),
      startAt: now() + LEAD_MS,
      windowMs: windowMs ?? Math.ceil(size * PACE_MS),
      atOnce: windowMs === undefined ? AT_ONCE : undefined,
      timeoutMs: PATIENCE_MS,
      seed: this.options.seed
    })
  }

  /**
   * A lesson with all its students in it.
   * @throws Error when one could not come in
   */
  async fullClass (lectern: Lectern, size: number): Promise<Class> {
    const opened = await this.emptyClass(lectern, size)
    const { done } = await this.fill(lectern, opened)
    if (done < size) {
      const { trouble } = await opened.swarm.ask('checks', undefined)
      throw new Error(`only ${done} of ${size} students came in; ${JSON.stringify(trouble)}\n${lectern.output}`)
    }
    return opened
  }

  /** Ends a process before the others. */
  async end (process: { stop (): Promise<void> }): Promise<void> {
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

  #keep<P extends { stop (): Promise<void> }> (process: P): P {
    this.#running.push(process)
    return process
  }
}
