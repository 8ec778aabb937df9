import type { Quiz } from '../../../server/wire/api.ts'
import type { Store } from '../storage.ts'
import type { QuizState } from './primary-step.ts'
import { ApiFailure } from './quizzes-api.ts'
import type { FailureCode, QuizzesApi } from './quizzes-api.ts'

/** The quiz the lesson works through: chosen here before the class opens, told by the lesson afterwards. */
export class LessonQuiz {
  readonly #api: QuizzesApi
  readonly #store: Store
  readonly #key: string
  quiz: Quiz | null = $state.raw(null)
  state: QuizState = $state('none')
  failure: FailureCode | null = $state(null)
  #id = ''

  /** `classCode` keeps the choices of two classes apart. */
  constructor (api: QuizzesApi, store: Store, classCode: string) {
    this.#api = api
    this.#store = store
    this.#key = `lectern.quiz.${classCode}`
  }

  /** The quiz chosen before a reload, if any. */
  async restore (): Promise<void> {
    const id = this.#store.read(this.#key)
    if (typeof id === 'string' && this.#id === '') await this.load(id)
  }

  async choose (id: string): Promise<void> {
    this.#store.write(this.#key, id)
    await this.load(id)
  }

  /** Fetches quiz `id` afresh; '' is none. A later call wins over an earlier one. */
  async load (id: string): Promise<void> {
    this.#id = id
    if (id === '') {
      this.quiz = null
      this.state = 'none'
      return
    }
    if (this.quiz?.id !== id) {
      this.quiz = null
      this.state = 'loading'
    }
    try {
      const quiz = await this.#api.read(id)
      if (this.#id === id) this.#take(quiz)
    } catch (error) {
      if (this.#id === id) this.#fail(error)
    }
  }

  /** Takes over what the editor has just stored, or drops what it deleted. */
  refresh (id: string, quiz: Quiz | null): void {
    if (this.#id !== id) return
    if (quiz !== null) this.#take(quiz)
    else void this.choose('')
  }

  retry (): void {
    void this.load(this.#id)
  }

  #take (quiz: Quiz): void {
    this.quiz = quiz
    this.state = 'ready'
    this.failure = null
  }

  // A quiz that was deleted elsewhere is no failure: the lesson goes on without it. One that is here
  // already is good enough when it cannot be fetched afresh.
  #fail (error: unknown): void {
    const code = error instanceof ApiFailure ? error.code : 'internal'
    if (this.quiz !== null && code !== 'not-found') return
    this.quiz = null
    this.failure = code
    this.state = code === 'not-found' ? 'none' : 'failed'
  }
}
