import type { DeletionProof, ErasureProof, LessonExtras, LessonResult, LessonSummary, StudentSummary } from '../../../../server/wire/results.ts'
import { ApiFailure } from '../quizzes-api.ts'
import type { FailureCode } from '../quizzes-api.ts'
import type { ResultsApi } from './results-api.ts'

/** The teacher's lessons, and the one that is looked at. */
export class ResultsDesk {
  readonly #api: ResultsApi
  /** Which answers are still wanted: what was asked for before the last step comes too late. */
  #turn = 0
  synthetic = $state(false)
  /** Null until they are here. */
  lessons: LessonSummary[] | null = $state.raw(null)
  /** Whether there are older ones. */
  more = $state(false)
  keptDays = $state(0)
  failure: FailureCode | null = $state(null)
  /** What was deleted last. */
  deleted: DeletionProof | null = $state.raw(null)
  /** Id of the lesson that is looked at; '' looks at all. */
  id = $state('')
  lesson: LessonResult | null = $state.raw(null)
  students: StudentSummary[] = $state.raw([])
  /** Whether all students are here. */
  complete = $state(false)
  extras: LessonExtras | null = $state.raw(null)
  #next = 0

  constructor (api: ResultsApi) {
    this.#api = api
  }

  /** Shows all lessons, real ones or those of load tests. */
  async list (synthetic = this.synthetic): Promise<void> {
    this.id = ''
    this.lesson = null
    this.synthetic = synthetic
    this.lessons = null
    this.#next = 0
    await this.older()
  }

  /** Fetches the next page of the list. */
  async older (): Promise<void> {
    await this.#fetch(async (current) => {
      const { lessons, next, keptDays } = await this.#api.list(this.#next, this.synthetic)
      if (!current()) return
      this.lessons = [...this.lessons ?? [], ...lessons]
      this.keptDays = keptDays
      this.more = next > 0
      this.#next = next
    })
  }

  /** Shows one lesson: its figures first, then its students page by page. One that is shown is read again, and stands until it is. */
  async open (id: string): Promise<void> {
    const again = id === this.id && this.lesson !== null
    this.id = id
    this.deleted = null
    if (!again) Object.assign(this, { lesson: null, students: [], complete: false, extras: null })
    await this.#fetch(async (current) => {
      const lesson = await this.#api.lesson(id)
      if (!current()) return
      this.lesson = lesson
      const extras = this.#api.extras(id)
      const all: StudentSummary[] = []
      for (let after = -1; ;) {
        const { students, next } = await this.#api.students(id, after)
        if (!current()) return
        all.push(...students)
        if (!again || next < 0) this.students = [...all]
        if (next < 0) break
        after = next
      }
      this.complete = true
      const found = await extras
      if (current()) this.extras = found
    })
  }

  /** Erases a student for good. @throws ApiFailure */
  async erase (who: number): Promise<ErasureProof> {
    const { id } = this
    const proof = await this.#api.erase(id, who)
    if (this.id === id) void this.open(id)
    return proof
  }

  /** Deletes a lesson for good, and shows all others. @throws ApiFailure */
  async remove (id: string): Promise<void> {
    const proof = await this.#api.remove(id)
    await this.list()
    this.deleted = proof
  }

  async #fetch (work: (current: () => boolean) => Promise<void>): Promise<void> {
    const turn = ++this.#turn
    const current = (): boolean => turn === this.#turn
    this.failure = null
    try {
      await work(current)
    } catch (error) {
      if (current()) this.failure = error instanceof ApiFailure ? error.code : 'internal'
    }
  }
}
