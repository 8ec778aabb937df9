import { setTimeout as delay } from 'node:timers/promises'
import type { Installation } from '../../installation.ts'
import type { LaunchTokens } from '../../launch-tokens.ts'
import { quizQuestion } from '../../questions.ts'
import { Teacher } from '../../teacher.ts'

/** A question gives so long (s), and people take so many times less. */
const SECONDS = 14
export const HASTE = 2
const ANSWERING_MS = SECONDS * 1000 / HASTE
const REVEALED_MS = 500
const RETRY_MS = 300

/**
 * A teacher who asks one question after another, whatever happens to his line: when something fails he comes in
 * anew, on another device, and goes on.
 */
export class Lead {
  readonly #installation: Installation
  readonly #tokens: LaunchTokens
  #teacher: Teacher | null = null
  #devices = 0
  #over = false
  #stop = new AbortController()
  readonly #running: Promise<void>
  /** Questions asked, closed and revealed. */
  questions = 0
  /** How often he had to come in anew. */
  returns = 0

  private constructor (installation: Installation, tokens: LaunchTokens) {
    this.#installation = installation
    this.#tokens = tokens
    this.#running = this.#run()
  }

  /** Opens the lesson; resolves when it is open. */
  static async open (installation: Installation, tokens: LaunchTokens): Promise<Lead> {
    const opener = await Teacher.enter(installation.entrance([tokens.teacher('teacher')]), 1)
    await opener.open()
    opener.goAway()
    return new Lead(installation, tokens)
  }

  /** Resolves when the last question is closed and revealed, so that nothing moves any more. */
  async end (): Promise<void> {
    this.#over = true
    this.#stop.abort()
    await this.#running
    this.#teacher?.goAway()
  }

  async #run (): Promise<void> {
    for (;;) {
      try {
        await this.#question()
        if (this.#over) return
      } catch {
        this.returns++
        this.#teacher?.goAway()
        this.#teacher = null
        await delay(RETRY_MS)
      }
    }
  }

  async #question (): Promise<void> {
    const teacher = this.#teacher ?? await this.#enter()
    const left = teacher.asking
    if (left !== null) await teacher.close(left)
    const asked = await teacher.ask(quizQuestion(this.questions, SECONDS))
    await this.#pause(ANSWERING_MS)
    await teacher.close(asked)
    await teacher.reveal(asked)
    this.questions++
    await this.#pause(REVEALED_MS)
  }

  async #enter (): Promise<Teacher> {
    const teacher = await Teacher.enter(this.#installation.entrance([this.#tokens.teacher('teacher')]), 2 + this.#devices++)
    this.#teacher = teacher
    await teacher.join()
    return teacher
  }

  async #pause (ms: number): Promise<void> {
    await delay(ms, undefined, { signal: this.#stop.signal }).catch(() => {})
  }
}
